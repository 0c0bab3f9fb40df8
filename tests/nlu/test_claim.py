"""Whose claim it is."""

import pytest

from nlu.claim import are_couple, swapped, turned_first, turned_to
from nlu.couple import turned_by_a_pronoun
from nlu.interpretation import FactValue, Intent, Interpretation
from nlu.normalise import clean
from nlu.reading.people import Kin
from nlu.state import State


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


HIS: dict[str, FactValue] = {"spouse.age": 57, "spouse.sex": "male"}


@pytest.mark.parametrize(
    ("before", "text", "claimant", "facts", "to"),
    [
        ("我爸57", "那他呢", Kin.MOTHER, HIS, Kin.FATHER),
        ("我老公62", "他能领吗", Kin.ME, HIS, Kin.SPOUSE),
        ("她老公57", "那他什么时候可以领", Kin.SISTER, HIS, Kin.BROTHER_IN_LAW),
        ("我爸57", "那她呢", Kin.MOTHER, HIS, None),
        ("我儿子30了", "他能领吗", Kin.ME, HIS, None),
        ("我哥57", "他能领吗", Kin.ME, HIS, None),
        ("我爸57", "那他呢", Kin.MOTHER, {"self.age": 62}, None),
        ("我爸57", "他们两个都能领吗", Kin.MOTHER, HIS, None),
        ("我爸57", "他妈能领吗", Kin.MOTHER, HIS, None),
        ("去年办的", "他能领吗", Kin.ME, HIS, None),
    ],
)
def test_a_pronoun_asks_of_the_husband_or_wife_who_was_just_told_of(
    before: str, text: str, claimant: Kin, facts: dict[str, FactValue], to: Kin | None
) -> None:
    state = State(facts=facts, claimant=claimant, benefit="rural-family-reward", turns=2)
    turned = turned_by_a_pronoun(Interpretation(Intent.ASK_BENEFIT, 0.9, about=claimant), text, state, before)
    assert (turned[0] if turned else None) is to


def test_what_is_told_with_the_pronoun_is_told_of_who_is_asked_about() -> None:
    state = State(facts=HIS, benefit="urban-elder-bonus", turns=2)
    says = Interpretation(Intent.ASK_BENEFIT, 0.9, facts={"spouse.employer": "none"})
    turned = turned_by_a_pronoun(says, "他能领吗?他也是没单位的", state, "我老公62")
    assert turned is not None
    assert turned[1].facts == {"self.employer": "none"}
