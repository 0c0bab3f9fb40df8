"""Forgets what is no longer needed: single receipts, once their messages have long been accounted for."""

import logging
from datetime import datetime, timedelta
from typing import Protocol

from campaigns.sending_ports import Clock

logger = logging.getLogger(__name__)


class Archive(Protocol):
    """What is kept for a time only."""

    async def forget(self, before: datetime, limit: int) -> int:
        """Delete at most `limit` receipts and simulated messages that are older; gives how many."""
        ...


class Retention:
    """Deletes a part at a time, so that nobody waits for it. What reports count is kept."""

    def __init__(
        self, archive: Archive, clock: Clock, keep: timedelta = timedelta(days=90), limit: int = 2_000
    ) -> None:
        """Take where it is kept, the clock and for how long."""
        self._archive, self._clock, self._keep, self._limit = archive, clock, keep, limit

    async def retain(self) -> int:
        """Delete what is too old; gives how many rows."""
        forgotten = await self._archive.forget(self._clock() - self._keep, self._limit)
        if forgotten:
            logger.info("old receipts forgotten", extra={"rows": forgotten})
        return forgotten
