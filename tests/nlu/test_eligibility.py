"""Verdicts over time: before, between, ended, unclear; who will qualify when, and which windows have closed."""

from dataclasses import replace
from datetime import date

import pytest

from nlu.conditions import read
from nlu.eligibility import Assessor, assess, next_question, relevant
from nlu.fact_types import FactError
from nlu.facts import CATALOGUE, Facts, Kind
from nlu.interpretation import Aspect
from nlu.policy import Act, Before, Clause, Policy, PolicyBook, State, Verdict, Version
from nlu.policybook import load_book
from tests.nlu.invented import policy

ON = date(2026, 11, 25)
WITHIN_A_YEAR = date(2026, 11, 26), date(2027, 11, 25)
BORN = "household.youngest_child_born_on"
BOOK = load_book()


def rule(*conditions: dict[str, object]) -> Policy:
    return policy(list(conditions), [], [])


def versions(*made: Version) -> Policy:
    return replace(rule({"self.retired": True}), versions=made)


OLD = Version(
    date(2010, 1, 1),
    date(2012, 12, 31),
    State.IN_FORCE,
    (Clause("old", "从前", (), read({"self.retired": True})),),
)
NEW = replace(OLD, since=date(2015, 1, 1), until=date(2019, 12, 31))
ACT = Act("废止通知", "八号", date(2020, 1, 1))
OVER = Version(date(2020, 1, 1), None, State.ENDED, OLD.conditions, act=ACT)
DOUBT = replace(OLD, since=date(2021, 1, 1), until=None, state=State.UNCLEAR, text="没有查到")


@pytest.mark.parametrize(
    ("on", "verdict"),
    [
        (date(2009, 12, 31), Verdict.UNCLEAR),
        (date(2010, 1, 1), Verdict.ELIGIBLE),
        (date(2012, 12, 31), Verdict.ELIGIBLE),
        (date(2013, 1, 1), Verdict.UNCLEAR),
        (date(2014, 12, 31), Verdict.UNCLEAR),
        (date(2015, 1, 1), Verdict.ELIGIBLE),
        (date(2019, 12, 31), Verdict.ELIGIBLE),
        (date(2020, 1, 1), Verdict.ENDED),
    ],
)
def test_each_day_is_judged_by_its_own_version(on: date, verdict: Verdict) -> None:
    found = assess(versions(OLD, NEW, OVER), Facts.read({"self.retired": True}, on), on)
    assert found.verdict is verdict
    assert found.next is None
    assert (found.because != ()) is (verdict in (Verdict.UNCLEAR, Verdict.ENDED))


def test_an_ended_benefit_names_the_act_whatever_is_told() -> None:
    ended = versions(OVER)
    for told in ({}, {"self.retired": True}, {"self.retired": False}):
        found = assess(ended, Facts.read(told, ON), ON)
        assert (found.verdict, found.because[0].act) == (Verdict.ENDED, ACT)
        assert relevant(ended, Facts.read(told, ON), ON) == ()
    assert found.to_json()["because"] == [
        {
            "text": "废止通知(八号)已于2020-01-01停止这项政策",
            "citation": [],
            "act": {"title": "废止通知", "number": "八号", "day": "2020-01-01"},
        }
    ]


def test_an_unclear_version_still_shows_how_its_last_conditions_stand() -> None:
    for told, state in (({}, "open"), ({"self.retired": True}, "holds"), ({"self.retired": False}, "fails")):
        found = assess(versions(DOUBT), Facts.read(told, ON), ON)
        assert (found.verdict, found.next, found.reasons[0].state) == (Verdict.UNCLEAR, None, state)
        assert found.because[0].text == "没有查到"
        assert found.amount is None


def test_before_the_beginning_it_may_be_known_that_nothing_is_paid_yet() -> None:
    early = date(2009, 6, 1)
    waiting = replace(versions(OLD), before=Before.NOT_YET)
    found = assess(waiting, Facts.read({"self.retired": True}, early), early)
    assert found.verdict is Verdict.NOT_ELIGIBLE
    assert found.qualifies_from == (OLD.since, OLD.since)


