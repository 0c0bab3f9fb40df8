"""The conversations in tests/cases with the trained model: what it understands, and how many go as written."""

import asyncio
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from socket import AF_INET, SOCK_STREAM, socket

import pytest
from aiohttp import ClientSession

from bot.turn import Turn
from bot.wording import Wording
from nlu.lexicon import Lexicon, Names
from nlu.policy import PolicyBook
from nlu.policybook import load_book
from nlu.rasa_client import RasaClient
from nlu.rasa_process import Launch, RasaProcess, attended
from tests.cases.runner import Exchange, hold, read_cases, told_otherwise, understood_otherwise

pytestmark = [pytest.mark.rasa, pytest.mark.slow]
CASES = tuple(read_cases())
PROJECT = Path(__file__).parent.parent.parent / "nlu" / "rasa"
READY_WITHIN_SECONDS = 90


def _free_port() -> int:
    with socket(AF_INET, SOCK_STREAM) as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@pytest.fixture
async def model(book: PolicyBook) -> AsyncIterator[RasaClient]:
    models = sorted((PROJECT / "models").glob("*.tar.gz"), key=lambda path: path.stat().st_mtime)
    launch = Launch(PROJECT, models[-1], _free_port())
    process = RasaProcess(launch)
    async with attended(process), ClientSession() as session:
        async with asyncio.timeout(READY_WITHIN_SECONDS):
            await process.wait_ready()
        yield RasaClient(session, launch.url, Lexicon(Names.of(book)))


@pytest.fixture(scope="module")
def book() -> PolicyBook:
    return load_book(PROJECT.parent / "policies")


async def test_most_conversations_go_as_written_with_the_model(
    model: RasaClient, book: PolicyBook, capsys: pytest.CaptureFixture[str]
) -> None:
    def check(exchange: Exchange, turn: Turn) -> list[str]:
        return told_otherwise(exchange, turn) + understood_otherwise(exchange, turn)

    wording = Wording.load()
    failed = {case.name: await hold(case, book, model, wording, check) for case in CASES if not case.scripted}
    right = sum(not wrong for wrong in failed.values())
    with capsys.disabled():
        sys.stdout.write(f"\nwith the model {right} of {len(failed)} conversations go as written\n")
        for name, wrong in failed.items():
            sys.stdout.write("".join(f"  {name}: {fault[:200]}\n" for fault in wrong[:2]))
    assert right / len(failed) >= 0.75
