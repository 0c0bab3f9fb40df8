"""The client understands over real HTTP, and words alone do when the model does not answer."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import date
from typing import Any

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer

from nlu.interpretation import Aspect, Intent
from nlu.lexicon import Lexicon, Names
from nlu.policybook import load_book
from nlu.rasa_client import RasaClient
from nlu.rasa_reply import RasaReplyError, read_reply
from nlu.reading.people import Kin

ON = date(2026, 11, 25)
Json = dict[str, Any]
Answering = Callable[[Json], Awaitable[web.StreamResponse]]


def reply(intent: str, confidence: float = 0.9, **parts: object) -> Json:
    """What `POST /model/parse` gives."""
    return {
        "text": "",
        "intent": {"name": intent, "confidence": confidence},
        "intent_ranking": [],
        "benefits": [],
        "topics": [],
        "aspect": {"name": "general", "confidence": 0.9},
        "scope": {"score": 2.0, "in_scope": True},
        "entities": [],
        **parts,
    }


def guess(name: str, confidence: float) -> Json:
    return {"name": name, "confidence": confidence}


class FakeRasa:
    """A server that speaks Rasa's format; `answering` says how."""

    def __init__(self) -> None:
        self.asked: list[Json] = []
        self.answering: Answering = self._json({})

    def says(self, body: object, status: int = 200) -> None:
        self.answering = self._json(body, status)

    @staticmethod
    def _json(body: object, status: int = 200) -> Answering:
        async def answer(_: Json) -> web.StreamResponse:
            return web.json_response(body, status=status)

        return answer

    async def parse(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(await request.json())
        return await self.answering(self.asked[-1])


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon(Names.of(load_book()))


@pytest.fixture
async def rasa() -> AsyncIterator[tuple[FakeRasa, str]]:
    fake = FakeRasa()
    application = web.Application()
    application.router.add_post("/model/parse", fake.parse)
    async with TestServer(application) as server:
        yield fake, str(server.make_url("/"))


@pytest.fixture
async def client(rasa: tuple[FakeRasa, str], lexicon: Lexicon) -> AsyncIterator[RasaClient]:
    async with ClientSession() as session:
        yield RasaClient(session, rasa[1], lexicon, timeout_seconds=0.3, rest_seconds=0.0)


async def test_a_question_with_facts_becomes_one_interpretation(
    client: RasaClient, rasa: tuple[FakeRasa, str]
) -> None:
    rasa[0].says(
        reply(
            "ask_benefit",
            benefits=[guess("urban-elder-bonus", 0.06), guess("rural-family-reward", 0.93)],
            aspect=guess("amount", 0.8),
        )
    )
    understood = await client.understand("我６２了，農村戶口，獎扶多少錢", None, Kin.ME, ON)
    assert (understood.intent, understood.benefits) == (Intent.ASK_BENEFIT, ("rural-family-reward",))
    assert understood.aspect is Aspect.AMOUNT
    assert dict(understood.facts) == {"self.age": 62, "self.hukou_type": "rural"}
    assert [g.name for g in understood.guesses] == ["rural-family-reward", "urban-elder-bonus"]
    assert (understood.confidence, understood.degraded) == (0.9, False)
    assert rasa[0].asked == [{"text": "我62了,农村户口,奖扶多少钱"}]


async def test_two_benefits_are_both_taken(client: RasaClient, rasa: tuple[FakeRasa, str]) -> None:
    rasa[0].says(
        reply("ask_benefit", benefits=[guess("rural-family-reward", 0.8), guess("pension-supplement", 0.7)])
    )
    understood = await client.understand("奖扶和农保增发能一起领吗", None, Kin.ME, ON)
    assert understood.benefits == ("rural-family-reward", "pension-supplement")


async def test_an_ambiguous_name_is_told(client: RasaClient, rasa: tuple[FakeRasa, str]) -> None:
    rasa[0].says(
        reply("ask_benefit", benefits=[guess("one-child-allowance", 0.6), guess("urban-elder-bonus", 0.55)])
    )
    assert (await client.understand("独生子女费怎么领", None, Kin.ME, ON)).ambiguous == "独生子女费"


async def test_a_topic_is_told(client: RasaClient, rasa: tuple[FakeRasa, str]) -> None:
    rasa[0].says(reply("ask_topic", topics=[guess("privacy", 0.9)]))
    understood = await client.understand("会不会泄露", None, Kin.ME, ON)
    assert (understood.intent, understood.topic) == (Intent.ASK_TOPIC, "privacy")


async def test_what_is_out_of_scope_is_never_the_nearest_answer(
    client: RasaClient, rasa: tuple[FakeRasa, str]
) -> None:
    rasa[0].says(
        reply(
            "ask_benefit",
            benefits=[guess("rural-family-reward", 0.9)],
            scope={"score": -3.0, "in_scope": False},
        )
    )
    understood = await client.understand("公积金怎么提取", None, Kin.ME, ON)
    assert (understood.intent, understood.benefits) == (Intent.OUT_OF_SCOPE, ())


@pytest.mark.parametrize(
    ("text", "chance", "intent"),
    [
        ("户口在宜昌", 0.1, Intent.TELL),
        ("爱人户口在湖南农村", 0.05, Intent.TELL),
        ("户口在宜昌的奖扶怎么领", 0.1, Intent.OUT_OF_SCOPE),
        ("我妈妈", 0.1, Intent.OUT_OF_SCOPE),
        ("武汉通学生卡", 0.1, Intent.OUT_OF_SCOPE),
        ("武汉通学生卡", 0.4, Intent.ASK_BENEFIT),
    ],
)
async def test_what_the_model_finds_strange_is_brought_back_by_plain_words_alone(
    client: RasaClient, rasa: tuple[FakeRasa, str], text: str, chance: float, intent: Intent
) -> None:
    rasa[0].says(reply("out_of_scope", 1 - chance, scope={"score": chance, "in_scope": False}))
    assert (await client.understand(text, None, Kin.ME, ON)).intent is intent


async def test_a_fact_that_names_a_benefit_is_told_and_not_asked(
    client: RasaClient, rasa: tuple[FakeRasa, str]
) -> None:
    rasa[0].says(reply("ask_benefit", benefits=[guess("prepregnancy-checkup", 0.9)]))
    told = await client.understand("免费的孕前检查这胎没用过", None, Kin.ME, ON)
    assert (told.intent, dict(told.facts)) == (Intent.TELL, {"household.checkup_used": False})
    asked = await client.understand("孕前检查没用过还能去吗", None, Kin.ME, ON)
    assert asked.intent is Intent.ASK_BENEFIT


async def test_an_emergency_is_one_whatever_the_scope(client: RasaClient, rasa: tuple[FakeRasa, str]) -> None:
    rasa[0].says(reply("emergency", scope={"score": -3.0, "in_scope": False}))
    assert (await client.understand("出血了", None, Kin.ME, ON)).intent is Intent.EMERGENCY


async def test_an_answer_to_our_question_is_not_out_of_scope(
    client: RasaClient, rasa: tuple[FakeRasa, str]
) -> None:
    rasa[0].says(reply("out_of_scope", scope={"score": -3.0, "in_scope": False}))
    understood = await client.understand("62", "self.age", Kin.ME, ON)
    assert (understood.intent, dict(understood.facts)) == (Intent.TELL, {"self.age": 62})


async def test_the_person_spoken_for_is_told(client: RasaClient, rasa: tuple[FakeRasa, str]) -> None:
    rasa[0].says(reply("tell"))
    assert (await client.understand("我妈62", None, Kin.ME, ON)).about is Kin.MOTHER


@pytest.mark.parametrize(
    "body", [{}, [], "no", {"intent": None}, {"intent": {"name": "ask_benefit"}}, reply("dance")]
)
async def test_an_answer_in_another_form_is_replaced_by_words_alone(
    client: RasaClient, rasa: tuple[FakeRasa, str], body: object
) -> None:
    rasa[0].says(body)
    understood = await client.understand("奖扶多少钱", None, Kin.ME, ON)
    assert (understood.benefits, understood.degraded) == (("rural-family-reward",), True)


async def test_an_error_is_replaced_by_words_alone(client: RasaClient, rasa: tuple[FakeRasa, str]) -> None:
    rasa[0].says({"message": "boom"}, 500)
    assert (await client.understand("奖扶多少钱", None, Kin.ME, ON)).degraded


async def test_a_model_that_hangs_is_not_waited_for(client: RasaClient, rasa: tuple[FakeRasa, str]) -> None:
    async def hang(_: Json) -> web.StreamResponse:
        await asyncio.sleep(3)
        return web.json_response({})

    rasa[0].answering = hang
    started = asyncio.get_running_loop().time()
    understood = await client.understand("奖扶多少钱", None, Kin.ME, ON)
    assert understood.degraded
    assert asyncio.get_running_loop().time() - started < 2


async def test_a_model_that_failed_is_let_be_for_a_moment(
    rasa: tuple[FakeRasa, str], lexicon: Lexicon
) -> None:
    async with ClientSession() as session:
        client = RasaClient(session, rasa[1], lexicon, rest_seconds=60)
        rasa[0].says({}, 500)
        await client.understand("奖扶", None, Kin.ME, ON)
        await client.understand("奖扶", None, Kin.ME, ON)
    assert len(rasa[0].asked) == 1


async def test_nobody_listening_is_no_error(lexicon: Lexicon, unused_tcp_port: int) -> None:
    async with ClientSession() as session:
        client = RasaClient(session, f"http://127.0.0.1:{unused_tcp_port}", lexicon)
        understood = await client.understand("我62,育儿补贴怎么申请", None, Kin.ME, ON)
    assert (understood.benefits, understood.degraded) == (("childcare-subsidy",), True)


async def test_an_empty_text_is_not_sent(client: RasaClient, rasa: tuple[FakeRasa, str]) -> None:
    await client.understand("😀", None, Kin.ME, ON)
    assert rasa[0].asked == []


def test_the_fault_of_an_answer_is_named() -> None:
    with pytest.raises(RasaReplyError, match="benefits"):
        read_reply(reply("tell", benefits={"name": "x"}))
