"""How fast messages are sent with the ledger on, beside bare calls; how fast runs are planned and receipts taken in.

`python -m benchmarks.sending [DATABASE-URL ...]` uses a fake Twilio in a process of its own, and scratch tables in
each database given (they must be empty), by default a SQLite file in a temporary folder. Claims: at 0 ms 70 % of bare
`create_async`, at 100 ms latency 70 % of bare aiohttp with 256 at once; 20,000 rows/s planned at flat memory; 1,000
receipts/s. The bare calls are as anybody would write them, on asyncio's own loop: that is what the shares are of. They
are shown on uvloop too, which the house runs on. Each is measured in turn, in rounds, and the middle one is given: a
machine is never equally fast twice. Processor time of this process per message is shown as well: on a busy machine it
tells what the clock does not.
"""

import asyncio
import gc
import os
import resource
import socket
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar
from urllib.parse import urlencode

import aiohttp
import uvicorn
from fastapi import FastAPI
from sqlalchemy import select
from twilio.http.async_http_client import AsyncTwilioHttpClient
from twilio.request_validator import RequestValidator
from twilio.rest import Client

from campaigns.carrying import Carrier, make_broker
from campaigns.dispatch import Dispatcher
from campaigns.handing_out import HandingOut
from campaigns.planning import PlanningRules
from campaigns.providers.connections import Connections
from campaigns.providers.twilio import TwilioProvider
from campaigns.receipts import ReceiptIntake
from campaigns.schedule import Once
from campaigns.ticking import Duty, Ticker
from campaigns.webhooks import TwilioSignature, twilio_receipts
from commands.loops import new_loop
from db.migrate import downgrade, upgrade
from db.models.deliveries import DeliveryRow
from db.session import Database
from db.tallies import total
from tests.sending_house import DEFAULT, House, phone

AT_ONCE = 256
CALLS = 5_000
ROUNDS = 3
PLANNED = int(os.environ.get("HUIMIN_BENCH_RECIPIENTS", "200000"))
RECEIPTS = 8_000
TOKEN = "fake-token"
WORDS = "【武汉卫健】年满60岁的老人可以到社区问一问奖励扶助。拒收请回复R"
Given = TypeVar("Given")
PATH = "/2010-04-01/Accounts/ACfake/Messages.json"


def _now() -> datetime:
    return datetime.now(UTC)


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def _fake(latency: float) -> Iterator[str]:
    port = _port()
    words = ("--port", str(port), "--latency-seconds", str(latency), "--no-receipts")
    with subprocess.Popen([sys.executable, "-m", "tests.twilio_fake", *words]) as process:
        try:
            _until_it_listens(port)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.kill()


def _until_it_listens(port: int) -> None:
    for _ in range(400):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except ConnectionRefusedError:
            time.sleep(0.05)
        else:
            return
    raise TimeoutError("the fake does not come up")


def _on(loop: Callable[[], asyncio.AbstractEventLoop], job: Coroutine[Any, Any, Given]) -> Given:
    """Run a job to its end on a loop of its own."""
    with asyncio.Runner(loop_factory=loop) as runner:
        return runner.run(job)


@dataclass(frozen=True, slots=True)
class Pace:
    """Messages a second, and processor time of this process for each in microseconds."""

    rate: float
    processor: float

    def __str__(self) -> str:
        return f"{self.rate:5.0f}/s ({self.processor:4.0f} us)"


class _Meter:
    """Measures from its making."""

    def __init__(self) -> None:
        self._clock, self._processor = time.perf_counter(), time.process_time()

    def pace(self, count: int) -> Pace:
        """Give the pace of so many messages."""
        seconds, used = time.perf_counter() - self._clock, time.process_time() - self._processor
        return Pace(count / seconds, used / count * 1e6)


async def _many(calls: Iterable[Callable[[], Awaitable[object]]], at_once: int = AT_ONCE) -> Pace:
    """Make calls, so many at once."""
    waiting = iter(list(calls))
    count = 0

    async def one_after_another() -> None:
        nonlocal count
        for call in waiting:
            await call()
            count += 1

    meter = _Meter()
    await asyncio.gather(*(one_after_another() for _ in range(at_once)))
    return meter.pace(count)


