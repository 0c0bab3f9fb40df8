"""The conversations in tests/cases at every door, as written, with the trained model, and with words alone."""

import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.ports import Understanding
from nlu.lexicon import Lexicon, Names
from tests.bot.sms.conftest import assessor
from tests.cases.doors import DOORS, about, held_at
from tests.cases.runner import Case, read_cases
from tests.fakes import ScriptedUnderstanding, WordUnderstanding
from tests.rasa_model import rasa_model

CASES = tuple(read_cases())
WITHOUT_MODEL, WITH_MODEL = 0.6, 0.75
"""The least shares of conversations that go as written when nothing tells what is meant but words, or the model."""


def test_every_benefit_and_topic_is_talked_about() -> None:
    assert len(CASES) >= 60
    book = assessor().book
    met = set().union(*(about(case) for case in CASES))
    assert {*book.benefits, *book.topics} - met == set()


async def share(channel: str, cases: Sequence[Case], understanding: Understanding, folder: Path) -> float:
    """Prints and gives the share of the conversations that go as written."""
    failed = {case.name: await DOORS[channel](case, understanding, folder) for case in cases}
    right = sum(not wrong for wrong in failed.values())
    sys.stdout.write(f"\n{channel}, {type(understanding).__name__}: {right} of {len(cases)} go as written\n")
    sys.stdout.write("".join(f"  {name}: {wrong[0][:160]}\n" for name, wrong in failed.items() if wrong))
    return right / len(cases)


@pytest.mark.slow
@pytest.mark.parametrize("channel", DOORS)
async def test_conversations_go_as_written(
    channel: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cases = await held_at(channel, CASES)
    assert len(cases) >= 50
    failed = {
        case.name: wrong
        for case in cases
        if (wrong := await DOORS[channel](case, ScriptedUnderstanding(case.script()), tmp_path))
    }
    with capsys.disabled():
        sys.stdout.write(
            f"\n{channel}: {len(cases) - len(failed)} of {len(cases)} conversations go as written\n"
        )
    assert not failed


@pytest.mark.slow
@pytest.mark.parametrize("channel", DOORS)
async def test_most_go_as_written_when_only_words_are_understood(
    channel: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cases = [case for case in await held_at(channel, CASES) if not case.scripted]
    with capsys.disabled():
        words = WordUnderstanding(Lexicon(Names.of(assessor().book)))
        assert await share(channel, cases, words, tmp_path) >= WITHOUT_MODEL


@pytest.mark.rasa
@pytest.mark.slow
async def test_most_go_as_written_with_the_model_at_every_door(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with rasa_model(Lexicon(Names.of(assessor().book))) as model:
        with capsys.disabled():
            for channel in DOORS:
                cases = [case for case in await held_at(channel, CASES) if not case.scripted]
                assert await share(channel, cases, model, tmp_path) >= WITH_MODEL, channel
