"""A sending process killed again and again: nobody is lost, and nobody is written to twice."""

import asyncio
import json
import multiprocessing
import random
import signal
import sys
from base64 import b64encode
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from multiprocessing.context import ForkServerProcess
from pathlib import Path

import aiohttp
import pytest
from sqlalchemy import func, select

from campaigns.delivery import DeliveryState
from campaigns.schedule import Once
from db import migrate
from db.models.deliveries import DeliveryRow
from db.session import Database
from tests.databases import scratch_url
from tests.sending_house import DEFAULT, KEY, House, phone
from tests.sending_worker import run
from tests.served import ROOT, free_port
from tests.twilio_fake import TOKEN

RECIPIENTS = 1_200
PER_SECOND, BATCH = 30, 5  # slow enough that the campaign outlasts all kills
KILLS = 50
MISBEHAVIOUR = {
    "drop-after": 0.04, "hang-after": 0.02, "error-after": 0.04, "drop-before": 0.02, "error-before": 0.02,
    "throttle": 0.03, "double-receipts": 0.3,
}  # fmt: skip

# Each worker is a process of its own, forked from one that has imported everything: so it can die often.
_WORKERS = multiprocessing.get_context("forkserver")
_WORKERS.set_forkserver_preload(["tests.sending_worker"])


@asynccontextmanager
async def fake_twilio(port: int) -> AsyncIterator[str]:
    """The misbehaving server as a process of its own."""
    options = [word for name, share in MISBEHAVIOUR.items() for word in (f"--{name}", str(share))]
    words = ("-m", "tests.twilio_fake", "--port", str(port), *options)
    made = await asyncio.create_subprocess_exec(sys.executable, *words, cwd=ROOT)
    try:
        await _listening(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        made.kill()
        await made.wait()


def settings_of(url: str, fake: str, door: int) -> str:
    """What the sending process is started with, as JSON."""
    return json.dumps(
        {
            "database": {"url": url},
            "public": {"port": door, "url": f"http://127.0.0.1:{door}"},
            "sms": {
                "provider": "twilio",
                "segments_per_second": PER_SECOND,
                "twilio": {
                    "account_sid": "ACfake", "auth_token": TOKEN, "sender": DEFAULT.sender, "base_url": fake,
                    "timeout_seconds": 1.0,
                },
            },
            "campaigns": {"batch_size": BATCH},
            "secrets": {"data_key": b64encode(KEY).decode()},
        }
    )  # fmt: skip


@asynccontextmanager
async def worker(settings: str) -> AsyncIterator[ForkServerProcess]:
    """A sending process that is killed, not stopped, at the end of the block."""
    made = _WORKERS.Process(target=run, args=(settings,), daemon=True)
    made.start()
    try:
        yield made
    finally:
        made.kill()
        await asyncio.to_thread(made.join)
        assert made.exitcode == -signal.SIGKILL


async def _taken(fake: str) -> Counter[str]:
    async with aiohttp.ClientSession() as session, session.get(f"{fake}/_taken") as response:
        return Counter(to for _, to, _ in (await response.json())["taken"])


async def _listening(port: int) -> None:
    for _ in range(1_000):
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            await asyncio.sleep(0.02)
        else:
            writer.close()
            return
    raise AssertionError(f"nobody listens on {port}")


async def _deliveries(database: Database) -> Sequence[DeliveryRow]:
    async with database.reading() as session:
        return (await session.scalars(select(DeliveryRow))).all()


async def _in_the_air(database: Database) -> int:
    """How many messages are between their claim and their outcome."""
    sending = select(func.count()).where(DeliveryRow.state == DeliveryState.SENDING.value)
    async with database.reading() as session:
        return await session.scalar(sending) or 0


async def _until_nothing_is_left(database: Database) -> None:
    for _ in range(500):
        await asyncio.sleep(0.4)
        left = Counter(one.state for one in await _deliveries(database))
        if left.total() == RECIPIENTS and not left["planned"] and not left["sending"]:
            return
    raise AssertionError(f"still {left}")


async def _calls(fake: str) -> int:
    async with aiohttp.ClientSession() as session, session.get(f"{fake}/_calls") as response:
        return int(await response.json())


async def _until_it_calls(fake: str, before: int) -> None:
    """Return when a new call has come in; after a while without one too, so that some kills strike elsewhere."""
    for _ in range(100):
        if await _calls(fake) > before:
            return
        await asyncio.sleep(0.02)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
async def test_nobody_is_lost_and_nobody_written_to_twice(
    kind: str, tmp_path: Path, postgres_url: str
) -> None:
    drawn = random.Random(7)
    door = free_port()
    async with scratch_url(kind, tmp_path, postgres_url) as url, fake_twilio(free_port()) as fake:
        database = Database(url)
        await migrate.upgrade(database)
        house = House(database)
        house.clock.now = datetime.now(UTC)
        await house.residents(RECIPIENTS)
        at = datetime.now(UTC).replace(tzinfo=None)
        await house.launched(replace(DEFAULT, schedule=Once(at, "UTC"), policies={}))
        settings = settings_of(url, fake, door)
        struck = 0
        for _ in range(KILLS):
            before = await _calls(fake)
            async with worker(settings) as running:
                if drawn.random() < 0.8:
                    await _until_it_calls(fake, before)
                await asyncio.sleep(drawn.uniform(0.0, 0.3))
                assert running.is_alive()
            struck += await _in_the_air(database) > 0
        async with worker(settings):
            await _until_nothing_is_left(database)
            await asyncio.sleep(6)
        deliveries, taken = await _deliveries(database), await _taken(fake)
        await database.dispose()
    final = Counter(one.state for one in deliveries)
    assert len(deliveries) == RECIPIENTS
    assert {to: count for to, count in taken.items() if count > 1} == {}
    assert set(final) <= {"sent", "delivered", "unknown"}, final
    assert final["unknown"] < RECIPIENTS / 4, final
    of_hash = {house.fingerprint.of_phone(phone(number)): phone(number) for number in range(RECIPIENTS)}
    for one in deliveries:
        assert one.doubt if one.state == "unknown" else taken[of_hash[one.phone_hash]] == 1
    assert struck >= KILLS / 5, "too few kills struck between a claim and its outcome"
