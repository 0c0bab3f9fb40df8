"""A conversation by short message: digits, pages, discretion, consent, and one answer to each message."""

import asyncio
import json
from datetime import date

import pytest

from bot.ports import Speaker
from campaigns.consent import Basis, ConsentKind, Standing
from nlu.interpretation import Interpretation
from nlu.reading.people import Kin
from tests.bot.sms.conftest import PHONE, Phone, cost

HER = Speaker("sms", PHONE)


@pytest.mark.parametrize(("words", "said", "topic"), [
    ("我要退订", "已为您退订,", ""), ("不要再给我发短信了", "已为您退订,", ""), ("停", "已为您退订,", ""),
    ("退订育儿补贴", "已为您退订“育儿补贴”的短信", "childcare-subsidy"),
    ("退订特扶金", "已为您退订您说的这一类短信", "special-family-allowance"),
    ("退订天气预报", "没认出是哪一类短信,先为您全部退订了", ""),
])  # fmt: skip
async def test_an_everyday_wish_for_no_more_is_met_at_once(
    phone: Phone, words: str, said: str, topic: str
) -> None:
    told = await phone.writes(words)
    assert said in told
    assert cost(told) <= 2
    newest = (await phone.consents.records_of(PHONE))[0]
    assert (newest.kind, newest.topic) == (ConsentKind.OPT_OUT, topic)
    assert (await phone.writes("请问退订以后还能领钱吗")) != ""
    assert await phone.consents.standing_of(PHONE, topic, Basis.DUTY) is Standing.OPTED_OUT


@pytest.mark.parametrize(
    "words",
    [
        *(
            "不要退订",
            "不想退订",
            "可以退订",
            "误退订",
            "退订错了",
            "取消订阅可以吗?",
            "退订育儿补贴?",
            "退订吗",
        ),
        *("退订短信?", "育儿补贴可以退订吗", "我没有退订", "能不能退订"),
    ],
)
async def test_who_speaks_of_refusing_and_wishes_nothing_is_told_how(phone: Phone, words: str) -> None:
    told = await phone.writes(words)
    assert told.startswith("短信的设置没有动。不想再收,回“退订”两个字")
    assert cost(told) <= 2
    assert not await phone.consents.records_of(PHONE)


async def test_a_self_check_goes_by_digits_and_words(phone: Phone) -> None:
    await phone.writes("菜单")
    told = await phone.writes("1")
    assert "\n1 企业\n2 " in told
    assert told.endswith("也可回:跳过")
    for words in ("3 我是女的", "62", "返回", "不清楚", "跳过"):
        told = await phone.writes(words)
        assert told
        assert cost(told) <= 4
    assert '"self.sex": "female"' in phone.sessions.kept[HER][0]


async def test_a_long_answer_is_read_by_pages_to_its_end(phone: Phone) -> None:
    await phone.writes("你好")
    pages = [await phone.writes("育儿补贴怎么办理")]
    while pages[-1].endswith("回M看更多"):
        phone.app = None  # another process turns the page
        pages.append(await phone.writes("m" if len(pages) % 2 else "M"))
        assert len(pages) < 10
    assert len(pages) > 1
    assert all(cost(page) <= 4 for page in pages)
    assert "也可回:菜单" in pages[-1]
    said = "".join(page.removesuffix("回M看更多") for page in pages).replace("\n", "")
    service = json.loads(phone.sessions.kept[HER][0])["lines"][-1][1]
    assert said.startswith(service.replace("\n", ""))
    assert await phone.writes("M") == "已经说完了。"


async def test_a_question_mark_tells_how_and_asks_again(phone: Phone) -> None:
    asked = await phone.writes("帮我查奖扶")
    helped = await phone.writes("?")
    assert "怎么用" in helped
    assert asked.split("\n")[-1] in helped


@pytest.mark.parametrize("words", [
    "特别扶助多少钱", "特扶金我能领吗", "帮我查并发症扶助", "一次性抚慰金怎么领", "特殊家庭住房优先什么条件",
])  # fmt: skip
async def test_a_private_matter_is_offered_elsewhere(phone: Phone, words: str) -> None:
    told = await phone.writes(words)
    assert "短信里不问也不说" in told
    assert "12345" in told
    assert '"check": null' in phone.sessions.kept[HER][0]
    phone.app, phone.link = None, "https://huimin.example/"
    assert "https://huimin.example/" in await phone.writes(words)


