"""Whose claim it is."""

import pytest

from nlu.claim import are_couple, swapped, turned_first, turned_to
from nlu.interpretation import FactValue
from nlu.normalise import clean
from nlu.reading.people import Kin


@pytest.mark.parametrize(
    ("text", "about", "to"),
    [
        ("那我老公呢?", Kin.ME, Kin.SPOUSE),
        ("那我老婆呢", Kin.ME, Kin.SPOUSE),
        ("我老伴也能领吗?", Kin.ME, Kin.SPOUSE),
        ("我爱人能领吗", Kin.ME, Kin.SPOUSE),
        ("那我自己呢", Kin.SPOUSE, Kin.ME),
        ("那我妈呢", Kin.ME, Kin.MOTHER),
        ("那我爸呢?", Kin.MOTHER, Kin.FATHER),
        ("我爸妈能领吗", Kin.ME, Kin.MOTHER),
        ("那我呢", Kin.ME, None),
        ("那我女儿呢", Kin.ME, None),
        ("那钱呢", Kin.ME, None),
        ("要带什么", Kin.ME, None),
        ("我还没退休呢", Kin.SPOUSE, None),
        ("我老公62岁,农村户口", Kin.ME, None),
    ],
)
def test_an_utterance_turns_to_another_person(text: str, about: Kin, to: Kin | None) -> None:
    assert turned_to(clean(text), about) is to


@pytest.mark.parametrize(
    ("one", "other", "couple"),
    [
        (Kin.ME, Kin.SPOUSE, True),
        (Kin.SPOUSE, Kin.ME, True),
        (Kin.MOTHER, Kin.FATHER, True),
        (Kin.ME, Kin.MOTHER, False),
        (Kin.SISTER, Kin.BROTHER_IN_LAW, True),
    ],
)
def test_couples_are_known(one: Kin, other: Kin, couple: bool) -> None:
    assert are_couple(one, other) is couple


def test_the_facts_of_a_couple_change_places_and_those_of_the_household_stay() -> None:
    facts: dict[str, FactValue] = {
        "self.age": 62,
        "spouse.age": 63,
        "self.sex": "female",
        "household.sons": 1,
    }
    assert swapped(facts) == {
        "spouse.age": 62,
        "self.age": 63,
        "spouse.sex": "female",
        "household.sons": 1,
        "household.marital_status": "married",
    }


def test_a_marriage_state_that_was_told_stays_when_the_couple_changes_places() -> None:
    assert swapped({"household.marital_status": "divorced"}) == {"household.marital_status": "divorced"}


@pytest.mark.parametrize(
    ("text", "about", "to"),
    [
        ("那我老公呢,他58", Kin.ME, Kin.SPOUSE),
        ("我呢,我还在上班", Kin.SPOUSE, Kin.ME),
        ("那我爸呢?他城镇户口", Kin.MOTHER, Kin.FATHER),
        ("那钱呢,什么时候发", Kin.ME, None),
        ("我还没退休呢,明年退", Kin.SPOUSE, None),
        ("那我老公呢", Kin.ME, None),
    ],
)
def test_an_utterance_turns_to_another_person_and_tells_of_them(
    text: str, about: Kin, to: Kin | None
) -> None:
    assert turned_first(clean(text), about) is to
