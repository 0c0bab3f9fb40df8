"""A sending process killed again and again: nobody is lost, and nobody is written to twice."""

import asyncio
import multiprocessing
import random
import signal
import sys
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from multiprocessing.context import ForkServerProcess
from pathlib import Path

import aiohttp
import pytest
from sqlalchemy import select

from campaigns.schedule import Once
from db import migrate
from db.models.deliveries import DeliveryRow
from db.session import Database
from tests.databases import scratch_url
from tests.sending_house import DEFAULT, House, phone
from tests.sending_worker import run
from tests.served import ROOT, free_port

RECIPIENTS = 1_200
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


@asynccontextmanager
async def worker(*words: str) -> AsyncIterator[ForkServerProcess]:
    """A sending process that is killed, not stopped, at the end of the block."""
    made = _WORKERS.Process(target=run, args=words, daemon=True)
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


async def _until_nothing_is_left(database: Database) -> None:
    for _ in range(150):
        await asyncio.sleep(0.4)
        left = Counter(one.state for one in await _deliveries(database))
        if left.total() == RECIPIENTS and not left["planned"] and not left["sending"]:
            return
    raise AssertionError(f"still {left}")


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
async def test_nobody_is_lost_and_nobody_written_to_twice(
    kind: str, tmp_path: Path, postgres_url: str
) -> None:
    drawn = random.Random(7)
    receipts = free_port()
    async with scratch_url(kind, tmp_path, postgres_url) as url, fake_twilio(free_port()) as fake:
        database = Database(url)
        await migrate.upgrade(database)
        house = House(database)
        house.clock.now = datetime.now(UTC)
        await house.residents(RECIPIENTS)
        at = datetime.now(UTC).replace(tzinfo=None)
        await house.launched(replace(DEFAULT, schedule=Once(at, "UTC")))
        for _ in range(KILLS):
            async with worker(url, fake, str(receipts)) as running:
                await _listening(receipts)
                await asyncio.sleep(drawn.uniform(0.0, 0.6))
                assert running.is_alive()
        async with worker(url, fake, str(receipts)):
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
    assert any(one.doubt == "crash" for one in deliveries), "no kill struck between a claim and its outcome"
