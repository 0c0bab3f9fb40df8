"""A sending process killed again and again: nobody is lost, and nobody is written to twice."""

import asyncio
import random
import signal
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
import pytest
from sqlalchemy import select

from db.models.deliveries import DeliveryRow
from db.session import Database
from tests.databases import scratch_url
from tests.sending_house import House, phone
from tests.served import ROOT, free_port

RECIPIENTS = 1_500
KILLS = 50
MISBEHAVIOUR = {
    "drop-after": 0.04, "hang-after": 0.02, "error-after": 0.04, "drop-before": 0.02, "error-before": 0.02,
    "throttle": 0.03, "double-receipts": 0.3,
}  # fmt: skip


@asynccontextmanager
async def process(module: str, *words: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """A process that is killed at the end of the block."""
    made = await asyncio.create_subprocess_exec(sys.executable, "-m", module, *words, cwd=ROOT)
    try:
        yield made
    finally:
        if made.returncode is None:
            made.send_signal(signal.SIGKILL)
            await made.wait()


async def _taken(fake: str) -> list[tuple[str, str]]:
    async with aiohttp.ClientSession() as session, session.get(f"{fake}/_taken") as response:
        return [(sid, to) for sid, to, _ in (await response.json())["taken"]]


async def _listening(port: int) -> None:
    for _ in range(400):
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            await asyncio.sleep(0.05)
        else:
            writer.close()
            return
    raise AssertionError(f"nobody listens on {port}")


async def _states(database: Database) -> dict[str, DeliveryRow]:
    async with database.reading() as session:
        return {one.id: one for one in await session.scalars(select(DeliveryRow))}  # type: ignore[misc]


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
async def test_nobody_is_lost_and_nobody_written_to_twice(
    kind: str, tmp_path: Path, postgres_url: str
) -> None:
    drawn = random.Random(7)
    fake_port, receipt_port = free_port(), free_port()
    fake = f"http://127.0.0.1:{fake_port}"
    options = [word for name, share in MISBEHAVIOUR.items() for word in (f"--{name}", str(share))]
    async with (
        scratch_url(kind, tmp_path, postgres_url) as url,
        process("tests.twilio_fake", "--port", str(fake_port), *options),
    ):
        database = Database(url)
        house = House(database)
        from db import migrate

        await migrate.upgrade(database)
        house.clock.now = datetime.now(UTC)
        await house.residents(RECIPIENTS)
        from campaigns.schedule import Once
        from tests.sending_house import DEFAULT

        at = datetime.now(UTC).replace(tzinfo=None)
        await house.launched(DEFAULT, schedule=Once(at, "UTC"))
        await _listening(fake_port)
        worker = ("tests.sending_worker", url, fake, str(receipt_port))
        kills = 0
        while kills < KILLS:
            async with process(*worker) as running:
                await _listening(receipt_port)
                await asyncio.sleep(drawn.uniform(0.02, 0.7))
                assert running.returncode is None
            kills += 1
        async with process(*worker):
            for _ in range(240):
                await asyncio.sleep(0.5)
                left = Counter(one.state for one in (await _states(database)).values())
                if not left["planned"] and not left["sending"] and left.total() == RECIPIENTS:
                    break
            await asyncio.sleep(8)
        deliveries = (await _states(database)).values()
        taken = Counter(to for _, to in await _taken(fake))
        await database.dispose()
    assert len(deliveries) == RECIPIENTS
    twice = {to: count for to, count in taken.items() if count > 1}
    assert twice == {}
    by_hash = {house.fingerprint.of_phone(phone(number)): phone(number) for number in range(RECIPIENTS)}
    for one in deliveries:
        arrived = taken[by_hash[one.phone_hash]] == 1
        assert one.state in ("sent", "delivered", "unknown"), one.state
        if one.state == "unknown":
            assert one.doubt
        else:
            assert arrived
    final = Counter(one.state for one in deliveries)
    print(kills, final, Counter(one.doubt for one in deliveries if one.state == "unknown"))  # noqa: T201
