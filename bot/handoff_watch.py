"""Sees to it that nobody waits unseen: counts who waits, and tells the staff."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.channels.answering import NotSent
from bot.handoff_ports import Bell, CaseList, CaseState
from bot.opening_hours import OpeningHours
from bot.wording import Wording
from nlu.acts import Why

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Notice:
    """What the staff are told: somebody waits, whom nobody has taken."""

    text: str
    ticket: str
    why: Why
    waiting: int
    waited_seconds: int


Tell = Callable[[Notice], Awaitable[None]]
"""Tells the staff; NotSent when it did not leave."""


@dataclass(slots=True)
class Waits:
    """Who waits now, for the metrics."""

    waiting: int = 0
    taken: int = 0
    oldest_seconds: float = 0.0
    doubts: int = 0


class HandoffWatch:
    """Looks at the open cases."""

    def __init__(
        self,
        cases: CaseList,
        bell: Bell,
        tell: Tell | None,
        hours: OpeningHours,
        wording: Wording,
        clock: Callable[[], datetime],
        remind_every: timedelta = timedelta(minutes=10),
    ) -> None:
        """Take what tells the staff (None: nothing does), and how often it tells of the same case while people work."""
        self._cases, self._bell, self._tell, self._hours = cases, bell, tell, hours
        self._wording, self._clock, self._remind_every = wording, clock, remind_every
        self.waits = Waits()

    async def count(self) -> None:
        """Count who waits."""
        now, cases = self._clock(), await self._cases.waiting()
        waiting = [case for case in cases if case.state is CaseState.WAITING]
        oldest = min((case.opened_at for case in waiting), default=now)
        self.waits.waiting, self.waits.taken = len(waiting), len(cases) - len(waiting)
        self.waits.oldest_seconds = (now - oldest).total_seconds()
        self.waits.doubts = await self._cases.doubts() if cases else 0

    async def ring(self) -> int:
        """Tell the staff of cases that wait: at once, and again and again while the desk is open; gives how many."""
        if self._tell is None:
            return 0
        now = self._clock()
        since = (
            now - self._remind_every if self._hours.open_at(now) else datetime.min.replace(tzinfo=now.tzinfo)
        )
        told = 0
        for case in await self._bell.unnoticed(since):
            waited = now - case.opened_at
            why = self._wording.channel(f"desk_{case.why.value}")
            text = self._wording.channel(
                "desk_notice", ticket=case.ticket, why=why, count=self.waits.waiting,
                minutes=int(waited.total_seconds() // 60),
            )  # fmt: skip
            notice = Notice(text, case.ticket, case.why, self.waits.waiting, int(waited.total_seconds()))
            try:
                await self._tell(notice)
            except NotSent:
                logger.warning("the staff could not be told", extra={"ticket": case.ticket})
                return told
            await self._bell.noticed(case.number, now)
            told += 1
        return told
