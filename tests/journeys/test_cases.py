"""The conversations in tests/cases, held with a scripted understanding, with the model, and with words alone."""

import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from bot.wording import Wording
from nlu.interpretation import Interpretation
from nlu.lexicon import Lexicon, Names
from nlu.policy import PolicyBook
from nlu.policybook import load_book
from tests.cases.runner import Case, hold, read_cases, told_otherwise
from tests.fakes import ScriptedUnderstanding, WordUnderstanding

CASES = tuple(read_cases())
ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="module")
def book() -> PolicyBook:
    return load_book(ROOT / "nlu" / "policies")


@pytest.fixture(scope="module")
def wording() -> Wording:
    return Wording.load()


def test_there_are_enough_conversations() -> None:
    assert len(CASES) >= 25
    assert len({case.name for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
async def test_a_conversation_goes_as_written(case: Case, book: PolicyBook, wording: Wording) -> None:
    script: Mapping[str, Interpretation] = case.script()
    assert await hold(case, book, ScriptedUnderstanding(script), wording, told_otherwise) == []


async def test_most_is_still_answered_when_only_words_are_understood(
    book: PolicyBook, wording: Wording, capsys: pytest.CaptureFixture[str]
) -> None:
    words = WordUnderstanding(Lexicon(Names.of(book)))
    failed = {
        case.name: await hold(case, book, words, wording, told_otherwise)
        for case in CASES
        if not case.scripted
    }
    right = sum(not wrong for wrong in failed.values())
    with capsys.disabled():
        sys.stdout.write(f"\nwithout the model {right} of {len(failed)} conversations go as written\n")
        for name, wrong in failed.items():
            sys.stdout.write("".join(f"  {name}: {fault[:200]}\n" for fault in wrong[:1]))
    assert right / len(failed) >= 0.6
