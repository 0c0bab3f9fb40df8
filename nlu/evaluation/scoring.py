"""Scores with their uncertainty: how often a reading was right, and how far that number can be trusted."""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from nlu.catalogue import CATALOGUE
from nlu.entailing import following
from nlu.evaluation.lines import Line
from nlu.evaluation.talks import Talk, Wanted
from nlu.interpretation import FactValue, Intent, Interpretation

_One = TypeVar("_One")

Z = 1.96
"""Standard deviations of a 95 % interval."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A line and how it was understood."""

    line: Line
    said: Interpretation


@dataclass(frozen=True, slots=True)
class JudgedTurn:
    """A turn of a dialogue, counted from 1, what it should have been understood to say, and what it was."""

    talk: Talk
    number: int
    wanted: Wanted
    said: Interpretation

    @property
    def text(self) -> str:
        """The words of the turn."""
        return self.talk.turns[self.number - 1].say


class Score(Protocol):
    """A figure of the report: a share in 0..1 that says itself in words."""

    @property
    def share(self) -> float:
        """The figure."""
        ...


@dataclass(frozen=True, slots=True)
class Rate:
    """`right` of `total`, with the Wilson interval at 95 %."""

    right: int
    total: int

    @property
    def share(self) -> float:
        """The share that was right; 1.0 of nothing."""
        return self.right / self.total if self.total else 1.0

    @property
    def interval(self) -> tuple[float, float]:
        """Between which shares the truth lies with 95 % certainty."""
        if not self.total:
            return 0.0, 1.0
        n, p = self.total, self.share
        centre = (p + Z * Z / (2 * n)) / (1 + Z * Z / n)
        half = Z * math.sqrt(p * (1 - p) / n + Z * Z / (4 * n * n)) / (1 + Z * Z / n)
        return max(0.0, centre - half), min(1.0, centre + half)

    def __str__(self) -> str:
        low, high = self.interval
        return f"{100 * self.share:5.1f} %  [{100 * low:.1f}, {100 * high:.1f}]  {self.right}/{self.total}"


def asks(judged: Judged) -> bool:
    """Say whether the line is a question about a named benefit."""
    return judged.line.expected.intent is Intent.ASK_BENEFIT and bool(judged.line.expected.benefits)


def intent_right(judged: Judged) -> bool:
    """Say whether the intent, and the topic of a topic question, was understood."""
    wanted = judged.line.expected
    return judged.said.intent is wanted.intent and judged.said.topic == wanted.topic


def benefits_right(judged: Judged) -> bool:
    """Say whether exactly the meant benefits were understood; of a name with several meanings, some of them."""
    wanted, taken = judged.line.expected.benefits, frozenset(judged.said.benefits)
    if judged.said.intent is not Intent.ASK_BENEFIT:
        return False
    if judged.said.ambiguous is not None and len(wanted) > 2:
        return bool(taken & wanted)
    return taken == wanted


def aspect_right(judged: Judged) -> bool:
    """Say whether the asked side of the benefit was understood."""
    return judged.said.intent is Intent.ASK_BENEFIT and judged.said.aspect is judged.line.expected.aspect


def right(judged: Judged) -> bool:
    """Say whether everything but the facts was understood."""
    if judged.line.expected.intent is Intent.ASK_BENEFIT:
        named = not judged.line.expected.benefits or benefits_right(judged)
        return named and aspect_right(judged)
    return intent_right(judged)


def rate(judged: Iterable[_One], is_right: Callable[[_One], bool]) -> Rate:
    """Give how often `is_right` holds."""
    answers = [is_right(one) for one in judged]
    return Rate(sum(answers), len(answers))


def turn_right(turn: JudgedTurn) -> bool:
    """Say whether all that is judged of a turn was understood; facts beside the wanted ones may have been told too."""
    wanted, said = turn.wanted, turn.said
    if wanted.intent is not None and said.intent is not wanted.intent:
        return False
    if wanted.topic is not None and said.topic != wanted.topic:
        return False
    if wanted.aspect is not None and said.aspect is not wanted.aspect:
        return False
    if wanted.benefits is not None and not _benefits_of_turn_right(wanted.benefits, said):
        return False
    return wanted.facts is None or _pairs(wanted.facts.items()) <= _pairs(said.facts.items())


def _benefits_of_turn_right(wanted: frozenset[str], said: Interpretation) -> bool:
    taken = frozenset(said.benefits)
    if said.ambiguous is not None and len(wanted) > 2:
        return bool(taken & wanted)
    return taken == wanted


@dataclass(frozen=True, slots=True)
class FactScore:
    """Facts found, missed and invented, over pairs of fact and value; `missed_of` and `invented_of` count them by fact.

    `following` of the invented ones follow strictly from the labels, and so may be told (contract, section 4).
    """

    found: int
    missed: int
    invented: int
    missed_of: Mapping[str, int] = field(default_factory=dict, hash=False)
    invented_of: Mapping[str, int] = field(default_factory=dict, hash=False)
    following: int = 0

    @property
    def tolerant(self) -> "FactScore":
        """The same where what follows strictly from the labels is not held against the reader."""
        return FactScore(self.found, self.missed, self.invented - self.following)

    @property
    def share(self) -> float:
        """The harmonic mean of precision and recall; 1.0 of nothing."""
        total = 2 * self.found + self.missed + self.invented
        return 2 * self.found / total if total else 1.0

    def __str__(self) -> str:
        return (
            f"{100 * self.share:5.1f} %  found {self.found}, missed {self.missed}, invented {self.invented}"
        )


def score_facts(told: Iterable[tuple[Mapping[str, FactValue] | None, Interpretation]]) -> FactScore:
    """Score the readings of all utterances for which somebody says which facts they tell (not None)."""
    found = 0
    missed: Counter[str] = Counter()
    invented: Counter[str] = Counter()
    follows = 0
    for facts, said in told:
        if facts is None:
            continue
        # What was told beyond the contract's list is judged where somebody labelled it, and nowhere else.
        taken = _pairs(
            (name, value)
            for name, value in said.facts.items()
            if name in facts or name not in CATALOGUE or CATALOGUE[name].listed
        )
        wanted = _pairs(facts.items())
        found += len(wanted & taken)
        missed.update(name for name, _ in wanted - taken)
        invented.update(name for name, _ in taken - wanted)
        if taken - wanted:
            follows += len((taken - wanted) & _pairs(following(facts).items()))
    return FactScore(found, missed.total(), invented.total(), missed, invented, follows)


def _pairs(facts: Iterable[tuple[str, FactValue]]) -> frozenset[tuple[str, str]]:
    # YAML reads 2023-05-01 as a date and 2023 as a number: values are compared as written.
    return frozenset((name, str(value).lower()) for name, value in facts)
