"""Whether an answer helped: one tap, counted by benefit and aspect, and nobody can be told from it."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol

from bot.memory import Memory, Option
from bot.turn import Reply
from bot.wording import Wording
from nlu.acts import Act, Answer, CheckResult, Judgement, TopicAnswer
from nlu.interpretation import Aspect
from nlu.normalise import clean

CHECK = "check"
"""The subject of the result of a whole self-check."""
_END = re.compile(r"[。.!!\s]+$")
_RATED = frozenset({"answer", "topic", "verdict", "result"})
"""Kinds of replies that are worth asking about."""


class Vote(StrEnum):
    """What a resident said of an answer; the value begins the option's id."""

    HELPED = "good"
    DID_NOT = "bad"


@dataclass(frozen=True, slots=True)
class Subject:
    """What an answer was about: a benefit (a topic, a whole self-check) and the aspect asked."""

    name: str
    aspect: Aspect

    def __str__(self) -> str:
        """Give it as an option's id carries it."""
        return f"{self.name}+{self.aspect}"


@dataclass(frozen=True, slots=True)
class Said:
    """One tap."""

    subject: Subject
    vote: Vote


@dataclass(frozen=True, slots=True)
class Tally:
    """How often answers about a subject helped, and did not."""

    name: str
    aspect: str
    helped: int
    did_not: int


class FeedbackBook(Protocol):
    """Keeps sums by day; never who, never a word."""

    async def count(self, said: Said, channel: str, on: date) -> None:
        """Count one tap."""
        ...

    async def tallies(self, since: date) -> Sequence[Tally]:
        """Give the sums since a day, the least helpful first."""
        ...


def subject_of(acts: Sequence[Act]) -> Subject | None:
    """Give what a turn answered; None where it answered nothing worth asking about."""
    for act in reversed(acts):
        match act:
            case Answer(benefit=name, aspect=aspect, text=text) if text:
                return Subject(name, aspect)
            case TopicAnswer(topic=name):
                return Subject(name, Aspect.GENERAL)
            case Judgement(assessment=judged, brief=False):
                return Subject(judged.benefit, Aspect.ELIGIBILITY)
            case CheckResult():
                return Subject(CHECK, Aspect.ELIGIBILITY)
    return None


def with_question(
    replies: tuple[Reply, ...],
    subject: Subject | None,
    rated: Collection[str],
    wording: Wording,
    *besides: Option,
) -> tuple[Reply, ...]:
    """Give the replies, the one with options asking whether it helped, after `besides`; of a subject it is asked once."""
    if subject is None or str(subject) in rated:
        return replies
    last = replies[-1] if replies else None
    if last is None or last.kind not in _RATED or not last.options:
        return replies
    asks = tuple(wording.option(f"{vote}:{subject}", vote.value) for vote in Vote)
    return (*replies[:-1], Reply(last.text, (*last.options, *besides, *asks), last.kind))


def picked(words: str, memory: Memory) -> str:
    """Give the id of the option that words pick by label or place; the words themselves where they pick none."""
    offered = memory.offered
    plain = _END.sub("", clean(words)).strip().lower()
    for one in offered:
        if words.strip() == one.id or clean(one.label).lower() == plain:
            return one.id
    if plain.isascii() and plain.isdigit() and 0 < int(plain[:3]) <= len(offered):
        return offered[int(plain[:3]) - 1].id
    return words


def said_of(words: str, memory: Memory) -> Said | None:
    """Give the tap that words are: an option that is offered."""
    chosen = picked(words, memory)
    kind, _, name = chosen.partition(":")
    if kind not in frozenset(Vote) or "+" not in name or all(one.id != chosen for one in memory.offered):
        return None
    subject, _, aspect = name.partition("+")
    return Said(Subject(subject, Aspect(aspect)), Vote(kind))


def left(offered: tuple[Option, ...]) -> tuple[Option, ...]:
    """Give the options without those that ask whether it helped."""
    return tuple(one for one in offered if one.id.partition(":")[0] not in frozenset(Vote))
