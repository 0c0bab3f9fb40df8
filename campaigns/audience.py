"""Audiences: whom a campaign is for, as filters over facts and as a benefit that residents may qualify for."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from campaigns.columns import FACT_COLUMNS, Column, Holds

_COLUMNS = {column.name: column for column in FACT_COLUMNS}
_COUNTED = frozenset({Holds.COUNT, Holds.YEARS_SINCE, Holds.MONTHS_SINCE})


class Chance(StrEnum):
    """How sure it must be that a resident qualifies."""

    ELIGIBLE = "eligible"
    UNKNOWN = "unknown"
    """Open facts still decide: the resident may qualify."""


@dataclass(frozen=True, slots=True)
class Qualifies:
    """Those for whom the rules of a benefit say one of these verdicts on the day of the run."""

    benefit: str
    chances: frozenset[Chance]


@dataclass(frozen=True, slots=True)
class FactFilter:
    """Those of whom a fact has one of `values`, or lies from `low` to `high`, both included.

    With `or_unknown` also those of whom the fact is not known.
    """

    fact: str
    values: tuple[bool | int | str, ...] = ()
    low: int | None = None
    high: int | None = None
    or_unknown: bool = False


@dataclass(frozen=True, slots=True)
class Audience:
    """All residents whom every part admits; an empty part admits all."""

    districts: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    filters: tuple[FactFilter, ...] = ()
    qualifies: Qualifies | None = None


class AudienceError(ValueError):
    """An audience that cannot be; the text says where, what was found and what is allowed."""


def read_audience(raw: Mapping[str, Any], benefits: Collection[str]) -> Audience:
    """Read an audience from JSON; `benefits` are the ids that may be named.

    `{"districts": […], "languages": […], "facts": {"self.age": {"at_least": 60}, "self.hukou_type": "rural"},
    "or_unknown": ["self.age"], "qualifies": {"benefit": …, "chances": ["eligible", "unknown"]}}`
    """
    _known_keys(raw, ("districts", "languages", "facts", "or_unknown", "qualifies"), "audience")
    facts = raw.get("facts", {})
    open_facts = _words(raw, "or_unknown")
    if not isinstance(facts, Mapping):
        raise AudienceError(f"facts: expected facts with their values, found {facts!r}")
    for name in open_facts:
        if name not in facts:
            raise AudienceError(f"or_unknown: {name} is not filtered by")
    return Audience(
        _words(raw, "districts"),
        _words(raw, "languages"),
        tuple(_filter(name, asked, name in open_facts) for name, asked in facts.items()),
        _qualifies(raw["qualifies"], benefits) if raw.get("qualifies") is not None else None,
    )


def write_audience(audience: Audience) -> dict[str, Any]:
    """Write an audience as `read_audience` reads it, always in the same order: it can be hashed."""
    written: dict[str, Any] = {
        "districts": sorted(audience.districts),
        "languages": sorted(audience.languages),
        "facts": {part.fact: _written(part) for part in sorted(audience.filters, key=lambda part: part.fact)},
        "or_unknown": sorted(part.fact for part in audience.filters if part.or_unknown),
    }
    if audience.qualifies is not None:
        chances = sorted(chance.value for chance in audience.qualifies.chances)
        written["qualifies"] = {"benefit": audience.qualifies.benefit, "chances": chances}
    return written


def _written(part: FactFilter) -> Any:
    if part.values:
        return part.values[0] if len(part.values) == 1 else {"one_of": list(part.values)}
    bounds = {"at_least": part.low, "at_most": part.high}
    return {name: bound for name, bound in bounds.items() if bound is not None}


def _filter(name: str, asked: Any, or_unknown: bool) -> FactFilter:
    column = _COLUMNS.get(name)
    if column is None:
        raise AudienceError(f"facts: {name} is no fact that contacts have")
    if column.holds is Holds.DAY:
        raise AudienceError(f"facts: {name} is a day; filter by an age or use qualifies")
    if not isinstance(asked, Mapping):
        return FactFilter(name, (_value(column, asked),), or_unknown=or_unknown)
    _known_keys(asked, ("one_of", "at_least", "at_most"), f"facts: {name}")
    if "one_of" in asked:
        values = asked["one_of"]
        if len(asked) > 1 or not isinstance(values, list) or not values:
            raise AudienceError(f"facts: {name}: one_of takes a list of values, and nothing beside it")
        return FactFilter(name, tuple(_value(column, value) for value in values), or_unknown=or_unknown)
    if column.holds not in _COUNTED or not asked:
        raise AudienceError(f"facts: {name}: give a value or one_of")
    low, high = (_value(column, asked[key]) if key in asked else None for key in ("at_least", "at_most"))
    if low is not None and high is not None and int(low) > int(high):
        raise AudienceError(f"facts: {name}: at_least {low} lies above at_most {high}")
    return FactFilter(
        name, (), None if low is None else int(low), None if high is None else int(high), or_unknown
    )


def _value(column: Column, found: Any) -> bool | int | str:
    if column.holds is Holds.BOOLEAN:
        if isinstance(found, bool):
            return found
        allowed = "true or false"
    elif column.holds is Holds.CHOICE:
        choices = sorted(set(column.words.values()))
        if isinstance(found, str) and found in choices:
            return found
        allowed = ", ".join(choices)
    else:
        if isinstance(found, int) and not isinstance(found, bool) and 0 <= found <= column.high:
            return found
        allowed = f"a whole number from 0 to {column.high}"
    raise AudienceError(f"facts: {column.name}: found {found!r}, allowed is {allowed}")


def _qualifies(raw: Any, benefits: Collection[str]) -> Qualifies:
    if not isinstance(raw, Mapping):
        raise AudienceError(f"qualifies: expected a benefit and chances, found {raw!r}")
    _known_keys(raw, ("benefit", "chances"), "qualifies")
    benefit = raw.get("benefit")
    if not isinstance(benefit, str) or benefit not in benefits:
        raise AudienceError(f"qualifies: there is no benefit {benefit!r}")
    chances = _words(raw, "chances") or (Chance.ELIGIBLE.value,)
    for chance in chances:
        if chance not in frozenset(Chance):
            raise AudienceError(f"qualifies: chances: found {chance!r}, allowed is {', '.join(Chance)}")
    return Qualifies(benefit, frozenset(Chance(chance) for chance in chances))


def _words(raw: Mapping[str, Any], key: str) -> tuple[str, ...]:
    found = raw.get(key, [])
    if not isinstance(found, list) or not all(isinstance(word, str) and word for word in found):
        raise AudienceError(f"{key}: expected a list of words, found {found!r}")
    return tuple(dict.fromkeys(found))


def _known_keys(raw: Mapping[str, Any], keys: tuple[str, ...], where: str) -> None:
    for key in raw:
        if key not in keys:
            raise AudienceError(f"{where}: unknown key {key!r}; there are {', '.join(keys)}")
