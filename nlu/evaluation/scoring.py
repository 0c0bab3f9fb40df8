"""Scores with their uncertainty: how often a reading was right, and how far that number can be trusted."""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from nlu.evaluation.lines import Line
from nlu.interpretation import FactValue, Intent, Interpretation

Z = 1.96
"""Standard deviations of a 95 % interval."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A line and how it was understood."""

    line: Line
    said: Interpretation


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


def rate(judged: Iterable[Judged], is_right: Callable[[Judged], bool]) -> Rate:
    """Give how often `is_right` holds."""
    answers = [is_right(one) for one in judged]
    return Rate(sum(answers), len(answers))


@dataclass(frozen=True, slots=True)
class FactScore:
    """Facts found, missed and invented, over pairs of fact and value."""

    found: int
    missed: int
    invented: int

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        total = 2 * self.found + self.missed + self.invented
        return 2 * self.found / total if total else 1.0


def score_facts(judged: Sequence[Judged]) -> FactScore:
    """Score the lines that say which facts they tell."""
    found = missed = invented = 0
    for one in judged:
        if one.line.facts is None:
            continue
        wanted, said = _pairs(one.line.facts.items()), _pairs(one.said.facts.items())
        found += len(wanted & said)
        missed += len(wanted - said)
        invented += len(said - wanted)
    return FactScore(found, missed, invented)


def _pairs(facts: Iterable[tuple[str, FactValue]]) -> frozenset[tuple[str, str]]:
    # YAML reads 2023-05-01 as a date and 2023 as a number: values are compared as written.
    return frozenset((name, str(value).lower()) for name, value in facts)
