"""Options taken by id, label, place; and commands."""

import pytest

from bot.choosing import choose
from bot.memory import Option
from nlu.heard import Move
from nlu.interpretation import Aspect, Intent
from nlu.state import Check, Clash, State

MENU = (
    Option("check:all", "帮我查能享受哪些"),
    Option("ask:rural-family-reward+amount", "多少钱"),
    Option("human", "找真人"),
)
YES_NO = (Option("true", "有"), Option("false", "没有"), Option("skip", "不清楚,跳过"))


def _asks(fact: str) -> State:
    return State(check=Check(("rural-family-reward",), asked=fact))


CERTIFICATE = _asks("household.one_child_certificate")
AGE = _asks("self.age")
BORN = _asks("household.youngest_child_born_on")


@pytest.mark.parametrize(
    "text", ["2", "２", "(2)", "2.", "选2", "第2个", "第二个", "多少钱", "ask:rural-family-reward+amount"]
)
def test_an_option_is_taken_by_place_label_or_id(text: str) -> None:
    choice = choose(text, State(), MENU)
    assert choice is not None
    says = choice.heard.says
    assert (says.intent, says.benefits, says.aspect) == (
        Intent.ASK_BENEFIT,
        ("rural-family-reward",),
        Aspect.AMOUNT,
    )


@pytest.mark.parametrize("text", ["9", "99", "我62了", "多少钱呢", ""])
def test_what_names_no_option_chooses_nothing(text: str) -> None:
    assert choose(text, State(), MENU) is None


@pytest.mark.parametrize(
    ("text", "value"), [("1", True), ("有", True), ("true", True), ("2", False), ("没有", False)]
)
def test_an_option_of_a_question_tells_its_fact(text: str, value: bool) -> None:
    choice = choose(text, CERTIFICATE, YES_NO)
    assert choice is not None
    assert choice.heard.says.facts == {"household.one_child_certificate": value}


def test_a_value_tells_nothing_when_nothing_is_asked() -> None:
    assert choose("true", State(), ()) is None


def test_a_value_tells_nothing_while_a_contradiction_is_open() -> None:
    state = State(check=CERTIFICATE.check, clash=Clash("self.age", {"self.age": 58}))
    assert choose("true", state, (Option("change", "改"), Option("keep", "不改"))) is None


@pytest.mark.parametrize("text", ["0", "1", "2", "62"])
def test_digits_are_the_answer_while_a_number_is_asked_for(text: str) -> None:
    choice = choose(text, AGE, (Option("skip", "不清楚,跳过"), Option("back", "返回上一题")))
    assert choice is not None
    assert choice.heard.says.facts == {"self.age": int(text)}


def test_a_number_out_of_range_is_left_to_the_reader() -> None:
    assert choose("300", AGE, ()) is None


@pytest.mark.parametrize(("text", "move"), [("1", Move.SKIP), ("2", Move.BACK)])
def test_a_single_digit_is_no_date_and_takes_an_option(text: str, move: Move) -> None:
    choice = choose(text, BORN, (Option("skip", "不清楚,跳过"), Option("back", "返回上一题")))
    assert choice is not None
    assert choice.heard.move is move


@pytest.mark.parametrize("text", ["2023", "2023-03", "202303"])
def test_more_digits_are_left_to_the_reader_of_dates(text: str) -> None:
    assert choose(text, BORN, (Option("skip", "不清楚,跳过"),)) is None


@pytest.mark.parametrize(
    ("text", "move"),
    [
        ("0", Move.MENU),
        ("菜单", Move.MENU),
        ("返回", Move.BACK),
        ("跳过", Move.SKIP),
        ("不清楚", Move.SKIP),
        ("不知道。", Move.SKIP),
        ("继续", Move.GO_ON),
        ("不查了", Move.STOP),
    ],
)
def test_commands_move_the_conversation(text: str, move: Move) -> None:
    choice = choose(text, CERTIFICATE, YES_NO)
    assert choice is not None
    assert choice.heard.move is move


@pytest.mark.parametrize(
    ("text", "intent"),
    [("人工", Intent.HUMAN), ("清除", Intent.FORGET), ("重来", Intent.RESTART), ("退订", Intent.OPT_OUT)],
)
def test_commands_that_are_wishes(text: str, intent: Intent) -> None:
    choice = choose(text, CERTIFICATE, YES_NO)
    assert choice is not None
    assert choice.heard.move is None
    assert choice.heard.says.intent is intent


def test_a_single_letter_opts_out_only_when_nothing_is_asked() -> None:
    choice = choose("N", State(), ())
    assert choice is not None
    assert choice.heard.says.intent is Intent.OPT_OUT
    assert choose("N", CERTIFICATE, YES_NO) is None


def test_an_option_may_come_with_words() -> None:
    choice = choose("1 我家是农村的", CERTIFICATE, YES_NO)
    assert choice is not None
    assert choice.heard.says.facts == {"household.one_child_certificate": True}
    assert choice.more == "我家是农村的"
