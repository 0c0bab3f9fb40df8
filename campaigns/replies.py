"""What residents write back: words of consent are recorded at once, and every reply is counted for its run."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from campaigns.consent import ConsentKind, ConsentRecord, ConsentSource, ConsentWord, consent_word
from campaigns.sending_ports import Clock

logger = logging.getLogger(__name__)

CONFIRMED = {
    ConsentKind.OPT_OUT: "已为您退订,以后不再给您发这类短信。想恢复,请回复“订阅”。",
    ConsentKind.OPT_IN: "已为您恢复接收。不想收了,随时回复“退订”。",
}
"""What the resident reads after a word of consent, where the provider does not confirm it by itself."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """The newest message of a campaign that went to a phone: what is written back from there answers it.

    `policies` leads from a benefit or topic to the first day of the version that the words rested on; `language` is
    that of the words.
    """

    campaign: int
    name: str
    at: datetime
    language: str
    policies: Mapping[str, date]


class ReplyBook(Protocol):
    """Where replies are counted and consents recorded, both or neither."""

    async def take(self, message_id: str, phone: str, consent: ConsentRecord | None, now: datetime) -> bool:
        """Take in one reply by the provider's id of it; False when it was taken in before."""
        ...


class ReplyIntake:
    """Takes in what residents write; what it says is never kept."""

    def __init__(self, book: ReplyBook, clock: Clock) -> None:
        """Take the book and the clock."""
        self._book, self._clock = book, clock

    async def take(self, message_id: str, phone: str, text: str, channel: str = "sms") -> ConsentWord | None:
        """Take in one reply (phone in E.164); gives the word of consent to confirm, None for anything else or again."""
        now, word = self._clock(), consent_word(text)
        record = word and ConsentRecord(
            word.kind, now, ConsentSource.WORD, word.topic, channel, "", message_id
        )
        if not await self._book.take(message_id, phone, record or None, now):
            return None
        logger.info("reply taken in", extra={"consent": word.kind.value if word else "none"})
        return word
