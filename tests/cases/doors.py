"""The conversations in tests/cases, held at each door as residents stand before it: web, Telegram and short message."""

import re
from collections.abc import Awaitable, Callable
from html import unescape
from pathlib import Path

import httpx
from aiogram.types import Update
from prometheus_client import CollectorRegistry

from bot.channels.answering import Answering
from bot.channels.sms.discretion import Discretion
from bot.channels.telegram.door import TelegramDoor
from bot.channels.telegram.opening import make_bot
from bot.channels.web.app import Meters, create_app
from bot.channels.web.limits import Flood
from bot.conversation import Conversation
from bot.ports import Speaker, Understanding
from bot.turn import Turn
from bot.wording import Wording
from campaigns.consent_words import ConsentWords
from db.arrival_store import ArrivalStore
from db.mark_store import MarkStore
from nlu.catalogue import CATALOGUE
from tests.bot.sms.conftest import PHONE, Phone, assessor
from tests.cases.runner import TODAY, Case, Exchange, hold
from tests.databases import scratch
from tests.fakes import Clock, MemorySessionStore, ScriptedUnderstanding
from tests.telegram_fake import TOKEN, telegram_fake

PRIVATE = Discretion.of(assessor().book)
NOT_BY_SMS = "短信里不问也不说"
OTHERWISE_BY_SMS = {"返回撤一题,跳过不再问"}
"""Skips everything, also what is private: by short message the result says so and names none of it."""
Say = Callable[[str], Awaitable[str]]
Door = Callable[[Case, Understanding, Path], Awaitable[list[str]]]


async def otherwise(
    case: Case, sessions: MemorySessionStore, speaker: Speaker, clock: Clock, say: Say, *, sms: bool = False
) -> list[str]:
    """Holds a conversation and gives what was not said as it should be."""
    wrong: list[str] = []
    told = ""
    for exchange in case.exchanges:
        if exchange.answers is None:
            told = await say(exchange.say)
        else:
            for _ in range(exchange.at_most + 1):
                remembered = await sessions.load(speaker, clock())
                check = remembered.memory.state.check if remembered else None
                if check is None or check.asked is None:
                    break
                told = await say(exchange.answers.get(check.asked, "跳过"))
        if sms and _is_private(exchange):
            wrong += [] if NOT_BY_SMS in told else [f"tells what is private: {told}"]
            return wrong + [f"names {name}" for name in PRIVATE.names if name in told]
        flat = re.sub(r"\s", "", told)
        wrong += [
            f"lacks {part!r}: {told}" for part in exchange.contains if re.sub(r"\s", "", part) not in flat
        ]
        wrong += [f"says {part!r}: {told}" for part in exchange.lacks if re.sub(r"\s", "", part) in flat]
    return wrong


def _is_private(exchange: Exchange) -> bool:
    asked = set((exchange.heard or {}).get("benefits", ()))
    return bool(asked) and asked <= PRIVATE.ids


async def on_the_web(case: Case, understanding: Understanding, folder: Path) -> list[str]:
    sessions, clock, wording = MemorySessionStore(), Clock(), Wording.load()
    conversation = Conversation(sessions, understanding, assessor(), wording, clock, lambda: case.on)

    async def probe() -> dict[str, bool]:
        return {"database": True}

    flood = Flood(per_session=1000, per_address=1000)
    meters = Meters(CollectorRegistry())
    app = create_app(
        conversation, assessor(), assessor().book, wording, lambda: case.on, flood, probe, meters
    )
    transport = httpx.ASGITransport(app=app)
    wrong: list[str] = []
    async with httpx.AsyncClient(transport=transport, base_url="http://door") as client:

        async def say(words: str) -> str:
            response = await client.post("/api/chat", json={"session": "case", "text": words})
            body = response.json()
            if response.status_code != 200:
                wrong.append(f"{response.status_code}: {body}")
                return ""
            labels = [option["label"] for reply in body["replies"] for option in reply["options"]]
            return "\n".join([*(reply["text"] for reply in body["replies"]), *labels])

        return await otherwise(case, sessions, Speaker("web", "case"), clock, say) + wrong


async def on_telegram(case: Case, understanding: Understanding, folder: Path) -> list[str]:
    async with telegram_fake() as fake, scratch("sqlite", folder, "") as database:
        bot = make_bot(TOKEN, fake.url)
        sessions, clock, wording = MemorySessionStore(), Clock(), Wording.load()
        conversation = Conversation(sessions, understanding, assessor(), wording, clock, lambda: case.on)
        answering = Answering(sessions, ArrivalStore(database), wording, clock)
        marks = MarkStore(database, b"a key for tests only")
        door = TelegramDoor(bot, conversation, answering, marks, wording, clock)

        async def say(words: str) -> str:
            before = len(fake.texts())
            await door.take(Update.model_validate(fake.said(words), context={"bot": bot}))
            return unescape("\n".join(fake.texts()[before:]))

        try:
            return await otherwise(case, sessions, Speaker("telegram", "7"), clock, say)
        finally:
            await bot.session.close()


async def by_sms(case: Case, understanding: Understanding, folder: Path) -> list[str]:
    async with scratch("sqlite", folder, "") as database:
        phone = Phone(database, understanding=understanding)

        async def say(words: str) -> str:
            whole = page = await phone.writes(words)
            while page.endswith("回M看更多"):
                page = await phone.writes("M")
                whole = whole.removesuffix("回M看更多") + "\n" + page
            return whole

        speaker = Speaker("sms", PHONE)
        return await otherwise(case, phone.sessions, speaker, phone.clock, say, sms=True)


DOORS: dict[str, Door] = {"web": on_the_web, "telegram": on_telegram, "sms": by_sms}


async def held_at(channel: str, cases: tuple[Case, ...]) -> list[Case]:
    """Gives the cases that can be held at a door."""
    return [case for case in cases if channel != "sms" or await fits_sms(case)]


async def fits_sms(case: Case) -> bool:
    """Said on this day, on the way to nothing private, and with no word that would be an opt-out there."""
    if any(_is_private(exchange) for exchange in case.exchanges[:1]):
        return True
    if (
        case.on != TODAY
        or case.name in OTHERWISE_BY_SMS
        or any(ConsentWords().read(exchange.say) for exchange in case.exchanges)
    ):
        return False
    asked = {fact for each in case.exchanges for fact in each.answers or ()}

    def note(exchange: Exchange, turn: Turn) -> list[str]:
        asked.update({turn.asking.fact} if turn.asking else ())
        return []

    await hold(case, assessor().book, ScriptedUnderstanding(case.script()), Wording.load(), note)
    private = any(CATALOGUE[fact].sensitive for fact in asked) or "怕您为难" in str(case)
    return not private and not any(name in str(case) for name in (*PRIVATE.names, *PRIVATE.ids))


def about(case: Case) -> set[str]:
    """Gives the benefits and topics of which a case expects that they are understood."""
    found: set[str] = set()
    for exchange in case.exchanges:
        heard = exchange.heard or {}
        found |= {*heard.get("benefits", ()), *([heard["topic"]] if heard.get("topic") else [])}
    return found
