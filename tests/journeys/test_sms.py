"""The whole service by short message at Twilio: in the call or after it, once, and though the service is killed."""

import asyncio
import re
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from time import monotonic

import httpx
import pytest
from aiohttp import web
from twilio.request_validator import RequestValidator

from campaigns.provider import SegmentRule
from campaigns.segments import segments
from tests.served import PATIENCE_SECONDS, Served, served
from tests.twilio_fake import TOKEN, FakeTwilio

pytestmark = pytest.mark.slow
PUBLIC = "https://huimin.example"
PHONE = "+8610000000001"  # cannot be allocated
SLOW = "奖扶有哪些说法,一年下来有多少钱呢"
UNDERSTOOD = {
    "text": SLOW,
    "intent": {"name": "ask_benefit", "confidence": 0.99},
    "intent_ranking": [{"name": "ask_benefit", "confidence": 0.99}],
    "benefits": [{"name": "rural-family-reward", "confidence": 0.99}],
    "topics": [],
    "aspect": {"name": "amount", "confidence": 0.99},
    "aspect_ranking": [{"name": "amount", "confidence": 0.99}],
    "scope": {"score": 0.99, "in_scope": True},
    "entities": [],
}


@dataclass
class SlowModel:
    """An understanding process that thinks for as long as a test wants, and then understands what is asked.

    It never fails: one that does is left alone for a while, and words alone would answer in the call.
    """

    go: asyncio.Event = field(default_factory=asyncio.Event)
    asked: asyncio.Event = field(default_factory=asyncio.Event)

    async def parse(self, request: web.Request) -> web.Response:
        self.asked.set()
        await self.go.wait()
        return web.json_response(UNDERSTOOD)

    def app(self) -> web.Application:
        app = web.Application()
        app.router.add_post("/model/parse", self.parse)
        return app


@asynccontextmanager
async def at(app: web.Application) -> AsyncIterator[str]:
    """Serves it on loopback; gives its address."""
    runner = web.AppRunner(app, shutdown_timeout=0.2)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


@dataclass
class Handset:
    """A resident's phone, as Twilio brings its messages."""

    service: Served
    number: int = 0
    longest: float = 0.0

    async def calls(self, form: dict[str, str], signature: str | None = None) -> httpx.Response:
        signed = RequestValidator(TOKEN).compute_signature(f"{PUBLIC}/twilio/inbound", form)
        headers = {"X-Twilio-Signature": signed if signature is None else signature}
        async with httpx.AsyncClient(base_url=self.service.url, timeout=PATIENCE_SECONDS) as client:
            return await client.post("/twilio/inbound", data=form, headers=headers)

    async def writes(self, text: str, sid: str = "") -> str:
        """Gives the answer that comes back in the call, "" where there is none."""
        self.number += 1
        form = {"MessageSid": sid or f"SM{self.number}", "From": PHONE, "To": "+8610000009999", "Body": text}
        started = monotonic()
        response = await self.calls(form)
        self.longest = max(self.longest, monotonic() - started)
        assert response.status_code == 200
        found = re.findall(r"<Body>(.*?)</Body>", response.text, re.DOTALL)
        assert len(found) <= 1
        told = unescape(found[0]) if found else ""
        assert segments(told, SegmentRule.TWILIO) <= 4
        return told


async def taken(twilio: FakeTwilio, count: int) -> list[str]:
    """Waits until so many messages left by themselves."""
    for _ in range(10 * PATIENCE_SECONDS):
        if len(twilio.taken) >= count:
            return [one.body for one in twilio.taken]
        await asyncio.sleep(0.1)
    raise AssertionError(f"{len(twilio.taken)} of {count} messages left")


async def test_a_resident_is_answered_once_by_short_message(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    twilio, model = FakeTwilio(), SlowModel()
    async with at(twilio.app()) as carrier, at(model.app()) as understanding:
        settings = {
            "HUIMIN_SMS__PROVIDER": "twilio",
            "HUIMIN_SMS__TWILIO__ACCOUNT_SID": "ACfake",
            "HUIMIN_SMS__TWILIO__AUTH_TOKEN": TOKEN,
            "HUIMIN_SMS__TWILIO__SENDER": "+8610000009999",
            "HUIMIN_SMS__TWILIO__BASE_URL": carrier,
            "HUIMIN_PUBLIC__URL": PUBLIC,
            "HUIMIN_NLU__URL": understanding,
            "HUIMIN_NLU__TIMEOUT_SECONDS": "600",
        }
        async with served(tmp_path, **settings) as service:
            phone = Handset(service)
            refused = await phone.calls({"MessageSid": "SM0", "From": PHONE, "Body": "菜单"}, "wrong")
            assert refused.status_code == 403

            # In the call: commands, digits, words beside a digit; each message once.
            assert "【武汉卫健】" in await phone.writes("菜单", "SMmenu")
            assert await phone.writes("菜单", "SMmenu") == ""
            assert "\n1 企业\n" in await phone.writes("1")
            assert await phone.writes("企业")
            for words in ("?", "返回", "跳过"):
                assert await phone.writes(words)
            assert "12345" in await phone.writes("ask:special-family-allowance+amount")
            assert "H0001" in await phone.writes("人工")
            with capsys.disabled():
                sys.stdout.write(f"\nthe longest answer in a call took {phone.longest:.2f} s\n")

            # After it: the call ends while the model still thinks, and the answer comes as a message.
            assert await phone.writes(SLOW, "SMslow") == ""
            assert not model.go.is_set()
            model.go.set()
            assert "960元" in (await taken(twilio, 1))[0]
            assert await phone.writes(SLOW, "SMslow") == ""
            assert len(twilio.taken) == 1

            # Opting out comes first and is confirmed once: by us, or by Twilio where the word is its own.
            assert "已为您退订" in await phone.writes("退订", "SMout")
            assert await phone.writes("退订", "SMout") == ""
            assert await phone.writes("STOP") == ""
            assert len(twilio.taken) == 1

            # Killed between hearing and answering: brought again, it is answered once.
            model.go.clear()
            model.asked.clear()
            lost = asyncio.create_task(phone.writes(SLOW + "?", "SMkilled"))
            await asyncio.wait_for(model.asked.wait(), PATIENCE_SECONDS)
            await service.stop(signal.SIGKILL)
            await asyncio.gather(lost, return_exceptions=True)
            model.go.set()
            await service.start()
            told = await brought_again(phone, SLOW + "?", "SMkilled", twilio)
            assert "960元" in (told or twilio.taken[1].body)
            assert await phone.writes(SLOW + "?", "SMkilled") == ""
            assert len(twilio.taken) == (1 if told else 2)


async def brought_again(phone: Handset, text: str, sid: str, twilio: FakeTwilio) -> str:
    """Brings a message until it is answered, in the call or by a message of its own; gives the answer in the call."""
    sent = len(twilio.taken)
    for _ in range(2 * PATIENCE_SECONDS):
        if (told := await phone.writes(text, sid)) or len(twilio.taken) > sent:
            return told
        await asyncio.sleep(0.5)
    raise AssertionError("the message is never answered")
