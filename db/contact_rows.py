"""What a contact's stored columns say, in the words of the rules; and why told facts cannot stand together."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from campaigns.contact import CellValue
from nlu.axes import AXES, Known
from nlu.consistency import Contradiction, narrow
from nlu.days import PartialDate
from nlu.facts import Facts, FactValue

_ALONE = ("divorced", "widowed")


def known_of(told: Mapping[str, CellValue]) -> dict[str, Known]:
    """Give what is known by axis; of the divorced and widowed, husband or wife say nothing."""
    alone = told.get("household.marital_status") in _ALONE
    known: dict[str, Known] = {}
    for name, value in told.items():
        if alone and name.startswith("spouse."):
            continue
        if isinstance(value, tuple):
            known[name] = (value[0], value[1], False)
        elif value is not None:
            known[name] = AXES[name].bits(value)
    return known


def why_not(told: Mapping[str, CellValue]) -> str | None:
    """Say in Chinese why these facts (by axis) cannot stand together; None when they can."""
    known = known_of(told)
    try:
        narrow(known)
    except Contradiction as broken:
        return f"说的情况互相矛盾:{broken.rule.text}"
    return None


def facts_of(told: Mapping[str, CellValue], on: date) -> Facts:
    """Give the facts as the engine takes them; `Contradiction` when they cannot stand together."""
    known = known_of(told)
    values = {AXES[name].facts[-1].name: _value(value) for name, value in told.items() if name in known}
    narrow(known)
    return Facts(values, on, MappingProxyType(known))


def _value(value: CellValue) -> FactValue:
    if isinstance(value, tuple):
        return PartialDate(date.fromordinal(value[0]), date.fromordinal(value[1]))
    assert value is not None
    return value
