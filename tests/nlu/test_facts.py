"""Facts that cannot be are refused by name; what follows strictly is added, and nothing merely likely."""

from datetime import date

import pytest

from nlu.days import months_after, months_before, years_before
from nlu.facts import CATALOGUE, FactError, Facts, Kind, PartialDate, entailed

ON = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("raw", "fact"),
    [
        ({"self.agee": 62}, "self.agee"),
        ({"self.age": True}, "self.age"),
        ({"self.age": 3.5}, "self.age"),
        ({"self.age": "62"}, "self.age"),
        ({"self.age": -1}, "self.age"),
        ({"self.age": 200}, "self.age"),
        ({"self.age": None}, "self.age"),
        ({"self.retired": "yes"}, "self.retired"),
        ({"self.retired": 1}, "self.retired"),
        ({"self.sex": "Female"}, "self.sex"),
        ({"self.sex": ["female"]}, "self.sex"),
        ({"self.born_on": "2026-11-26"}, "self.born_on"),
        ({"self.born_on": "2027"}, "self.born_on"),
        ({"self.born_on": "2023-02-30"}, "self.born_on"),
        ({"self.born_on": "2023-13"}, "self.born_on"),
        ({"self.born_on": 1964}, "self.born_on"),
        ({"self.born_on": "1850-01-01"}, "self.born_on"),
        ({"household.children_living": 2, "household.daughters": 3}, "household.daughters"),
        ({"household.children_living": 2, "household.sons": 0, "household.daughters": 1}, "household.daughters"),
        ({"household.children_ever": 1, "household.children_living": 2}, "household.children_living"),
        ({"household.children_ever": 1, "household.sons": 2}, "household.sons"),
        ({"household.marital_status": "single", "spouse.age": 60}, "spouse.age"),
        ({"spouse.age": 60, "household.marital_status": "single"}, "household.marital_status"),
        ({"self.retired": False, "self.retired_on": "2001"}, "self.retired_on"),
        ({"self.age": 62, "self.born_on": "1970"}, "self.born_on"),
        ({"household.children_ever": 0, "household.youngest_child_born_on": "2001"}, "household.youngest_child_born_on"),
        ({"self.sex": "male", "spouse.sex": "male"}, "spouse.sex"),
        ({"self.age": 20, "household.youngest_child_born_on": "2001"}, "household.youngest_child_born_on"),
        ({"self.drawing_pension": True, "self.pension": "none"}, "self.pension"),
        ({"household.children_ever": 0, "household.one_child_certificate": True}, "household.one_child_certificate"),
    ],
)  # fmt: skip
def test_a_fact_that_cannot_be_is_refused_by_name(raw: dict[str, object], fact: str) -> None:
    with pytest.raises(FactError) as refused:
        Facts.read(raw, ON)
    assert refused.value.fact == fact
    assert fact in str(refused.value)


@pytest.mark.parametrize(
    ("raw", "added"),
    [
        (
            {"household.children_ever": 0},
            {"household.children_living": 0, "household.sons": 0, "household.daughters": 0},
        ),
        ({"household.children_living": 2, "household.daughters": 2}, {"household.sons": 0}),
        ({"household.sons": 1, "household.daughters": 1}, {"household.children_living": 2}),
        ({"self.sex": "female", "household.marital_status": "married"}, {"spouse.sex": "male"}),
        ({"spouse.age": 63}, {"household.marital_status": "married"}),
        ({"self.retired_on": "2001"}, {"self.retired": True}),
    ],
)
def test_what_follows_strictly_is_added(raw: dict[str, object], added: dict[str, object]) -> None:
    found = entailed(Facts.read(raw, ON)).to_json()
    assert added.items() <= found.items()
    assert raw.items() <= found.items()


@pytest.mark.parametrize(
    "raw",
    [
        {"self.sex": "female"},
        {"self.age": 80},
        {"household.children_ever": 1},
        {"household.marital_status": "widowed", "spouse.age": 63},
        {"self.retired": True},
    ],
)
def test_nothing_merely_likely_is_added(raw: dict[str, object]) -> None:
    assert entailed(Facts.read(raw, ON)).to_json() == raw


def test_facts_keep_the_order_and_the_form_in_which_they_were_told() -> None:
    raw: dict[str, object] = {"self.born_on": "1964-03", "self.age": 62, "household.pregnant": False}
    assert list(Facts.read(raw, ON).to_json().items()) == list(raw.items())


def test_every_fact_has_words_and_every_choice_a_label() -> None:
    for fact in CATALOGUE.values():
        assert fact.label
        assert len(fact.choices) == len(fact.labels)
        assert (fact.kind is Kind.CHOICE) == bool(fact.choices)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2023", date(2023, 1, 1), date(2023, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2023-3-5", date(2023, 3, 5), date(2023, 3, 5)),
    ],
)
def test_a_date_known_in_part_is_a_span_of_days(text: str, first: date, last: date) -> None:
    assert PartialDate.read(text) == PartialDate(first, last)


@pytest.mark.parametrize(
    ("born", "comes_of_age"),
    [
        (date(2004, 2, 29), date(2022, 3, 1)),
        (date(2008, 2, 29), date(2026, 3, 1)),
        (date(2008, 3, 1), date(2026, 3, 1)),
    ],
)
def test_who_is_born_on_a_leap_day_comes_of_age_on_the_first_of_march(born: date, comes_of_age: date) -> None:
    assert months_after(born, 12 * 18) == comes_of_age
    assert (
        years_before(comes_of_age, 18)
        >= born
        > years_before(date.fromordinal(comes_of_age.toordinal() - 1), 18)
    )


def test_months_before_and_after_agree_on_every_day_of_five_years() -> None:
    for ordinal in range(date(2023, 1, 1).toordinal(), date(2028, 1, 1).toordinal()):
        since = date.fromordinal(ordinal)
        for months in (1, 6, 12, 13):
            reached = months_after(since, months)
            assert months_before(reached, months) >= since
            assert months_before(date.fromordinal(reached.toordinal() - 1), months) < since
