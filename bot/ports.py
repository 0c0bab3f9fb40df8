"""What a conversation needs from outside: somebody who understands, a memory, and people to hand over to."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from bot.memory import Line, Memory
from nlu.acts import Why
from nlu.interpretation import Interpretation
from nlu.reading.people import Kin


@dataclass(frozen=True, slots=True)
class Speaker:
    """Somebody on a channel, by the name the channel gives them (a session id, a chat, a number)."""

    channel: str
    name: str


class Understanding(Protocol):
    """Reads what an utterance says."""

    async def understand(self, text: str, asked: str | None, about: Kin, on: date) -> Interpretation:
        """Give what the masked words say.

        `asked` is the fact that was asked for last, `about` the person whose claim it has been so far. Where the
        trained model cannot be reached the answer is `degraded`; that is no error.
        """
        ...


@dataclass(frozen=True, slots=True)
class Remembered:
    """A memory as it was read; `stamp` tells a later writing whether another was faster."""

    memory: Memory
    stamp: str


class SessionStore(Protocol):
    """Keeps conversations for as long as they are not idle too long; the speaker cannot be told from what is kept."""

    async def load(self, speaker: Speaker, now: datetime) -> Remembered | None:
        """Give what is remembered of the speaker; None when nothing is, or when it has been idle too long."""
        ...

    async def save(self, speaker: Speaker, memory: Memory, stamp: str | None, now: datetime) -> bool:
        """Keep the memory, unless it changed since `stamp` was read (None: nothing was there): then give False."""
        ...

    async def forget(self, speaker: Speaker) -> None:
        """Delete what is remembered of the speaker, at once."""
        ...

    async def forget_idle(self, now: datetime) -> int:
        """Delete every conversation that has been idle too long; give how many there were."""
        ...


@dataclass(frozen=True, slots=True)
class Ticket:
    """A conversation handed over: `number` is told to the resident; `silent` says that a person answers by now.

    `note` is said with the number: when people answer, if not now; `role` says who they are.
    """

    number: str
    silent: bool
    note: str = ""
    role: str = ""


class Handoffs(Protocol):
    """The desk at which people take over."""

    async def open(self, speaker: Speaker, why: Why, lines: tuple[Line, ...]) -> Ticket | None:
        """Call for a person and give the ticket; None where nobody takes over.

        Calling again while one is open gives the same ticket.
        """
        ...

    async def held(self, speaker: Speaker) -> Ticket | None:
        """Give the open ticket of the speaker, if any."""
        ...

    async def add(self, ticket: Ticket, line: Line) -> bool:
        """Add what the speaker (masked) says while a person has it; True when it is their first word to that person."""
        ...

    async def forget(self, speaker: Speaker) -> None:
        """Erase what the speaker said to people, and close what is open."""
        ...
