"""What short messages need from outside."""

from datetime import datetime
from typing import Protocol

from campaigns.consent import ConsentWord
from campaigns.replies import Occasion


class Replies(Protocol):
    """Takes in what residents write back, before anything else is made of it."""

    async def take(self, message_id: str, phone: str, text: str, channel: str = "sms") -> ConsentWord | None:
        """Record a word of consent and count the reply; gives the word to confirm, None for anything else or again."""
        ...


class Occasions(Protocol):
    """Knows what was last sent to a phone."""

    async def occasion(self, phone: str, now: datetime) -> Occasion | None:
        """Give the campaign's message that a phone answers now; None where none was sent for long."""
        ...


class LateSms(Protocol):
    """Sends an answer for which the caller could not wait."""

    async def send(self, phone: str, text: str) -> None:
        """Send a text to a phone (E.164); NotSent when it surely did not leave."""
        ...
