"""A second, slow way to judge: try every possible person that fits the facts. It shares no code with the diagrams.

A person is a mapping of axis to value: a day as an ordinal, `None` for what is absent, `UNTOLD` for an unlisted fact
that nobody told.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from nlu.axes import AXES, AXIS_OF
from nlu.catalogue import CATALOGUE
from nlu.fact_types import Clock, Kind
from nlu.facts import PartialDate

UNTOLD = "untold"
Person = dict[str, object]

HUBS = {
    "household.marital_status": [name for name in AXES if name.startswith("spouse.")],
    "household.children_ever": [
        "household.children_living",
        "household.sons",
        "household.daughters",
        "household.youngest_child_born_on",
        "household.youngest_child_hukou",
        "household.child_is_chinese",
        "household.one_child_certificate",
        "household.birth_rule_violation",
        "household.only_child_disability_grade",
    ],
    "household.children_living": ["household.sons", "household.daughters", "household.youngest_child_hukou", "household.child_is_chinese"],
    "household.sons": ["household.daughters", "household.children_living"],
    "household.daughters": ["household.sons", "household.children_living"],
    "self.retired": ["self.retired_on"],
    "spouse.retired": ["spouse.retired_on"],
    "self.pension": ["self.drawing_pension"],
    "self.drawing_pension": ["self.pension"],
    "self.sex": ["spouse.sex"],
    "spouse.sex": ["self.sex"],
}  # fmt: skip
"""Axes without which what is possible on the others cannot be told."""


def age(born: date, on: date) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def months(since: date, on: date) -> int:
    return (on.year - since.year) * 12 + on.month - since.month - (on.day < since.day)


Check = tuple[tuple[str, ...], Callable[..., bool]]


def _checks() -> Iterator[Check]:
    """Give the rules of consistency, said once more in plain Python, with the axes that each needs."""
    marital, ever, living = "household.marital_status", "household.children_ever", "household.children_living"
    for name, axis in AXES.items():
        if name.startswith("spouse.") and axis.listed and name != "spouse.retired_on":
            yield (marital, name), lambda status, value: (value is not None) == (status == "married")
    yield ("self.sex", "spouse.sex"), lambda own, other: own != other
    for who in ("self", "spouse"):
        yield (f"{who}.retired", f"{who}.retired_on"), lambda so, day: (day is not None) == (so is True)
    yield ("self.drawing_pension", "self.pension"), lambda draws, kind: not draws or kind != "none"
    yield (ever, living), lambda all_, alive: alive <= all_
    yield ("household.sons", "household.daughters", living), lambda sons, girls, alive: sons + girls == alive
    yield (ever, "household.youngest_child_born_on"), lambda all_, born: (born is not None) == (all_ > 0)
    for name in ("household.youngest_child_hukou", "household.child_is_chinese"):
        yield (living, name), lambda alive, value: (value is not None) == (alive > 0)
    for name in ("household.one_child_certificate", "household.birth_rule_violation"):
        yield (ever, name), lambda all_, value: all_ > 0 or value is False
    yield (ever, "household.only_child_disability_grade"), lambda all_, grade: all_ > 0 or grade == 0


CHECKS = tuple(_checks())


def involved(tested: set[str], told: set[str]) -> list[str]:
    """Give the axes to try: those tested and told, and the hubs that tie them."""
    names = set(tested) | told
    while True:
        more = {hub for hub, tied in HUBS.items() if hub not in names and names.intersection(tied)}
        if not more:
            return [name for name in AXES if name in names]
        names |= more


def candidates(
    axis: str, raw: Mapping[str, object], on: date, days: list[int], optional: frozenset[str]
) -> list[object]:
    """Give every value of an axis worth trying: all of a few, and of days those at which something may change."""
    what = AXES[axis]
    told = [fact.name for fact in what.facts if fact.name in raw]
    ignored = axis.startswith("spouse.") and raw.get("household.marital_status") in ("divorced", "widowed")
    if not told or ignored:
        if axis in optional or not what.listed:
            return [UNTOLD]
        absent: list[object] = [None] if what.may_be_absent else []
        if not what.of_days:
            return [*what.values, *absent]
        return [*_days(axis, {}, on, days), *absent]
    if not what.of_days:
        return [raw[told[0]]]
    return list(_days(axis, {name: raw[name] for name in told}, on, days))


def _days(axis: str, told: Mapping[str, object], on: date, days: list[int]) -> Iterator[int]:
    tried = {*days, on.toordinal()}
    for value in told.values():
        if isinstance(value, str):
            part = PartialDate.read(value)
            tried |= {part.first.toordinal(), part.last.toordinal()}
        else:
            tried |= _turns(axis, int(value), on)  # type: ignore[call-overload]
    for ordinal in sorted(tried):
        if 1 <= ordinal <= on.toordinal() and all(
            _fits(name, value, ordinal, on) for name, value in told.items()
        ):
            counted = next((fact for fact in AXES[axis].facts if fact.clock), None)
            if counted is None or _count(counted.name, ordinal, on) <= counted.high:
                yield ordinal


def _turns(axis: str, count: int, on: date) -> set[int]:
    counted = next(fact for fact in AXES[axis].facts if fact.clock)
    return _edges(count, on, in_months=counted.clock is Clock.MONTHS)


def _edges(count: int, on: date, *, in_months: bool) -> set[int]:
    """Give the first and last day of all that lie `count` whole years or months back: found by walking."""
    measure, length = (months, 31) if in_months else (age, 366)
    start = max(1, on.toordinal() - length * (count + 1) - 3)
    inside = [
        ordinal
        for ordinal in range(start, min(on.toordinal(), start + 2 * length + 80 + 2 * count) + 1)
        if measure(date.fromordinal(ordinal), on) == count
    ]
    around = {inside[0] - 1, inside[0], inside[-1], inside[-1] + 1} if inside else set()
    return {ordinal for ordinal in around if 1 <= ordinal <= on.toordinal()}


def turning_days(raw: object, on: date) -> dict[str, list[int]]:
    """Give for each axis of days those at which a condition, as a policy file writes it, may change."""
    found: dict[str, set[int]] = {}
    assert isinstance(raw, dict)
    for key, value in raw.items():
        parts = value if key in ("all", "any") else [value] if key == "not" else []
        for part in parts:
            for axis, days in turning_days(part, on).items():
                found.setdefault(axis, set()).update(days)
        fact = CATALOGUE.get(key)
        if fact is None or not AXIS_OF[key].of_days:
            continue
        turning = found.setdefault(AXIS_OF[key].name, set())
        for operator, limit in (value if isinstance(value, dict) else {"is": value}).items():
            if fact.clock is not None or operator.startswith("age_"):
                turning |= _edges(limit, on, in_months=fact.clock is Clock.MONTHS or "months" in operator)
            else:
                ordinal = date.fromisoformat(str(limit)).toordinal()
                turning |= {ordinal - 1, ordinal, ordinal + 1}
    return {axis: sorted(days) for axis, days in found.items()}


def _count(name: str, ordinal: int, on: date) -> int:
    day = date.fromordinal(ordinal)
    return age(day, on) if CATALOGUE[name].clock is Clock.YEARS else months(day, on)


def _fits(name: str, value: object, ordinal: int, on: date) -> bool:
    if isinstance(value, str):
        part = PartialDate.read(value)
        return part.first.toordinal() <= ordinal <= part.last.toordinal()
    return _count(name, ordinal, on) == value


def people(
    axes: list[str],
    raw: Mapping[str, object],
    on: date,
    days: Mapping[str, list[int]],
    optional: frozenset[str] = frozenset(),
) -> Iterator[Person]:
    """Give every possible person that fits the facts, on these axes."""

    tried = [candidates(axis, raw, on, days.get(axis, []), optional) for axis in axes]
    silent = {axis for axis, values in zip(axes, tried, strict=True) if values == [UNTOLD]}

    complete: list[list[Check]] = [[] for _ in axes]
    for names, check in CHECKS:
        if axes and set(names) <= set(axes) - silent:
            complete[max(axes.index(name) for name in names)].append((names, check))

    def extend(person: Person, at: int) -> Iterator[Person]:
        if at == len(axes):
            yield dict(person)
            return
        for value in tried[at]:
            person[axes[at]] = value
            if all(check(*(person[name] for name in names)) for names, check in complete[at]):
                yield from extend(person, at + 1)
            del person[axes[at]]

    yield from extend({}, 0)


def holds(raw: object, person: Mapping[str, object], on: date, *, assume: bool) -> bool:
    """Judge a condition as a policy file writes it; an untold unlisted fact counts so that the test is `assume`."""
    assert isinstance(raw, dict)
    results = []
    for key, value in raw.items():
        if key == "all":
            results.append(all(holds(part, person, on, assume=assume) for part in value))
        elif key == "any":
            results.append(any(holds(part, person, on, assume=assume) for part in value))
        elif key == "not":
            results.append(not holds(value, person, on, assume=not assume))
        else:
            results.append(_test(key, value, person, on, assume))
    return all(results)


def _test(key: str, value: object, person: Mapping[str, object], on: date, assume: bool) -> bool:
    written = value if isinstance(value, dict) else {"is": value}
    if key == "day":
        return all(_compare(operator, on.isoformat(), str(limit)) for operator, limit in written.items())
    known = person[AXIS_OF[key].name]
    if known == UNTOLD:
        return assume
    if known is None:
        return False
    fact = CATALOGUE[key]
    for operator, limit in written.items():
        found: object = known
        if fact.clock is not None:
            found = _count(key, int(str(known)), on)
        elif fact.kind is Kind.DATE:
            day = date.fromordinal(int(str(known)))
            if operator.startswith("age_"):
                found = months(day, on) if operator.startswith("age_months") else age(day, on)
                operator = "at_least" if operator.endswith("at_least") else "less_than"
            else:
                found, limit = day.isoformat(), str(limit)
        if not _compare(operator, found, limit):
            return False
    return True


def _compare(operator: str, found: object, limit: object) -> bool:
    if operator == "one_of":
        assert isinstance(limit, list)
        return found in limit
    compare: dict[str, Callable[[Any, Any], bool]] = {
        "is": lambda one, two: one == two,
        "at_least": lambda one, two: one >= two,
        "more_than": lambda one, two: one > two,
        "at_most": lambda one, two: one <= two,
        "less_than": lambda one, two: one < two,
    }
    return compare[operator](found, limit)
