"""What is written back to a campaign's message is taken in its light: its benefit, its policy version, its language."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest

from bot.ports import Speaker
from campaigns.replies import Occasion
from tests.bot.sms.conftest import PHONE, Phone, cost

HER = Speaker("sms", PHONE)
SENT = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
RURAL = {"rural-family-reward": date(2012, 1, 1)}


@dataclass
class Sent:
    """An `Occasions` that knows one message."""

    policies: Mapping[str, date]
    language: str = "zh"
    name: str = "农村计生家庭奖励扶助"

    async def occasion(self, phone: str, now: datetime) -> Occasion | None:
        return Occasion(7, self.name, SENT, self.language, self.policies)


@pytest.mark.parametrize("words", ["多少钱", "有多少钱", "去哪办", "要带什么材料"])
async def test_a_question_without_a_name_is_about_the_campaigns_benefit(phone: Phone, words: str) -> None:
    phone.occasions = Sent(RURAL)
    told = await phone.writes(words)
    assert "农村奖扶" in told
    assert "哪一项" not in told


@pytest.mark.parametrize("words", ["1", "好的", "是"])
async def test_a_bare_reply_to_a_campaign_is_told_what_it_is_about(phone: Phone, words: str) -> None:
    phone.occasions = Sent(RURAL)
    told = await phone.writes(words)
    assert "农村奖扶" in told
    assert "删掉,不知道您回的是哪一题" not in told


async def test_another_matter_is_answered_as_ever(phone: Phone) -> None:
    phone.occasions = Sent(RURAL)
    assert "3600" in await phone.writes("育儿补贴多少钱")


async def test_a_topic_can_be_what_a_campaign_is_about(phone: Phone) -> None:
    phone.occasions = Sent({"birth-registration": date(2021, 8, 20)})
    assert "不收钱" in await phone.writes("多少钱")


@pytest.mark.parametrize("words", [
    "这是什么", "这是什么短信?", "你们是谁", "你是谁啊", "是不是骗子", "骗子吧", "真的假的", "谁发的", "怎么有我的号码",
    "你们是哪个单位的", "诈骗短信!",
])  # fmt: skip
async def test_who_asks_who_writes_is_told_sender_campaign_and_how_to_make_sure(
    phone: Phone, words: str
) -> None:
    phone.occasions = Sent(RURAL)
    told = await phone.writes(words)
    assert all(
        part in told for part in ("【武汉卫健】", "机器人", "2026年11月20日", "农村计生家庭奖励扶助", "编号7")
    )
    assert "12345" in told
    assert cost(told) <= 4
    assert "M" not in told


async def test_who_got_no_campaign_is_told_so(phone: Phone) -> None:
    told = await phone.writes("你们是骗子吗")
    assert "【武汉卫健】" in told
    assert "最近没有给这个号码群发过短信" in told
    assert "12345" in told


async def test_the_open_question_is_put_again_after_it_was_told_who_writes(phone: Phone) -> None:
    asked = await phone.writes("check:rural-family-reward")
    told = await phone.writes("你们是不是骗子")
    assert asked.split("\n")[-1] in told
    assert "【武汉卫健】" not in await phone.writes("这是什么意思")


async def test_that_the_policy_changed_since_is_said(phone: Phone) -> None:
    phone.occasions = Sent({"rural-family-reward": date(2009, 1, 1)})
    told = await phone.writes("多少钱")
    assert told.startswith("那条短信发出时的规定已经变了,下面说的是2012年1月1日起的规定。")
    assert "规定已经变了" not in await phone.writes("去哪办")


async def test_several_benefits_are_named(phone: Phone) -> None:
    phone.occasions = Sent({**RURAL, "urban-elder-bonus": date(2019, 1, 28)})
    told = await phone.writes("多少钱")
    assert told.startswith("那条短信说的是农村奖扶、城镇独生子女父母奖励。")


async def test_an_english_campaign_is_answered_in_english_as_far_as_there_are_words(phone: Phone) -> None:
    phone.occasions = Sent(RURAL, "en")
    told = await phone.writes("who is this?")
    assert told.startswith("This is Huimin")
    assert "20 November 2026" in told
    assert "12345" in told
    told = await phone.writes("1")
    assert told.startswith("We can answer in Chinese only.")


@pytest.mark.parametrize("words", ["多少钱", "是不是骗子", "1"])
async def test_a_private_campaign_is_named_by_its_number_alone(phone: Phone, words: str) -> None:
    phone.occasions = Sent({"special-family-allowance": date(2022, 7, 1)}, name="特扶金提醒")
    told = await phone.writes(words)
    assert told
    assert "特扶" not in told
    assert "特别扶助" not in told


@pytest.mark.parametrize("words", ["N", "t", "r"])
async def test_a_letter_opts_out_even_while_a_question_is_open_and_the_way_back_is_told(
    phone: Phone, words: str
) -> None:
    phone.confirmed_elsewhere = True
    assert "先回“订阅”恢复" not in await phone.writes(words)
    await phone.writes("订阅")
    await phone.writes("check:rural-family-reward")
    told = await phone.writes(words)
    assert "已为您退订" in told
    assert "先回“订阅”恢复,再回数字" in told
