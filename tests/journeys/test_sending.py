"""The sending side as it is served: through the real client to a Twilio that misbehaves, alone and with a second worker."""

import asyncio
import signal
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from typing import Any

import aio_pika
import pytest
from aiohttp import web

from tests.journeys.test_campaign import AROUND_THE_CLOCK, Staff, hire
from tests.served import ROOT, Served, free_port
from tests.twilio_fake import TOKEN, FakeTwilio, Misbehaviour

EVERYBODY: dict[str, Any] = {
    "template": "old-age-rewards-rural",
    "values": {"hotline": "12345"},
    "audience": {},
    "waves": {"shares": [], "soak_minutes": 0},
}
PATIENCE_SECONDS = 180


@dataclass
class Town:
    """A service with its staff, and the fake that takes its messages."""

    service: Served
    fake: FakeTwilio
    author: Staff
    approver: Staff

    async def launched(self, **changes: Any) -> int:
        """A campaign to everybody of the sample, approved by a second person; gives its number."""
        made = await self.author.asks("POST", "/campaigns", json=EVERYBODY | changes)
        number = int(made["id"])
        stands = await self.author.asks("POST", f"/campaigns/{number}/submit")
        await self.approver.asks("POST", f"/campaigns/{number}/approve", json={"hash": stands["hash"]})
        await self.approver.asks("POST", f"/campaigns/{number}/launch")
        return number

    async def stands(self, number: int) -> Any:
        return await self.author.asks("GET", f"/campaigns/{number}")

    async def report(self, number: int) -> Any:
        return await self.author.asks("GET", f"/campaigns/{number}/report")

    async def until(self, holds: Callable[[Any, Any], bool], number: int = 1) -> tuple[Any, Any]:
        """Wait until it holds of where the campaign stands and of its report; gives both."""
        until = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < until:
            stands, report = await self.stands(number), await self.report(number)
            if holds(stands, report):
                return stands, report
            await asyncio.sleep(0.2)
        raise AssertionError((stands, report))


