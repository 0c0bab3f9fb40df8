"""What campaigns need from the outside: where contacts are kept, and what is remembered of consent."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from campaigns.contact import ContactBatch, SealedBatch


@dataclass(frozen=True, slots=True)
class Tally:
    """What became of good rows: contacts that were new, told something new, or were known so already."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.added + other.added, self.changed + other.changed, self.unchanged + other.unchanged)


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """How far an import has come for good.

    `rows` were read (without the header), of which `rejected` were bad; the reject file is whole up to
    `reject_bytes`. `told_at` is when this content was first imported: what it says of ages and consent holds then.
    """

    import_id: int
    told_at: datetime
    rows: int = 0
    rejected: int = 0
    reject_bytes: int = 0
    tally: Tally = Tally()


@dataclass(frozen=True, slots=True)
class Intake:
    """What an import begins with: the content's digest, the file's name without folder, the present."""

    digest: str
    file_name: str
    at: datetime


class ContactIntake(Protocol):
    """Where an import puts contacts; each call is one transaction."""

    async def begin(self, intake: Intake) -> Checkpoint:
        """Take up the unfinished import of the same content, or begin one."""
        ...

    def sealing(self, start: Checkpoint) -> Callable[[ContactBatch], SealedBatch]:
        """Give what makes contacts ready for `take`; it is used in another process, so it can be pickled."""
        ...

    async def take(self, batch: SealedBatch, reached: Checkpoint, wording: str) -> Checkpoint:
        """Store contacts and how far the import has come, both or neither; gives the checkpoint with its tally."""
        ...

    async def finish(self, reached: Checkpoint, at: datetime) -> None:
        """Note that the import is done."""
        ...


class PolicyVersions(Protocol):
    """Which version of a policy holds on a day."""

    def version_on(self, name: str, day: date) -> date | None:
        """Give the day on which the version that holds on `day` began; None for what has no dated versions."""
        ...


class PolicyShelf(PolicyVersions, Protocol):
    """Knows besides what a text can be written on."""

    def why_not(self, name: str, day: date) -> str:
        """Say why no text can be written anew on that day that rests on a policy; "" where one can."""
        ...