@pytest.mark.parametrize(
    ("conditions", "told", "on", "expected"),
    [
        ([{"self.age": {"at_least": 60}}], {"self.born_on": "1967-03-01"}, ON, (date(2027, 3, 1), date(2027, 3, 1))),
        ([{"self.age": {"at_least": 60}}], {"self.born_on": "1967-03"}, ON, (date(2027, 3, 1), date(2027, 3, 31))),
        ([{"self.age": {"at_least": 60}}], {"self.age": 59}, ON, WITHIN_A_YEAR),
        ([{"self.age": {"at_least": 60}}], {"self.age": 20}, ON, (date(2065, 11, 26), date(2066, 11, 25))),
        ([{"self.residence_months": {"at_least": 6}}], {"self.residence_months": 3}, ON, (date(2027, 1, 26), date(2027, 2, 25))),
        ([{"self.age": {"at_least": 60}}, {"self.retired": True}], {"self.age": 59, "self.retired": False}, ON, None),
        ([{"self.age": {"at_least": 60}}, {"self.retired": True}], {"self.age": 59}, ON, None),
        ([{"self.age": {"at_least": 60}}, {"self.sex": "male"}], {"self.age": 59, "self.sex": "male"}, ON, WITHIN_A_YEAR),
        ([{"self.age": {"less_than": 60}}], {"self.age": 61}, ON, None),
        ([{"day": {"at_least": "2027-01-01"}}], {}, ON, (date(2027, 1, 1), date(2027, 1, 1))),
        ([{"self.age": {"at_least": 60}, "self.born_on": {"at_least": "1967-06-01"}}], {"self.born_on": "1967"}, ON, None),
        ([{BORN: {"age_months_at_least": 6}}], {BORN: "2026-10-05"}, ON, (date(2027, 4, 5), date(2027, 4, 5))),
    ],
)  # fmt: skip
def test_it_is_told_when_time_alone_will_do(
    conditions: list[dict[str, object]], told: dict[str, object], on: date, expected: tuple[date, date] | None
) -> None:
    found = assess(rule(*conditions), Facts.read(told, on), on)
    if "1967" not in told.values():
        assert found.verdict is Verdict.NOT_ELIGIBLE
    assert found.qualifies_from == expected


@pytest.mark.parametrize(
    ("conditions", "told", "expected"),
    [
        ([{BORN: {"age_less_than": 14}}], {BORN: "2012-03-05"}, date(2026, 3, 4)),
        ([{BORN: {"age_less_than": 14}}], {BORN: "2012-03"}, date(2026, 3, 30)),
        ([{"day": {"at_most": "2025-12-31"}}], {}, date(2025, 12, 31)),
        ([{"day": {"at_most": "2025-12-31"}}, {"self.retired": True}], {"self.retired": False}, None),
        ([{"self.age": {"at_least": 60}}], {"self.age": 50}, None),
        ([{"self.retired": True}], {"self.retired": False}, None),
    ],
)  # fmt: skip
def test_it_is_told_when_a_window_closed(
    conditions: list[dict[str, object]], told: dict[str, object], expected: date | None
) -> None:
    found = assess(rule(*conditions), Facts.read(told, ON), ON)
    assert found.verdict is Verdict.NOT_ELIGIBLE
    assert found.closed_on == expected


def test_a_fact_that_lies_after_the_day_asked_about_is_refused() -> None:
    told = Facts.read({BORN: "2024-05-01"}, ON)
    born = rule({BORN: {"at_least": "2012-01-01"}})
    with pytest.raises(FactError) as refused:
        assess(born, told, date(2023, 1, 1))
    assert refused.value.fact == BORN


def test_an_age_on_the_edge_asks_for_the_birth_day() -> None:
    born = rule({"self.born_on": {"at_least": "1933-01-01"}})
    assert assess(born, Facts.read({}, ON), ON).next == "self.age"
    assert assess(born, Facts.read({"self.age": 60}, ON), ON).verdict is Verdict.ELIGIBLE
    edge = Facts.read({"self.age": 93}, ON)
    assert assess(born, edge, ON).next == "self.born_on"
    assert assess(born, Facts.read({"self.born_on": "1933"}, ON), ON).verdict is Verdict.ELIGIBLE


