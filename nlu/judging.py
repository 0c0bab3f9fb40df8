"""One version on one day: where a person's facts lead in its diagrams."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from nlu.axes import AXES
from nlu.cells import DayCells, ValueCells, days_inside, possible_days
from nlu.compiled import CompiledRule, compile_rule, outline_of
from nlu.diagram import NO, UNCLEAR, YES
from nlu.fact_types import FactError
from nlu.facts import Facts
from nlu.likelihood import weights
from nlu.outline import Outline, Shape, shape_on
from nlu.policy import Amounts, Version

State = tuple[int, ...]
"""The cells that are open on each level: all that a rule can tell of a person."""

_MOST_REMEMBERED = 20_000

_OPEN = 1 << NO | 1 << YES | 1 << UNCLEAR


@dataclass(frozen=True, slots=True, eq=False)
class RuleOn:
    """A compiled rule on one day. `open` is the state of somebody of whom nothing is known."""

    rule: CompiledRule
    amounts: Amounts | None
    day: date
    cuts: tuple[tuple[int, ...], ...]
    possible: tuple[tuple[int, int], ...]
    open: State
    _levels: Mapping[str, int]
    memo: dict[object, object] = field(default_factory=dict)

    def remember(self, key: object, value: object) -> None:
        """Keep a value that follows from `key` on this day; now and then everything is forgotten."""
        if len(self.memo) >= _MOST_REMEMBERED:
            self.memo.clear()
        self.memo[key] = value

    def state(self, facts: Facts) -> State:
        """Give the state of a person; FactError where a fact lies after the day, or cannot be on it."""
        levels, known_of = self._levels, facts.known
        state = list(self.open)
        for name in levels if len(levels) < len(known_of) else known_of:
            known, level = known_of.get(name), levels.get(name)
            if known is None or level is None:
                continue
            of_level = self.rule.cells[level]
            if of_level.optional and not any(fact.name in facts for fact in of_level.axis.facts):
                continue  # what merely follows from other facts is not told
            if isinstance(of_level, ValueCells):
                if isinstance(known, int):
                    state[level] = of_level.inside(known)
            else:
                mask = days_inside(of_level, self.cuts[level], self.possible[level], known)
                if not mask:
                    raise _impossible(name, facts, self.day)
                state[level] = mask
        return tuple(state)

    @property
    def likely(self) -> tuple[tuple[float, ...], ...]:
        """How likely each cell of each level is."""
        known = self.memo.get("likely")
        if not isinstance(known, tuple):
            known = weights(self.rule.cells, self.cuts, self.day)
            self.remember("likely", known)
        return known

    def ends(self, state: State) -> int:
        """Give the outcomes that a possible person in this state comes to, as bits of NO, YES and UNCLEAR."""
        return self.rule.diagrams.reach(self.rule.verdict, state) & _OPEN


def _impossible(axis: str, facts: Facts, day: date) -> FactError:
    told = [fact.name for fact in AXES[axis].facts if fact.name in facts] or [AXES[axis].facts[0].name]
    return FactError(told[0], f"{facts.get(told[0], '')} 和所问的日子 {day} 对不上")


@lru_cache(maxsize=512)
def _outline(version: Version, amounts: Amounts | None) -> Outline:
    return outline_of(version, amounts)


@lru_cache(maxsize=1024)
def _compiled(version: Version, amounts: Amounts | None, shape: Shape) -> CompiledRule:
    return compile_rule(version, amounts, _outline(version, amounts), shape)


@lru_cache(maxsize=2048)
def rule_on(version: Version, day: date) -> RuleOn:
    """Give the compiled rule of a version for a day; days of one shape share their diagrams."""
    amounts = version.amounts_on(day)
    what = _outline(version, amounts)
    shape, cuts = shape_on(what, day)
    rule = _compiled(version, amounts, shape)
    possible = tuple(possible_days(axis, day) for axis in what.axes)
    cut_lists = tuple(cuts.get(axis.name, ()) for axis in what.axes)
    opened = tuple(
        days_inside(of_level, cut_lists[level], possible[level], None)
        if isinstance(of_level, DayCells)
        else of_level.open
        for level, of_level in enumerate(rule.cells)
    )
    return RuleOn(rule, amounts, day, cut_lists, possible, opened, what.levels)
