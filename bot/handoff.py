"""Hands conversations over to people, and takes them back when the person is done, or does not answer."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from bot.handoff_ports import Case, CaseBook, CaseList, CaseState, Voice
from bot.memory import Line
from bot.opening_hours import OpeningHours
from bot.ports import Speaker, Ticket
from bot.wording import Wording
from nlu.acts import Why

logger = logging.getLogger(__name__)
PATIENCE = timedelta(minutes=15)
"""So long the service stays silent for a person who does not write."""
LONGEST_ANSWER = 500
_OPEN = frozenset({CaseState.WAITING, CaseState.TAKEN})
_TAKEN = frozenset({CaseState.TAKEN})


class HandoffError(Exception):
    """It cannot be done with this ticket; the text says why and what to do."""


class HandoffDesk:
    """A `Handoffs` (bot/ports.py) on a book of cases."""

    def __init__(
        self,
        book: CaseBook,
        hours: OpeningHours,
        wording: Wording,
        clock: Callable[[], datetime],
        patience: timedelta = PATIENCE,
    ) -> None:
        """Take the book, the hours in which people answer, and how long they may be silent."""
        self._book, self._hours, self._wording = book, hours, wording
        self._clock, self._patience = clock, patience

    async def open(self, speaker: Speaker, why: Why, lines: tuple[Line, ...]) -> Ticket:
        """Call for a person; outside the opening hours the ticket says when they are."""
        case = await self._book.open(speaker, why, lines, self._clock())
        logger.info("person called", extra={"ticket": case.ticket, "why": why.value})
        return self._ticket(case)

    async def held(self, speaker: Speaker) -> Ticket | None:
        """Give the open ticket of the speaker."""
        case = await self._book.held(speaker)
        return self._ticket(case) if case else None

    async def add(self, ticket: Ticket, line: Line) -> None:
        """Add what the resident says to the person."""
        await self._book.add(
            read_ticket(ticket.number), Voice(line.side), line.text, self._clock(), carry=False
        )

    def _ticket(self, case: Case) -> Ticket:
        now = self._clock()
        silent = case.state is CaseState.TAKEN and now - case.touched_at < self._patience
        hours = self._hours
        note = "" if hours.open_at(now) else self._wording.channel("desk_closed", hours=hours.in_words())
        note += self._wording.channel("desk_urgent")
        return Ticket(case.ticket, silent, note)


class HandoffStaff:
    """What the staff do with cases; whatever they say is carried to the resident."""

    def __init__(
        self,
        book: CaseBook,
        cases: CaseList,
        wording: Wording,
        clock: Callable[[], datetime],
        patience: timedelta = PATIENCE,
    ) -> None:
        """Take the book, its list, the words, the clock (aware) and how long a person may be silent."""
        self._book, self._cases, self._wording = book, cases, wording
        self._clock, self._patience = clock, patience

    async def take(self, number: int, who: str) -> Case:
        """Take a case: from now on the service is silent. HandoffError when another has it."""
        waiting = frozenset({CaseState.WAITING})
        case = await self._book.move(number, waiting, CaseState.TAKEN, who, self._clock())
        if case is None:
            case = await self._open(number)
            if case.taken_by != who:
                raise HandoffError(f"{case.ticket} is with {case.taken_by}")
            return case
        await self._say(case, "desk_taken", who=who, ticket=case.ticket)
        return case

    async def reply(self, number: int, who: str, text: str) -> Case:
        """Answer the resident; who has not taken the case takes it by that."""
        words = " ".join(text.split())
        if not 1 <= len(words) <= LONGEST_ANSWER:
            raise HandoffError(f"the answer has {len(words)} characters: write 1 to {LONGEST_ANSWER}")
        case = await self.take(number, who)
        said = self._wording.channel("desk_said", who=who, text=words)
        await self._book.add(number, Voice.STAFF, said, self._clock(), carry=True)
        await self._book.move(number, _TAKEN, CaseState.TAKEN, who, self._clock())
        return case

    async def close(self, number: int, who: str) -> Case:
        """Close a case: the service answers again."""
        await self._open(number)
        case = await self._book.move(number, _OPEN, CaseState.CLOSED, who, self._clock())
        if case is None:
            raise HandoffError(f"{_name(number)} is closed already")
        await self._say(case, "desk_over", ticket=case.ticket)
        return case

    async def give_back(self) -> int:
        """Let the service answer where a person has been silent too long; gives how often."""
        now, given = self._clock(), 0
        for case in await self._cases.waiting():
            if case.state is not CaseState.TAKEN or now - case.touched_at < self._patience:
                continue
            if await self._book.move(case.number, _TAKEN, CaseState.WAITING, "", now):
                await self._say(case, "desk_left", ticket=case.ticket)
                logger.info("person was silent too long", extra={"ticket": case.ticket})
                given += 1
        return given

    async def _open(self, number: int) -> Case:
        case = await self._cases.find(number)
        if case is None:
            raise HandoffError(
                f"there is no ticket {_name(number)}: `huimin handoff list` shows those there are"
            )
        if case.state is CaseState.CLOSED:
            raise HandoffError(f"{case.ticket} is closed already")
        return case

    async def _say(self, case: Case, what: str, **filled: str) -> None:
        text = self._wording.channel(what, **filled)
        await self._book.add(case.number, Voice.DESK, text, self._clock(), carry=True)


def read_ticket(written: str) -> int:
    """Give the number of a ticket as people write it (H0007, h7, 7); HandoffError for anything else."""
    digits = written.strip().upper().removeprefix("H")
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 9):
        raise HandoffError(f"{written!r} is no ticket: it looks like H0007")
    return int(digits)


def _name(number: int) -> str:
    return f"H{number:04}"
