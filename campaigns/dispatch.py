"""Sends one batch: its attempts are committed, then all calls run at once outside any transaction, then outcomes."""

import asyncio
import logging
from collections.abc import Callable
from datetime import timedelta
from secrets import token_hex
from time import monotonic

from campaigns.delivery import Doubtful, DoubtReason, NeverSent, Outcome
from campaigns.faults import Fault, FaultClass
from campaigns.provider import Outgoing, Provider
from campaigns.sending import Attempted, Claimed, Compose, Errand, Lease
from campaigns.sending_ports import Clock, Ledger

logger = logging.getLogger(__name__)

NOT_CALLED = NeverSent(Fault(FaultClass.THROTTLED, "lease_over"))
STOPPED = NeverSent(Fault(FaultClass.OTHER, "stopped"))
FRESH_SECONDS = 1.0
"""So long after its claim a batch's calls are made without asking again whether its campaign was stopped."""

SETTLE_AGAIN = (0.1, 0.5, 2.0, 5.0)
"""Seconds to wait before outcomes are written down again, where that failed."""

Told = Callable[[str, float], None]
"""Is told each outcome's kind and how long its call took, in seconds: for metrics."""


def _nobody(kind: str, seconds: float) -> None:
    del kind, seconds


class Dispatcher:
    """Sends batches by their ids; a lost, doubled or late id changes nothing."""

    def __init__(
        self,
        ledger: Ledger,
        provider: Provider,
        compose: Compose,
        clock: Clock,
        concurrency: int = 256,
        lease: timedelta = timedelta(seconds=60),
        told: Told = _nobody,
    ) -> None:
        """Take the ports. `concurrency` calls run at once; `lease` is longer than the provider's timeout by far."""
        self._ledger, self._provider, self._compose, self._clock = ledger, provider, compose, clock
        self._calls = asyncio.Semaphore(concurrency)
        self._claiming = asyncio.Lock()
        self._open, self._most_open = 0, 2 * concurrency
        self._room = asyncio.Event()
        self._room.set()
        self._lease, self._told = lease, told
        self._at_work: set[asyncio.Task[bool]] = set()
        self._closing = False

    async def send_batch(self, batch: int) -> bool:
        """Send this batch if it is to be had; says whether it was. Runs to its end even when the caller is cancelled."""
        if self._closing:
            return False
        task = asyncio.create_task(self._send(batch))
        self._at_work.add(task)
        task.add_done_callback(self._at_work.discard)
        return await asyncio.shield(task)

    async def close(self) -> None:
        """Take no more batches, and wait until those at work are settled."""
        self._closing = True
        await asyncio.gather(*self._at_work, return_exceptions=True)

    async def _send(self, batch: int) -> bool:
        async with self._claiming:
            # What is claimed waits on its lease: no more than the calls can soon take.
            await self._room.wait()
            now, begun = self._clock(), monotonic()
            lease = Lease(token_hex(16), now + self._lease)
            claimed = await self._ledger.claim(batch, lease, now, self._compose)
            if claimed is None:
                return False
            self._opened(len(claimed.errands))
        if claimed.errands:
            # Half of the lease is for calling; a call that would begin later is not made, because somebody else may
            # hold the batch by then. Monotonic time, so that a clock set back does not stretch it.
            until = begun + self._lease.total_seconds() / 2
            goes_on = _GoesOn(self._ledger, batch)
            calls = (self._call(claimed, errand, until, goes_on) for errand in claimed.errands)
            attempted = await asyncio.gather(*calls)
            await self._settle(claimed, attempted)
        logger.info(
            "batch sent",
            extra={
                "batch": batch,
                "run": claimed.run,
                "calls": len(claimed.errands),
                "withheld": claimed.withheld,
            },
        )
        return True

    async def _settle(self, claimed: Claimed, attempted: list[Attempted]) -> None:
        """Write down the outcomes; tried again because what is not written down becomes a doubt."""
        for wait in SETTLE_AGAIN:
            try:
                await self._ledger.settle(claimed, attempted, self._clock())
            except Exception as error:  # noqa: BLE001  # a database that is away may come back
                words = {"batch": claimed.batch, "error": type(error).__name__}
                logger.warning("outcomes not written down", extra=words)
                await asyncio.sleep(wait)
            else:
                return
        await self._ledger.settle(claimed, attempted, self._clock())

    async def _call(self, claimed: Claimed, errand: Errand, until: float, goes_on: "_GoesOn") -> Attempted:
        message = Outgoing(errand.attempt, errand.to, errand.text, claimed.sender, claimed.window_until)
        async with self._calls:
            begun = monotonic()
            if begun > until:
                outcome: Outcome = NOT_CALLED
            elif await goes_on.at(begun):
                outcome = await self._outcome(message)
            else:
                outcome = STOPPED
        self._opened(-1)
        self._told(type(outcome).__name__, monotonic() - begun)
        return Attempted(errand, outcome)

    def _opened(self, calls: int) -> None:
        self._open += calls
        if self._open < self._most_open:
            self._room.set()
        else:
            self._room.clear()

    async def _outcome(self, message: Outgoing) -> Outcome:
        try:
            return await self._provider.send(message)
        except Exception as error:  # noqa: BLE001  # whatever a provider's code does, the others are settled
            logger.error("provider failed", extra={"attempt": message.attempt, "error": type(error).__name__})
            return Doubtful(DoubtReason.SERVER_ERROR, "provider_code")


class _GoesOn:
    """Whether a batch's campaign still runs: asked again while its calls wait for a slow provider."""

    def __init__(self, ledger: Ledger, batch: int) -> None:
        self._ledger, self._batch = ledger, batch
        self._asked_at, self._answer = monotonic(), True
        self._asking = asyncio.Lock()

    async def at(self, now: float) -> bool:
        """Say whether a call that begins now may be made."""
        if now - self._asked_at <= FRESH_SECONDS:
            return self._answer
        async with self._asking:
            if now > self._asked_at + FRESH_SECONDS:
                self._asked_at, self._answer = now, await self._ledger.goes_on(self._batch)
        return self._answer
