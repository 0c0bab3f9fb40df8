"""What follows strictly from facts that were told, as far as it is worth saying."""

from collections.abc import Mapping
from datetime import date

from nlu.catalogue import CATALOGUE
from nlu.fact_types import Kind
from nlu.facts import FactError, Facts, entailed
from nlu.interpretation import FactValue

_ANY_DAY = date(2000, 1, 1)
"""Without dates nothing that follows depends on the day."""

_WORTH_SAYING = frozenset(
    {
        "household.children_ever",
        "household.children_living",
        "household.sons",
        "household.daughters",
        "self.sex",
        "spouse.sex",
    }
)


def following(told: Mapping[str, FactValue]) -> dict[str, FactValue]:
    """Give every fact that follows strictly from those `told` and is not among them; none where they cannot stand together."""
    timeless = {
        name: value
        for name, value in told.items()
        if name in CATALOGUE and CATALOGUE[name].kind is not Kind.DATE
    }
    try:
        return {
            name: value
            for name, value in entailed(Facts.read(timeless, _ANY_DAY)).to_json().items()
            if name not in told
        }
    except FactError:
        return {}


def worth_saying(told: Mapping[str, FactValue]) -> dict[str, FactValue]:
    """Give of what follows the counts of children and the couple's sexes."""
    return {name: value for name, value in following(told).items() if name in _WORTH_SAYING}
