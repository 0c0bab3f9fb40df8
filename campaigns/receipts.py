"""Takes in what the provider reports of attempts: late, doubled, early and out of order alike."""

import logging
from collections.abc import Sequence

from campaigns.delivery import Receipt
from campaigns.gathering import Gatherer
from campaigns.sending_ports import Clock, ReceiptBook

logger = logging.getLogger(__name__)


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
