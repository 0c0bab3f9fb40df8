"""What is switched off is not answered, and the resident reads why."""

import pytest

from bot.ports import Speaker
from bot.switches import SwitchError, read_target, read_why
from tests.bot.steered import Steered, said

RURAL = "rural-family-reward"


@pytest.fixture
def house() -> Steered:
    return Steered()


async def test_a_benefit_that_is_off_is_not_answered_about_and_why_is_told(house: Steered) -> None:
    assert "960" in said(await house.hear("奖扶多少钱"))
    house.turn_off(RURAL)
    turn = await house.hear("奖扶多少钱")
    assert "960" not in said(turn)
    assert "正在核对金额" in said(turn)
    assert "12345" in said(turn)
    assert turn.replies[-1].options
    assert "960" not in said(await house.hear("多少钱"))
    assert "正在核对金额" in said(await house.hear(f"ask:{RURAL}+amount"))
    assert "3600" in said(await house.hear("育儿补贴多少钱")), "others are answered"
    house.off.clear()
    house.seconds += 1
    assert "960" in said(await house.hear("奖扶多少钱"))


async def test_no_check_is_made_of_a_benefit_that_is_off(house: Steered) -> None:
    house.turn_off(RURAL)
    turn = await house.hear("奖扶我够不够条件,我62了")
    assert "正在核对金额" in said(turn)
    assert turn.asking is None
    assert turn.verdicts == ()


async def test_a_running_check_goes_on_without_the_benefit_that_was_switched_off(house: Steered) -> None:
    await house.hear("我62了,农村户口,就一个姑娘")
    turn = await house.hear("check:all")
    assert turn.asking
    house.turn_off(RURAL)
    for _ in range(40):
        if turn.asking is None:
            break
        turn = await house.hear("跳过")
    assert turn.verdicts
    assert RURAL not in {one.benefit for one in turn.verdicts}
    assert "农村奖扶" not in said(turn)


async def test_nothing_that_is_off_is_offered(house: Steered) -> None:
    house.turn_off(RURAL)
    house.turn_off("privacy")
    ids = [option.id for reply in (await house.hear("菜单")).replies for option in reply.options]
    assert ids
    assert not any(RURAL in id_ or "privacy" in id_ for id_ in ids)


async def test_a_topic_can_be_off(house: Steered) -> None:
    house.turn_off("about", "说明正在改")
    assert "说明正在改" in said(await house.hear("topic:about"))


async def test_a_channel_that_is_off_says_why_and_the_others_answer(house: Steered) -> None:
    house.turn_off("telegram", "系统升级")
    chat = Speaker("telegram", "7")
    turn = await house.hear("奖扶多少钱", chat)
    assert "系统升级" in said(turn)
    assert "960" not in said(turn)
    assert await house.store.load(chat, house.conversation._clock()) is None, "and nothing is kept"
    assert "960" in said(await house.hear("奖扶多少钱"))
    assert "120" in said(await house.hear("我不想活了", chat)), "danger to a life is always answered"
    assert "A001" in said(await house.hear("人工", chat))
    assert "清除" in said(await house.hear("清除", chat))


async def test_the_people_can_be_off(house: Steered) -> None:
    house.turn_off("desk", "今天开会")
    turn = await house.hear("人工")
    assert "今天开会" in said(turn)
    assert "12345" in said(turn)
    assert house.desk.opened == []


async def test_switches_are_looked_at_once_a_second_and_not_each_turn(house: Steered) -> None:
    for _ in range(5):
        await house.hear("奖扶多少钱")
    assert house.looks == 1
    house.seconds += 1
    await house.hear("奖扶多少钱")
    assert house.looks == 2


def test_a_switch_that_is_not_there_is_refused_with_those_there_are() -> None:
    assert read_target(" SMS ", ["a"], ["b"]) == "sms"
    assert read_target("b", ["a"], ["b"]) == "b"
    with pytest.raises(SwitchError, match=r"web, telegram, sms.*desk.*a.*b"):
        read_target("c", ["a"], ["b"])


def test_a_sentence_goes_on_after_why() -> None:
    assert read_why(" 正在核对\n金额。") == "正在核对 金额"
    for wrong in ("", "。", "长" * 201):
        with pytest.raises(SwitchError):
            read_why(wrong)