@asynccontextmanager
async def town(folder: Path, manner: Misbehaviour, **extra: str) -> AsyncIterator[Town]:
    """A town whose messages go to a fake of this manner."""
    fake, port, door = FakeTwilio(manner), free_port(), free_port()
    async with AsyncExitStack() as stack:
        runner = web.AppRunner(fake.app(), access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        stack.push_async_callback(runner.cleanup)
        await web.TCPSite(runner, "127.0.0.1", port).start()
        environment = AROUND_THE_CLOCK | {
            "HUIMIN_SMS__PROVIDER": "twilio",
            "HUIMIN_SMS__TWILIO__ACCOUNT_SID": "ACfake",
            "HUIMIN_SMS__TWILIO__AUTH_TOKEN": TOKEN,
            "HUIMIN_SMS__TWILIO__SENDER": "+8610000009999",
            "HUIMIN_SMS__TWILIO__BASE_URL": f"http://127.0.0.1:{port}",
            "HUIMIN_PUBLIC__PORT": str(door),
            "HUIMIN_PUBLIC__URL": f"http://127.0.0.1:{door}",
        }
        service = Served(folder, environment | extra, port=door)
        await service.start()
        stack.push_async_callback(service.stop)
        author = await hire(service, "王写", "author")
        approver = await hire(service, "李审", "approver", "operator")
        for who in (author, approver):
            stack.push_async_callback(who.door.aclose)
        await author.does("contacts", "import", str(ROOT / "samples/residents.csv"))
        yield Town(service, fake, author, approver)


def of(report: Any, state: str) -> int:
    """How many messages are in a state."""
    return sum(one["count"] for one in report["states"] if one["state"] == state)


def finished(stands: Any, report: Any) -> bool:
    return bool(stands["state"] == "finished" and report["accounted_for"] == report["recipients"] > 0)


async def test_a_provider_that_misbehaves_costs_nobody_a_message_and_nobody_gets_two(tmp_path: Path) -> None:
    manner = Misbehaviour(
        throttle=0.05, drop_after=0.03, error_after=0.03, double_receipts=0.5, undelivered=0.02, undelivered_code=30005
    )  # fmt: skip
    async with town(tmp_path, manner) as here:
        await here.launched()
        _, report = await here.until(finished)
        assert set(here.fake.counts().values()) == {1}
        assert len(here.fake.taken) == report["recipients"]
        assert len(here.fake.taken) < here.fake.calls, "nothing was thrown back, so nothing was shown"


async def test_what_carriers_filter_stops_by_itself_until_a_person_says_go_on(tmp_path: Path) -> None:
    manner = Misbehaviour(undelivered=1.0, undelivered_code=30007)
    async with town(tmp_path, manner, HUIMIN_SMS__SEGMENTS_PER_SECOND="20") as here:
        await here.launched(waves={"shares": [0.1], "soak_minutes": 1})
        stands, report = await here.until(lambda stands, _: stands["state"] == "paused")
        assert "过滤" in stands["why"]
        out = len(here.fake.taken)
        assert 0 < out < report["recipients"] / 2
        await asyncio.sleep(2)
        assert len(here.fake.taken) == out
        await here.approver.asks("POST", "/campaigns/1/resume", json={"why": "carrier says it is mended"})
        here.fake.manner = Misbehaviour()
        await asyncio.sleep(3)
        assert (await here.stands(1))["state"] == "running"


async def test_pause_resume_and_cancel_take_effect_within_two_seconds(tmp_path: Path) -> None:
    async with town(tmp_path, Misbehaviour(), HUIMIN_SMS__SEGMENTS_PER_SECOND="40") as here:
        await here.launched()
        await here.until(lambda _, report: of(report, "delivered") > 10)
        await here.approver.asks("POST", "/campaigns/1/pause")
        paused = len(here.fake.taken)
        await asyncio.sleep(3)
        still = len(here.fake.taken)
        assert still - paused <= 2 * 40
        await asyncio.sleep(1)
        assert len(here.fake.taken) == still
        await here.approver.asks("POST", "/campaigns/1/resume")
        await here.until(lambda _, report: len(here.fake.taken) > still)
        await here.approver.asks("POST", "/campaigns/1/cancel")
        _, report = await here.until(lambda _, report: report["accounted_for"] == report["recipients"])
        assert of(report, "canceled") > 0
        assert set(here.fake.counts().values()) == {1}


async def test_a_service_killed_and_started_again_goes_on_where_it_was(tmp_path: Path) -> None:
    async with town(tmp_path, Misbehaviour(), HUIMIN_SMS__SEGMENTS_PER_SECOND="100") as here:
        await here.launched()
        await here.until(lambda _, report: of(report, "delivered") > 10)
        await here.service.stop(signal.SIGKILL)
        await here.service.start()
        _, report = await here.until(lambda _, report: not of(report, "planned"))
        assert max(here.fake.counts().values()) == 1
        # What was in the air stays in doubt until its lease and its receipt are waited for: never sent again.
        assert len(here.fake.taken) + of(report, "sending") + of(report, "unknown") >= report["recipients"]


@pytest.mark.rabbitmq
async def test_a_second_worker_takes_its_part_over_rabbitmq(tmp_path: Path, rabbitmq_url: str) -> None:
    queue = f"huimin_test_{token_hex(4)}"
    carried = {"HUIMIN_BROKER__URL": rabbitmq_url, "HUIMIN_BROKER__QUEUE": queue, "HUIMIN_SMS__SEGMENTS_PER_SECOND": "200"}  # fmt: skip
    try:
        async with town(tmp_path, Misbehaviour(latency_seconds=0.05), **carried) as here:
            worker = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "main", "work", cwd=ROOT, env=here.service.environment,
                stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
            )  # fmt: skip
            assert worker.stdout is not None
            assert b"working" in await asyncio.wait_for(worker.stdout.readline(), 180)
            await here.launched()
            await here.until(finished)
            worker.send_signal(signal.SIGTERM)
            _, said = await asyncio.wait_for(worker.communicate(), 30)
            assert worker.returncode == 0
            assert b"batch sent" in said, said.decode()
            assert set(here.fake.counts().values()) == {1}
    finally:
        await _forget(rabbitmq_url, queue)


async def _forget(rabbitmq_url: str, queue: str) -> None:
    connection = await aio_pika.connect(rabbitmq_url)
    async with connection, connection.channel() as channel:
        for kind in ("", ".dead_letter", ".delay"):
            await channel.queue_delete(queue + kind)
        await channel.exchange_delete(queue)
