"""Carries people's answers to the residents on the channel they came from, and tells the staff who waits."""

import logging
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime

from bot.channels.answering import NotSent
from bot.handoff_ports import CaseList, CaseState, Postbag
from bot.wording import Wording

logger = logging.getLogger(__name__)

Send = Callable[[str, str], Awaitable[bool]]
"""Sends a text to a speaker by name; False when they want none, NotSent when it did not leave."""
Notice = Callable[[str], Awaitable[bool]]
"""Tells the staff something; NotSent when it did not leave."""


class HandoffPost:
    """Goes round: what is due is carried, and who waits is counted."""

    def __init__(
        self,
        postbag: Postbag,
        cases: CaseList,
        senders: Mapping[str, Send],
        notice: Notice | None,
        wording: Wording,
        clock: Callable[[], datetime],
    ) -> None:
        """Take the senders by channel, and what tells the staff (None: nothing does)."""
        self._postbag, self._cases, self._senders = postbag, cases, senders
        self._notice, self._wording, self._clock = notice, wording, clock
        self.waiting = 0
        self.oldest_seconds = 0.0

    async def go_round(self) -> None:
        """Carry what is due now, tell the staff, count."""
        for letter in await self._postbag.due(self._clock()):
            send = self._senders.get(letter.speaker.channel)
            try:
                if send is not None and not await send(letter.speaker.name, letter.text):
                    logger.info("answer of a person not wanted", extra={"line": letter.line})
            except NotSent:
                logger.warning("answer of a person did not leave", extra={"line": letter.line})
                continue
            await self._postbag.carried(letter.line)
        await self._count_and_tell()

    async def _count_and_tell(self) -> None:
        waiting = [case for case in await self._cases.waiting() if case.state is CaseState.WAITING]
        self.waiting = len(waiting)
        opened = min((case.opened_at for case in waiting), default=self._clock())
        self.oldest_seconds = (self._clock() - opened).total_seconds()
        if self._notice is None:
            return
        for case in await self._postbag.unnoticed():
            why = self._wording.channel(f"desk_{case.why.value}")
            told = self._wording.channel("desk_notice", ticket=case.ticket, why=why, count=len(waiting))
            try:
                await self._notice(told)
            except NotSent:
                logger.warning("the staff could not be told", extra={"ticket": case.ticket})
                return
            await self._postbag.noticed(case.number)
