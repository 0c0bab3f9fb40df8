"""A sending process for tests that kill it: the house's own sending side, with short waits, until it dies.

Run with `python -m tests.sending_worker SETTINGS_AS_JSON`.
"""

import asyncio
import sys
from datetime import timedelta

import uvicorn
from fastapi import FastAPI
from twilio.rest.api import Api

from commands.failing import run_async
from house_campaigns import Waits, open_sending, open_stores
from nlu.policybook import load_book
from settings import Settings

WAITS = Waits(timedelta(seconds=4), timedelta(seconds=2), timedelta(seconds=3))
BOOK = load_book()
LOADED = Api  # the library loads it when it is first used: here before processes are forked


async def work(settings: Settings) -> None:
    """Work until killed: plan, hand out, send, reconcile, watch, and take receipts in."""
    async with open_stores(settings) as stores, open_sending(stores, BOOK, WAITS) as sending:
        app = FastAPI()
        for router in sending.public_routes():
            app.include_router(router)
        server = uvicorn.Server(
            uvicorn.Config(
                app, port=settings.public.port, log_level="critical", access_log=False, lifespan="off"
            )
        )
        async with sending.under_way() as carrier:
            await asyncio.gather(server.serve(), carrier.work())


def run(settings: str) -> None:
    """Work in a process of its own, on the loop of the house's commands."""
    run_async(lambda: work(Settings.model_validate_json(settings)))


if __name__ == "__main__":
    run(sys.argv[1])
