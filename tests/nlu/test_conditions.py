"""Conditions are read from the form in which policy files write them; what cannot be read is named."""

from datetime import date

import pytest

from nlu.conditions import ConditionError, read
from nlu.explain import in_words
from nlu.facts import Facts
from nlu.plausibility import certainly, odd

ON = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("raw", "key"),
    [
        ({}, "if"),
        ("self.age", "if"),
        ({"self.agee": 3}, "self.agee"),
        ({"self.age": {"at_leest": 3}}, "self.age"),
        ({"self.age": {}}, "self.age"),
        ({"self.age": {"at_least": True}}, "self.age"),
        ({"self.age": {"at_least": 200}}, "self.age"),
        ({"self.sex": "woman"}, "self.sex"),
        ({"self.sex": {"at_least": "female"}}, "self.sex"),
        ({"self.sex": {"one_of": []}}, "self.sex"),
        ({"self.retired": 1}, "self.retired"),
        ({"household.children_ever": "1"}, "household.children_ever"),
        ({"self.born_on": {"at_least": "1933"}}, "self.born_on"),
        ({"self.born_on": {"age_at_least": "x"}}, "self.born_on"),
        ({"day": "2026-01-01"}, "day"),
        ({"day": {"at_most": "soon"}}, "day"),
        ({"all": []}, "all"),
        ({"any": {"self.age": 3}}, "any"),
        ({"not": []}, "if"),
    ],
)
def test_a_condition_that_cannot_be_read_names_the_word_at_fault(raw: object, key: str) -> None:
    with pytest.raises(ConditionError) as refused:
        read(raw)
    assert refused.value.key == key


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ({"self.age": {"at_least": 49}}, "年龄满49周岁"),
        ({"self.age": {"less_than": 49}}, "年龄未满49周岁"),
        ({"self.residence_months": {"at_least": 6}}, "在武汉居住的月数满6个月"),
        ({"self.born_on": {"at_least": "1933-01-01"}}, "出生日期在 1933-01-01 或以后"),
        (
            {"household.youngest_child_born_on": {"less_than": "2016-01-01"}},
            "最小的孩子的出生日期在 2015-12-31 或以前",
        ),
        ({"household.marital_status": {"one_of": ["widowed", "divorced"]}}, "婚姻状况是离婚或丧偶"),
        ({"household.children_ever": {"at_least": 1}}, "生育和收养过的孩子数至少是1"),
        ({"self.retired": False}, "没有“已经退休”"),
        ({"day": {"at_most": "2026-12-31"}}, "2026-12-31 或以前办理"),
        ({"not": {"self.retired": True}}, "不是(已经退休)"),
        (
            {"any": [{"self.sex": "female", "self.age": {"at_least": 55}}, {"self.age": {"at_least": 60}}]},
            "(性别是女,并且年龄满55周岁),或者年龄满60周岁",
        ),
    ],
)
def test_a_condition_can_be_read_aloud(raw: object, words: str) -> None:
    assert in_words(read(raw)) == words


@pytest.mark.parametrize(
    ("raw", "told", "known"),
    [
        ({"self.age": {"at_least": 60}}, {"self.age": 60}, True),
        ({"self.age": {"at_least": 61}}, {"self.age": 60}, False),
        ({"self.age": {"at_least": 61}}, {}, None),
        ({"self.born_on": {"at_least": "1966-06-01"}}, {"self.born_on": "1966"}, None),
        ({"self.born_on": {"at_least": "1966-06-01"}}, {"self.born_on": "1966-07"}, True),
        ({"not": {"self.sex": "male"}}, {"self.sex": "female"}, True),
        ({"any": [{"self.sex": "male"}, {"self.age": {"at_least": 60}}]}, {"self.age": 70}, True),
        ({"all": [{"self.sex": "male"}, {"self.age": {"at_least": 60}}]}, {"self.age": 70}, None),
        ({"day": {"at_most": "2026-11-24"}}, {}, False),
    ],
)
def test_a_condition_is_certain_only_when_the_facts_settle_it(
    raw: object, told: dict[str, object], known: bool | None
) -> None:
    assert certainly(read(raw), Facts.read(told, ON), ON) is known


@pytest.mark.parametrize(
    ("fact", "told", "sounds_odd"),
    [
        ("household.planning_pregnancy", {"self.age": 62}, True),
        ("household.planning_pregnancy", {"self.age": 62, "self.sex": "male", "spouse.age": 40}, False),
        ("household.planning_pregnancy", {"self.age": 30}, False),
        ("household.planning_pregnancy", {}, False),
        ("self.retired", {"self.age": 25}, True),
        ("self.retired", {"self.age": 50}, False),
        ("household.youngest_child_hukou", {"household.youngest_child_born_on": "1990"}, True),
        (
            "household.youngest_child_hukou",
            {"self.age": 70, "household.youngest_child_born_on": "2024"},
            False,
        ),
    ],
)
def test_a_question_sounds_odd_only_to_those_it_cannot_concern(
    fact: str, told: dict[str, object], sounds_odd: bool
) -> None:
    assert odd(fact, Facts.read(told, ON), ON) is sounds_odd