async def test_a_private_matter_in_the_middle_of_a_check_does_not_end_it(phone: Phone) -> None:
    asked = await phone.writes("check:childcare-subsidy")
    told = await phone.writes("特扶金多少钱")
    assert "短信里不问也不说" in told
    assert asked.split("\n")[-2] in told
    assert "户口在哪里" in await phone.writes("2025年3月")


async def test_answers_that_come_after_the_conversation_was_forgotten_are_not_taken(phone: Phone) -> None:
    await phone.writes("帮我查奖扶")
    phone.clock.move(minutes=45)
    assert "不知道您回的是哪一题" in await phone.writes("1")
    assert await phone.writes("奖扶多少钱")


class SlowUnderstanding:
    """An `Understanding` that waits until it is let go."""

    def __init__(self, words: object) -> None:
        self.words, self.go, self.entered = words, asyncio.Event(), asyncio.Event()

    async def understand(self, text: str, asked: str | None, about: Kin, on: date) -> Interpretation:
        self.entered.set()
        await self.go.wait()
        return await self.words.understand(text, asked, about, on)  # type: ignore[attr-defined,no-any-return]


async def test_an_answer_to_a_question_that_changed_meanwhile_is_not_taken(phone: Phone) -> None:
    await phone.writes("帮我查奖扶")
    slow = SlowUnderstanding(phone.understanding)
    phone.understanding, phone.app = slow, None
    phone.open()
    first = asyncio.create_task(phone.writes("我家情况是这样的,我是女的,今年62岁,农村户口"))
    await slow.entered.wait()
    second = asyncio.create_task(phone.writes("1"))
    await phone.sessions.loads_reach(phone.sessions.loads + 1)
    slow.go.set()
    await first
    before = phone.sessions.kept[HER][0]
    assert "没有算" in await second
    assert phone.sessions.kept[HER][0] == before


async def test_an_answer_that_takes_long_comes_as_a_message_of_its_own(phone: Phone) -> None:
    slow = SlowUnderstanding(phone.understanding)
    phone.understanding, phone.wait_seconds = slow, 0.1
    started = asyncio.get_running_loop().time()
    assert await phone.writes("奖扶有哪些说法多少钱一年呢", "SM-slow") == ""
    assert asyncio.get_running_loop().time() - started < 1
    slow.go.set()
    await asyncio.wait_for(phone.sent.wait(), 5)
    assert phone.late[0][0] == PHONE
    assert await phone.writes("奖扶有哪些说法多少钱一年呢", "SM-slow") == ""
    assert len(phone.late) == 1


async def test_a_message_that_comes_twice_is_answered_once_even_by_another_process(phone: Phone) -> None:
    assert await phone.writes("你好", "SM-twice")
    assert await phone.writes("你好", "SM-twice") == ""
    phone.app = None
    assert await phone.writes("你好", "SM-twice") == ""


@pytest.mark.parametrize(("words", "confirmed"), [
    ("退订", True), ("TD", True), ("R", True), ("n", True), ("STOP", False), ("unsubscribe", False),
])  # fmt: skip
async def test_opting_out_comes_first_and_is_confirmed_once(
    phone: Phone, words: str, confirmed: bool
) -> None:
    await phone.writes("帮我查奖扶")
    before = phone.sessions.kept[HER][0]
    told = await phone.writes(words, "SM-out")
    assert ("退订" in told) is confirmed
    assert await phone.writes(words, "SM-out") == ""
    (record,) = await phone.consents.records_of(PHONE)
    assert record.kind is ConsentKind.OPT_OUT
    assert phone.sessions.kept[HER][0] == before


async def test_where_no_provider_confirms_we_do(phone: Phone) -> None:
    phone.confirmed_elsewhere = False
    assert "退订" in await phone.writes("STOP")


@pytest.mark.parametrize("signature", ["", "wrong", "签名".encode(), b"\xff"])
async def test_only_what_twilio_signed_is_heard(phone: Phone, signature: str | bytes) -> None:
    form = {"MessageSid": "SM1", "From": PHONE, "Body": "你好"}
    assert (await phone.post(form, signature)).status_code == 403
    assert not phone.sessions.kept


async def test_fields_without_a_value_are_signed_too_and_empty_messages_get_no_answer(phone: Phone) -> None:
    assert await phone.writes(" ") == ""
    response = await phone.post({"MessageSid": "", "From": "", "Body": ""})
    assert response.status_code == 200


async def test_marks_of_xml_in_an_answer_are_escaped(phone: Phone) -> None:
    response = await phone.post({"MessageSid": "SM1", "From": PHONE, "Body": "<b>&"})
    assert response.status_code == 200
    assert "<b>" not in response.text
