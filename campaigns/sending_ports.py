"""What the sending side needs from the outside: an audience, tables that remember, and something that carries batches."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from campaigns.campaign import Campaign
from campaigns.delivery import Receipt
from campaigns.provider import Found
from campaigns.sending import (
    Attempted,
    Candidate,
    Claimed,
    Compose,
    Cursor,
    Decision,
    Doubted,
    Due,
    Lease,
    Missed,
    PlannedPage,
    Run,
)
from campaigns.windows import Opening, Windows

Clock = Callable[[], datetime]
"""Gives the present, aware."""


class Audience(Protocol):
    """The residents that a campaign is for, as the database selects them."""

    async def count(self, campaign: Campaign, on: date, at: datetime) -> int:
        """Count the phones that would be written to if the run began now."""
        ...

    async def page(
        self, campaign: Campaign, on: date, at: datetime, after: Cursor, limit: int
    ) -> Sequence[Candidate]:
        """Give the next contacts in the order of their phones' hashes, with what bars each; empty at the end."""
        ...


class Calendar(Protocol):
    """Which campaigns are due, and the runs made of them."""

    async def due(self, now: datetime) -> Sequence[Due]:
        """Give the launched campaigns whose next run is due."""
        ...

    async def open_run(
        self,
        due: Due,
        following: datetime | None,
        now: datetime,
        held_because: str = "",
        missed: Missed | None = None,
    ) -> bool:
        """Make the run and set when the next one is due, both or neither; False when somebody else did.

        What was missed before it is recorded as one run that was skipped.
        """
        ...


class RunBook(Protocol):
    """Where a run is planned, page by page."""

    async def take(self, lease: Lease, now: datetime) -> Run | None:
        """Take up one run that is not planned to its end and that nobody else is planning."""
        ...

    async def size(self, run: Run, size: int, slot_at: datetime) -> Run:
        """Note how many recipients were counted, and from when on the run is laid out.

        Runs of one sender may be laid out over each other: its pace is kept when batches are handed out.
        """
        ...

    async def write(self, run: Run, page: PlannedPage, lease: Lease) -> bool:
        """Write one page and how far planning has come; False when the lease was lost or the run stopped."""
        ...

    async def close(self, run: Run, now: datetime, held_because: str = "") -> None:
        """Note that the run is planned to its end, or that it waits for a person."""
        ...


@dataclass(frozen=True, slots=True)
class Closed:
    """Batches of a run that are due though their window has closed."""

    run: int
    windows: Windows


class HandOut(Protocol):
    """Which batches may leave now."""

    async def closed(self, now: datetime) -> Sequence[Closed]:
        """Give the runs that have due batches outside a window."""
        ...

    async def reopen(self, run: int, opening: Opening, now: datetime) -> None:
        """Move the batches of this run that are due outside a window into this opening."""
        ...

    async def due_batches(self, now: datetime, limit: int) -> Sequence[int]:
        """Give due batches within their senders' pace, and note that they were handed out."""
        ...


class Ledger(Protocol):
    """Where attempts are committed before their call, and their outcomes after it."""

    async def claim(self, batch: int, lease: Lease, now: datetime, compose: Compose) -> Claimed | None:
        """Take a batch and commit its attempts; None when it is not to be had (taken, paused, not due, too late)."""
        ...

    async def goes_on(self, batch: int) -> bool:
        """Say whether the campaign of this batch still runs."""
        ...

    async def settle(self, claimed: Claimed, attempted: Iterable[Attempted], now: datetime) -> None:
        """Commit what the calls came to; what a receipt settled meanwhile stays."""
        ...


class ReceiptBook(Protocol):
    """Where receipts are taken in."""

    async def take(self, receipts: Sequence[Receipt], now: datetime) -> int:
        """Record receipts and move their deliveries; gives how many belong to no attempt of ours."""
        ...


class Doubts(Protocol):
    """The attempts of which nobody knows whether they were taken in."""

    async def release(self, now: datetime) -> int:
        """Give up leases that ran out: attempts left open become doubtful, the rest waits for the next worker."""
        ...

    async def doubted(self, now: datetime, before: datetime, limit: int) -> Sequence[Doubted]:
        """Give doubtful attempts made before `before` that are to be looked for (again)."""
        ...

    async def looked(self, doubted: Doubted, found: Found | None, now: datetime) -> None:
        """Record what the provider has of it: found, it is settled; not found, it is looked for again later."""
        ...


class Decisions(Protocol):
    """Doubtful deliveries that looking has not settled."""

    async def overdue(self, before: datetime, limit: int) -> Sequence[int]:
        """Give deliveries in doubt since before this moment."""
        ...

    async def decide(self, deliveries: Sequence[int], decision: Decision, who: str, now: datetime) -> int:
        """Settle doubtful deliveries by a recorded decision; gives how many were still doubtful."""
        ...


class Courier(Protocol):
    """Carries the ids of batches to whoever sends them; losing, doubling or delaying one does no harm."""

    async def carry(self, batch: int) -> None:
        """Hand one batch on."""
        ...


@dataclass(frozen=True, slots=True)
class Progress:
    """A run under way, as the watch judges it; `tallies` are of the wave that is out, and of the whole run."""

    run: int
    campaign_id: int
    campaign: Campaign
    wave: int
    last_wave: int
    wave_done_at: datetime | None
    of_wave: Mapping[str, int]
    of_run: Mapping[str, int]
    more_runs: bool
    accepted_at: datetime | None = None
    """When a person last let a held campaign go on."""
    number: int = 0
    """Which run of its campaign it is, as people count."""
    size: int = 0
    """How many recipients its waves were cut from."""


class WatchBook(Protocol):
    """What the watch reads of runs, and the moves it makes."""

    async def progress(self) -> Sequence[Progress]:
        """Give every run that is out, of campaigns that run."""
        ...

    async def next_wave(self, progress: Progress, now: datetime, *, open_it: bool) -> None:
        """Note that a wave is out, or let the next one go."""
        ...

    async def top_up(self, progress: Progress, size: int, now: datetime) -> int:
        """Move messages of later waves to the one that is out until `size` are out or wait; gives how many."""
        ...

    async def wind_down(self, progress: Progress, now: datetime) -> None:
        """Note that nothing is left to send of the campaign, though some recipients are not accounted for yet."""
        ...

    async def finish(self, progress: Progress, now: datetime) -> None:
        """Note that every recipient of the run is accounted for."""
        ...


class Stops(Protocol):
    """Stops campaigns, and clears away what canceled ones left."""

    async def stop(self, campaign: int, why: str, now: datetime, *, hold: bool) -> None:
        """Pause a campaign (or hold it for a person) and record why."""
        ...

    async def stalled(self, before: datetime) -> Sequence[int]:
        """Give running campaigns whose messages should have left before this moment, while their sender sent nothing."""
        ...

    async def sweep(self, now: datetime) -> None:
        """Cancel the messages that canceled campaigns and runs given up have not sent, a part at a time."""
        ...
