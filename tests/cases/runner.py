"""Conversations as data: reads the cases, holds them with an understanding, and says what came out otherwise."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from bot.conversation import Conversation
from bot.ports import Speaker, Understanding
from bot.turn import Turn
from bot.wording import Wording
from nlu.eligibility import Assessor
from nlu.interpretation import Aspect, Guess, Intent, Interpretation
from nlu.policy import PolicyBook
from nlu.reading.people import Kin
from nlu.reading.read import read_facts
from tests.fakes import Clock, MemorySessionStore

FOLDER = Path(__file__).parent
TODAY = date(2026, 11, 25)
MOST_QUESTIONS = 40


@dataclass(frozen=True, slots=True)
class Exchange:
    """One utterance and what must come of it.

    `heard` is the expected understanding; an exchange without one is a choice, a command or a short answer. `answers`
    (instead of `say`) answers whatever a self-check asks by option id, skipping what is not in it, to its end.
    """

    say: str = ""
    heard: Mapping[str, Any] | None = None
    answers: Mapping[str, str] | None = None
    at_most: int = MOST_QUESTIONS
    contains: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    verdicts: Mapping[str, str] = field(default_factory=dict)
    asking: str | None = None
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """One conversation, held on the day `on`. A `scripted` one supposes an understanding that words do not force."""

    name: str
    exchanges: tuple[Exchange, ...]
    on: date = TODAY
    scripted: bool = False

    def script(self) -> dict[str, Interpretation]:
        """What each utterance of the case means."""
        return {
            each.say: interpretation(each.say, each.heard, self.on)
            for each in self.exchanges
            if each.heard is not None
        }


def read_cases() -> Iterator[Case]:
    """Every conversation in the folder."""
    for path in sorted(FOLDER.glob("talk_*.yaml")):
        for raw in yaml.safe_load(path.read_text("utf-8")):
            yield Case(
                raw["name"],
                tuple(_exchange(each) for each in raw["talk"]),
                raw.get("on", TODAY),
                raw.get("scripted", False),
            )


def _exchange(raw: Mapping[str, Any]) -> Exchange:
    lists = {key: tuple(map(str, raw.get(key, ()))) for key in ("contains", "lacks", "options")}
    return Exchange(**{**raw, **lists})


def interpretation(text: str, heard: Mapping[str, Any], on: date) -> Interpretation:
    """The understanding that a case describes; facts that it does not list are read from the words."""
    read = read_facts(text, on, None, Kin(heard.get("about", "me")))
    return Interpretation(
        intent=Intent(heard["intent"]),
        confidence=heard.get("confidence", 0.95),
        topic=heard.get("topic"),
        benefits=tuple(heard.get("benefits", ())),
        aspect=Aspect(heard.get("aspect", "general")),
        facts=heard.get("facts", read.facts),
        retracted=read.retracted,
        guesses=tuple(Guess(name, sure) for name, sure in heard.get("guesses", {}).items()),
        ambiguous=heard.get("ambiguous"),
        ours=heard.get("ours", 1.0),
        about=read.about,
    )


async def hold(
    case: Case,
    book: PolicyBook,
    understanding: Understanding,
    wording: Wording,
    check: Callable[[Exchange, Turn], list[str]],
) -> list[str]:
    """Hold the conversation of a case and give everything that was not as it should be."""
    conversation = Conversation(
        MemorySessionStore(), understanding, Assessor(book), wording, Clock(), lambda: case.on
    )
    speaker = Speaker("test", case.name)
    wrong: list[str] = []
    turn: Turn | None = None
    for exchange in case.exchanges:
        if exchange.answers is None:
            turn = await conversation.hear(speaker, exchange.say)
        else:
            asked = 0
            while turn is not None and turn.asking is not None and asked <= exchange.at_most:
                turn = await conversation.hear(speaker, exchange.answers.get(turn.asking.fact, "跳过"))
                asked += 1
            if asked > exchange.at_most:
                wrong.append(f"more than {exchange.at_most} questions")
        if turn is not None:
            wrong += [f"{exchange.say or '(answers)'}: {fault}" for fault in check(exchange, turn)]
    return wrong


def told_otherwise(exchange: Exchange, turn: Turn) -> list[str]:
    """What the replies, verdicts and questions of a turn lack, or have too much."""
    text = "\n".join(reply.text for reply in turn.replies)
    labels = [option.label for reply in turn.replies for option in reply.options]
    wrong = [f"lacks {part!r} in: {text}" for part in exchange.contains if part not in text]
    wrong += [f"should not say {part!r}: {text}" for part in exchange.lacks if part in text]
    wrong += [f"does not offer {label!r}: {labels}" for label in exchange.options if label not in labels]
    verdicts = {verdict.benefit: verdict.verdict.value for verdict in turn.verdicts}
    wrong += [
        f"{benefit} should be {wanted}, is {verdicts.get(benefit)}"
        for benefit, wanted in exchange.verdicts.items()
        if verdicts.get(benefit) != wanted
    ]
    asked = turn.asking.fact if turn.asking else "nothing"
    if exchange.asking == "something":
        wrong += ["asks nothing"] if asked == "nothing" else []
    elif exchange.asking is not None and asked != exchange.asking:
        wrong.append(f"asks {asked} instead of {exchange.asking}")
    return wrong


def understood_otherwise(exchange: Exchange, turn: Turn) -> list[str]:
    """What was understood in another way than the case says; facts may be more."""
    if exchange.heard is None:
        return []
    heard, says = exchange.heard, turn.understood
    wrong = []
    if says.intent != heard["intent"]:
        wrong.append(f"intent {says.intent} instead of {heard['intent']}")
    elif heard["intent"] == "ask_benefit":
        if set(says.benefits) != set(heard.get("benefits", ())) and not heard.get("ambiguous"):
            wrong.append(f"benefits {says.benefits} instead of {heard.get('benefits')}")
        if says.aspect != heard.get("aspect", "general"):
            wrong.append(f"aspect {says.aspect} instead of {heard.get('aspect', 'general')}")
    elif heard["intent"] == "ask_topic" and says.topic != heard.get("topic"):
        wrong.append(f"topic {says.topic} instead of {heard.get('topic')}")
    return wrong
