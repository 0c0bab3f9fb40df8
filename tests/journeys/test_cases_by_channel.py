"""The conversations in tests/cases, held on Telegram over HTTP and by signed short messages: the same is said there."""

import re
import sys
from collections.abc import Awaitable, Callable
from html import unescape
from pathlib import Path

import pytest
from aiogram.types import Update

from bot.channels.answering import Answering
from bot.channels.sms.discretion import Discretion
from bot.channels.telegram.door import TelegramDoor
from bot.channels.telegram.opening import make_bot
from bot.conversation import Conversation
from bot.ports import Speaker, Understanding
from bot.turn import Turn
from bot.wording import Wording
from db.arrival_store import ArrivalStore
from db.mark_store import MarkStore
from nlu.catalogue import CATALOGUE
from nlu.lexicon import Lexicon, Names
from tests.bot.sms.conftest import PHONE, Phone, assessor
from tests.cases.runner import Case, Exchange, hold, read_cases
from tests.databases import scratch
from tests.fakes import Clock, MemorySessionStore, ScriptedUnderstanding, WordUnderstanding
from tests.telegram_fake import TOKEN, telegram_fake

CASES = tuple(case for case in read_cases())
OTHERWISE_BY_SMS = {"怕人为难的问题先不问", "返回撤一题,跳过不再问"}
"""What these say of private matters is not said by short message."""
PRIVATE = Discretion.of(assessor().book)
TODAY = CASES[0].on
Say = Callable[[str], Awaitable[str]]


async def otherwise(
    case: Case, sessions: MemorySessionStore, speaker: Speaker, clock: Clock, say: Say
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
        flat = re.sub(r"\s", "", told)
        wrong += [
            f"lacks {part!r}: {told}" for part in exchange.contains if re.sub(r"\s", "", part) not in flat
        ]
        wrong += [f"says {part!r}: {told}" for part in exchange.lacks if re.sub(r"\s", "", part) in flat]
    return wrong


async def on_telegram(case: Case, understanding: Understanding, folder: Path) -> list[str]:
    async with telegram_fake() as fake, scratch("sqlite", folder, "") as database:
        bot, sessions, clock, wording = (
            make_bot(TOKEN, fake.url),
            MemorySessionStore(),
            Clock(),
            Wording.load(),
        )
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

        return await otherwise(case, phone.sessions, Speaker("sms", PHONE), phone.clock, say)


HOLD = {"telegram": on_telegram, "sms": by_sms}


async def fits_sms(case: Case) -> bool:
    """Said on this day, about nothing private, and with no word that would be an opt-out there."""
    if case.name in OTHERWISE_BY_SMS:
        return False
    if any(CATALOGUE[fact].sensitive for each in case.exchanges for fact in each.answers or ()):
        return False
    asked: set[str] = set()

    def note(exchange: Exchange, turn: Turn) -> list[str]:
        asked.update({turn.asking.fact} if turn.asking else ())
        return []

    await hold(case, assessor().book, ScriptedUnderstanding(case.script()), Wording.load(), note)
    if any(CATALOGUE[fact].sensitive for fact in asked):
        return False
    told = str(case)
    ids = {str(heard) for each in case.exchanges for heard in (each.heard or {}).get("benefits", ())}
    private = ids & PRIVATE.ids or any(name in told for name in (*PRIVATE.names, *PRIVATE.ids))
    return case.on == TODAY and not private and "opt_" not in told and "退订" not in told


@pytest.mark.slow
@pytest.mark.parametrize("channel", HOLD)
async def test_conversations_go_as_written(
    channel: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cases = [case for case in CASES if channel == "telegram" or await fits_sms(case)]
    failed = {}
    for case in cases:
        if wrong := await HOLD[channel](case, ScriptedUnderstanding(case.script()), tmp_path):
            failed[case.name] = wrong
    with capsys.disabled():
        sys.stdout.write(
            f"\n{channel}: {len(cases) - len(failed)} of {len(cases)} conversations go as written\n"
        )
        sys.stdout.write("".join(f"  {name}: {wrong[0][:300]}\n" for name, wrong in failed.items()))
    assert len(cases) >= 15
    assert not failed


@pytest.mark.slow
@pytest.mark.parametrize("channel", HOLD)
async def test_most_go_as_written_when_only_words_are_understood(
    channel: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cases = [case for case in CASES if not case.scripted and (channel == "telegram" or await fits_sms(case))]
    words = WordUnderstanding(Lexicon(Names.of(assessor().book)))
    right = sum([not await HOLD[channel](case, words, tmp_path) for case in cases])
    with capsys.disabled():
        sys.stdout.write(f"\n{channel} without the model: {right} of {len(cases)} go as written\n")
    assert right / len(cases) >= 0.6
