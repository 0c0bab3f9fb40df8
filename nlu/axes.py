"""Axes: what can be told apart about a person, whichever fact tells it.

An axis holds either one of a few values (a set of them is an int with one bit a value) or a day (a set of them is a
span of ordinals). Some axes may be absent: who has no husband or wife has no `spouse.age`; nothing holds of what is
absent.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from nlu.catalogue import CATALOGUE
from nlu.fact_types import FactType, Kind

Span = tuple[int, int, bool]
"""Days from the first ordinal to the second (none where the first is later); true where the axis may be absent."""

Known = int | Span
"""What is known of an axis: a set of values as bits, or a span of days."""

PRESENT, ABSENT = 1, 2
"""The two bits by which rules of consistency see an axis of days."""

FIRST_DAY, LAST_DAY = 1, 3_652_059
"""The ordinals of `date.min` and `date.max`."""

_MAY_BE_ABSENT = frozenset(
    {
        "self.retired_on",
        "household.youngest_child_born_on",
        "household.youngest_child_hukou",
        "household.child_is_chinese",
    }
)


@dataclass(frozen=True, slots=True)
class Axis:
    """One axis: `values` in bit order (empty for days); `all_values` has every bit, absence included.

    `facts` tell it, the listed one first. An unlisted axis is never waited for.
    """

    name: str
    facts: tuple[FactType, ...]
    values: tuple[bool | int | str, ...]
    may_be_absent: bool
    listed: bool

    @property
    def of_days(self) -> bool:
        """Whether it holds a day."""
        return not self.values

    @property
    def absent(self) -> int:
        """The bit that means absence."""
        return 1 << len(self.values) if self.values else ABSENT

    @property
    def present(self) -> int:
        """Every bit but absence."""
        return self.absent - 1

    @property
    def all_values(self) -> int:
        """Every bit this axis can have."""
        return self.present | (self.absent if self.may_be_absent else 0)

    def bits(self, *values: bool | int | str) -> int:
        """Give the set of these values."""
        return sum(1 << self.values.index(value) for value in values)


def _values(fact: FactType) -> tuple[bool | int | str, ...]:
    if fact.clock is not None or fact.kind is Kind.DATE:
        return ()
    if fact.kind is Kind.BOOLEAN:
        return (False, True)
    if fact.kind is Kind.CHOICE:
        return fact.choices
    return tuple(range(fact.low, fact.high + 1))


def _axes() -> dict[str, Axis]:
    telling: dict[str, list[FactType]] = {}
    for fact in CATALOGUE.values():
        telling.setdefault(fact.axis, []).append(fact)
    axes = {}
    for name, facts in telling.items():
        facts.sort(key=lambda fact: not fact.listed)
        listed = facts[0].listed
        absent = listed and (name in _MAY_BE_ABSENT or name.startswith("spouse."))
        axes[name] = Axis(name, tuple(facts), _values(facts[0]), absent, listed)
    return axes


AXES: Mapping[str, Axis] = MappingProxyType(_axes())
"""Every axis by name, in the order of the catalogue."""

AXIS_OF: Mapping[str, Axis] = MappingProxyType({name: AXES[fact.axis] for name, fact in CATALOGUE.items()})
"""The axis that a fact tells."""
