"""What the staff's door needs from the outside, beside the services that it opens to the staff."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from campaigns.audit import AuditTrail
from campaigns.consent import ConsentRecord
from campaigns.console.accounts import Account, RunAccount
from campaigns.console.doubting import InDoubt
from campaigns.console.staff import StaffMember
from campaigns.sending import Decision


class StaffBook(Protocol):
    """Keeps the staff; every change is written into the audit log in the same transaction."""

    async def add(self, member: StaffMember, token_hash: bytes, who: str) -> bool:
        """Let somebody in; False when the name was given before."""
        ...

    async def listed(self) -> Sequence[StaffMember]:
        """Give everybody ever let in."""
        ...

    async def disable(self, name: str, who: str, now: datetime) -> bool:
        """Let a token open the door no more; False when there is nobody of that name who may come in."""
        ...

    async def by_token(self, token_hash: bytes) -> StaffMember | None:
        """Give who holds this token and may come in."""
        ...


@dataclass(frozen=True, slots=True)
class ContactCount:
    """How many contacts there are, and on how many phones."""

    contacts: int
    phones: int


class Contacts(Protocol):
    """The residents as registered, counted only."""

    async def count(self, definition: str, on: date) -> ContactCount:
        """Count an audience (JSON as campaigns write it) on a day; `AudienceError` says what cannot be."""
        ...

    async def districts(self) -> Sequence[str]:
        """Give the districts that contacts are of, in order."""
        ...


@dataclass(frozen=True, slots=True)
class Line:
    """One message of the phone simulator; `incoming` when the phone wrote it."""

    text: str
    incoming: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class SimulatedPhone:
    """One phone of the simulator with its newest message."""

    phone: str
    newest: Line


class Simulator(Protocol):
    """The phones of the sandbox: what would have reached them, and what they answer."""

    async def phones(self, limit: int) -> Sequence[SimulatedPhone]:
        """Give the phones with the newest messages."""
        ...

    async def lines(self, phone: str) -> Sequence[Line]:
        """Give everything to and from a phone (E.164), oldest first."""
        ...

    async def reply(self, phone: str, text: str) -> None:
        """Write back from a phone, as its owner would."""
        ...


@dataclass(frozen=True, slots=True)
class Depth:
    """What waits now, over all campaigns."""

    batches_waiting: int
    batches_due: int
    deliveries_unknown: int
    senders_stopped: int


class Reports(Protocol):
    """What became of campaigns."""

    async def runs(self, campaign: int) -> Sequence[RunAccount]:
        """Give the runs of a campaign from kept counters, oldest first."""
        ...

    async def account(self, campaign: int) -> Account:
        """Give everything about a campaign; small numbers are hidden."""
        ...


class Doubts(Protocol):
    """Deliveries of which nobody knows whether they arrived, for a person to decide."""

    async def overdue(self, before: datetime, limit: int) -> Sequence[int]:
        """Give deliveries in doubt since before this moment."""
        ...

    async def of_campaign(self, campaign: int, limit: int) -> Sequence[InDoubt]:
        """Give the deliveries of a campaign that are in doubt, oldest first."""
        ...

    async def decide(self, deliveries: Sequence[int], decision: Decision, who: str, now: datetime) -> int:
        """Settle doubtful deliveries by a recorded decision; gives how many were still doubtful."""
        ...


class AuditCheck(Protocol):
    """Compares the log with what it tells of."""

    async def lacking(self) -> str | None:
        """Give a subject of which the tables know more than the log; None when there is none."""
        ...


class AuditLog(AuditTrail, AuditCheck, Protocol):
    """The audit log, for what is recorded by the door itself."""

    async def append(self, at: datetime, who: str, action: str, subject: str, detail: str = "") -> None:
        """Add one entry."""
        ...


class ConsentBook(Protocol):
    """What residents allowed and refused, by phone."""

    async def record(self, phones: Sequence[str], record: ConsentRecord) -> int:
        """Add the record for each phone (E.164); gives for how many."""
        ...

    async def records_of(self, phone: str) -> tuple[ConsentRecord, ...]:
        """Give everything recorded of a phone, oldest first."""
        ...


class Depths(Protocol):
    """What operators watch in the tables."""

    async def depth(self, now: datetime) -> Depth:
        """Count what waits."""
        ...
