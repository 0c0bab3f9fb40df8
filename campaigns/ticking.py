"""The one tick that keeps everything going: it starts each duty, unless the duty is still at its last round."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from time import monotonic

from apscheduler.schedulers.asyncio import AsyncIOScheduler

logger = logging.getLogger(__name__)

Work = Callable[[], Awaitable[object]]


@dataclass(slots=True)
class Duty:
    """Something to be done again and again, at the earliest `every` after its last beginning."""

    name: str
    work: Work
    every: timedelta
    begun: float = field(default=float("-inf"))
    round: asyncio.Task[None] | None = None

    def is_due(self, at: float) -> bool:
        """Say whether a new round may begin."""
        idle = self.round is None or self.round.done()
        return idle and at - self.begun >= self.every.total_seconds()


class Ticker:
    """Starts duties; a failing round is logged and the duty comes again."""

    def __init__(self, duties: Sequence[Duty], tick: timedelta = timedelta(seconds=0.5)) -> None:
        """Take the duties and how often to look at them."""
        self._duties = duties
        self._scheduler = AsyncIOScheduler(timezone="UTC")
        self._scheduler.add_job(
            self.tick,
            "interval",
            seconds=tick.total_seconds(),
            next_run_time=datetime.now(UTC),  # else the first tick would wait as long as every other
            max_instances=1,
            coalesce=True,
        )

    def start(self) -> None:
        """Begin; must be called where an event loop runs."""
        self._scheduler.start()

    async def stop(self) -> None:
        """Begin no more rounds, and end those under way: each is one transaction after the other, none is lost."""
        self._scheduler.shutdown(wait=False)
        rounds = [duty.round for duty in self._duties if duty.round is not None]
        for one in rounds:
            one.cancel()
        await asyncio.gather(*rounds, return_exceptions=True)

    async def tick(self) -> None:
        """Start a round of every duty that is due."""
        at = monotonic()
        for duty in self._duties:
            if duty.is_due(at):
                duty.begun = at
                duty.round = asyncio.create_task(_round(duty), name=duty.name)


async def _round(duty: Duty) -> None:
    try:
        await duty.work()
    except Exception as error:  # whatever went wrong, the other duties go on and this one comes again
        logger.error("duty failed", extra={"duty": duty.name, "error": type(error).__name__}, exc_info=True)
