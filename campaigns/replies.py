"""What residents write back: words of consent are recorded at once, and every reply is counted for its run."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from campaigns.consent import ALL_TOPICS, ConsentKind, ConsentRecord, ConsentSource
from campaigns.consent_words import ConsentWord, ConsentWords
from campaigns.sending_ports import Clock

logger = logging.getLogger(__name__)

_ALL = {
    ConsentKind.OPT_OUT: "已为您退订,以后不再给您发这类短信。想恢复,请回复“订阅”。",
    ConsentKind.OPT_IN: "已为您恢复接收。不想收了,随时回复“退订”。",
}
_UNKNOWN = (
    "没认出是哪一类短信,先为您全部退订了,以后不再给您发。"
    "想恢复,请回复“订阅”;只想退一类,恢复后回复“退订”加名称,比如“退订育儿补贴”。"
)
_UNNAMED = {
    ConsentKind.OPT_OUT: "已为您退订您说的这一类短信,别的提醒还会发。想恢复,请回复“订阅”;全都不想收,请回复“退订”。",
    ConsentKind.OPT_IN: "已为您恢复您说的这一类短信。不想收了,随时回复“退订”。",
}
_NAMED = {
    ConsentKind.OPT_OUT: "已为您退订{names}的短信,别的提醒还会发。想恢复,请回复“订阅{name}”;全都不想收,请回复“退订”。",
    ConsentKind.OPT_IN: "已为您恢复{names}的短信。不想收了,回复“退订{name}”;全都不想收,回复“退订”。",
}


def confirmation(word: ConsentWord) -> str:
    """Give what the resident reads after a wish: what ends or goes on, how to undo it, how to end everything."""
    if word.unknown:
        return _UNKNOWN
    if word.topics == (ALL_TOPICS,):
        return _ALL[word.kind]
    if not word.called:
        return _UNNAMED[word.kind]
    names = "".join(f"“{name}”" for name in word.called)
    return _NAMED[word.kind].format(names=names, name=word.undone_by or word.called[0])


@dataclass(frozen=True, slots=True)
class Occasion:
    """The newest message of a campaign that went to a phone: what is written back from there answers it.

    `policies` leads from a benefit or topic to the first day of the version that the words rested on; `language` is
    that of the words. Even the name of a `confidential` one tells too much on a phone that others read.
    """

    campaign: int
    name: str
    at: datetime
    language: str
    policies: Mapping[str, date]
    confidential: bool = False


@dataclass(frozen=True, slots=True)
class TakenIn:
    """A reply that was taken in: the wish that it is, if it is one, whether it had been taken in before, and whether it
    speaks of refusing messages and still wishes nothing."""

    wish: ConsentWord | None
    again: bool = False
    about_refusing: bool = False


class ReplyBook(Protocol):
    """Where replies are counted and consents recorded, both or neither."""

    async def take(
        self, message_id: str, phone: str, consents: Sequence[ConsentRecord], now: datetime
    ) -> bool:
        """Take in one reply by the provider's id of it; False when it was taken in before."""
        ...


class ReplyIntake:
    """Takes in what residents write; what it says is never kept."""

    def __init__(self, book: ReplyBook, words: ConsentWords, clock: Clock) -> None:
        """Take the book, what reads wishes about messages, and the clock."""
        self._book, self._words, self._clock = book, words, clock

    async def take(self, message_id: str, phone: str, text: str, channel: str = "sms") -> TakenIn:
        """Take in one reply (phone in E.164), and record what it wishes."""
        now, word = self._clock(), self._words.read(text)
        consents = (
            [
                ConsentRecord(word.kind, now, ConsentSource.WORD, topic, channel, "", message_id)
                for topic in word.topics
            ]
            if word
            else []
        )
        about = word is None and self._words.is_about_refusing(text)
        if not await self._book.take(message_id, phone, consents, now):
            return TakenIn(word, again=True, about_refusing=about)
        logger.info("reply taken in", extra={"consent": word.kind.value if word else "none"})
        return TakenIn(word, about_refusing=about)
