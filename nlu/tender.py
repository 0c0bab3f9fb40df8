"""Says when a person should be called unasked: a child was lost or is disabled, or an operation left its mark."""

from collections.abc import Mapping

from nlu.interpretation import FactValue

_GRADES = ("household.only_child_disability_grade", "self.complication_grade", "spouse.complication_grade")


def hurts(facts: Mapping[str, FactValue]) -> bool:
    """Say whether the facts tell of such a matter."""
    if any(facts.get(grade, 0) not in (0, False) for grade in _GRADES):
        return True
    if facts.get("household.special_family") is True:
        return True
    return facts.get("household.children_living") == 0 and facts.get("household.children_ever", 0) != 0
