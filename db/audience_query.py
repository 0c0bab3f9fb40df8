"""Chooses contacts in the database: a policy's decision diagram, and an audience's filters, as one SQL expression.

For every node of the diagram and a set of ends: a contact may come to one of the ends when some cell of the node is open
to it (a told fact opens one, an untold fact all that other facts leave) and it may come there from the node below.
"""

import json
from datetime import date

from sqlalchemy import ColumnElement, and_, false, not_, or_, true

from campaigns.audience import Audience, AudienceError, Chance, FactFilter, Qualifies, read_audience
from db.models.contacts import CONTACTS
from db.told import Clause, all_of, any_of, column_name, follows, has_column, may_be, told, told_in, untold
from nlu.axes import ABSENT, AXIS_OF, PRESENT, Axis
from nlu.catalogue import CATALOGUE
from nlu.cells import Cells, DayCells, ValueCells
from nlu.consistency import AtMost
from nlu.days import months_before
from nlu.diagram import IMPOSSIBLE, NO, TERMINALS, UNCLEAR, YES
from nlu.fact_types import Clock
from nlu.judging import RuleOn, rule_on
from nlu.policy import Policy, PolicyBook, State


class AudienceSelection:
    """Audiences as written in a campaign, as conditions: call it with the JSON of one and a day (Asia/Shanghai)."""

    def __init__(self, book: PolicyBook) -> None:
        """Take the policies that audiences may name."""
        self._book = book

    def __call__(self, definition: str, on: date) -> ColumnElement[bool]:
        """Give the condition over `contacts`; `AudienceError` says what cannot be."""
        try:
            raw = json.loads(definition)
        except ValueError as error:
            raise AudienceError(f"the audience is not JSON: {error}") from error
        if not isinstance(raw, dict):
            raise AudienceError("the audience must be a JSON object")
        return in_audience(read_audience(raw, self._book.benefits.keys()), self._book, on)


def in_audience(audience: Audience, book: PolicyBook, on: date) -> ColumnElement[bool]:
    """Give the condition on `contacts` that holds for the audience on a day (Asia/Shanghai)."""
    parts: list[Clause] = []
    if audience.districts:
        parts.append(CONTACTS.c.district.in_(audience.districts))
    if audience.languages:
        parts.append(CONTACTS.c.language.in_(audience.languages))
    parts += [_filtered(part, on) for part in audience.filters]
    if audience.qualifies is not None:
        parts.append(may_qualify(audience.qualifies, book.benefits[audience.qualifies.benefit], on))
    return all_of(parts)


def may_qualify(asked: Qualifies, policy: Policy, on: date) -> ColumnElement[bool]:
    """Give the condition that holds for those of whom the engine gives one of the verdicts asked for on the day."""
    version = policy.version_on(on)
    if version is None or version.state is not State.IN_FORCE:
        return false()
    reach = _Reach(rule_on(version, on))
    yes, no, unclear = (reach.may_come_to(1 << end) for end in (YES, NO, UNCLEAR))
    wanted: list[Clause] = []
    if asked.chances == frozenset(Chance):
        # Most come to no other end than a plain no: one walk through the diagram settles them.
        return all_of((reach.may_come_to(1 << YES | 1 << UNCLEAR), or_(yes, and_(no, unclear))))
    if Chance.ELIGIBLE in asked.chances:
        wanted.append(and_(not_(reach.may_come_to(1 << NO | 1 << UNCLEAR)), yes))
    if Chance.UNKNOWN in asked.chances:
        wanted.append(or_(and_(yes, no), and_(yes, unclear), and_(no, unclear)))
    return any_of(wanted)


