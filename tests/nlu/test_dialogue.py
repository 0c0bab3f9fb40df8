"""The dialogue, step by step, on the shipped policies."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from nlu import acts
from nlu.acts import Said
from nlu.dialogue import respond
from nlu.eligibility import Assessor
from nlu.heard import Heard, Move
from nlu.interpretation import Aspect, FactValue, Guess, Intent, Interpretation
from nlu.policy import Verdict
from nlu.policybook import load_book
from nlu.reading.people import Kin
from nlu.rules import Rules
from nlu.state import State

BOOK = load_book(Path(__file__).parent.parent.parent / "nlu" / "policies")
RULES = Rules(BOOK, Assessor(BOOK), date(2026, 11, 25))
GREETED = State(greeted=True, turns=1)
REWARD, CARE = "rural-family-reward", "childcare-subsidy"
ALL_BUT_AGE: dict[str, FactValue] = {
    "self.hukou_type": "rural",
    "household.children_ever": 1,
    "household.children_living": 1,
    "household.birth_rule_violation": False,
}


def asks(*benefits: str, aspect: Aspect = Aspect.ELIGIBILITY, sure: float = 0.95, **more: object) -> Heard:
    facts = more.pop("facts", {})
    assert isinstance(facts, Mapping)
    return Heard(Interpretation(Intent.ASK_BENEFIT, sure, benefits=benefits, aspect=aspect, facts=facts))


def says(intent: Intent, **facts: FactValue) -> Heard:
    told = {name.replace("__", "."): value for name, value in facts.items()}
    return Heard(Interpretation(intent, 0.95, facts=told))


def moves(move: Move) -> Heard:
    return Heard(Interpretation(Intent.HELP, 1.0), move)


def run(*heard: Heard, state: State = GREETED) -> tuple[State, tuple[acts.Act, ...]]:
    said: tuple[acts.Act, ...] = ()
    for each in heard:
        state, said = respond(state, each, RULES)
    return state, said


def kinds(said: tuple[acts.Act, ...]) -> list[str]:
    return [type(act).__name__ for act in said]


def question(said: tuple[acts.Act, ...]) -> acts.Ask:
    return next(act for act in said if isinstance(act, acts.Ask))


def test_the_asked_side_is_answered_first() -> None:
    _, said = run(asks(REWARD, aspect=Aspect.DOCUMENTS))
    assert kinds(said) == ["Answer"]
    answer = said[0]
    assert isinstance(answer, acts.Answer)
    assert (answer.benefit, answer.aspect) == (REWARD, Aspect.DOCUMENTS)
    assert answer.citations
    assert answer.offers


def test_two_benefits_in_one_question_are_both_answered() -> None:
    _, said = run(asks(REWARD, CARE, aspect=Aspect.AMOUNT))
    assert [act.benefit for act in said if isinstance(act, acts.Answer)] == [REWARD, CARE]


def test_with_facts_a_question_of_eligibility_becomes_a_check() -> None:
    state, said = run(asks(REWARD, facts={"self.age": 62}))
    assert kinds(said) == ["StartCheck", "Ask"]
    assert state.check is not None
    assert question(said).fact != "self.age"


def test_what_facts_decide_already_is_said_at_once() -> None:
    _, said = run(asks(REWARD, facts={"self.age": 62, **ALL_BUT_AGE}))
    assert kinds(said) == ["Judgement"]
    judged = said[0]
    assert isinstance(judged, acts.Judgement)
    assert judged.assessment.verdict is Verdict.ELIGIBLE


def test_a_question_of_amount_from_somebody_who_is_not_entitled_says_that_too() -> None:
    _, said = run(asks(REWARD, aspect=Aspect.AMOUNT, facts={"self.age": 40}))
    assert kinds(said) == ["Answer", "Judgement"]


def test_an_unsure_question_gets_the_nearest_as_options() -> None:
    unsure = replace(
        asks(REWARD, sure=0.3),
        says=replace(
            asks(REWARD, sure=0.3).says,
            guesses=(Guess(REWARD, 0.3), Guess("privacy", 0.2), Guess(CARE, 0.01)),
        ),
    )
    state, said = run(unsure)
    assert said == (acts.Nearest((REWARD,), ("privacy",), Aspect.ELIGIBILITY),)
    _, said = run(unsure, state=state)
    assert kinds(said) == ["Tell", "Menu", "HandOff"]


@pytest.mark.parametrize(("near", "kind"), [(0.2, "Refusal"), (0.6, "Nearest")])
def test_what_is_not_ours_is_refused_and_never_answered_nearly(near: float, kind: str) -> None:
    heard = Heard(Interpretation(Intent.OUT_OF_SCOPE, 0.95, guesses=(Guess(REWARD, near),)))
    assert kinds(run(heard)[1]) == [kind]


def test_which_benefit_is_meant_may_be_said_in_own_words() -> None:
    names = BOOK.ambiguous["独生子女费"].benefits
    state, said = run(asks(*names, aspect=Aspect.AMOUNT))
    assert kinds(said) == ["Clarify"]
    heard = Heard(Interpretation(Intent.TELL, 0.7, guesses=(Guess("enterprise-retiree-bonus", 0.8),)))
    state, said = run(heard, state=state)
    answer = said[0]
    assert isinstance(answer, acts.Answer)
    assert (answer.benefit, answer.aspect) == ("enterprise-retiree-bonus", Aspect.AMOUNT)
    assert state.unclear is None


def test_danger_comes_before_everything_and_ends_no_check() -> None:
    state, said = run(asks(REWARD, facts={"self.age": 62}), says(Intent.EMERGENCY), state=State())
    assert kinds(said)[0] == "Emergency"
    assert state.check is not None
    _, said = run(says(Intent.EMERGENCY), state=State())
    assert kinds(said) == ["Emergency", "Tell"]


def test_the_answer_to_a_question_leads_to_the_next() -> None:
    state, said = run(asks(REWARD, facts={"self.age": 62}))
    seen = set()
    while state.check:
        fact = question(said).fact
        assert fact not in seen
        seen.add(fact)
        state, said = run(
            Heard(Interpretation(Intent.TELL, 1.0, facts={fact: ALL_BUT_AGE[fact]})), state=state
        )
    assert kinds(said) == ["Judgement"]
    assert seen <= set(ALL_BUT_AGE)


@pytest.mark.parametrize(("intent", "value"), [(Intent.AFFIRM, True), (Intent.DENY, False)])
def test_a_plain_yes_or_no_answers_a_question_that_can_be_so_answered(intent: Intent, value: bool) -> None:
    facts = {name: told for name, told in ALL_BUT_AGE.items() if name != "household.birth_rule_violation"}
    state, said = run(asks(REWARD, facts={"self.age": 62, **facts}))
    assert question(said).fact == "household.birth_rule_violation"
    state, _ = run(says(intent), state=state)
    assert state.facts["household.birth_rule_violation"] is value


def test_what_is_skipped_is_not_asked_again_and_named_at_the_end() -> None:
    state, said = run(asks(REWARD, facts={"self.age": 62}))
    skipped = []
    while state.check:
        skipped.append(question(said).fact)
        state, said = run(moves(Move.SKIP), state=state)
    judged = said[0]
    assert isinstance(judged, acts.Judgement)
    assert judged.assessment.verdict is Verdict.UNKNOWN
    assert judged.missing == tuple(dict.fromkeys(skipped))


def test_going_back_takes_exactly_one_answer_back() -> None:
    state, said = run(asks(REWARD, facts={"self.age": 62}))
    first = question(said).fact
    before = state.facts
    state, said = run(Heard(Interpretation(Intent.TELL, 1.0, facts={first: ALL_BUT_AGE[first]})), state=state)
    state, said = run(moves(Move.BACK), state=state)
    assert question(said).fact == first
    assert state.facts == before
    state, said = run(moves(Move.BACK), state=state)
    assert said[0] == acts.Tell(Said.NOTHING_TO_UNDO)


def test_going_back_over_a_skipped_question_asks_it_again() -> None:
    state, said = run(asks(REWARD, facts={"self.age": 62}))
    first = question(said).fact
    state, said = run(moves(Move.SKIP), moves(Move.BACK), state=state)
    assert question(said).fact == first
    assert state.check is not None
    assert state.check.skipped == ()


def test_a_check_goes_on_after_a_question_between() -> None:
    state, said = run(asks(REWARD, facts={"self.age": 62}))
    fact = question(said).fact
    state, said = run(asks(CARE, aspect=Aspect.AMOUNT), state=state)
    assert kinds(said) == ["Answer", "Ask"]
    assert (question(said).fact, question(said).resumed) == (fact, True)


def test_no_menu_is_promised_where_the_open_question_has_the_options() -> None:
    state, _ = run(says(Intent.START_CHECK, self__age=62))
    _, said = run(asks(aspect=Aspect.DOCUMENTS), state=state)
    assert kinds(said) == ["Tell", "Ask"]
    assert said[0] == acts.Tell(Said.WHICH_BENEFIT)


def test_after_three_answers_that_nobody_understands_the_question_is_left() -> None:
    unclear = Heard(Interpretation(Intent.OUT_OF_SCOPE, 0.3, degraded=True))
    state, said = run(asks(REWARD, facts={"self.age": 62}))
    fact = question(said).fact
    state, said = run(unclear, state=replace(state, told_degraded=True))
    assert (question(said).fact, question(said).misses) == (fact, 1)
    state, said = run(unclear, state=state)
    assert (question(said).fact, question(said).misses) == (fact, 2)
    state, said = run(unclear, state=state)
    assert said[0] == acts.Tell(Said.MOVED_ON)
    assert question(said).fact != fact


def test_a_contradiction_is_asked_about_and_nothing_is_overwritten() -> None:
    state, said = run(asks(REWARD, facts={"self.age": 62}), says(Intent.TELL, self__age=58))
    assert said == (acts.Contradiction("self.age", {"self.age": 62}, {"self.age": 58}),)
    assert state.facts["self.age"] == 62
    kept, said = run(moves(Move.KEEP), state=state)
    assert kept.facts["self.age"] == 62
    assert kinds(said) == ["Tell", "Ask"]
    changed, said = run(moves(Move.CHANGE), state=state)
    assert changed.facts["self.age"] == 58
    assert changed.check is None
    assert kinds(said) == ["Tell", "Judgement"]


def test_words_that_say_something_was_wrong_correct_it_at_once() -> None:
    heard = replace(says(Intent.TELL, self__age=58), corrects=True)
    state, said = run(asks(REWARD, facts={"self.age": 62}), heard)
    assert state.facts["self.age"] == 58
    assert "Contradiction" not in kinds(said)


def test_what_cannot_be_is_said_and_the_question_put_again() -> None:
    state, said = run(asks(REWARD, facts={"self.age": 62}), says(Intent.TELL, household__sons=99))
    assert kinds(said) == ["BadFact", "Ask"]
    assert "household.sons" not in state.facts


def test_a_couple_changes_places() -> None:
    state, _ = run(asks(REWARD, facts={"self.age": 62, "spouse.age": 65, **ALL_BUT_AGE}))
    turns = replace(says(Intent.ASK_BENEFIT), claimant=Kin.SPOUSE)
    state, said = run(turns, state=state)
    assert said[0] == acts.Turned(Kin.SPOUSE, swapped=True)
    assert (state.facts["self.age"], state.facts["spouse.age"]) == (65, 62)
    assert "Ask" in kinds(said)  # the spouse's registration was never told


def test_another_person_starts_with_nobodys_facts() -> None:
    state, _ = run(asks(REWARD, facts={"self.age": 35, "household.sons": 1}))
    turns = replace(asks(REWARD, facts={"self.age": 62}), claimant=Kin.MOTHER)
    state, said = run(turns, state=state)
    assert state.claimant is Kin.MOTHER
    assert state.facts == {"self.age": 62}
    assert kinds(said) == ["StartCheck", "Ask"]


def test_a_check_of_everything_leaves_hurtful_questions_until_they_are_wanted() -> None:
    state, said = run(says(Intent.START_CHECK))
    assert state.check is not None
    assert not any(BOOK.benefits[benefit].sensitive for benefit in state.check.benefits)
    while state.check:
        state, said = run(moves(Move.SKIP), state=state)
    result = said[0]
    assert isinstance(result, acts.CheckResult)
    assert set(result.waiting) == {each.id for each in BOOK.benefits.values() if each.sensitive}
    state, said = run(moves(Move.TENDER), state=state)
    assert state.check is not None
    assert set(state.check.benefits) == set(result.waiting)


def test_who_told_of_a_loss_is_not_spared_the_help_for_it() -> None:
    state, _ = run(says(Intent.START_CHECK, household__children_ever=1, household__children_living=0))
    assert state.check is not None
    assert "special-family-allowance" in state.check.benefits


def test_who_asks_for_money_is_not_asked_about_what_is_no_money() -> None:
    heard = Heard(Interpretation(Intent.START_CHECK, 0.95, aspect=Aspect.AMOUNT))
    state, _ = run(heard)
    assert state.check is not None
    assert not {"prepregnancy-checkup", "parental-care-leave", "exam-bonus-points"} & set(
        state.check.benefits
    )


def test_ended_benefits_that_do_not_fit_anyway_are_folded() -> None:
    state, said = run(says(Intent.START_CHECK, self__hukou_type="urban"))
    while state.check:
        state, said = run(moves(Move.SKIP), state=state)
    result = said[0]
    assert isinstance(result, acts.CheckResult)
    assert "exam-bonus-points" in result.folded
    _, said = run(moves(Move.FOLDED), state=state)
    assert {act.assessment.benefit for act in said if isinstance(act, acts.Judgement)} == set(result.folded)


def test_every_benefit_is_somewhere_in_the_result_of_a_whole_check() -> None:
    state, said = run(says(Intent.START_CHECK, self__age=62, self__hukou_type="rural"))
    while state.check:
        state, said = run(moves(Move.SKIP), state=state)
    result = said[0]
    assert isinstance(result, acts.CheckResult)
    told = {each.benefit for each in result.told}
    assert told | set(result.folded) | set(result.waiting) == set(BOOK.benefits)


@pytest.mark.parametrize(
    "intent", [Intent.GREET, Intent.THANKS, Intent.GOODBYE, Intent.OPT_OUT, Intent.OPT_IN]
)
def test_courtesies_in_a_check_do_not_lose_it(intent: Intent) -> None:
    _, said = run(asks(REWARD, facts={"self.age": 62}), says(intent))
    assert kinds(said) == ["Tell", "Ask"]


@pytest.mark.parametrize("intent", list(Intent))
@pytest.mark.parametrize("state", [State(), GREETED, replace(GREETED, benefit=REWARD, misses=1)])
def test_there_is_always_something_to_say(intent: Intent, state: State) -> None:
    assert respond(state, Heard(Interpretation(intent, 0.9)), RULES)[1]
    assert respond(state, Heard(Interpretation(intent, 0.1)), RULES)[1]


@pytest.mark.parametrize("move", list(Move))
def test_every_move_is_answered_also_when_it_makes_no_sense(move: Move) -> None:
    assert respond(GREETED, moves(move), RULES)[1]


def test_without_the_model_this_is_said_once() -> None:
    heard = Heard(Interpretation(Intent.GREET, 0.9, degraded=True))
    state, said = run(heard)
    assert said[0] == acts.Tell(Said.DEGRADED)
    _, said = run(heard, state=state)
    assert acts.Tell(Said.DEGRADED) not in said


def test_a_yes_does_not_settle_a_contradiction_nor_answer_the_question_under_it() -> None:
    state, said = run(asks(REWARD, facts={"self.age": 62}))
    asked = question(said).fact
    state, said = run(says(Intent.TELL, self__age=58), says(Intent.AFFIRM), state=state)
    assert kinds(said) == ["Contradiction"]
    state, said = run(says(Intent.AFFIRM), state=state)
    assert said[0] == acts.Tell(Said.KEPT)
    assert state.facts == {"self.age": 62}
    assert question(said).fact == asked


def test_a_contradiction_is_settled_by_saying_it_once_more() -> None:
    told = says(Intent.TELL, self__age=58, self__hukou_type="rural")
    state, _ = run(asks(REWARD, facts={"self.age": 62}), told, says(Intent.TELL, self__age=58))
    assert state.clash is None
    assert state.facts == {"self.age": 58, "self.hukou_type": "rural"}


def test_two_values_in_one_breath_are_both_left() -> None:
    heard = Heard(Interpretation(Intent.TELL, 0.9, contradictions=("self.age",)))
    state, said = run(asks(REWARD, facts={"household.sons": 1}), heard)
    assert kinds(said) == ["SaidTwice", "Ask"]
    assert "self.age" not in state.facts
