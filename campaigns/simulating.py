"""The phone simulator: shows what reached the sandbox's phones, and lets their owners write back."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from campaigns.console.ports import Line, SimulatedPhone
from campaigns.provider import Outgoing
from campaigns.replies import CONFIRMED, ReplyIntake
from campaigns.sending_ports import Clock


class PhoneBook(Protocol):
    """What the simulated phones wrote and read."""

    async def put(self, messages: Sequence[Outgoing], now: datetime) -> None:
        """Keep messages to phones."""
        ...

    async def heard(self, phone: str, text: str, now: datetime) -> str:
        """Keep what a phone wrote; gives an id of it."""
        ...

    async def lines(self, phone: str) -> Sequence[Line]:
        """Give everything to and from a phone, oldest first."""
        ...

    async def phones(self, limit: int) -> Sequence[SimulatedPhone]:
        """Give the phones with the newest messages."""
        ...


class PhoneSimulator:
    """A `Simulator` on the outbox; replies go the way that a provider's would."""

    def __init__(self, book: PhoneBook, replies: ReplyIntake, signature: str, clock: Clock) -> None:
        """Take the outbox, what takes replies in, and the signature of confirmations."""
        self._book, self._replies, self._signature, self._clock = book, replies, signature, clock

    async def phones(self, limit: int) -> Sequence[SimulatedPhone]:
        """Give the phones with the newest messages."""
        return await self._book.phones(limit)

    async def lines(self, phone: str) -> Sequence[Line]:
        """Give everything to and from a phone, oldest first."""
        return await self._book.lines(phone)

    async def reply(self, phone: str, text: str) -> None:
        """Write back from a phone, as its owner would."""
        message_id = await self._book.heard(phone, text, self._clock())
        word = await self._replies.take(message_id, phone, text)
        if word is not None:
            confirmation = f"【{self._signature}】{CONFIRMED[word.kind]}"
            await self._book.put([Outgoing("", phone, confirmation, "sandbox")], self._clock())
