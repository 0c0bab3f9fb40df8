"""A provider from which nothing leaves the machine: messages land in an outbox that the phone simulator shows."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Protocol

from campaigns.delivery import Accepted, Outcome, Receipt
from campaigns.gathering import Gatherer
from campaigns.provider import Capabilities, Found, Outgoing, SegmentRule
from campaigns.sending_ports import Clock

CAPABILITIES = Capabilities(
    free_text=True,
    batch_size=1,
    two_way=True,
    links=True,
    variables_in_promotions=True,
    longest_text=500,
    segment_rule=SegmentRule.DOMESTIC,
    confirms_opt_out=False,
    signature_in_text=True,
)
"""As a mainland gateway counts, so that what is tried out here costs the same there."""


class Outbox(Protocol):
    """Where the messages of the simulated phones are kept."""

    async def put(self, messages: Sequence[Outgoing], now: datetime) -> None:
        """Keep messages; the same attempt twice is one."""
        ...

    async def sent_to(self, phone: str, since: datetime) -> list[Found]:
        """Give what reached a phone since then."""
        ...


class SandboxProvider:
    """Takes every message in, and reports it delivered a moment later as a carrier would."""

    def __init__(self, outbox: Outbox, report: Callable[[Receipt], Awaitable[None]], clock: Clock) -> None:
        """Take the outbox, and what takes receipts in."""
        self._outbox, self._report, self._clock = outbox, report, clock
        self._gatherer: Gatherer[Outgoing] = Gatherer(self._put)
        self._reports: set[asyncio.Task[None]] = set()

    @property
    def capabilities(self) -> Capabilities:
        """What the sandbox can do."""
        return CAPABILITIES

    async def send(self, message: Outgoing) -> Outcome:
        """Keep the message for its phone."""
        await self._gatherer.put(message)
        made = provider_id(message.attempt)
        receipt = Receipt(message.attempt, "delivered", made)
        report = asyncio.create_task(self._reported(receipt))
        self._reports.add(report)
        report.add_done_callback(self._reports.discard)
        return Accepted(made)

    async def find(self, to: str, since: datetime) -> list[Found]:
        """Give what reached this phone since then."""
        return await self._outbox.sent_to(to, since)

    async def close(self) -> None:
        """Wait for the reports under way."""
        await asyncio.gather(*self._reports, return_exceptions=True)

    async def _put(self, messages: Sequence[Outgoing]) -> None:
        await self._outbox.put(messages, self._clock())

    async def _reported(self, receipt: Receipt) -> None:
        await self._report(receipt)


def provider_id(attempt: str) -> str:
    """Give the sandbox's own id of an attempt's message."""
    return f"SB{attempt}"
