"""What is known of a person: facts checked for form and for sense, and what follows strictly from them."""

from collections.abc import Iterator, Mapping
from datetime import date
from difflib import get_close_matches
from types import MappingProxyType

from nlu.axes import AXES, AXIS_OF, Axis, Known
from nlu.catalogue import CATALOGUE
from nlu.consistency import Contradiction, narrow, tied_with
from nlu.days import PartialDate, months_before, years_before
from nlu.fact_types import Clock, FactError, FactType, Kind

__all__ = [
    "CATALOGUE",
    "FactError",
    "FactType",
    "FactValue",
    "Facts",
    "Kind",
    "PartialDate",
    "entailed",
]

FactValue = bool | int | str | PartialDate
"""A fact's value; a missing fact is unknown, never false."""


class Facts(Mapping[str, FactValue]):
    """Facts as told on one day, in the order they were told; `known` holds what they leave open on each axis.

    Ages and months are counted on the day `told_on`. The facts of a husband or wife are those of the present one: of
    a widowed or divorced person they are kept, but say nothing.
    """

    __slots__ = ("_values", "known", "told_on")

    def __init__(self, values: Mapping[str, FactValue], told_on: date, known: Mapping[str, Known]) -> None:
        self._values = values
        self.told_on = told_on
        self.known = known

    @classmethod
    def read(cls, raw: Mapping[str, object], on: date) -> "Facts":
        """Check facts as JSON or YAML carries them, told on the day `on`; FactError names the first that cannot be."""
        values: dict[str, FactValue] = {}
        for name, found in raw.items():
            fact = CATALOGUE.get(name)
            if fact is None:
                near = get_close_matches(str(name), CATALOGUE, n=1)
                raise FactError(str(name), "没有这个事实" + (f",是不是 {near[0]}?" if near else ""))
            values[name] = _value(fact, found)
        return cls(values, on, MappingProxyType(_known(values, on)))

    def __getitem__(self, name: str) -> FactValue:
        return self._values[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __repr__(self) -> str:
        return f"Facts({self.to_json()!r}, told on {self.told_on})"

    def to_json(self) -> dict[str, bool | int | str]:
        """Give the facts as JSON carries them: dates in ISO 8601, in part where only a part was told."""
        return {name: str(value) if isinstance(value, PartialDate) else value for name, value in self.items()}


def entailed(facts: Facts) -> Facts:
    """Give the facts and what follows strictly from them: nobody living where nobody was ever born, and the like."""
    added: dict[str, FactValue] = {}
    for name, known in facts.known.items():
        axis = AXES[name]
        if isinstance(known, int) and known.bit_count() == 1 and known != axis.absent:
            added[axis.facts[0].name] = axis.values[known.bit_length() - 1]
    missing = {name: value for name, value in added.items() if name not in facts}
    return Facts({**facts, **missing}, facts.told_on, facts.known) if missing else facts


def _value(fact: FactType, found: object) -> FactValue:
    if fact.kind is Kind.BOOLEAN:
        if isinstance(found, bool):
            return found
    elif fact.kind is Kind.CHOICE:
        if isinstance(found, str) and found in fact.choices:
            return found
    elif fact.kind is Kind.INTEGER:
        if isinstance(found, int) and not isinstance(found, bool) and fact.low <= found <= fact.high:
            return found
    elif isinstance(found, PartialDate):
        return found
    elif type(found) is date:
        return PartialDate(found, found)
    elif isinstance(found, str):
        try:
            return PartialDate.read(found)
        except ValueError as error:
            raise FactError(fact.name, f"写的是 {found!r},应当是{fact.allowed}({error})") from error
    raise FactError(fact.name, f"写的是 {found!r},应当是{fact.allowed}")


def _days(fact: FactType, value: FactValue, on: date) -> tuple[int, int]:
    """Give the first and last ordinal that the value allows."""
    if isinstance(value, PartialDate):
        if value.first > on:
            raise FactError(fact.name, f"{value} 还没有到({on} 之后)")
        oldest = next((other.high for other in AXIS_OF[fact.name].facts if other.clock is Clock.YEARS), None)
        if oldest is not None and value.last <= years_before(on, oldest + 1):
            raise FactError(fact.name, f"{value} 太早,到 {on} 超过{oldest}周岁")
        return value.first.toordinal(), min(value.last, on).toordinal()
    step = 12 if fact.clock is Clock.YEARS else 1
    count = int(value) if isinstance(value, int) else 0
    latest, before = months_before(on, step * count), months_before(on, step * (count + 1))
    return before.toordinal() + 1, latest.toordinal()


def _known(values: Mapping[str, FactValue], on: date) -> dict[str, Known]:
    married = values.get("household.marital_status", "married")
    known: dict[str, Known] = {}
    for name, value in values.items():
        axis = AXIS_OF[name]
        if married in ("divorced", "widowed") and name.startswith("spouse."):
            continue
        if not axis.of_days:
            known[axis.name] = axis.bits(value if not isinstance(value, PartialDate) else str(value))
            continue
        first, last = _days(CATALOGUE[name], value, on)
        before = known.get(axis.name)
        if isinstance(before, tuple):
            first, last = max(first, before[0]), min(last, before[1])
        if first > last:
            raise FactError(name, f"{value} 和说过的{_others(values, axis, name)}对不上")
        known[axis.name] = (first, last, False)
    try:
        narrow(known)
    except Contradiction as broken:
        raise _contradiction(values, broken) from broken
    _in_order(values, known)
    return known


def _others(values: Mapping[str, FactValue], axis: Axis, name: str) -> str:
    told = [fact.name for fact in axis.facts if fact.name in values and fact.name != name]
    return "、".join(f"{other}={values[other]}" for other in told)


def _contradiction(values: Mapping[str, FactValue], broken: Contradiction) -> FactError:
    near = tied_with(broken.rule)
    told = [name for name in values if AXIS_OF[name].name in near] or list(values)
    listing = "、".join(f"{name}={values[name]}" for name in told)
    return FactError(told[-1], f"说过的情况互相矛盾({listing}):{broken.rule.text}")


_LATER = (
    ("self.birth", "household.youngest_child_born_on", "孩子不会比父母先出生"),
    ("self.birth", "self.retired_on", "退休不会早于出生"),
    ("spouse.birth", "spouse.retired_on", "退休不会早于出生"),
    ("self.birth", "self.resident_since", "居住的时间不会比年龄长"),
    ("spouse.birth", "spouse.resident_since", "居住的时间不会比年龄长"),
)


def _in_order(values: Mapping[str, FactValue], known: Mapping[str, Known]) -> None:
    for earlier, later, text in _LATER:
        one, two = known.get(earlier), known.get(later)
        if isinstance(one, tuple) and isinstance(two, tuple) and two[0] <= two[1] < one[0]:
            told = [name for name in values if AXIS_OF[name].name == later]
            raise FactError(told[-1] if told else later, f"{text}(已说 {_told_on(values, earlier)})")


def _told_on(values: Mapping[str, FactValue], axis: str) -> str:
    return "、".join(f"{name}={value}" for name, value in values.items() if AXIS_OF[name].name == axis)
