"""What contacts have told of an axis, as SQL: whether it may have one of some values, or lie on one of some days."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, and_, false, not_, or_, true

from db.models.contacts import CONTACTS
from nlu.axes import AXES, Axis
from nlu.consistency import RULES, AtMost, Link, Rule, Sum

Clause = ColumnElement[bool]
Ties = frozenset[frozenset[str]]
"""Rules of consistency, by the axes that they tie, that are looked after elsewhere."""

_MARITAL = CONTACTS.c.household_marital_status
_ALONE = and_(_MARITAL.is_not(None), _MARITAL.in_(("divorced", "widowed")))


def has_column(axis: Axis) -> bool:
    """Whether contacts can tell this axis; the others are never told."""
    return column_name(axis) in CONTACTS.c


def column_name(axis: Axis) -> str:
    """Give the column that is empty where nothing is told of the axis."""
    return axis.name.replace(".", "_") + ("_first" if axis.of_days else "")


def untold(axis: Axis) -> Clause:
    """Nothing is told of the axis. Of the divorced and widowed, what was told of husband or wife says nothing."""
    empty = CONTACTS.c[column_name(axis)].is_(None)
    return or_(empty, _ALONE) if axis.name.startswith("spouse.") else empty


def may_be(axis: Axis, bits: int, tied: Ties) -> Clause:
    """Somebody may be in one of these values (for days: be present or absent), as far as told facts leave it open.

    What is untold may still follow from facts beyond the rule's own axes by a rule of consistency; the rules in
    `tied` are not looked at, for they are part of the diagram. Told facts never contradict each other: such rows are
    refused when they are imported.
    """
    if not has_column(axis):
        return true()
    if axis.of_days and bits & axis.all_values == axis.all_values:
        return true()
    hanging = [rule for rule in RULES if axis.name in rule.axes and frozenset(rule.axes) not in tied]
    left_open = any_of(follows(axis, part, tied) for part in _parts(axis, bits, hanging))
    return any_of((told_in(axis, bits), all_of((untold(axis), left_open))))


def follows(axis: Axis, part: int, tied: Ties) -> Clause:
    """Other told facts leave these values of the axis open; all of them are alike to every rule of consistency."""
    ends: list[Clause] = []
    for rule in RULES:
        axes = frozenset(rule.axes)
        if axis.name in axes and axes not in tied:
            ends.append(_supported(rule, axis, part, tied | {axes}))
    return all_of(ends)


def any_of(clauses: Iterable[Clause]) -> Clause:
    """Give the or of clauses, without those that say nothing."""
    kept = [clause for clause in clauses if not _is(clause, false())]
    if any(_is(clause, true()) for clause in kept):
        return true()
    return or_(*kept) if kept else false()


def all_of(clauses: Iterable[Clause]) -> Clause:
    """Give the and of clauses, without those that say nothing."""
    kept = [clause for clause in clauses if not _is(clause, true())]
    if any(_is(clause, false()) for clause in kept):
        return false()
    return and_(*kept) if kept else true()


def _is(clause: Clause, constant: Clause) -> bool:
    return type(clause) is type(constant)


def told(axis: Axis) -> Clause:
    """Something is told of the axis."""
    some = CONTACTS.c[column_name(axis)].is_not(None)
    return and_(some, not_(_ALONE)) if axis.name.startswith("spouse.") else some


def told_in(axis: Axis, bits: int) -> Clause:
    """One of these values is told of the axis (for days: any day)."""
    """One of these values is told."""
    if axis.of_days or bits & axis.present == axis.present:
        return told(axis) if bits & axis.present else false()
    values = [value for place, value in enumerate(axis.values) if bits >> place & 1]
    return and_(told(axis), _among(axis, values)) if values else false()


def _among(axis: Axis, values: list[bool | int | str]) -> Clause:
    column = CONTACTS.c[column_name(axis)]
    if isinstance(values[0], bool):
        return column.is_(values[0]) if len(values) == 1 else column.is_not(None)
    if len(values) == 1:
        return column == values[0]
    if isinstance(values[0], int) and values == list(range(int(values[0]), int(values[0]) + len(values))):
        return column.between(values[0], values[-1])
    return column.in_(values)


def _parts(axis: Axis, bits: int, hanging: Iterable[Rule]) -> list[int]:
    """Split values into those that no rule tells apart; numbers into those that follow one another."""
    found = [bits & axis.all_values]
    for rule in hanging:
        if isinstance(rule, Link):
            mask = rule.among if rule.cause == axis.name else rule.then
            found = [piece for part in found for piece in (part & mask, part & ~mask) if piece]
        else:
            found = [run for part in found for run in _runs(part)]
    return [part for part in found if part]


def _runs(bits: int) -> list[int]:
    runs, place = [], 0
    while bits >> place:
        if bits >> place & 1:
            start = place
            while bits >> place & 1:
                place += 1
            runs.append((1 << place) - (1 << start))
        else:
            place += 1
    return runs


def _low(bits: int) -> int:
    return (bits & -bits).bit_length() - 1


def _high(bits: int) -> int:
    return bits.bit_length() - 1


def _supported(rule: Rule, axis: Axis, part: int, tied: Ties) -> Clause:
    if isinstance(rule, Link):
        if rule.cause == axis.name:
            return may_be(AXES[rule.effect], rule.then, tied) if not part & ~rule.among else true()
        if part & rule.then:
            return true()
        cause = AXES[rule.cause]
        return may_be(cause, cause.all_values & ~rule.among, tied)
    if isinstance(rule, AtMost):
        if rule.less == axis.name:
            more = AXES[rule.more]
            return may_be(more, more.all_values & -(1 << _low(part)), tied)
        return may_be(AXES[rule.less], (2 << _high(part)) - 1, tied)
    return _adds_up(rule, axis, part, tied)


def _adds_up(rule: Sum, axis: Axis, part: int, tied: Ties) -> Clause:
    low, high = _low(part), _high(part)
    one, two = (CONTACTS.c[column_name(AXES[name])] for name in rule.parts)
    if axis.name == rule.whole:
        return and_(
            or_(one.is_(None), one <= high),
            or_(two.is_(None), two <= high),
            or_(one.is_(None), two.is_(None), (one + two).between(low, high)),
        )
    other = two if axis.name == rule.parts[0] else one
    whole = AXES[rule.whole]
    told = CONTACTS.c[column_name(whole)]
    room = [
        and_(other == count, may_be(whole, whole.all_values & -(1 << (low + count)), tied))
        for count in range(len(whole.values) - low)
    ]
    return and_(
        or_(other.is_not(None), may_be(whole, whole.all_values & -(1 << low), tied)),
        or_(other.is_(None), any_of(room)),
        or_(other.is_(None), told.is_(None), (told - other).between(low, high)),
    )
