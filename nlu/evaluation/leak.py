"""The leak test: evaluation lines that training has seen, or nearly seen."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from nlu.evaluation.lines import Line
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


def find_leaks(held_out: Sequence[Line], trained: Iterable[str]) -> list[Leak]:
    """Give the evaluation lines whose character pairs are mostly those of one training line, worst first."""
    by_pair: dict[str, list[int]] = defaultdict(list)
    texts: list[str] = []
    bags: list[frozenset[str]] = []
    for text in trained:
        bag = _pairs(text)
        for pair in bag:
            by_pair[pair].append(len(texts))
        texts.append(text)
        bags.append(bag)
    leaks = []
    for line in held_out:
        bag = _pairs(line.text)
        if len(_letters(line.text)) < SHORTEST:
            continue
        shared: dict[int, int] = defaultdict(int)
        for pair in bag:
            for at in by_pair.get(pair, ()):
                shared[at] += 1
        nearest = max(shared, key=lambda at: shared[at] / len(bag | bags[at]), default=None)
        if nearest is None:
            continue
        alike = shared[nearest] / len(bag | bags[nearest])
        if alike >= ALIKE:
            leaks.append(Leak(line.text, texts[nearest], alike))
    return sorted(leaks, key=lambda leak: -leak.alike)
