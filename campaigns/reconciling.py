"""Settles what is in doubt: by receipt first, then by looking at the provider, then by a recorded decision."""

import logging
from datetime import timedelta

from campaigns.audit import MACHINE
from campaigns.provider import Found, Provider
from campaigns.sending import Decision, Doubted, text_digest
from campaigns.sending_ports import Clock, Decisions, Doubts

logger = logging.getLogger(__name__)

AT_ONCE = 50
CLOCKS_APART = timedelta(minutes=2)
"""How far the provider's clock may be from ours."""
TAKEN_WITHIN = timedelta(hours=1)
"""A call that the provider took in later than this after it was made is not believed to be ours."""


class Reconciler:
    """Never sends anything: it only finds out, or writes down a decision."""

    def __init__(
        self,
        doubts: Doubts,
        decisions: Decisions,
        provider: Provider,
        clock: Clock,
        patience: timedelta = timedelta(seconds=60),
        deadline: timedelta = timedelta(hours=24),
        rule: Decision | None = None,
    ) -> None:
        """Take the ports; a receipt is waited for `patience` long. With a `rule` it decides after the deadline."""
        self._doubts, self._decisions, self._provider, self._clock = doubts, decisions, provider, clock
        self._patience, self._deadline, self._rule = patience, deadline, rule

    async def reconcile(self) -> int:
        """Release dead workers' batches, look for doubtful attempts, apply the rule; gives how many were found."""
        now = self._clock()
        released = await self._doubts.release(now)
        if released:
            logger.warning("leases ran out", extra={"batches": released})
        settled = 0
        for doubted in await self._doubts.doubted(now, now - self._patience, AT_ONCE):
            try:
                there = await self._provider.find(doubted.to, doubted.intended_at - CLOCKS_APART)
            except Exception as error:  # noqa: BLE001  # an unreachable provider tells nothing; it is asked again
                logger.warning(
                    "cannot look", extra={"delivery": doubted.delivery, "error": type(error).__name__}
                )
                await self._doubts.looked(doubted, None, self._clock())
                continue
            found = same_message(doubted, there)
            await self._doubts.looked(doubted, found, self._clock())
            settled += found is not None
            state = "found" if found else "not found"
            logger.info("looked for attempt", extra={"delivery": doubted.delivery, "result": state})
        if self._rule is not None:
            overdue = await self._decisions.overdue(now - self._deadline, AT_ONCE)
            if overdue:
                await self._decisions.decide(overdue, self._rule, MACHINE, now)
        return settled


def same_message(doubted: Doubted, there: list[Found]) -> Found | None:
    """Give the message at the provider that is this attempt's: same text, right time, and no other attempt's."""
    for found in sorted(there, key=lambda one: one.created_at):
        late = found.created_at - doubted.intended_at
        if found.provider_id in doubted.known or not -CLOCKS_APART <= late <= TAKEN_WITHIN:
            continue
        if text_digest(doubted.attempt, found.text) == doubted.digest:
            return found
    return None
