"""Which questions would sound odd to a person: they are asked last, never left out.

"Are you planning a pregnancy?" is no question for a woman of 62. Nothing is concluded from this: a verdict rests on
what was told alone.
"""

from dataclasses import dataclass
from datetime import date

from nlu import conditions
from nlu.axes import AXES
from nlu.conditions import Condition, DayTest, Every, Not, Some, Today, ValueTest
from nlu.consistency import seen
from nlu.facts import Facts


@dataclass(frozen=True, slots=True)
class Oddity:
    """Questions for `facts` sound odd when `when` certainly holds, unless `unless` certainly does."""

    facts: frozenset[str]
    when: Condition
    unless: Condition | None = None


def _oddity(facts: str, when: object, unless: object = None) -> Oddity:
    return Oddity(
        frozenset(facts.split()), conditions.read(when), None if unless is None else conditions.read(unless)
    )


_OLD = {"at_least": 55}

ODDITIES = (
    _oddity(
        "household.planning_pregnancy household.pregnant household.checkup_used",
        {"any": [{"self.age": _OLD}, {"spouse.age": _OLD}]},
        {"any": [{"self.sex": "male", "spouse.age": {"less_than": 50}}, {"spouse.sex": "male", "self.age": {"less_than": 50}}]},
    ),
    _oddity(
        "household.youngest_child_hukou household.child_is_chinese",
        {"any": [{"self.age": {"at_least": 65}}, {"household.youngest_child_born_on": {"age_at_least": 18}}]},
        {"household.youngest_child_born_on": {"age_less_than": 18}},
    ),
    _oddity("self.retired self.retired_on self.drawing_pension", {"self.age": {"less_than": 40}}),
    _oddity("spouse.retired spouse.retired_on spouse.drawing_pension", {"spouse.age": {"less_than": 40}}),
    _oddity(
        "self.complication_grade household.one_child_certificate household.only_child_disability_grade"
        " household.birth_rule_violation household.children_ever household.children_living",
        {"self.age": {"less_than": 18}},
    ),
)  # fmt: skip
"""Every odd question; ages are those of the person on the day asked about."""


def odd(fact: str, facts: Facts, on: date) -> bool:
    """Say whether a question for the fact would sound odd to this person."""
    return any(
        fact in oddity.facts
        and certainly(oddity.when, facts, on) is True
        and (oddity.unless is None or certainly(oddity.unless, facts, on) is not True)
        for oddity in ODDITIES
    )


def certainly(condition: Condition, facts: Facts, on: date) -> bool | None:
    """Say whether the condition holds of the facts, fails, or (None) cannot be told part by part."""
    if isinstance(condition, Every | Some):
        parts = [certainly(part, facts, on) for part in condition.parts]
        settling = isinstance(condition, Some)
        if settling in parts:
            return settling
        return None if None in parts else not settling
    if isinstance(condition, Not):
        part = certainly(condition.part, facts, on)
        return None if part is None else not part
    if isinstance(condition, Today):
        return condition.first <= on.toordinal() <= condition.last
    return _of_test(condition, facts, on)


def _of_test(test: ValueTest | DayTest, facts: Facts, on: date) -> bool | None:
    known = facts.known.get(test.axis)
    if isinstance(test, ValueTest):
        bits = seen(test.axis, known)
        return True if not bits & ~test.bits else None if bits & test.bits else False
    if not isinstance(known, tuple) or not AXES[test.axis].of_days:
        return None
    first, last, absent = known
    if first > last:
        return False
    cut = test.cut.on(on)
    if absent or first <= cut < last:
        return None
    return (last <= cut) is test.below
