"""What short messages need from outside."""

from datetime import datetime
from typing import Protocol

from campaigns.replies import Occasion, TakenIn


class Replies(Protocol):
    """Takes in what residents write back, before anything else is made of it."""

    async def take(self, message_id: str, phone: str, text: str, channel: str = "sms") -> TakenIn:
        """Record a wish about messages and count the reply; gives the wish, and whether it was taken in before."""
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
