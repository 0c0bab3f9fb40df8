"""The door by short message: real policies and words, a database of its own, calls signed as Twilio signs them."""

import asyncio
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from html import unescape
from pathlib import Path
from zoneinfo import ZoneInfo

import httpx
import pytest
from fastapi import FastAPI, Request
from twilio.request_validator import RequestValidator

from bot.campaign_wording import CampaignWording
from bot.channels.answering import Answering
from bot.channels.sms.discretion import Discretion
from bot.channels.sms.door import SmsDoor
from bot.channels.sms.inbound import twilio_inbound
from bot.channels.sms.occasions import Occasioned
from bot.channels.sms.ports import Occasions
from bot.channels.sms.saying import Pages
from bot.conversation import Conversation
from bot.ports import Remembered, Speaker, Understanding
from bot.wording import Wording
from campaigns.provider import SegmentRule
from campaigns.replies import ReplyIntake
from campaigns.segments import segments
from campaigns.webhooks import TwilioSignature, signed_form
from db.arrival_store import ArrivalStore
from db.consent_store import ConsentStore
from db.hashes import Fingerprint
from db.mark_store import MarkStore
from db.reply_store import ReplyStore
from db.session import Database
from house_campaigns import consent_words
from nlu.eligibility import Assessor
from nlu.lexicon import Lexicon, Names
from nlu.policybook import load_book
from tests.databases import scratch
from tests.fakes import Clock, MemorySessionStore, WordUnderstanding

PUBLIC, TOKEN = "https://huimin.example", "12345"
PHONE = "+8610000000001"  # cannot be allocated
TODAY = date(2026, 11, 25)
FINGERPRINT = Fingerprint(b"f" * 32)


@cache
def assessor() -> Assessor:
    return Assessor(load_book())


def cost(text: str) -> int:
    return segments(text, SegmentRule.TWILIO)


class WatchedSessions(MemorySessionStore):
    """Sessions that tell how often they were looked up."""

    def __init__(self) -> None:
        super().__init__()
        self.loads = 0
        self.looked_up = asyncio.Condition()

    async def load(self, speaker: Speaker, now: datetime) -> Remembered | None:
        found = await super().load(speaker, now)
        async with self.looked_up:
            self.loads += 1
            self.looked_up.notify_all()
        return found

    async def loads_reach(self, count: int) -> None:
        async with asyncio.timeout(5), self.looked_up:
            await self.looked_up.wait_for(lambda: self.loads >= count)


@dataclass
class Phone:
    """A resident's phone, and everything behind the door it writes to."""

    database: Database
    sessions: WatchedSessions = field(default_factory=WatchedSessions)
    clock: Clock = field(default_factory=Clock)
    late: list[tuple[str, str]] = field(default_factory=list)
    sent: asyncio.Event = field(default_factory=asyncio.Event)
    link: str = ""
    wait_seconds: float = 30.0
    confirmed_elsewhere: bool = True
    understanding: Understanding = field(
        default_factory=lambda: WordUnderstanding(Lexicon(Names.of(assessor().book)))
    )
    occasions: Occasions | None = None
    number: int = 0
    app: FastAPI | None = None

    @property
    def consents(self) -> ConsentStore:
        return ConsentStore(self.database, FINGERPRINT)

    async def send(self, phone: str, text: str) -> None:
        self.late.append((phone, text))
        self.sent.set()

    def open(self) -> FastAPI:
        """The door as a fresh process would open it."""
        wording, signature = Wording.load(), TwilioSignature(TOKEN, PUBLIC)
        conversation = Conversation(
            self.sessions, self.understanding, assessor(), wording, self.clock, lambda: TODAY
        )

        async def read_form(request: Request, given: str | None) -> dict[str, str]:
            return await signed_form(request, signature, given)

        replies = ReplyStore(self.database, FINGERPRINT)
        discretion = Discretion.of(assessor().book)
        door = SmsDoor(
            conversation,
            Answering(self.sessions, ArrivalStore(self.database), wording, self.clock),
            self.sessions,
            MarkStore(self.database, b"a key for tests only"),
            ReplyIntake(replies, consent_words(assessor().book), self.clock),
            self.occasions or replies,
            Occasioned(
                assessor().book,
                discretion,
                CampaignWording.load(),
                "武汉卫健",
                ZoneInfo("Asia/Shanghai"),
                lambda: TODAY,
            ),
            discretion,
            Pages(cost, "", wording.channel("sms_more"), wording.channel("sms_ways", words="{words}")),
            wording,
            self.clock,
            link=self.link,
            confirmed_elsewhere=self.confirmed_elsewhere,
        )
        app = FastAPI()
        app.include_router(twilio_inbound(door, self, read_form, wording.frame("busy"), self.wait_seconds))
        self.app = app
        return app

    async def post(self, form: dict[str, str], signature: str | bytes | None = None) -> httpx.Response:
        """Calls as Twilio would, signed over the public address."""
        if signature is None:
            signature = RequestValidator(TOKEN).compute_signature(f"{PUBLIC}/twilio/inbound", form)
        transport = httpx.ASGITransport(app=self.app or self.open())
        async with httpx.AsyncClient(transport=transport, base_url="http://door") as client:
            headers = [
                (b"X-Twilio-Signature", signature if isinstance(signature, bytes) else signature.encode())
            ]
            return await client.post("/twilio/inbound", data=form, headers=headers)

    async def writes(self, text: str, sid: str = "") -> str:
        """Writes a message; gives the answer, "" where there is none."""
        self.number += 1
        response = await self.post(
            {"MessageSid": sid or f"SM{self.number}", "From": PHONE, "Body": text, "To": ""}
        )
        assert response.status_code == 200
        assert response.headers["content-type"].startswith("text/xml")
        bodies = re.findall(r"<Body>(.*?)</Body>", response.text, re.DOTALL)
        assert len(bodies) <= 1
        return unescape(bodies[0]) if bodies else ""


@pytest.fixture
async def phone(tmp_path: Path) -> AsyncIterator[Phone]:
    async with scratch("sqlite", tmp_path, "") as database:
        yield Phone(database)
