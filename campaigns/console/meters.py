"""What operators watch of the sending side, for Prometheus."""

from collections import Counter as Tally
from collections.abc import Sequence
from datetime import datetime

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

from campaigns.console.ports import Depth
from campaigns.delivery import Receipt
from campaigns.sending_ports import ReceiptBook


class SendingMeters:
    """The meters of this process; `told` is what a dispatcher tells outcomes to."""

    def __init__(self, registry: CollectorRegistry) -> None:
        """Make the meters in a registry."""
        self.registry = registry
        self._outcomes = Counter(
            "huimin_sends", "Calls to the provider by outcome", ("outcome",), registry=registry
        )
        self._seconds = Histogram(
            "huimin_send_seconds",
            "Time of one call to the provider",
            registry=registry,
            buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
        )
        self._receipts = Counter("huimin_receipts", "Receipts by status", ("status",), registry=registry)
        self._strays = Counter("huimin_stray_receipts", "Receipts of no attempt of ours", registry=registry)
        self._waiting = Gauge("huimin_batches_waiting", "Batches that wait to be sent", registry=registry)
        self._due = Gauge("huimin_batches_due", "Batches that are due (the queue's depth)", registry=registry)
        self._unknown = Gauge("huimin_deliveries_unknown", "Deliveries in doubt", registry=registry)
        self._stopped = Gauge("huimin_senders_stopped", "Senders stopped for a person", registry=registry)

    def told(self, outcome: str, seconds: float) -> None:
        """Count one call."""
        self._outcomes.labels(outcome.lower()).inc()
        self._seconds.observe(seconds)

    def took(self, receipts: Sequence[Receipt], strays: int) -> None:
        """Count receipts; a status that we do not know is `other`, because anybody may have invented it."""
        for status, count in Tally(one.status if one.rank else "other" for one in receipts).items():
            self._receipts.labels(status).inc(count)
        self._strays.inc(strays)

    def show(self, depth: Depth) -> None:
        """Show what waits now."""
        self._waiting.set(depth.batches_waiting)
        self._due.set(depth.batches_due)
        self._unknown.set(depth.deliveries_unknown)
        self._stopped.set(depth.senders_stopped)


class CountedReceipts:
    """A book of receipts that tells the meters what it took."""

    def __init__(self, book: ReceiptBook, meters: SendingMeters) -> None:
        """Take the book and the meters."""
        self._book, self._meters = book, meters

    async def take(self, receipts: Sequence[Receipt], now: datetime) -> int:
        """Record receipts; gives how many belong to no attempt of ours."""
        strays = await self._book.take(receipts, now)
        self._meters.took(receipts, strays)
        return strays
