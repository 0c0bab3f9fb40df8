"""Which question to ask next: the one after which the fewest are expected to be left."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from math import log2

from nlu.axes import AXES, AXIS_OF
from nlu.catalogue import CATALOGUE
from nlu.consistency import RULES, Link
from nlu.diagram import NO, TERMINALS, UNCLEAR, YES, Edges, parts
from nlu.facts import Facts
from nlu.judging import RuleOn, State
from nlu.plausibility import odd

_KIN = 1.5
"""How much more a question counts that goes on with what was just talked about."""

_QUIET = 0.5
"""How much a question counts that only a sensitive benefit needs."""


@dataclass(frozen=True, slots=True)
class Asked:
    """An undecided benefit: its rule, the person's state in it, and whether it is sensitive."""

    rule: RuleOn
    state: State
    sensitive: bool


def next_fact(asked: Iterable[Asked], facts: Facts, on: date, skipped: Iterable[str] = ()) -> str | None:
    """Give the fact to ask for next; None where only skipped ones could still decide something."""
    undecided = list(asked)
    passed = {AXIS_OF[name].name for name in skipped}
    score: dict[str, float] = {}
    quiet: dict[str, bool] = {}
    for one in undecided:
        for axis, gain in gains(one.rule, one.state).items():
            if axis not in passed:
                score[axis] = score.get(axis, 0.0) + gain * (_QUIET if one.sensitive else 1.0)
                quiet[axis] = quiet.get(axis, True) and one.sensitive
    kin = _last_group(facts)

    def rank(axis: str) -> tuple[bool, bool, bool, float]:
        fact = AXES[axis].facts[0]
        bonus = _KIN if fact.group == kin else 1.0
        return (odd(fact.name, facts, on), fact.sensitive, quiet[axis], -score[axis] * bonus)

    for axis in sorted(score, key=rank):
        if any(axis in relevant(one.rule, one.state) for one in undecided):
            return telling(axis, facts)
    return None


def relevant(rule: RuleOn, state: State) -> frozenset[str]:
    """Give the axes on which an answer can still change the verdict of a person in this state."""
    key = ("relevant", state)
    known = rule.memo.get(key)
    if isinstance(known, frozenset):
        return known
    axes, diagrams = rule.rule.outline.axes, rule.rule.diagrams
    levels = rule.rule.outline.levels
    # Nobody is asked about axes that only amounts or the rules of consistency look at: they may be anything.
    free = frozenset(range(len(axes))) - diagrams.tested(rule.rule.plain)
    open_levels = diagrams.levels(rule.rule.plain, state)
    found = frozenset(
        axes[level].name
        for level in open_levels
        if diagrams.varies(
            rule.rule.verdict,
            state,
            free | {levels[name] for name in dependents(axes[level].name) if name in levels},
        )
    )
    if not found and rule.ends(state).bit_count() > 1:
        found = frozenset(axes[level].name for level in open_levels)
    rule.remember(key, found)
    return found


@lru_cache(maxsize=256)
def dependents(axis: str) -> frozenset[str]:
    """Give the axis and those that cannot stay as they are when it changes: children by sex when their number does."""
    found = {axis}
    while True:
        more = {
            name
            for rule in RULES
            if (rule.cause in found if isinstance(rule, Link) else found.intersection(rule.axes))
            for name in rule.axes
        }
        if more <= found:
            return frozenset(found)
        found |= more


def telling(axis: str, facts: Facts) -> str:
    """Give the fact by which the axis is best asked for: the age, or the birth day where that does not suffice."""
    ways = AXES[axis].facts
    return ways[-1].name if any(fact.name in facts for fact in ways) else ways[0].name


def next_axis(one: Asked) -> str:
    """Give the axis to ask about for one undecided benefit: a matter of the state alone."""
    found = gains(one.rule, one.state)
    matters = relevant(one.rule, one.state)
    return min(matters, key=lambda axis: (AXES[axis].facts[0].sensitive, -found[axis]))


def _last_group(facts: Facts) -> str | None:
    last = next(reversed(list(facts)), None)
    return None if last is None else CATALOGUE[last].group


def gains(rule: RuleOn, state: State) -> Mapping[str, float]:
    """Give for each axis that may matter how many bits an answer is expected to tell about the verdict."""
    key = ("gains", state)
    known = rule.memo.get(key)
    if isinstance(known, dict):
        return known
    found = {rule.rule.outline.axes[level].name: gain for level, gain in _gains(rule, state)}
    rule.remember(key, found)
    return found


_Spread = tuple[float, float, float]
_SURE: Mapping[int, _Spread] = {NO: (1.0, 0.0, 0.0), YES: (0.0, 1.0, 0.0), UNCLEAR: (0.0, 0.0, 1.0)}


def _gains(rule: RuleOn, state: State) -> Iterator[tuple[int, float]]:
    diagrams = rule.rule.diagrams
    likely = rule.likely
    nodes = diagrams.open_nodes(rule.rule.plain, state)
    if not nodes:
        return
    share = {
        level: _shares(likely[level], state[level]) for level in {diagrams.level[node] for node in nodes}
    }
    spread: dict[int, _Spread] = dict(_SURE)
    for node, edges in reversed(list(nodes.items())):
        of_level = share[diagrams.level[node]]
        spread[node] = _mixed((_weight(of_level, cells), spread[child]) for child, cells in edges)
    root = next(iter(nodes))
    coming = dict.fromkeys(nodes, 0.0)
    coming[root] = 1.0
    by_level: dict[int, list[tuple[float, Edges]]] = {}
    for node, edges in nodes.items():
        level = diagrams.level[node]
        by_level.setdefault(level, []).append((coming[node], edges))
        for child, cells in edges:
            if child >= TERMINALS:
                coming[child] += coming[node] * _weight(share[level], cells)
    before = _bits(spread[root])
    for level, here in by_level.items():
        passing = list(spread[root])
        for chance, edges in here:
            for child, cells in edges:
                for n in range(3):
                    passing[n] -= chance * _weight(share[level], cells) * spread[child][n]
        after = 0.0
        for part in parts(state[level], [edges for _, edges in here]):
            told = list(passing)
            for chance, edges in here:
                child = next(child for child, cells in edges if cells & part)
                for n in range(3):
                    told[n] += chance * spread[child][n]
            after += _weight(share[level], part) * _bits((told[0], told[1], told[2]))
        yield level, before - after


def _shares(likely: tuple[float, ...], mask: int) -> list[float]:
    total = sum(weight for cell, weight in enumerate(likely) if mask >> cell & 1)
    return [weight / total if mask >> cell & 1 else 0.0 for cell, weight in enumerate(likely)]


def _weight(share: list[float], cells: int) -> float:
    total = 0.0
    while cells:
        bit = cells & -cells
        total += share[bit.bit_length() - 1]
        cells ^= bit
    return total


def _mixed(weighted: Iterable[tuple[float, _Spread]]) -> _Spread:
    no = yes = unclear = 0.0
    for weight, (one, two, three) in weighted:
        no, yes, unclear = no + weight * one, yes + weight * two, unclear + weight * three
    return no, yes, unclear


def _bits(spread: _Spread) -> float:
    return -sum(part * log2(part) for part in spread if part > 1e-12)
