"""What channels need from outside: to know a message again, and to keep a small mark on a speaker."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from bot.ports import Speaker


@dataclass(frozen=True, slots=True)
class Arrival:
    """A message as its channel names it; the same name is the same message, however often it comes."""

    channel: str
    message: str


class Stage(StrEnum):
    """How far a message has come. `ANSWERING`: the answer may have left, or not."""

    HEARING = "hearing"
    ANSWERING = "sending"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Taken:
    """A message taken in: new, or again with the stage it had reached.

    `before` is the stamp of the memory when it first came (empty: nothing was remembered); `tries` counts how often
    it was taken in; `elsewhere` says that another process is answering it now.
    """

    stage: Stage
    before: str
    tries: int
    elsewhere: bool = False


class Arrivals(Protocol):
    """Keeps which messages came in; each call is committed when it returns."""

    async def take(self, arrival: Arrival, before: str, owner: str, now: datetime) -> Taken:
        """Take a message in for `owner` for a while; who had it before may be dead, and then loses it."""
        ...

    async def reach(self, arrival: Arrival, stage: Stage, now: datetime) -> None:
        """Note how far the message has come."""
        ...

    async def hold(self, arrival: Arrival, owner: str, now: datetime) -> None:
        """Keep the message for another while, if it is still this owner's."""
        ...

    async def forget_before(self, instant: datetime) -> int:
        """Delete what is older than any channel would send again; give how many there were."""
        ...


class MarkKind(StrEnum):
    """What a mark is for."""

    BLOCKED = "blocked"
    PAGE = "page"


class Marks(Protocol):
    """Keeps one short mark of each kind on a speaker, who cannot be told from it."""

    async def put(self, speaker: Speaker, kind: MarkKind, mark: str, now: datetime) -> None:
        """Put the mark, in place of an older one."""
        ...

    async def get(self, speaker: Speaker, kind: MarkKind) -> str | None:
        """Give the mark, None where there is none."""
        ...

    async def drop(self, speaker: Speaker, kind: MarkKind) -> None:
        """Take the mark away."""
        ...
