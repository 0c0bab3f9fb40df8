"""One tap tells whether an answer helped; it is asked after answers only, once each, and names nobody."""

import pytest

from bot.feedback import Subject, Vote
from bot.turn import Turn
from nlu.interpretation import Aspect, Intent
from tests.bot.steered import Steered, said
from tests.bot.web.conftest import TODAY

AMOUNT = Subject("rural-family-reward", Aspect.AMOUNT)


@pytest.fixture
def house() -> Steered:
    return Steered()


def asks(turn: Turn) -> list[str]:
    return [
        one.id for reply in turn.replies for one in reply.options if one.id.partition(":")[0] in set(Vote)
    ]


async def test_one_tap_is_counted_with_the_benefit_and_the_aspect(house: Steered) -> None:
    turn = await house.hear("奖扶多少钱")
    assert asks(turn) == [f"good:{AMOUNT}", f"bad:{AMOUNT}"]
    turn = await house.hear(f"good:{AMOUNT}")
    assert "谢谢" in said(turn)
    assert turn.understood.intent is Intent.AFFIRM
    ((tap, channel, on),) = house.feedback.said
    assert (tap.subject, tap.vote, channel, on) == (AMOUNT, Vote.HELPED, "web", TODAY)


@pytest.mark.parametrize("how", ["没帮助", "label", "digit"])
async def test_it_is_tapped_by_word_or_digit(house: Steered, how: str) -> None:
    turn = await house.hear("奖扶多少钱")
    options = turn.replies[-1].options
    place = next(place for place, one in enumerate(options, 1) if one.id.startswith("bad:"))
    turn = await house.hear(str(place) if how == "digit" else "没帮助。" if how == "label" else how)
    assert "对不起" in said(turn)
    assert [tap.vote for tap, _, _ in house.feedback.said] == [Vote.DID_NOT]


async def test_a_second_tap_counts_nothing(house: Steered) -> None:
    await house.hear("奖扶多少钱")
    await house.hear(f"good:{AMOUNT}")
    await house.hear(f"good:{AMOUNT}")
    await house.hear("good:invented+amount")
    assert len(house.feedback.said) == 1


async def test_after_the_tap_the_rest_is_still_offered(house: Steered) -> None:
    before = (await house.hear("奖扶多少钱")).replies[-1].options
    after = (await house.hear("有帮助")).replies[-1].options
    assert after == before[:-2]
    assert "奖" in said(await house.hear("1"))


async def test_it_is_not_asked_after_courtesies_questions_or_twice(house: Steered) -> None:
    for text in ("你好", "谢谢", "菜单", "人工", "公积金怎么提取"):
        assert asks(await house.hear(text)) == [], text
    assert asks(await house.hear("奖扶多少钱"))
    assert asks(await house.hear("奖扶多少钱")) == []
    assert asks(await house.hear("奖扶要带什么材料"))
    turn = await house.hear("奖扶我够不够条件,我62了")
    assert turn.asking
    assert asks(turn) == []


async def test_the_result_of_a_check_is_asked_about(house: Steered) -> None:
    turn = await house.hear("check:all")
    for _ in range(40):
        if turn.asking is None:
            break
        turn = await house.hear("跳过")
    assert asks(turn) == ["good:check+eligibility", "bad:check+eligibility"]


async def test_words_of_help_that_were_not_offered_are_heard_as_words(house: Steered) -> None:
    await house.hear("没帮助")
    assert house.feedback.said == []
