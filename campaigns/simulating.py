"""The phone simulator: shows what reached the sandbox's phones, and lets their owners write back."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Protocol

from campaigns.console.ports import Line, SimulatedPhone
from campaigns.provider import Outgoing
from campaigns.replies import ReplyIntake, confirmation
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


Deliver = Callable[[str], Awaitable[None]]
Hear = Callable[[str, str, str, Deliver], Awaitable[None]]
"""Hears a message (its id, the phone, the words) and delivers the answer, if there is one."""


class PhoneSimulator:
    """A `Simulator` on the outbox; replies go the way that a provider's would."""

    def __init__(self, book: PhoneBook, replies: ReplyIntake, signature: str, clock: Clock) -> None:
        """Take the outbox, what takes replies in, and the signature of confirmations."""
        self._book, self._replies, self._signature, self._clock = book, replies, signature, clock
        self._hear: Hear = self._only_consent

    def connect(self, hear: Hear) -> None:
        """Let what phones write be answered; before, only words of consent are."""
        self._hear = hear

    async def phones(self, limit: int) -> Sequence[SimulatedPhone]:
        """Give the phones with the newest messages."""
        return await self._book.phones(limit)

    async def lines(self, phone: str) -> Sequence[Line]:
        """Give everything to and from a phone, oldest first."""
        return await self._book.lines(phone)

    async def reply(self, phone: str, text: str) -> None:
        """Write back from a phone, as its owner would."""
        message_id = await self._book.heard(phone, text, self._clock())

        async def deliver(answer: str) -> None:
            await self._book.put([Outgoing("", phone, answer, "sandbox")], self._clock())

        await self._hear(message_id, phone, text, deliver)

    async def _only_consent(self, message_id: str, phone: str, text: str, deliver: Deliver) -> None:
        wish = (await self._replies.take(message_id, phone, text)).wish
        if wish is not None:
            await deliver(f"【{self._signature}】{confirmation(wish)}")
