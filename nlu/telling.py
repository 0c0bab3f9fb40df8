"""New facts beside those told before: taken when they fit, asked about when they do not."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from nlu.facts import CATALOGUE, FactError, Facts, Kind, PartialDate
from nlu.interpretation import FactValue

Told = Mapping[str, FactValue]


@dataclass(frozen=True, slots=True)
class Fits:
    """All facts together; `added` names those that were not known before."""

    facts: Told
    added: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Clashes:
    """The new facts (`now`) do not go with these earlier ones (`told`); `added` names those not told before."""

    fact: str
    told: Told
    now: Told
    added: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Impossible:
    """The new facts alone cannot be; `fact` names the one at fault."""

    fact: str
    now: Told


def tell(before: Told, now: Told, retracted: tuple[str, ...], on: date) -> Fits | Clashes | Impossible:
    """Lay new facts beside the earlier ones; what was retracted is forgotten first."""
    kept = {name: value for name, value in before.items() if name not in retracted}
    try:
        Facts.read(now, on)
    except FactError as error:
        return Impossible(error.fact, now)
    added = tuple(name for name in now if name not in kept)
    direct = {
        name: kept[name]
        for name, value in now.items()
        if name in kept and not _goes_on(name, kept[name], value)
    }
    if direct:
        first = next(iter(direct))
        return Clashes(first, direct, {name: now[name] for name in direct}, added)
    together = kept | dict(now)
    if is_possible(together, on):
        return Fits(together, added)
    stays = reconcile(kept, now, on)
    gone = {name: value for name, value in kept.items() if name not in stays}
    return Clashes(next(iter(now)), gone, now, added)


def reconcile(before: Told, now: Told, on: date) -> dict[str, FactValue]:
    """Give the new facts, and of the earlier ones as many as still go with them, the oldest first."""
    together = dict(now)
    for name, value in before.items():
        if name not in together and is_possible(together | {name: value}, on):
            together[name] = value
    return together


def is_possible(facts: Told, on: date) -> bool:
    """Say whether all these facts can hold at once."""
    try:
        Facts.read(facts, on)
    except FactError:
        return False
    return True


def _goes_on(name: str, before: FactValue, now: FactValue) -> bool:
    """A date told more exactly, or once more in part, goes on with what was told."""
    if before == now:
        return True
    if CATALOGUE[name].kind is not Kind.DATE:
        return False
    old, new = PartialDate.read(str(before)), PartialDate.read(str(now))
    return old.first <= new.first and new.last <= old.last
