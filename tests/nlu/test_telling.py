"""New facts beside earlier ones."""

from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from nlu.facts import FactError, Facts
from nlu.interpretation import FactValue
from nlu.telling import Clashes, Fits, Impossible, reconcile, tell

ON = date(2026, 11, 25)
Told = dict[str, FactValue]


@pytest.mark.parametrize(
    ("before", "now", "together"),
    [
        ({}, {"self.age": 62}, {"self.age": 62}),
        ({"self.age": 62}, {"self.age": 62}, {"self.age": 62}),
        ({"self.age": 62}, {"self.sex": "female"}, {"self.age": 62, "self.sex": "female"}),
        (
            {"household.youngest_child_born_on": "2023"},
            {"household.youngest_child_born_on": "2023-03"},
            {"household.youngest_child_born_on": "2023-03"},
        ),
        ({"self.age": 62}, {"self.born_on": "1964-05-01"}, {"self.age": 62, "self.born_on": "1964-05-01"}),
    ],
)
def test_facts_that_go_together_are_taken(before: Told, now: Told, together: Told) -> None:
    outcome = tell(before, now, (), ON)
    assert isinstance(outcome, Fits)
    assert outcome.facts == together


@pytest.mark.parametrize(
    ("before", "now", "told"),
    [
        ({"self.age": 62}, {"self.age": 58}, {"self.age": 62}),
        ({"self.age": 62}, {"self.born_on": "1970-05-01"}, {"self.age": 62}),
        (
            {"household.sons": 1, "household.daughters": 1},
            {"household.children_living": 3},
            {"household.daughters": 1},
        ),
        ({"household.children_ever": 0}, {"household.sons": 1}, {"household.children_ever": 0}),
        (
            {"household.youngest_child_born_on": "2023-03"},
            {"household.youngest_child_born_on": "2024"},
            {"household.youngest_child_born_on": "2023-03"},
        ),
    ],
)
def test_facts_that_contradict_earlier_ones_are_not_taken(before: Told, now: Told, told: Told) -> None:
    outcome = tell(before, now, (), ON)
    assert isinstance(outcome, Clashes)
    assert outcome.told == told
    assert outcome.now == now


@pytest.mark.parametrize(
    "now",
    [
        {"self.age": 300},
        {"household.children_living": 2, "household.daughters": 3},
        {"household.youngest_child_born_on": "2031"},
    ],
)
def test_facts_that_cannot_be_are_named(now: Told) -> None:
    outcome = tell({}, now, (), ON)
    assert isinstance(outcome, Impossible)
    assert outcome.fact in now


def test_what_was_taken_back_is_forgotten_before_the_new_facts_are_weighed() -> None:
    outcome = tell({"self.age": 62, "self.sex": "male"}, {"self.born_on": "1970"}, ("self.age",), ON)
    assert isinstance(outcome, Fits)
    assert outcome.facts == {"self.sex": "male", "self.born_on": "1970"}


_SOME: st.SearchStrategy[Told] = st.fixed_dictionaries(
    {},
    optional={
        "self.age": st.integers(18, 90),
        "self.born_on": st.sampled_from(["1950", "1964-05-01", "1990-12"]),
        "household.children_ever": st.integers(0, 3),
        "household.children_living": st.integers(0, 3),
        "household.sons": st.integers(0, 3),
        "household.daughters": st.integers(0, 3),
        "household.marital_status": st.sampled_from(["single", "married", "widowed"]),
    },
)


def _possible(facts: Told) -> bool:
    try:
        Facts.read(facts, ON)
    except FactError:
        return False
    return True


@given(_SOME, _SOME)
def test_reconciled_facts_hold_all_that_is_new_and_are_possible(before: Told, now: Told) -> None:
    assume(_possible(before) and _possible(now))
    together = reconcile(before, now, ON)
    assert _possible(together)
    assert {name: together[name] for name in now} == now
    outcome = tell(before, now, (), ON)
    if isinstance(outcome, Fits):
        assert together == outcome.facts
