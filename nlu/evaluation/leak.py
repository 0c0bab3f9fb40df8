"""The leak test: evaluation lines, and turns of dialogues, that training has seen, or nearly seen."""

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from nlu.normalise import clean

ALIKE = 0.75
"""From this share of common character pairs on, two lines count as the same wording."""

SHORTEST = 6
"""Shorter lines ("你好", "转人工") are bound to be shared: everybody says them so."""


@dataclass(frozen=True, slots=True)
class Leak:
    """An evaluation line and the training line that gives it away."""

    held_out: str
    trained: str
    alike: float


def _letters(text: str) -> str:
    return "".join(c for c in clean(text) if c.isalnum())


def _pairs(text: str) -> frozenset[str]:
    letters = _letters(text)
    return frozenset(letters[i : i + 2] for i in range(len(letters) - 1))


def find_leaks(held_out: Iterable[str], trained: Iterable[str]) -> list[Leak]:
    """Give the evaluation texts whose character pairs are mostly those of one training line, worst first."""
    by_pair: dict[str, list[int]] = defaultdict(list)
    texts, bags = list(trained), []
    for at, text in enumerate(texts):
        bags.append(_pairs(text))
        for pair in bags[at]:
            by_pair[pair].append(at)
    leaks = []
    for said in held_out:
        if len(_letters(said)) < SHORTEST:
            continue
        bag = _pairs(said)
        # Who shares three quarters of the pairs shares one of the rarest quarter: only those lines are looked at.
        rarest = sorted(bag, key=lambda pair: len(by_pair.get(pair, ())))
        few = rarest[: len(bag) - math.ceil(ALIKE * len(bag)) + 1]
        near = {at for pair in few for at in by_pair.get(pair, ())}
        alike, nearest = max(((_alike(bag, bags[at]), at) for at in near), default=(0.0, 0))
        if alike >= ALIKE:
            leaks.append(Leak(said, texts[nearest], alike))
    return sorted(leaks, key=lambda leak: -leak.alike)


def _alike(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other)
