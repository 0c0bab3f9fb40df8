"""Conditions as a tree of typed tests, read from the plain form in which policy files write them.

A test of days compares with a cut: the last day of the lower side. A cut is fixed, or it moves with the day on which
the rule is asked ("at least 49 years old").
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from nlu.axes import AXES, AXIS_OF, Axis
from nlu.catalogue import CATALOGUE
from nlu.days import months_before
from nlu.fact_types import Clock, FactType, Kind


class ConditionError(ValueError):
    """A condition that cannot be read; `key` is the word at fault."""

    def __init__(self, key: str, text: str) -> None:
        super().__init__(text)
        self.key = key


@dataclass(frozen=True, slots=True, order=True)
class Cut:
    """The last day of the lower side: the ordinal `fixed`, or `months` whole months before the day asked about."""

    months: int
    fixed: int

    def on(self, day: date) -> int:
        """Give the ordinal of this cut for a rule asked about `day`."""
        return self.fixed if self.months < 0 else months_before(day, self.months).toordinal()


@dataclass(frozen=True, slots=True)
class ValueTest:
    """Holds for the values in `bits` on an axis of values."""

    axis: str
    bits: int


@dataclass(frozen=True, slots=True)
class DayTest:
    """Holds for the days up to the cut where `below`, else for those after it."""

    axis: str
    cut: Cut
    below: bool


@dataclass(frozen=True, slots=True)
class Today:
    """Holds when the day asked about lies from ordinal `first` to `last`."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Every:
    """Holds when all parts hold."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Some:
    """Holds when a part holds."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Holds when the part does not, and where what it tests is absent, too."""

    part: "Condition"


Condition = ValueTest | DayTest | Today | Every | Some | Not

ALWAYS = Every(())

_ORDERS = ("at_least", "more_than", "at_most", "less_than")
_AGES = {"age_at_least": 12, "age_less_than": 12, "age_months_at_least": 1, "age_months_less_than": 1}


def read(raw: object) -> Condition:
    """Read a condition as a policy file writes it; ConditionError says which word is at fault."""
    if not isinstance(raw, Mapping) or not raw:
        raise ConditionError("if", f"应当写成 {{事实: 值}} 或 all/any/not,写的是 {raw!r}")
    parts = tuple(_entry(str(key), value) for key, value in raw.items())
    return parts[0] if len(parts) == 1 else Every(parts)


def _entry(key: str, value: object) -> Condition:
    if key in ("all", "any"):
        if not isinstance(value, list) or not value:
            raise ConditionError(key, f"{key} 后面应当是一列条件")
        parts = tuple(read(part) for part in value)
        return Every(parts) if key == "all" else Some(parts)
    if key == "not":
        return Not(read(value))
    if key == "day":
        return _today(value)
    fact = CATALOGUE.get(key)
    if fact is None:
        raise ConditionError(key, f"没有 {key} 这个事实")
    if not isinstance(value, Mapping):
        return _test(fact, "is", value)
    if not value:
        raise ConditionError(key, f"{key} 后面没有写比较")
    parts = tuple(_test(fact, str(operator), threshold) for operator, threshold in value.items())
    return parts[0] if len(parts) == 1 else Every(parts)


def _test(fact: FactType, operator: str, threshold: object) -> Condition:
    if operator == "one_of":
        if not isinstance(threshold, list) or not threshold:
            raise ConditionError(fact.name, "one_of 后面应当是一列值")
        return Some(tuple(_test(fact, "is", value) for value in threshold))
    axis = AXIS_OF[fact.name]
    if fact.clock is not None:
        return _of_age(fact, axis, operator, threshold)
    if fact.kind is Kind.DATE:
        return _of_day(fact, axis, operator, threshold)
    return _of_value(fact, axis, operator, threshold)


def _number(fact: FactType, threshold: object, low: int, high: int) -> int:
    if isinstance(threshold, bool) or not isinstance(threshold, int):
        raise ConditionError(fact.name, f"{fact.name} 应当和整数比较,写的是 {threshold!r}")
    if not low <= threshold <= high:
        raise ConditionError(fact.name, f"{fact.name} 只能是 {low} 到 {high},写的是 {threshold}")
    return threshold


def _unknown(fact: FactType, operator: str) -> ConditionError:
    return ConditionError(fact.name, f"{fact.name} 不能用 {operator} 比较")


