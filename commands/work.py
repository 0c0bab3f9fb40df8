"""`huimin work`: one more worker that sends what another machine hands out."""

import asyncio
import contextlib
import signal

import typer

from commands.failing import BadInputError, run_async
from commands.logs import set_up_logs
from house_campaigns import open_stores, open_worker
from settings import Settings, load

app = typer.Typer()


async def _work(settings: Settings) -> None:
    if not settings.broker.url.get_secret_value():
        raise BadInputError(
            "an extra worker needs a broker: set HUIMIN_BROKER__URL to an AMQP address, here and there"
        )
    async with open_stores(settings) as stores:
        stop = asyncio.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, stop.set)
        async with open_worker(stores) as carrier:
            working = asyncio.create_task(carrier.work())
            stopping = asyncio.create_task(stop.wait())
            typer.echo("working (Ctrl-C ends it)")
            await asyncio.wait({working, stopping}, return_when=asyncio.FIRST_COMPLETED)
            if working.done():
                await working
            working.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await working


@app.command()
def work() -> None:
    """Send batches that another machine's `huimin serve` hands out."""
    settings = load()
    set_up_logs(settings.log)
    run_async(lambda: _work(settings))