async def _bare_aiohttp(fake: str) -> Pace:
    form = {"To": phone(1), "From": "+8610000009999", "Body": WORDS, "StatusCallback": f"{fake}/none"}
    connector = aiohttp.TCPConnector(limit=AT_ONCE)
    headers = {"Authorization": aiohttp.encode_basic_auth("ACfake", TOKEN)}
    async with aiohttp.ClientSession(connector=connector, headers=headers) as session:

        async def call() -> None:
            async with session.post(fake + PATH, data=form) as answer:
                await answer.json()

        return await _many([call] * CALLS)


async def _bare_create_async(fake: str) -> Pace:
    http = AsyncTwilioHttpClient()
    client = Client("ACfake", TOKEN, http_client=http)
    client.api.base_url = fake
    messages = client.messages

    async def call() -> None:
        await messages.create_async(
            to=phone(1), from_="+8610000009999", body=WORDS, status_callback=f"{fake}/none"
        )

    rate = await _many([call] * CALLS)
    await http.close()
    return rate


async def _ours(fake: str, url: str) -> Pace:
    """Send a planned run by tick, queue, lease, ledger and the real client."""
    async with _fresh(url) as database:
        return await _sent(fake, database)


async def _sent(fake: str, database: Database) -> Pace:
    provider = TwilioProvider("ACfake", TOKEN, f"{fake}/none", fake)
    rules = PlanningRules(1_000_000.0, 250, 500, timedelta(hours=1))
    house = House(database, provider, rules)
    house.clock.now = _now()
    await house.residents(CALLS)
    at = house.clock.now.replace(tzinfo=None)
    await house.planned(replace(DEFAULT, schedule=Once(at, "UTC"), sender=f"+861000{time.time_ns() % 10**7}"))
    dispatcher = Dispatcher(house.ledger, provider, house.composer.word, _now, AT_ONCE)
    async with Carrier(make_broker(), dispatcher.send_batch) as carrier:
        handing_out = HandingOut(house.hand_outs, carrier, lambda day: False, _now)
        ticker = Ticker(
            [Duty("hand out", handing_out.hand_out, timedelta(seconds=0.1))], timedelta(seconds=0.1)
        )
        meter = _Meter()
        ticker.start()
        await _until(lambda: _all_sent(database))
        pace = meter.pace(CALLS)
        await ticker.stop()
        await dispatcher.close()
    await provider.close()
    return pace


async def _until(holds: Callable[[], Awaitable[bool]]) -> None:
    for _ in range(16_000):
        if await holds():
            return
        await asyncio.sleep(0.05)
    raise TimeoutError("it never came to that")


async def _all_sent(database: Database) -> bool:
    return await _sum(database, "sent") >= CALLS


async def _started(server: uvicorn.Server) -> bool:
    return server.started


async def _sum(database: Database, name: str) -> int:
    async with database.reading() as session:
        return await total(session, 1, name)


@asynccontextmanager
async def _fresh(url: str) -> AsyncIterator[Database]:
    database = Database(url, durable=True)
    await upgrade(database)
    try:
        yield database
    finally:
        await downgrade(database, "base")
        await database.dispose()