def test_an_unlisted_fact_is_not_waited_for() -> None:
    unlisted = policy(
        [{"household.left_behind": True}, {"self.retired": True}], [{"household.remarried": True}], []
    )
    found = assess(unlisted, Facts.read({"self.retired": True}, ON), ON)
    assert found.verdict is Verdict.ELIGIBLE
    assert [reason.id for reason in found.reasons] == ["c1"]
    assert [clause.id for clause in found.unchecked] == ["c0", "u0"]
    told = {"self.retired": True, "household.left_behind": False}
    assert assess(unlisted, Facts.read(told, ON), ON).verdict is Verdict.NOT_ELIGIBLE
    told = {"self.retired": True, "household.left_behind": True, "household.remarried": True}
    assert assess(unlisted, Facts.read(told, ON), ON).verdict is Verdict.UNCLEAR


def test_a_range_is_given_where_only_the_amount_is_open() -> None:
    told = {
        "household.children_ever": 1,
        BORN: "2024",
        "household.youngest_child_hukou": "wuhan",
        "household.child_is_chinese": True,
    }
    found = assess(BOOK.benefits["childcare-subsidy"], Facts.read(told, ON), ON)
    assert found.verdict is Verdict.ELIGIBLE
    assert found.amount is not None
    assert (found.amount.low, found.amount.high) == (7500, 10800)


def test_a_verdict_is_written_as_the_contract_says() -> None:
    found = Assessor(BOOK).assess("rural-family-reward", Facts.read({"self.age": 62}, ON), ON).to_json()
    assert {
        "benefit",
        "name",
        "verdict",
        "reasons",
        "unchecked",
        "amount",
        "as_of",
        "sources",
        "next",
    } <= found.keys()
    assert found["verdict"] == "unknown"
    assert found["as_of"] == "2026-11-25"
    amount = found["amount"]
    assert isinstance(amount, dict)
    assert {key: amount[key] for key in ("value", "unit", "per", "for")} == {
        "value": 960,
        "unit": "yuan",
        "per": "year",
        "for": "person",
    }
    reasons = found["reasons"]
    assert isinstance(reasons, list)
    assert {"id", "condition", "state", "citation"} == set(reasons[0])
    assert {"source", "title", "quality", "checked_on"} <= set(reasons[0]["citation"][0])


def book(*policies: Policy) -> PolicyBook:
    return PolicyBook({each.id: each for each in policies}, {}, {}, {})


def test_odd_and_skipped_questions_come_last_or_never() -> None:
    both = policy(
        [
            {"household.planning_pregnancy": True},
            {"self.hukou_place": "wuhan"},
            {"self.age": {"at_least": 20}},
        ],
        [],
        [],
    )
    asked = book(both)
    young, old = Facts.read({"self.age": 25}, ON), Facts.read({"self.age": 62}, ON)
    assert next_question(asked, ["invented"], old, ON) == "self.hukou_place"
    assert next_question(asked, ["invented"], young, ON) == "household.planning_pregnancy"
    assert next_question(asked, ["invented"], old, ON, ["self.hukou_place"]) == "household.planning_pregnancy"
    skipped = ["self.hukou_place", "household.planning_pregnancy"]
    assert next_question(asked, ["invented"], old, ON, skipped) is None


def test_a_self_check_never_asks_twice_and_comes_to_an_end() -> None:
    facts: dict[str, object] = {}
    answers = {
        "self.age": 62,
        "household.children_ever": 1,
        "household.children_living": 1,
        "self.hukou_type": "rural",
    }
    for _ in range(40):
        told = Facts.read(facts, ON)
        asked = next_question(BOOK, BOOK.benefits, told, ON)
        if asked is None:
            break
        assert asked not in facts
        facts[asked] = answers.get(asked, _plain_answer(asked))
    verdicts = {found.verdict for found in Assessor(BOOK).assess_all(Facts.read(facts, ON), ON)}
    assert asked is None
    assert Verdict.UNKNOWN not in verdicts


def _plain_answer(name: str) -> object:
    fact = CATALOGUE[name]
    plain = {Kind.BOOLEAN: False, Kind.INTEGER: 0, Kind.DATE: "1990-05-01"}
    return plain.get(fact.kind, fact.choices[0] if fact.choices else None)


def test_every_shipped_benefit_answers_every_aspect_today() -> None:
    for each in BOOK.benefits.values():
        for aspect in Aspect:
            assert each.answers(aspect, ON) is not None
