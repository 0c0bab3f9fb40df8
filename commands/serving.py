"""`huimin serve`: everything on one machine, until it is told to stop."""

import asyncio
import contextlib
import logging
import signal
import socket
import sys
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping, Sequence
from typing import Any

import typer
import uvicorn
from fastapi import APIRouter
from prometheus_client import CollectorRegistry, Gauge
from sqlalchemy import text

from bot.channels.web.app import Meters, create_app
from bot.channels.web.limits import Flood
from bot.handoff_watch import Waits
from commands.failing import FailedError, run_async
from commands.logs import set_up_logs
from db.migrate import newest, revision, upgrade
from house import House, clock, open_database, open_house, residents_day
from house_campaigns import Sending, open_sending, open_stores
from house_channels import open_channels
from settings import Settings, load

app = typer.Typer()
logger = logging.getLogger(__name__)
FORGET_EVERY_SECONDS = 60.0


class _Server(uvicorn.Server):
    """uvicorn without its own signal handlers: several run in one loop, and stop together."""

    @contextlib.contextmanager
    def capture_signals(self) -> Any:
        """Leaves the signals to the one who started all servers."""
        yield


def listen(host: str, port: int, key: str) -> socket.socket:
    """Takes a port; FailedError in one line when somebody else has it."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    taken = socket.socket(family, socket.SOCK_STREAM)
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        taken.bind((host, port))
    except OSError as error:
        taken.close()
        variable = f"HUIMIN_{key.replace('.', '__').upper()}"
        raise FailedError(
            f"{host}:{port} cannot be used ({error.strerror}): another program has it, or it is not ours; "
            f"stop that one, or choose another with {variable}=PORT"
        ) from error
    return taken


def public_app(house: House, routes: Sequence[APIRouter] = (), waits: Waits | None = None) -> Any:
    """Joins the public door; `waits` are the residents who wait for a person."""
    settings = house.settings

    async def probe() -> Mapping[str, bool]:
        async with house.database.reading() as session:
            await session.execute(text("SELECT 1"))
        return {"database": True, "understanding": await house.understands()}

    registry = CollectorRegistry()
    if (process := house.understanding) is not None:
        Gauge(
            "huimin_understanding_ready", "1 while the trained model answers", registry=registry
        ).set_function(lambda: float(process.ready))
        Gauge(
            "huimin_understanding_restarts", "How often it had to be started again", registry=registry
        ).set_function(lambda: float(process.restarts))
    registry.register(house.feedback.meter)
    if waits is not None:
        show_waits(waits, registry)
    flood = Flood(settings.public.messages_per_minute, settings.public.messages_per_minute_per_address)
    assessor = house.rules.assessor
    return create_app(
        house.conversation,
        assessor,
        assessor.book,
        house.rules.wording,
        residents_day(settings),
        flood,
        probe,
        Meters(registry),
        routes,
    )


def show_waits(waits: Waits, registry: CollectorRegistry) -> None:
    """Shows who waits for a person, as it is at the moment of looking."""
    gauges: dict[str, tuple[str, Callable[[], float]]] = {
        "waiting": ("Residents who wait for a person", lambda: waits.waiting),
        "taken": ("Residents whom a person answers", lambda: waits.taken),
        "oldest_seconds": ("How long the one who waits longest has waited", lambda: waits.oldest_seconds),
        "answers_in_doubt": ("Answers of people that may not have arrived", lambda: waits.doubts),
    }
    for name, (says, measure) in gauges.items():
        Gauge(f"huimin_handoffs_{name}", says, registry=registry).set_function(measure)


async def _forget_idle(house: House) -> None:
    """Deletes what residents told, when they have been gone for long enough."""
    while True:
        forgotten = await house.store.forget_idle(clock())
        if forgotten:
            logger.info("idle conversations forgotten", extra={"conversations": forgotten})
        await asyncio.sleep(FORGET_EVERY_SECONDS)


async def _send(sending: Sending) -> None:
    """Ticks, hands out and sends until cancelled."""
    async with sending.under_way() as carrier:
        await carrier.work()
        # In memory there is nothing to wait for: batches are sent where they are handed out.
        await asyncio.Event().wait()


async def _serve_on(
    listener: socket.socket, application: Any, settings: Settings, stop: asyncio.Event
) -> None:
    config = uvicorn.Config(
        application,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=bool(settings.public.trusted_proxies),
        forwarded_allow_ips=list(settings.public.trusted_proxies),
        timeout_graceful_shutdown=5,
        backlog=2048,
    )
    server = _Server(config)
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait({serving, stopping}, return_when=asyncio.FIRST_COMPLETED)
    server.should_exit = True
    stopping.cancel()
    await serving
    stop.set()


@contextlib.asynccontextmanager
async def _until_signal() -> AsyncIterator[asyncio.Event]:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    yield stop


async def _until(stop: asyncio.Event, job: Coroutine[Any, Any, None]) -> None:
    """Runs a job that has no end of its own until everything stops; its failure stops everything."""
    running = asyncio.create_task(job)
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait({running, stopping}, return_when=asyncio.FIRST_COMPLETED)
    stop.set()
    stopping.cancel()
    running.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await running


async def _require_newest(settings: Settings) -> None:
    database = open_database(settings)
    try:
        found = await revision(database)
        if found is None and database.engine.dialect.name == "sqlite":
            # A first start on one machine needs nothing made before it; a server's database is its owner's.
            await upgrade(database)
            print(f"an empty database was made: {settings.database.url}", file=sys.stderr)
        elif found != newest():
            raise FailedError("the database is not up to date: run `huimin db upgrade` first")
    finally:
        await database.dispose()


async def _serve(settings: Settings) -> None:
    public = listen(settings.public.host, settings.public.port, "public.port")
    staff = listen(settings.staff.host, settings.staff.port, "staff.port")
    if not settings.nlu.url and settings.nlu.enabled:
        listen("127.0.0.1", settings.nlu.port, "nlu.port").close()
    await _require_newest(settings)
    async with open_house(settings) as house:
        if house.key_made is not None:
            print(
                f"a key for names and phones was made: {house.key_made} (keep it safe, and a copy elsewhere)",
                file=sys.stderr,
            )
        if house.understanding is None and not settings.nlu.url:
            print(
                "there is no trained model: answering by menu and keywords; `make train` makes one",
                file=sys.stderr,
            )
        async with (
            open_stores(settings) as stores,
            open_sending(stores, house.rules.assessor.book) as sending,
            open_channels(house, stores, sending.provider, sending.simulator) as channels,
            _until_signal() as stop,
            asyncio.TaskGroup() as jobs,
        ):
            jobs.create_task(_until(stop, _send(sending)))
            jobs.create_task(_serve_on(staff, sending.app(*channels.staff_routes), settings, stop))
            application = public_app(
                house,
                (*sending.public_routes(), *channels.routes),
                channels.waits,
            )
            for job in channels.jobs:
                jobs.create_task(_until(stop, job()))
            if house.understanding is not None:
                jobs.create_task(_until(stop, house.understanding.run()))
            jobs.create_task(_until(stop, _forget_idle(house)))
            jobs.create_task(_serve_on(public, application, settings, stop))
            host, port = public.getsockname()[:2]
            at, door = staff.getsockname()[:2]
            print(
                f"惠民 Huimin: open http://{host}:{port}/; staff: http://{at}:{door}/ (Ctrl-C ends it)",
                flush=True,
            )


@app.command()
def serve() -> None:
    """Serve residents and staff, keep the understanding process alive, send what is due."""
    settings = load()
    set_up_logs(settings.log)
    run_async(lambda: _serve(settings))
