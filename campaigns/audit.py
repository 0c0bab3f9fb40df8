"""The audit log: who did what to what, each entry sealed by the hash of the one before."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from json import dumps
from typing import Protocol

NOTHING_BEFORE = "0" * 64
"""The hash before the first entry."""

MACHINE = "machine"
"""Who acts when no person does."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One act. `detail` names ids, states and reasons, never a phone, a name or anyone's words."""

    number: int
    at: datetime
    who: str
    action: str
    subject: str
    detail: str
    previous: str
    hash: str


@dataclass(frozen=True, slots=True)
class Verified:
    """What a check of the log found: how many entries hold, its head, and the first number that does not hold."""

    entries: int
    head: str
    broken_at: int | None = None
    kept_at: int | None = None
    """The entry whose hash is the head that somebody kept from an earlier check; None when there is none."""


class AuditTrail(Protocol):
    """Where entries are read."""

    def entries(self, subject: str = "") -> AsyncIterator[Entry]:
        """Give the entries oldest first."""
        ...


def chained(
    number: int, at: datetime, who: str, action: str, subject: str, detail: str, previous: str
) -> Entry:
    """Give the entry that follows the one whose hash is `previous`."""
    moment = at.astimezone(UTC)
    words = [number, moment.isoformat(timespec="microseconds"), who, action, subject, detail, previous]
    told = dumps(words, ensure_ascii=False, separators=(",", ":"))
    return Entry(number, moment, who, action, subject, detail, previous, sha256(told.encode()).hexdigest())


async def verify(trail: AuditTrail, kept: str = "") -> Verified:
    """Walk the whole log; `kept` is an earlier head, which is no longer in it when entries were cut off its end."""
    count, previous = 0, NOTHING_BEFORE
    kept_at = 0 if kept == NOTHING_BEFORE else None
    async for entry in trail.entries():
        rightly = chained(count + 1, entry.at, entry.who, entry.action, entry.subject, entry.detail, previous)
        if rightly != entry:
            return Verified(count, previous, entry.number, kept_at)
        count, previous = count + 1, entry.hash
        kept_at = count if entry.hash == kept else kept_at
    return Verified(count, previous, None, kept_at)