class _Reach:
    """The diagram of a rule on a day, as SQL."""

    def __init__(self, rule: RuleOn) -> None:
        self._rule, self._diagrams = rule, rule.rule.diagrams
        # "At most" is in the diagram too, but only as fine as the cells are: numbers told beyond them count here.
        self._tied = frozenset(
            frozenset(tie.axes)
            for tie in rule.rule.outline.ties(rule.rule.outline.levels)
            if not isinstance(tie, AtMost)
        )
        self._clauses: dict[tuple[int, int], Clause] = {}
        self._opened: dict[tuple[int, int], Clause] = {}
        self._free: dict[int, bool] = {}

    def may_come_to(self, ends: int) -> Clause:
        """Give the condition that holds for those who may come to one of the ends (as bits)."""
        return self._clause(self._rule.rule.verdict, ends)

    def _clause(self, node: int, ends: int) -> Clause:
        if node < TERMINALS:
            return true() if node != IMPOSSIBLE and ends >> node & 1 else false()
        below = self._diagrams.ends[node]
        if not below & ends:
            return false()
        if not below & ~ends and self._all_possible(node):
            return true()
        known = self._clauses.get((node, ends))
        if known is None:
            level = self._diagrams.level[node]
            known = any_of(
                all_of((self._open(level, cells), self._clause(child, ends)))
                for child, cells in self._diagrams.edges[node]
                if self._diagrams.ends[child] & ends
            )
            self._clauses[node, ends] = known
        return known

    def _all_possible(self, node: int) -> bool:
        """Whether nothing below the node is impossible: then whoever comes here comes to an end."""
        if node < TERMINALS:
            return node != IMPOSSIBLE
        free = self._free.get(node)
        if free is None:
            free = self._free[node] = all(
                self._all_possible(child) for child, _ in self._diagrams.edges[node]
            )
        return free

    def _open(self, level: int, cells: int) -> Clause:
        known = self._opened.get((level, cells))
        if known is None:
            known = self._opened[level, cells] = self._open_now(level, cells)
        return known

    def _open_now(self, level: int, cells: int) -> Clause:
        of_level = self._rule.rule.cells[level]
        axis = of_level.axis
        if not has_column(axis):
            return true() if self._rule.open[level] & cells else false()
        if of_level.optional:
            return self._open_optional(of_level, level, cells)
        if of_level.optional:
            return self._optional(of_level, level, cells)
        if isinstance(of_level, ValueCells):
            bits = sum(group for cell, group in enumerate(of_level.groups) if cells >> cell & 1)
            return may_be(axis, bits, self._tied)
        return self._open_days(of_level, level, cells)

    def _open_optional(self, of_level: ValueCells | DayCells, level: int, cells: int) -> Clause:
        """Of an axis that nobody is asked about only what was told counts; else it is in the cell `untold`."""
        axis = of_level.axis
        ways = [untold(axis)] if self._rule.open[level] & cells else []
        if isinstance(of_level, ValueCells):
            ways.append(
                told_in(axis, sum(group for cell, group in enumerate(of_level.groups) if cells >> cell & 1))
            )
        else:
            ways += self._spans(axis, level, cells & of_level.present)
        return any_of(ways)

    def _optional(self, of_level: Cells, level: int, cells: int) -> Clause:
        """Give the condition on an axis of which only what was told counts, not what follows from other facts."""
        axis = of_level.axis
        ways = [untold(axis)] if cells >> (of_level.width - 1) & 1 else []
        if isinstance(of_level, DayCells):
            return any_of((*ways, *self._spans(axis, level, cells & of_level.present)))
        bits = sum(group for cell, group in enumerate(of_level.groups) if cells >> cell & 1)
        return any_of((*ways, told_in(axis, bits)))

    def _open_days(self, of_level: DayCells, level: int, cells: int) -> Clause:
        axis = of_level.axis
        ways = []
        if cells & of_level.present:
            ways += self._spans(axis, level, cells & of_level.present)
            if self._rule.open[level] & cells & of_level.present:
                ways.append(all_of((untold(axis), follows(axis, PRESENT, self._tied))))
        if cells & of_level.absent:
            ways.append(all_of((untold(axis), follows(axis, ABSENT, self._tied))))
        return any_of(ways)

    def _spans(self, axis: Axis, level: int, cells: int) -> list[Clause]:
        """Give the conditions that what is told of the days reaches into a run of these cells."""
        name = axis.name.replace(".", "_")
        first, last = CONTACTS.c[f"{name}_first"], CONTACTS.c[f"{name}_last"]
        cuts, (earliest, latest) = self._rule.cuts[level], self._rule.possible[level]
        spans = []
        cell = 0
        while cells >> cell:
            if not cells >> cell & 1:
                cell += 1
                continue
            start = cell
            while cells >> cell & 1:
                cell += 1
            low = max(earliest, cuts[start - 1] + 1) if start else earliest
            high = min(latest, cuts[cell - 1]) if cell - 1 < len(cuts) else latest
            if low <= high:
                spans.append(and_(told(axis), first <= high, last >= low))
        return spans


def _filtered(part: FactFilter, on: date) -> Clause:
    axis, fact = AXIS_OF[part.fact], CATALOGUE[part.fact]
    unknown = untold(axis)
    if fact.clock is not None:
        step = 12 if fact.clock is Clock.YEARS else 1
        counts: list[tuple[object, object]] = [(value, value) for value in part.values]
        counts = counts or [(part.low, part.high)]
        inside = any_of(_aged(axis, step, low, high, on) for low, high in counts)
    else:
        column = CONTACTS.c[column_name(axis)]
        bounds: list[Clause] = [] if not part.values else [column.in_(part.values)]
        bounds += [] if part.low is None else [column >= part.low]
        bounds += [] if part.high is None else [column <= part.high]
        inside = all_of(bounds)
    return or_(unknown, inside) if part.or_unknown else and_(not_(unknown), inside)


def _aged(axis: Axis, step: int, low: object, high: object, on: date) -> Clause:
    """The count of full years or months certainly lies from low to high on the day."""
    name = axis.name.replace(".", "_")
    first, last = CONTACTS.c[f"{name}_first"], CONTACTS.c[f"{name}_last"]
    bounds: list[Clause] = []
    if isinstance(low, int):
        bounds.append(last <= months_before(on, step * low).toordinal())
    if isinstance(high, int):
        bounds.append(first > months_before(on, step * (high + 1)).toordinal())
    return all_of(bounds)
