"""The public door on real policies and words, with a memory of its own and understanding by words alone."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache

import httpx
import pytest
from prometheus_client import CollectorRegistry

from bot.channels.web.app import Meters, create_app
from bot.channels.web.limits import Flood
from bot.conversation import Conversation
from bot.wording import Wording
from nlu.eligibility import Assessor
from nlu.interpretation import Interpretation
from nlu.lexicon import Lexicon, Names
from nlu.policybook import load_book
from nlu.reading.people import Kin
from tests.fakes import MemorySessionStore

TODAY = date(2026, 11, 25)


@cache
def assessor() -> Assessor:
    return Assessor(load_book())


class ByWords:
    """An `Understanding` without a model."""

    def __init__(self) -> None:
        self._lexicon = Lexicon(Names.of(assessor().book))

    async def understand(self, text: str, asked: str | None, about: Kin, on: date) -> Interpretation:
        return self._lexicon.understand(text, on, asked, about)


@dataclass
class Health:
    """What the door is told of the things it needs."""

    database: bool = True
    understanding: bool = False


@pytest.fixture
def health() -> Health:
    return Health()


@pytest.fixture
async def door(health: Health) -> AsyncIterator[httpx.AsyncClient]:
    async def probe() -> dict[str, bool]:
        return {"database": health.database, "understanding": health.understanding}

    wording = Wording.load()
    conversation = Conversation(
        MemorySessionStore(),
        ByWords(),
        assessor(),
        wording,
        lambda: datetime(2026, 11, 25, 2, tzinfo=UTC),
        lambda: TODAY,
    )
    flood = Flood(per_session=20, per_address=400)
    app = create_app(
        conversation,
        assessor(),
        assessor().book,
        wording,
        lambda: TODAY,
        flood,
        probe,
        Meters(CollectorRegistry()),
    )
    transport = httpx.ASGITransport(app=app, client=("203.0.113.5", 4000))
    async with httpx.AsyncClient(transport=transport, base_url="http://door") as client:
        yield client
