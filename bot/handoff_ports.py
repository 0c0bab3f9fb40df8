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


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One line of such a conversation; the resident's are masked."""

    number: int
    voice: Voice
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Letter:
    """A line on its way to the resident on their channel."""

    line: int
    speaker: Speaker
    text: str


class CaseBook(Protocol):
    """Keeps the conversations; one speaker has one open at most."""

    async def open(self, speaker: Speaker, why: Why, lines: Sequence[Line], now: datetime) -> Case:
        """Open a case with what was said before; where one is open already, give that."""
        ...

    async def held(self, speaker: Speaker) -> Case | None:
        """Give the open case of the speaker."""
        ...

    async def add(self, number: int, voice: Voice, text: str, now: datetime, *, carry: bool) -> None:
        """Add a line; with `carry` it shall reach the resident."""
        ...

    async def move(
        self, number: int, before: frozenset[CaseState], after: CaseState, who: str, now: datetime
    ) -> Case | None:
        """Bring the case from one of these states to another, or touch it; None when it is in no such state."""
        ...


class CaseList(Protocol):
    """Shows the conversations to the staff."""

    async def waiting(self) -> Sequence[Case]:
        """Give every open case, the oldest first."""
        ...

    async def find(self, number: int) -> Case | None:
        """Give one case, open or not."""
        ...

    async def lines(self, number: int) -> Sequence[CaseLine]:
        """Give what was said in it."""
        ...


class Postbag(Protocol):
    """Lines that are on their way, and cases of which nobody was told."""

    async def due(self, now: datetime) -> Sequence[Letter]:
        """Give lines to be carried now; each comes again after a while unless it is `carried`."""
        ...

    async def carried(self, line: int) -> None:
        """Note that a line arrived, or never can."""
        ...

    async def unnoticed(self) -> Sequence[Case]:
        """Give the open cases of which the staff were not told yet."""
        ...

    async def noticed(self, number: int) -> None:
        """Note that the staff were told."""
        ...
