"""The file of replies: whole, and sound."""

import re
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.wording import REPLIES, Wording, WordingError, day_in_words
from nlu.catalogue import CATALOGUE
from nlu.fact_types import Kind
from nlu.reading.people import Kin


@pytest.fixture(scope="module")
def wording() -> Wording:
    return Wording.load()


@pytest.fixture
def texts() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((REPLIES / "zh.yaml").read_text("utf-8"))
    return deepcopy(loaded)


@pytest.mark.parametrize("fact", CATALOGUE)
@pytest.mark.parametrize("about", [Kin.ME, Kin.SPOUSE, Kin.MOTHER, Kin.OTHER])
def test_every_fact_can_be_asked_for_about_anybody(wording: Wording, fact: str, about: Kin) -> None:
    asking = wording.asking(fact, about)
    assert asking.question.endswith(("?", "。"))
    assert "{" not in asking.question
    assert [option.id for option in asking.options][-1] == "skip"
    labels = [option.label for option in asking.options]
    assert len(set(labels)) == len(labels)
    if CATALOGUE[fact].kind is Kind.CHOICE:
        assert [option.id for option in asking.options[:-1]] == list(CATALOGUE[fact].choices)


@pytest.mark.parametrize("fact", [fact for fact in CATALOGUE if CATALOGUE[fact].sensitive])
def test_a_question_that_may_hurt_says_why_it_is_asked(wording: Wording, fact: str) -> None:
    assert wording.asking(fact).why


@pytest.mark.parametrize("fact", CATALOGUE)
def test_every_fact_can_be_told_back(wording: Wording, fact: str) -> None:
    known = CATALOGUE[fact]
    values: dict[Kind, list[bool | int | str]] = {
        Kind.BOOLEAN: [True, False],
        Kind.INTEGER: [known.low, known.high],
        Kind.DATE: ["2023", "2023-03", "2023-03-05"],
        Kind.CHOICE: list(known.choices),
    }
    for value in values[known.kind]:
        assert wording.told(fact, value, Kin.MOTHER)


def _every_text(node: object) -> Iterator[str]:
    if isinstance(node, dict):
        for value in node.values():
            yield from _every_text(value)
    elif isinstance(node, list):
        for value in node:
            yield from _every_text(value)
    elif isinstance(node, str):
        yield node


def test_the_word_that_hurts_is_nowhere(texts: dict[str, Any]) -> None:
    assert not [text for text in _every_text(texts) if "失独" in text]


def test_options_fit_on_a_button(texts: dict[str, Any]) -> None:
    assert max(map(len, texts["options"].values())) <= 12


@pytest.mark.parametrize(
    ("path", "fault"),
    [
        (("said", "greeting"), "said.greeting: missing"),
        (("frames", "clarify"), "frames.clarify: missing"),
        (("person_questions", "age", "ask"), "self.age.ask: missing"),
        (("household_questions", "remarried", "why"), "household.remarried.why: missing"),
        (("people", "mother", "who"), "people.mother.who: missing"),
        (("aspects", "place"), "aspects.place.option: missing"),
        (("verdict", "title", "ended"), "verdict.title.ended: missing"),
    ],
)
def test_a_missing_text_is_a_fault_that_names_its_key(
    texts: dict[str, Any], path: tuple[str, ...], fault: str
) -> None:
    node = texts
    for key in path[:-1]:
        node = node[key]
    del node[path[-1]]
    with pytest.raises(WordingError, match=re.escape(fault)):
        Wording(texts)


def test_a_blank_that_nothing_fills_is_a_fault(texts: dict[str, Any]) -> None:
    texts["frames"]["where"] = "{nowhere}"
    with pytest.raises(WordingError, match=r"frames.where: \{nowhere\} cannot be filled in here"):
        Wording(texts)


def test_a_text_that_is_never_said_is_a_fault(texts: dict[str, Any]) -> None:
    texts["said"]["joke"] = "…"
    with pytest.raises(WordingError, match=r"said\.joke: not used"):
        Wording(texts)


def test_a_file_that_is_no_mapping_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "zh.yaml"
    path.write_text("- 1", "utf-8")
    with pytest.raises(WordingError, match="no mapping"):
        Wording.load(path)


@pytest.mark.parametrize(
    ("iso", "words"), [("2023", "2023年"), ("2023-03", "2023年3月"), ("2023-03-05", "2023年3月5日")]
)
def test_days_are_said_as_people_say_them(iso: str, words: str) -> None:
    assert day_in_words(iso) == words
