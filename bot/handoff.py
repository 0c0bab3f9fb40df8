"""Hands conversations over to people: the service's side of the desk."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.handoff_ports import Case, CaseBook, CaseState
from bot.memory import Line
from bot.opening_hours import OFFICE_HOURS, OpeningHours
from bot.ports import Speaker, Ticket
from bot.wording import Wording
from nlu.acts import Why

logger = logging.getLogger(__name__)
NOT_BY_SMS = frozenset({Why.SENSITIVE})
"""Phones are shared: what is private is offered elsewhere there, and no person writes about it."""


class HandoffError(Exception):
    """It cannot be done with this ticket; the text says why and what to do."""


class NoTicketError(HandoffError):
    """There is no such ticket."""


@dataclass(frozen=True, slots=True)
class DeskRules:
    """How the house has it: when people answer, how residents see them, how long they may be silent, and whether at all."""

    hours: OpeningHours = OFFICE_HOURS
    role: str = "值班工作人员"
    patience: timedelta = timedelta(minutes=15)
    open: bool = True


class HandoffDesk:
    """A `Handoffs` (bot/ports.py) on a book of cases."""

    def __init__(
        self, book: CaseBook, rules: DeskRules, wording: Wording, clock: Callable[[], datetime]
    ) -> None:
        """Take the book, the house's rules, the words and the clock (aware)."""
        self._book, self._rules = book, rules
        self._wording, self._clock = wording, clock

    async def open(self, speaker: Speaker, why: Why, lines: tuple[Line, ...]) -> Ticket | None:
        """Call for a person; outside the opening hours the ticket says when they are."""
        if not self._rules.open or (speaker.channel == "sms" and why in NOT_BY_SMS):
            return None
        case = await self._book.open(speaker, why, lines, self._clock())
        logger.info("person called", extra={"ticket": case.ticket, "why": why.value})
        return self._ticket(case)

    async def held(self, speaker: Speaker) -> Ticket | None:
        """Give the open ticket of the speaker."""
        case = await self._book.held(speaker)
        return self._ticket(case) if case else None

    async def add(self, ticket: Ticket, line: Line) -> bool:
        """Add what the resident says to the person."""
        return await self._book.heard(read_ticket(ticket.number), line.text, self._clock())

    async def forget(self, speaker: Speaker) -> None:
        """Erase what the resident said to people."""
        if erased := await self._book.forget(speaker, self._clock()):
            logger.info("erased by the resident", extra={"cases": erased})

    def _ticket(self, case: Case) -> Ticket:
        now, rules = self._clock(), self._rules
        silent = case.state is CaseState.TAKEN and now - case.touched_at < rules.patience
        return Ticket(case.ticket, silent, self._note(case, now), rules.role)

    def _note(self, case: Case, now: datetime) -> str:
        hours, say = self._rules.hours, self._wording.channel
        note = ""
        if not hours.open_at(now):
            opens = hours.opening_in_words(now)
            note = say("desk_opens", time=opens, hours=hours.in_words()) if opens else say("desk_closed")
        if case.channel == "web":
            note += say("desk_page")
        return note + say("desk_urgent")


def read_ticket(written: str) -> int:
    """Give the number of a ticket as people write it (H0007, h7, 7); HandoffError for anything else."""
    digits = written.strip().upper().removeprefix("H")
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 9):
        raise HandoffError(f"{written!r} is no ticket: it looks like H0007")
    return int(digits)
