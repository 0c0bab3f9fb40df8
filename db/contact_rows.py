"""What a contact's stored columns say, in the words of the rules; and why told facts cannot stand together."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from campaigns.contact import CellValue
from campaigns.contact_reader import Verify
from nlu.axes import AXES, Known
from nlu.consistency import RULES, Contradiction, Link, narrow
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


def _groups() -> tuple[frozenset[str], ...]:
    """Give the axes that rules tie together, one group for all that hang together."""
    groups: list[frozenset[str]] = []
    for rule in RULES:
        touched = [group for group in groups if group & set(rule.axes)]
        groups = [group for group in groups if group not in touched]
        groups.append(frozenset(rule.axes).union(*touched))
    return tuple(groups)


def _by_presence() -> frozenset[str]:
    """Give the axes of which rules only ask whether there is anything."""
    found = set(AXES)
    for rule in RULES:
        if not isinstance(rule, Link):
            found -= set(rule.axes)
            continue
        found.discard(rule.cause)
        effect = AXES[rule.effect]
        if rule.then not in (effect.present, effect.absent):
            found.discard(rule.effect)
    return frozenset(found)


CONSISTENCY = Verify(why_not, _groups(), _by_presence())
"""The rules of consistency, as the reader of residents' files asks them."""


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