def _sending(url: str) -> None:
    for latency, bound in ((0.0, "create_async"), (0.1, "aiohttp")):
        paces: dict[str, list[Pace]] = defaultdict(list)
        with _fake(latency) as fake:
            for _ in range(ROUNDS):
                paces["ours"].append(_on(new_loop, _ours(fake, url)))
                for loop, words in ((asyncio.new_event_loop, ""), (new_loop, " on uvloop")):
                    paces[f"aiohttp{words}"].append(_on(loop, _bare_aiohttp(fake)))
                    paces[f"create_async{words}"].append(_on(loop, _bare_create_async(fake)))
        middle = {name: sorted(found, key=lambda one: one.rate)[ROUNDS // 2] for name, found in paces.items()}
        ours = middle.pop("ours")
        for name, pace in middle.items():
            claim = " (claim 70 %)" if name == bound else ""
            share = (
                f"{ours.rate / pace.rate:.0%}{claim}, by the processor {pace.processor / ours.processor:.0%}"
            )
            print(f"  {latency * 1000:4.0f} ms  bare {name:22} {pace}  ours {ours} = {share}")


async def _planning(url: str) -> None:
    async with _fresh(url) as database:
        house = House(database, rules=PlanningRules(1_000.0, 50, 500, timedelta(hours=1)))
        house.clock.now = _now()
        for first in range(0, PLANNED, 50_000):
            await house.residents(min(50_000, PLANNED - first), first)
        before = _memory()
        at = house.clock.now.replace(tzinfo=None)
        await house.launched(replace(DEFAULT, schedule=Once(at, "UTC")))
        begun, used = time.perf_counter(), time.process_time()
        await house.plan()
        seconds, used = time.perf_counter() - begun, time.process_time() - used
        planned = await _sum(database, "planned")
    print(
        f"  planned {planned} recipients in {seconds:.1f} s: {planned / seconds:.0f} rows/s (claim 20,000), "
        f"processor {used:.1f} s, peak memory {_memory():.0f} MB ({_memory() - before:+.0f} MB while planning)"
    )


async def _receipts(url: str) -> None:
    async with _fresh(url) as database:
        house = House(database, rules=PlanningRules(1_000_000.0, 250, 500, timedelta(hours=1)))
        house.clock.now = _now()
        count = RECEIPTS // 2
        await house.residents(count)
        at = house.clock.now.replace(tzinfo=None)
        await house.planned(replace(DEFAULT, schedule=Once(at, "UTC")))
        await house.send_all()
        async with database.reading() as session:
            attempts = (await session.scalars(select(DeliveryRow.attempt))).all()
        port = _port()
        door = f"http://127.0.0.1:{port}"
        app = FastAPI()
        intake = ReceiptIntake(house.receipts, _now)
        app.include_router(twilio_receipts(intake, TwilioSignature(TOKEN, door)))
        server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="error", access_log=False))
        serving = asyncio.create_task(server.serve())
        await _until(lambda: _started(server))
        rate = await _posted(door, [attempt for attempt in attempts if attempt])
        server.should_exit = True
        await serving
        delivered = await _sum(database, "delivered")
    print(
        f"  receipts, signed, stored and answered: {rate} with their callers (claim 1,000), {delivered} delivered"
    )


async def _posted(door: str, attempts: list[str]) -> Pace:
    validator = RequestValidator(TOKEN)
    calls: list[tuple[str, dict[str, str], str]] = []
    for attempt in attempts:
        for status in ("sent", "delivered"):
            form = {"MessageSid": f"SM{attempt}", "MessageStatus": status, "To": phone(1), "ErrorCode": ""}
            url = f"{door}/twilio/status/{attempt}"
            calls.append((url, form, validator.compute_signature(url, form)))
    connections = Connections(100, 30.0)

    def posting(url: str, form: dict[str, str], signature: str) -> Callable[[], Awaitable[None]]:
        headers = {"Content-Type": "application/x-www-form-urlencoded", "X-Twilio-Signature": signature}

        async def call() -> None:
            answer = await connections.call("POST", url, headers, urlencode(form))
            assert answer.status == 204

        return call

    pace = await _many([posting(*call) for call in calls], 100)
    connections.close()
    return pace


def _all(urls: list[str]) -> None:
    gc.freeze()  # as the service does; for the bare calls too
    with TemporaryDirectory() as folder:
        for url in urls or [f"sqlite:///{Path(folder) / 'bench.db'}"]:
            print(url.partition(":")[0])
            _sending(url)
            _on(new_loop, _receipts(url))
            _on(new_loop, _planning(url))


if __name__ == "__main__":
    _all(sys.argv[1:])
