"""The door on Telegram over real HTTP: a fake Bot API, real policies and words, a database of its own."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from aiogram import Bot
from aiogram.types import Update

from bot.channels.answering import Answering
from bot.channels.telegram.door import TelegramDoor
from bot.channels.telegram.opening import make_bot
from bot.conversation import Conversation
from bot.wording import Wording
from db.arrival_store import ArrivalStore
from db.mark_store import MarkStore
from db.session import Database
from nlu.eligibility import Assessor
from nlu.lexicon import Lexicon, Names
from nlu.policybook import load_book
from tests.databases import scratch
from tests.fakes import Clock, Desk, MemorySessionStore, WordUnderstanding
from tests.telegram_fake import TOKEN, TelegramFake, telegram_fake

KEY = b"a key for tests only"


@cache
def assessor() -> Assessor:
    return Assessor(load_book())


@dataclass
class Room:
    """A door and what stands behind it."""

    fake: TelegramFake
    bot: Bot
    database: Database
    sessions: MemorySessionStore
    clock: Clock
    marks: MarkStore

    desk: Desk = field(default_factory=Desk)

    def door(self) -> TelegramDoor:
        """A door as a fresh process would open it."""
        wording = Wording.load()
        understanding = WordUnderstanding(Lexicon(Names.of(assessor().book)))
        conversation = Conversation(
            self.sessions,
            understanding,
            assessor(),
            wording,
            self.clock,
            lambda: date(2026, 11, 25),
            self.desk,
        )
        answering = Answering(self.sessions, ArrivalStore(self.database), wording, self.clock)
        return TelegramDoor(self.bot, conversation, answering, self.marks, wording, self.clock)

    async def take(self, update: dict[str, object], door: TelegramDoor | None = None) -> None:
        await (door or self.door()).take(Update.model_validate(update, context={"bot": self.bot}))


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Room]:
    async with telegram_fake() as fake, scratch("sqlite", tmp_path, "") as database:
        bot = make_bot(TOKEN, fake.url)
        try:
            yield Room(fake, bot, database, MemorySessionStore(), Clock(), MarkStore(database, KEY))
        finally:
            await bot.session.close()
