"""What handing over to people needs from outside: where the conversations are kept, and how lines reach residents."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from bot.memory import Line
from bot.ports import Speaker
from nlu.acts import Why


class CaseState(StrEnum):
    """Whether somebody has a conversation."""

    WAITING = "waiting"
    TAKEN = "taken"
    CLOSED = "closed"


class Voice(StrEnum):
    """Whose line it is; the desk's are said around a person's answers."""

    RESIDENT = "resident"
    SERVICE = "service"
    STAFF = "staff"
    DESK = "desk"


@dataclass(frozen=True, slots=True)
class Case:
    """A conversation for which a person was called; `touched_at` is when that person did something last."""

    number: int
    channel: str
    why: Why
    state: CaseState
    taken_by: str
    opened_at: datetime
    touched_at: datetime

    @property
    def ticket(self) -> str:
        """What the resident is told to remember."""
        return f"H{self.number:04}"


class Fate(StrEnum):
    """What became of a line that shall reach the resident."""

    NONE = ""
    """It was said by the resident or to them: there is nothing to carry."""
    FETCH = "fetch"
    """It waits for the page to fetch it."""
    DUE = "due"
    SENDING = "sending"
    """Written down before the call; still so after a while means that nobody knows."""
    ARRIVED = "arrived"
    REFUSED = "refused"
    """The resident wants none, or it cannot reach them."""
    WITHHELD = "withheld"
    """They want it no more: found at the last moment, before it left."""
    DOUBT = "doubt"
    """It may have arrived or not: it is sent again only when a person says so."""


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One line of such a conversation; the resident's are masked."""

    number: int
    voice: Voice
    text: str
    at: datetime
    fate: Fate = Fate.NONE


@dataclass(frozen=True, slots=True)
class Letter:
    """A line on its way to the resident on their channel; `attempt` is the id of this one try.

    `asked_at` is when the resident asked for what is carried.
    """

    line: int
    speaker: Speaker
    text: str
    attempt: str
    asked_at: datetime


class CaseBook(Protocol):
    """Keeps the conversations; one speaker has one open at most."""

    async def open(self, speaker: Speaker, why: Why, lines: Sequence[Line], now: datetime) -> Case:
        """Open a case with what was said before; where one is open already, give that."""
        ...

    async def held(self, speaker: Speaker) -> Case | None:
        """Give the open case of the speaker."""
        ...

    async def heard(self, number: int, words: str, now: datetime) -> bool:
        """Add what the resident says; True when it is their first line since a person came."""
        ...

    async def forget(self, speaker: Speaker, now: datetime) -> int:
        """Erase what was said in every case of the speaker, and close what is open; give how many cases there were."""
        ...


class CaseFile(Protocol):
    """What the staff do to the conversations, and what they see of them."""

    async def move(
        self, number: int, before: frozenset[CaseState], after: CaseState, who: str, now: datetime
    ) -> Case | None:
        """Bring the case from one of these states to another, or touch it; None when it is in no such state."""
        ...

    async def say(self, number: int, voice: Voice, text: str, now: datetime) -> None:
        """Add a line that shall reach the resident."""
        ...

    async def again(self, number: int, line: int, now: datetime) -> bool:
        """Let a line be carried once more; False when it is not in doubt and was not refused."""
        ...

    async def find(self, number: int) -> Case | None:
        """Give one case, open or not."""
        ...


class CaseList(Protocol):
    """Shows the conversations to the staff."""

    async def waiting(self) -> Sequence[Case]:
        """Give every open case, the oldest first."""
        ...

    async def closed(self, limit: int) -> Sequence[Case]:
        """Give the cases closed last, the newest first."""
        ...

    async def lines(self, number: int) -> Sequence[CaseLine]:
        """Give what was said in a case."""
        ...

    async def doubts(self) -> int:
        """Count the lines of open cases of which nobody knows whether they arrived."""
        ...


class Postbag(Protocol):
    """Lines that are on their way."""

    async def due(self, now: datetime) -> Sequence[Letter]:
        """Give lines to be carried now, of each case the next one only; each is written down as under way."""
        ...

    async def settle(self, letter: Letter, fate: Fate, now: datetime) -> None:
        """Write down what became of a letter; one that is `due` again comes after a while."""
        ...


class Bell(Protocol):
    """Cases of which the staff have not been told, or not of late."""

    async def unnoticed(self, before: datetime) -> Sequence[Case]:
        """Give the waiting cases of which nobody was told since the instant."""
        ...

    async def noticed(self, number: int, now: datetime) -> None:
        """Note that the staff were told."""
        ...
