"""What is understood in the light of the talk: few words that tell, suppositions, names settled, what stays strange."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from nlu.eligibility import Assessor
from nlu.in_context import as_answered, by_itself, in_context, supposed
from nlu.interpretation import Aspect, FactValue, Guess, Intent, Interpretation
from nlu.normalise import clean
from nlu.policybook import load_book
from nlu.reading.people import Kin
from nlu.rules import Rules
from nlu.short_answers import corrects, told_shortly
from nlu.state import Check, State, Unclear
from nlu.supposing import supposed_facts

ON = date(2026, 11, 25)
BOOK = load_book(Path(__file__).parent.parent.parent / "nlu" / "policies")
RULES = Rules(BOOK, Assessor(BOOK), ON)
REWARD, SPECIAL, COMPLICATION = (
    "rural-family-reward",
    "special-family-allowance",
    "procedure-complication-allowance",
)
CHILDCARE, DONGHU, RETIREE, URBAN = (
    "childcare-subsidy",
    "donghu-third-child-subsidy",
    "enterprise-retiree-bonus",
    "urban-elder-bonus",
)


def alone(
    intent: Intent, *near: tuple[str, float], ours: float = 1.0, named: bool = False, sure: float = 0.6
) -> Interpretation:
    """What a model might say of a short utterance by itself."""
    guesses = tuple(Guess(name, confidence) for name, confidence in near)
    return Interpretation(intent, sure, guesses=guesses, named=named, ours=ours, side=Aspect.ELIGIBILITY)


STRANGE = alone(Intent.OUT_OF_SCOPE, ours=0.3)


@pytest.mark.parametrize(
    ("text", "state", "facts"),
    [
        ("二级的", State(benefit=SPECIAL), {"household.only_child_disability_grade": 2}),
        ("鉴定的是二级", State(benefit=COMPLICATION), {"self.complication_grade": 2}),
        ("三级", State(benefit=COMPLICATION), {"self.complication_grade": 3}),
        ("51", State(benefit=SPECIAL), {"self.age": 51}),
        ("不对是63", State(benefit=REWARD, facts={"self.age": 59}), {"self.age": 63}),
        (
            "说错了,是城镇的",
            State(benefit=REWARD, facts={"self.hukou_type": "rural"}),
            {"self.hukou_type": "urban"},
        ),
        (
            "打错了 2022年12月",
            State(benefit=CHILDCARE, facts={"household.youngest_child_born_on": "2021-12"}),
            {"household.youngest_child_born_on": "2022-12"},
        ),
        (
            "我看错了,证上写的是三级",
            State(benefit=SPECIAL, facts={"household.only_child_disability_grade": 4}),
            {"household.only_child_disability_grade": 3},
        ),
    ],
)
def test_few_words_tell_a_fact_that_the_talk_turns_on(
    text: str, state: State, facts: Mapping[str, FactValue]
) -> None:
    says = in_context(STRANGE, clean(text), state, RULES)
    assert (says.intent, dict(says.facts)) == (Intent.TELL, facts)


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("二级的", State()),
        ("二级的", State(benefit=REWARD)),
        ("有的有的", State(benefit=REWARD)),
        ("几级才行", State(benefit=SPECIAL)),
        ("一个", State(benefit=REWARD)),
    ],
)
def test_words_that_fit_no_fact_or_several_tell_nothing(text: str, state: State) -> None:
    assert in_context(STRANGE, clean(text), state, RULES).facts == {}


def test_a_whole_check_takes_few_words_only_for_what_it_asked() -> None:
    state = State(check=Check((REWARD, SPECIAL), whole=True, asked="household.only_child_disability_grade"))
    assert in_context(STRANGE, "评的三级", state, RULES).facts == {"household.only_child_disability_grade": 3}
    assert not in_context(STRANGE, "51", state, RULES).facts


@pytest.mark.parametrize(
    ("text", "corrected"),
    [("说错了,是62", True), ("不对,是城镇的", True), ("更正一下", True), ("我62", False), ("不是", False)],
)
def test_a_correction_is_known_by_its_words(text: str, corrected: bool) -> None:
    assert corrects(clean(text)) is corrected


def test_of_two_ages_a_bare_number_is_the_claimants() -> None:
    both = ("self.age", "spouse.age")
    assert told_shortly("51", {}, both, Kin.ME, ON) == {"self.age": 51}


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("那要是离了呢", {"household.marital_status": "divorced"}),
        ("如果是城镇户口呢", {"self.hukou_type": "urban"}),
        ("换成城镇户口行不行", {"self.hukou_type": "urban"}),
        ("男的呢", {"self.sex": "male"}),
        ("城镇户口的呢", {"self.hukou_type": "urban"}),
        ("要是59岁能领吗", {"self.age": 59}),
        ("如果我们再领养一个会停吗", {}),
    ],
)
def test_what_is_only_supposed_is_asked_and_not_told(text: str, facts: Mapping[str, FactValue]) -> None:
    state = State(benefit=SPECIAL, aspect=Aspect.ELIGIBILITY)
    words = clean(text)
    says = in_context(STRANGE, words, state, RULES)
    assert (says.intent, says.aspect, dict(says.facts)) == (Intent.ASK_BENEFIT, Aspect.ELIGIBILITY, {})
    assert supposed(STRANGE, words, state, RULES) == facts


@pytest.mark.parametrize("text", ["那钱呢", "我62了", "如果北京呢,公积金怎么提", "要带什么"])
def test_what_supposes_nothing_of_the_benefit_is_no_supposition(text: str) -> None:
    assert supposed(STRANGE, clean(text), State(benefit=SPECIAL), RULES) is None


def test_few_supposed_words_are_of_the_fact_at_stake() -> None:
    words = "户口在孝感"
    assert supposed_facts(words, Kin.ME, ON) == {"self.hukou_place": "hubei"}
    at_stake = {"household.youngest_child_hukou"}
    assert supposed_facts(words, Kin.ME, ON, at_stake) == {"household.youngest_child_hukou": "elsewhere"}


def test_a_supposed_amount_is_asked_after_an_amount() -> None:
    state = State(benefit=COMPLICATION, aspect=Aspect.AMOUNT)
    assert in_context(STRANGE, "那要是一级呢", state, RULES).aspect is Aspect.AMOUNT


@pytest.mark.parametrize(
    ("text", "near", "options", "meant"),
    [
        ("企业退休的那种", (), (RETIREE, URBAN), RETIREE),
        ("城镇的", (), (RETIREE, URBAN), URBAN),
        ("东湖高新的", (), (CHILDCARE, DONGHU), DONGHU),
        ("全国都有的那种", ((CHILDCARE, 0.3), (DONGHU, 0.05)), (CHILDCARE, DONGHU), CHILDCARE),
    ],
)
def test_a_few_words_settle_which_benefit_is_meant(
    text: str, near: tuple[tuple[str, float], ...], options: tuple[str, ...], meant: str
) -> None:
    state = State(unclear=Unclear(options, Aspect.AMOUNT))
    says = in_context(alone(Intent.TELL, *near), clean(text), state, RULES)
    assert (says.intent, says.benefits, says.aspect) == (Intent.ASK_BENEFIT, (meant,), Aspect.AMOUNT)


def test_while_it_is_open_which_is_meant_a_bare_question_asks_of_all_of_them() -> None:
    state = State(benefit=REWARD, unclear=Unclear((RETIREE, URBAN), Aspect.AMOUNT))
    says = by_itself("找谁", state, None, RULES)
    assert says is not None
    assert as_answered(says, state).benefits == (RETIREE, URBAN)


@pytest.mark.parametrize(
    ("text", "aspect"),
    [("为什么", Aspect.ELIGIBILITY), ("还有呢", Aspect.ELIGIBILITY), ("去哪", Aspect.PLACE)],
)
def test_a_question_on_the_answer_is_on_its_benefit(text: str, aspect: Aspect) -> None:
    state = State(benefit=REWARD, aspect=Aspect.ELIGIBILITY)
    says = by_itself(text, state, None, RULES)
    assert says is not None
    assert as_answered(says, state).benefits == (REWARD,)
    assert as_answered(says, state).aspect is aspect


def test_why_after_another_side_asks_for_the_source() -> None:
    says = by_itself("为什么", State(benefit=REWARD, aspect=Aspect.AMOUNT), None, RULES)
    assert says is not None
    assert says.aspect is Aspect.BASIS


def test_the_word_for_the_person_turned_to_tells_the_sex() -> None:
    says = by_itself("那我老公呢", State(benefit=REWARD), Kin.SPOUSE, RULES)
    assert says is not None
    assert dict(says.facts) == {"self.sex": "male"}


@pytest.mark.parametrize(
    ("says", "text", "leans"),
    [
        (alone(Intent.OUT_OF_SCOPE, ours=0.3), "老板不批咋办", True),
        (alone(Intent.OUT_OF_SCOPE, ours=0.02), "工资照开不", True),
        (alone(Intent.OUT_OF_SCOPE, ours=0.0), "地铁几点收班", False),
        (alone(Intent.OUT_OF_SCOPE, ours=0.04), "老人免费坐地铁要办什么卡", False),
        (alone(Intent.COMPLAINT), "你这有依据没得", True),
        (alone(Intent.HUMAN, sure=0.95), "能不能换个人来跟我讲", False),
        (alone(Intent.TELL), "身份证丢了在补", False),
    ],
)
def test_a_short_question_leans_on_the_talk_unless_it_is_of_something_else(
    says: Interpretation, text: str, leans: bool
) -> None:
    heard = in_context(says, clean(text), State(benefit=REWARD), RULES)
    assert (heard.intent is Intent.ASK_BENEFIT) is leans


def test_the_second_child_is_asked_about_on_the_same_side() -> None:
    state = State(benefit=CHILDCARE, aspect=Aspect.AMOUNT)
    assert in_context(alone(Intent.TELL), "老二呢", state, RULES).aspect is Aspect.AMOUNT


@pytest.mark.parametrize(
    ("topic", "text", "leans"),
    [
        ("fetal-sex-law", "老公要不要去", True),
        ("fetal-sex-law", "想抽个血查下是带把的不", False),
        ("birth-registration", "四胎给不给上户口", False),
        ("about", "要排队等多久", True),
    ],
)
def test_a_topic_half_heard_in_few_words_is_a_question_on_the_benefit(
    topic: str, text: str, leans: bool
) -> None:
    says = replace(alone(Intent.ASK_TOPIC, sure=0.5), topic=topic)
    heard = in_context(says, clean(text), State(benefit=REWARD), RULES)
    assert (heard.intent is Intent.ASK_BENEFIT) is leans


@pytest.mark.parametrize(
    ("intent", "text"), [(Intent.RESTART, "换成我妈的情况,重新问一遍"), (Intent.OPT_OUT, "要是再发短信呢")]
)
def test_a_firm_wish_is_no_supposition(intent: Intent, text: str) -> None:
    assert in_context(alone(intent), clean(text), State(benefit=REWARD), RULES).intent is intent


def test_danger_is_danger_in_every_talk() -> None:
    says = alone(Intent.EMERGENCY)
    assert in_context(says, "那要是死了呢", State(benefit=SPECIAL), RULES) is says
