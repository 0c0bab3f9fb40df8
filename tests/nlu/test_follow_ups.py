"""What is said next is understood in the light of the talk: a table of talks, with what the model says on record."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.conversation import Conversation
from bot.ports import Speaker
from bot.wording import Wording
from nlu.eligibility import Assessor
from nlu.interpretation import Aspect, Guess, Intent, Interpretation
from nlu.lexicon import Lexicon, Names
from nlu.normalise import clean
from nlu.policybook import load_book
from nlu.rasa_client import Named, Thresholds, interpret
from nlu.rasa_reply import RasaReply
from nlu.reading.people import Kin
from nlu.reading.read import read_facts
from nlu.respelling import respell
from tests.fakes import Clock, MemorySessionStore

ON = date(2026, 11, 25)
CASES = Path(__file__).parents[1] / "cases"
BOOK = load_book()
LEXICON = Lexicon(Names.of(BOOK))
ASSESSOR = Assessor(BOOK)
WORDING = Wording.load()


def _replies() -> dict[str, RasaReply]:
    rows = yaml.load((CASES / "follow_ups_model.yaml").read_text("utf-8"), Loader=yaml.CSafeLoader)
    return {row[0]: _reply(*row[1:]) for row in rows}


def _reply(
    intent: str,
    confidence: float,
    in_scope: bool,
    ours: float,
    aspect: str,
    aspect_confidence: float,
    benefits: Mapping[str, float],
    topics: Mapping[str, float],
    entities: list[tuple[str, str]],
) -> RasaReply:
    return RasaReply(
        Intent(intent),
        confidence,
        tuple(Guess(*pair) for pair in benefits.items()),
        tuple(Guess(*pair) for pair in topics.items()),
        Aspect(aspect),
        aspect_confidence,
        in_scope,
        ours,
        tuple((kind, text) for kind, text in entities),
    )


REPLIES = _replies()


class OnRecord:
    """Understands what the model's reply is on record for."""

    async def understand(self, text: str, asked: str | None, about: Kin, on: date) -> Interpretation:
        reply = REPLIES[clean(text)]
        reading = read_facts(text, on, asked, about, reply.entities)
        return interpret(reply, reading, Named.by(LEXICON, respell(clean(text))), asked, Thresholds())


@dataclass(frozen=True)
class Row:
    before: tuple[str, ...]
    say: str
    intent: Intent
    benefits: frozenset[str] = frozenset()
    aspect: str = ""
    topic: str | None = None
    facts: Mapping[str, object] = field(default_factory=dict, hash=False)


def _rows() -> list[Row]:
    table = yaml.load((CASES / "follow_ups.yaml").read_text("utf-8"), Loader=yaml.CSafeLoader)
    return [_row(tuple(talk["谈"]), row) for talk in table for row in talk["然后"]]


def _row(before: tuple[str, ...], row: Mapping[str, Any]) -> Row:
    if "得" in row:
        facts = {name: str(v) if isinstance(v, date) else v for name, v in row["得"].items()}
        return Row(before, row["说"], Intent.TELL, facts=facts)
    if "是" in row:
        return Row(before, row["说"], Intent(row["是"]))
    of, _, aspect = row["问"].partition("+")
    if of.startswith("topic/"):
        return Row(before, row["说"], Intent.ASK_TOPIC, topic=of.removeprefix("topic/"))
    return Row(before, row["说"], Intent.ASK_BENEFIT, frozenset(of.split()), aspect)


@pytest.mark.parametrize("row", _rows(), ids=lambda row: f"{row.before[-1]}-{row.say}")
async def test_what_is_said_next_is_understood_in_the_light_of_the_talk(row: Row) -> None:
    talk = Conversation(MemorySessionStore(), OnRecord(), ASSESSOR, WORDING, Clock(), lambda: ON)
    speaker = Speaker("test", "follow-up")
    for words in row.before:
        await talk.hear(speaker, words)
    says = (await talk.hear(speaker, row.say)).understood
    assert (says.intent, says.topic) == (row.intent, row.topic)
    if row.intent is Intent.ASK_BENEFIT:
        assert frozenset(says.benefits) == row.benefits
        assert row.aspect in ("", says.aspect.value)
    assert {name: says.facts.get(name) for name in row.facts} == row.facts
