"""The conversations in tests/cases with the trained model: what it understands, and how many go as written."""

import sys
from collections.abc import AsyncIterator

import pytest

from bot.turn import Turn
from bot.wording import Wording
from nlu.lexicon import Lexicon, Names
from nlu.policy import PolicyBook
from nlu.policybook import load_book
from nlu.rasa_client import RasaClient
from tests.cases.runner import Exchange, hold, read_cases, told_otherwise, understood_otherwise
from tests.rasa_model import rasa_model

pytestmark = [pytest.mark.rasa, pytest.mark.slow]
CASES = tuple(read_cases())


@pytest.fixture
async def model(book: PolicyBook) -> AsyncIterator[RasaClient]:
    async with rasa_model(Lexicon(Names.of(book))) as client:
        yield client


@pytest.fixture(scope="module")
def book() -> PolicyBook:
    return load_book()


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
