"""Takes in what the provider reports of attempts: late, doubled, early and out of order alike."""

import logging
from collections.abc import Sequence

from campaigns.delivery import Receipt
from campaigns.gathering import Gatherer
from campaigns.sending_ports import Clock, ReceiptBook

logger = logging.getLogger(__name__)


TRIED = "test"
"""With this begins the attempt of every message that staff sent to themselves, of which nothing is kept."""


class TriedOut:
    """The receipts of such messages: they are awaited, and tell nobody anything."""

    async def reported(self, receipts: Sequence[Receipt]) -> set[str]:
        """Give the attempts that are known: all of them."""
        return {one.attempt for one in receipts}


class ReceiptIntake:
    """Stores receipts; those that come while one commit is under way share the next."""

    def __init__(self, book: ReceiptBook, clock: Clock) -> None:
        """Take where receipts are kept, and the clock."""
        self._book, self._clock = book, clock
        self._gatherer: Gatherer[Receipt] = Gatherer(self._take)

    async def take(self, receipt: Receipt) -> None:
        """Store one receipt; returns when it is committed."""
        await self._gatherer.put(receipt)

    async def _take(self, receipts: Sequence[Receipt]) -> None:
        strays = await self._book.take(receipts, self._clock())
        if strays:
            logger.warning("receipts of no attempt", extra={"count": strays})
