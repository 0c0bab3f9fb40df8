"""What a rule can tell apart: its axes in order, the cells of each, and the rules of consistency that tie them."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from nlu.axes import AXES, Axis
from nlu.cells import Cells, Cuts, DayCells, ValueCells
from nlu.conditions import Condition, Cut, Every, Not, Some, Today, ValueTest, tests
from nlu.consistency import RULES, AtMost, Link, Rule
from nlu.fact_types import Kind


@lru_cache(maxsize=1024)
def ties(axes: frozenset[str]) -> tuple[Rule, ...]:
    """Give the rules of consistency without which what is possible on these axes together would be misjudged.

    A rule that hangs on the axes by one of them only is left out: what it says reaches that axis through the facts
    already (`consistency.narrow`).
    """
    kept = {frozenset(rule.axes) for rule in RULES}
    while True:
        met = Counter(name for tied in kept for name in tied)
        hanging = {tied for tied in kept if sum(name in axes or met[name] > 1 for name in tied) <= 1}
        if not hanging:
            return tuple(rule for rule in RULES if frozenset(rule.axes) in kept)
        kept -= hanging


@dataclass(frozen=True, slots=True, eq=False)
class Outline:
    """The axes of a rule by level. `cuts` are the cuts on axes of days, `todays` the tests of the day itself.

    Nobody is asked about `optional` axes: the unlisted, and those that only presumed conditions test.
    """

    axes: tuple[Axis, ...]
    levels: Mapping[str, int]
    groups: Mapping[str, tuple[int, ...]]
    cuts: Mapping[str, tuple[Cut, ...]]
    todays: tuple[Today, ...]
    optional: frozenset[str]

    def ties(self, names: Iterable[str]) -> tuple[Rule, ...]:
        """Give the rules of consistency between these axes; of optional ones nobody is supposed to be anything."""
        return _ties_but(frozenset(names), self.optional)


def outline(conditions: Iterable[Condition], presumed: Iterable[Condition] = ()) -> Outline:
    """Outline the rule that tests these conditions, and presumes others."""
    asked, taken = list(conditions), list(presumed)
    found = [*asked, *taken]
    tested = [test for condition in found for test in tests(condition)]
    names = frozenset(test.axis for test in tested)
    needed = frozenset(
        test.axis for condition in asked for test in tests(condition) if AXES[test.axis].listed
    )
    optional = names - needed
    tied = _ties_but(needed, optional)
    every = names.union(*(rule.axes for rule in tied))
    axes = tuple(axis for axis in AXES.values() if axis.name in every)
    bits: dict[str, list[int]] = {axis.name: [] for axis in axes}
    cuts: dict[str, set[Cut]] = {axis.name: set() for axis in axes if axis.of_days}
    for test in tested:
        if isinstance(test, ValueTest):
            bits[test.axis].append(test.bits)
        else:
            cuts[test.axis].add(test.cut)
    for rule in tied:
        for name, told_apart in _told_apart(rule):
            if name in bits:
                bits[name].extend(told_apart)
    return Outline(
        axes=axes,
        levels={axis.name: level for level, axis in enumerate(axes)},
        groups={axis.name: _groups(axis, bits[axis.name]) for axis in axes if not axis.of_days},
        cuts={name: tuple(sorted(of_axis)) for name, of_axis in cuts.items()},
        todays=tuple(dict.fromkeys(today for condition in found for today in _todays(condition))),
        optional=optional,
    )


def _ties_but(names: frozenset[str], optional: frozenset[str]) -> tuple[Rule, ...]:
    """Give the rules between these axes that leave the optional ones alone: what is presumed may be anything."""
    return tuple(rule for rule in ties(names - optional) if optional.isdisjoint(rule.axes))


def _todays(condition: Condition) -> Iterable[Today]:
    if isinstance(condition, Today):
        yield condition
    elif isinstance(condition, Not):
        yield from _todays(condition.part)
    elif isinstance(condition, Every | Some):
        for part in condition.parts:
            yield from _todays(part)


def _told_apart(rule: Rule) -> Iterable[tuple[str, list[int]]]:
    if isinstance(rule, Link):
        return ((rule.cause, [rule.among]), (rule.effect, [rule.then]))
    if isinstance(rule, AtMost):  # spans suffice: one lies below another or it does not
        return ()
    return ((name, [1 << n for n in range(len(AXES[name].values))]) for name in rule.axes)


def _groups(axis: Axis, told_apart: list[int]) -> tuple[int, ...]:
    """Give the values that no test tells apart; numbers only where they follow one another."""
    counted = axis.facts[0].kind is Kind.INTEGER
    groups: dict[tuple[int, ...], int] = {}
    run, before = 0, None
    for n in range(axis.all_values.bit_length()):
        sign = tuple(bits >> n & 1 for bits in told_apart)
        run += counted and sign != before
        before = sign
        groups[*sign, run] = groups.get((*sign, run), 0) | 1 << n
    return tuple(groups.values())


@dataclass(frozen=True, slots=True)
class Shape:
    """An outline on one day, but for the days themselves: all days with one shape share their diagrams."""

    cells_of_cuts: tuple[tuple[str, tuple[tuple[Cut, ...], ...]], ...]
    holding: frozenset[Today]


def shape_on(what: Outline, day: date) -> tuple[Shape, Mapping[str, Cuts]]:
    """Give the shape on a day, and for each axis of days its cuts in order."""
    ordered: dict[str, Cuts] = {}
    named = []
    for name, cuts in what.cuts.items():
        at: dict[int, list[Cut]] = {}
        for cut in cuts:
            at.setdefault(cut.on(day), []).append(cut)
        ordered[name] = tuple(sorted(at))
        named.append((name, tuple(tuple(at[ordinal]) for ordinal in ordered[name])))
    number = day.toordinal()
    holding = frozenset(today for today in what.todays if today.first <= number <= today.last)
    return Shape(tuple(named), holding), ordered


def cells(what: Outline, shape: Shape) -> tuple[Cells, ...]:
    """Give the cells of every level."""
    cuts = dict(shape.cells_of_cuts)
    return tuple(
        DayCells(axis, len(cuts[axis.name]), axis.name in what.optional)
        if axis.of_days
        else ValueCells(axis, what.groups[axis.name], axis.name in what.optional)
        for axis in what.axes
    )


def cut_positions(shape: Shape) -> Mapping[tuple[str, Cut], int]:
    """Give for each cut of an axis its place among them."""
    return {
        (name, cut): place
        for name, cells_ in shape.cells_of_cuts
        for place, together in enumerate(cells_)
        for cut in together
    }
