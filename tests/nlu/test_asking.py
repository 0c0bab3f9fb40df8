"""The next question leaves few others, goes on with what was talked about, and spares people what it can."""

from datetime import date

import pytest

from benchmarks.questions import compare
from nlu.eligibility import next_question
from nlu.facts import CATALOGUE, Facts
from nlu.policy import Policy, PolicyBook
from nlu.policybook import load_book
from tests.nlu.invented import policy

ON = date(2026, 11, 25)


def book(*policies: Policy) -> PolicyBook:
    return PolicyBook({each.id: each for each in policies}, {}, {}, {})


@pytest.mark.parametrize(("many", "rules"), [(1, 40), (2, 15), (3, 8)])
def test_hardly_more_questions_are_asked_than_the_best_possible_order_takes(many: int, rules: int) -> None:
    found = compare(11, rules, many)
    assert 1 <= found["ratio"] < 1.05
    assert found["worst"] < 1.4
    assert found["ratio"] < found["in order"]


def test_a_question_goes_on_with_what_was_just_talked_about() -> None:
    conditions: list[dict[str, object]] = [
        {"self.hukou_type": "rural"},
        {"self.sex": "female"},
        {"self.retired": True},
        {"self.hukou_place": "hubei"},
    ]
    both = book(policy(conditions, [], []))
    after_hukou = Facts.read({"self.hukou_type": "rural"}, ON)
    assert next_question(both, ["invented"], after_hukou, ON) == "self.hukou_place"


def test_what_may_hurt_is_asked_last() -> None:
    hurting = book(
        policy([{"household.only_child_disability_grade": {"at_least": 1}}, {"self.retired": True}], [], [])
    )
    assert CATALOGUE["household.only_child_disability_grade"].sensitive
    assert next_question(hurting, ["invented"], Facts.read({}, ON), ON) == "self.retired"


def test_nothing_is_asked_about_benefits_that_are_already_ruled_out() -> None:
    shipped = load_book()
    told = Facts.read({"household.marital_status": "single"}, ON)
    assert next_question(shipped, ["prepregnancy-checkup"], told, ON) is None


def test_nothing_is_asked_about_a_wife_or_husband_who_is_not_there() -> None:
    shipped = load_book()
    facts: dict[str, object] = {"household.marital_status": "widowed", "self.age": 50, "self.sex": "female"}
    skipped: list[str] = []
    while (asked := next_question(shipped, shipped.benefits, Facts.read(facts, ON), ON, skipped)) is not None:
        assert not asked.startswith("spouse.")
        skipped.append(asked)
    assert skipped