def _of_value(fact: FactType, axis: Axis, operator: str, threshold: object) -> Condition:
    if operator == "is":
        known = [value for value in axis.values if type(value) is type(threshold) and value == threshold]
        if not known:
            raise ConditionError(fact.name, f"{fact.name} 应当是{fact.allowed},写的是 {threshold!r}")
        return ValueTest(axis.name, axis.bits(known[0]))
    if fact.kind is not Kind.INTEGER or operator not in _ORDERS:
        raise _unknown(fact, operator)
    limit = _number(fact, threshold, fact.low, fact.high)
    return ValueTest(
        axis.name,
        sum(1 << n for n, value in enumerate(axis.values) if _compares(int(value), operator, limit)),
    )


def _compares(value: int, operator: str, limit: int) -> bool:
    if operator == "at_least":
        return value >= limit
    if operator == "more_than":
        return value > limit
    return value <= limit if operator == "at_most" else value < limit


def _of_age(fact: FactType, axis: Axis, operator: str, threshold: object) -> Condition:
    step = 12 if fact.clock is Clock.YEARS else 1
    count = _number(fact, threshold, fact.low, fact.high)

    def reached(least: int) -> Condition:
        return DayTest(axis.name, Cut(step * least, 0), below=True)

    def not_reached(limit: int) -> Condition:
        return DayTest(axis.name, Cut(step * limit, 0), below=False)

    if operator == "is":
        return Every((reached(count), not_reached(count + 1)))
    if operator not in _ORDERS:
        raise _unknown(fact, operator)
    if operator in ("at_least", "more_than"):
        return reached(count + (operator == "more_than"))
    return not_reached(count + (operator == "at_most"))


def _of_day(fact: FactType, axis: Axis, operator: str, threshold: object) -> Condition:
    if operator in _AGES:
        cut = Cut(_AGES[operator] * _number(fact, threshold, 0, 1440), 0)
        return DayTest(axis.name, cut, below=operator.endswith("at_least"))
    first, last = _between(fact.name, operator, threshold)
    parts = []
    if first > date.min.toordinal():
        parts.append(DayTest(axis.name, Cut(-1, first - 1), below=False))
    if last < date.max.toordinal():
        parts.append(DayTest(axis.name, Cut(-1, last), below=True))
    return parts[0] if len(parts) == 1 else Every(tuple(parts))


def _today(value: object) -> Condition:
    if not isinstance(value, Mapping) or not value:
        raise ConditionError("day", "day 后面应当是比较,如 {at_most: 2026-12-31}")
    parts = tuple(Today(*_between("day", str(operator), limit)) for operator, limit in value.items())
    return parts[0] if len(parts) == 1 else Every(parts)


def _between(key: str, operator: str, threshold: object) -> tuple[int, int]:
    """Give the first and last ordinal for which the comparison holds."""
    try:
        day = threshold if type(threshold) is date else date.fromisoformat(str(threshold))
    except ValueError as error:
        raise ConditionError(key, f"{key} 应当和日期比较,如 2016-01-01,写的是 {threshold!r}") from error
    limit, least, most = day.toordinal(), date.min.toordinal(), date.max.toordinal()
    ranges = {
        "is": (limit, limit),
        "at_least": (limit, most),
        "more_than": (limit + 1, most),
        "at_most": (least, limit),
        "less_than": (least, limit - 1),
    }
    if operator not in ranges:
        raise ConditionError(key, f"{key} 不能用 {operator} 比较")
    return ranges[operator]


def tests(condition: Condition) -> Iterator[ValueTest | DayTest]:
    """Give every test of a fact in the condition."""
    if isinstance(condition, ValueTest | DayTest):
        yield condition
    elif isinstance(condition, Not):
        yield from tests(condition.part)
    elif isinstance(condition, Every | Some):
        for part in condition.parts:
            yield from tests(part)


def axes(condition: Condition) -> frozenset[str]:
    """Give the axes that the condition tests."""
    return frozenset(test.axis for test in tests(condition))


def positive(condition: Condition, *, holds: bool = True) -> Condition:
    """Give the same condition (or its opposite) with every `Not` pushed down to a single test."""
    if isinstance(condition, Not):
        return positive(condition.part, holds=not holds)
    if isinstance(condition, Every | Some):
        parts = tuple(positive(part, holds=holds) for part in condition.parts)
        return Every(parts) if isinstance(condition, Every) is holds else Some(parts)
    return condition if holds else Not(condition)


def listed(axis: str) -> bool:
    """Whether residents are asked about this axis."""
    return AXES[axis].listed
