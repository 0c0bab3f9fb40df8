"""The trained model, served for as long as a test asks it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from aiohttp import ClientSession

from nlu.lexicon import Lexicon
from nlu.rasa_client import RasaClient
from nlu.rasa_process import Launch, RasaProcess, attended
from tests.served import free_port

PROJECT = Path(__file__).parent.parent / "nlu" / "rasa"
READY_WITHIN_SECONDS = 300


@asynccontextmanager
async def rasa_model(lexicon: Lexicon) -> AsyncIterator[RasaClient]:
    """Serves the newest model, and gives what asks it."""
    models = sorted((PROJECT / "models").glob("*.tar.gz"), key=lambda path: path.stat().st_mtime)
    launch = Launch(PROJECT, models[-1], free_port())
    process = RasaProcess(launch)
    async with attended(process), ClientSession() as session:
        async with asyncio.timeout(READY_WITHIN_SECONDS):
            await process.wait_ready()
        yield RasaClient(session, launch.url, lexicon, timeout_seconds=30)
