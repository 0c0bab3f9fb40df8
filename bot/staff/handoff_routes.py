"""Residents who wait for a person, over HTTP: the staff take, answer and close."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Path, Query
from pydantic import Field

from bot.handoff import DeskRules, HandoffError, NoTicketError
from bot.handoff_ports import Case, CaseLine, CaseList
from bot.handoff_staff import LONGEST_ANSWER, HandoffStaff
from campaigns.console.access import Gate
from campaigns.console.app import MoreRoutes
from campaigns.console.bodies import Body
from campaigns.console.ports import AuditLog
from campaigns.console.staff import Role, StaffMember

Json = dict[str, Any]
MOST_CLOSED = 50
Number = Annotated[int, Path(ge=1, le=2**53)]


class AnswerBody(Body):
    """What the resident shall read."""

    text: Annotated[str, Field(min_length=1, max_length=LONGEST_ANSWER)]


def handoff_routes(
    staff: HandoffStaff, cases: CaseList, audit: AuditLog, rules: DeskRules, clock: Callable[[], datetime]
) -> MoreRoutes:
    """Give the routes under /handoffs; whoever reads or answers has the role for it, and what they do is recorded."""

    def make(gate: Gate) -> APIRouter:
        router = APIRouter(prefix="/handoffs", tags=["handoffs"])
        clerk = Annotated[StaffMember, Depends(gate.to(Role.DESK, Role.OPERATOR))]

        async def done(who: StaffMember, action: str, case: Case) -> Json:
            await audit.append(clock(), who.name, f"handoff {action}", case.ticket)
            return of_case(case, clock())

        @router.get("")
        async def listed(who: clerk, closed: Annotated[bool, Query()] = False) -> Json:
            """Who waits or is being answered, the longest waiting first; with `closed` those closed last."""
            now = clock()
            found = await (cases.closed(MOST_CLOSED) if closed else cases.waiting())
            hours = rules.hours
            desk = {"open": rules.open and hours.open_at(now), "hours": hours.in_words(), "role": rules.role}
            return {"desk": desk, "handoffs": [of_case(case, now) for case in found]}

        @router.get("/{number}")
        async def one(who: clerk, number: Number) -> Json:
            """One conversation with its lines; numbers and names of residents are masked."""
            case = await staff.find(number)
            if case is None:
                raise HTTPException(404, f"没有编号 H{number:04}")
            return {
                **of_case(case, clock()), "mine": case.taken_by == who.name,
                "lines": [of_line(line) for line in await cases.lines(number)],
            }  # fmt: skip

        @router.post("/{number}/take")
        async def take(who: clerk, number: Number) -> Json:
            """Takes it: the service is silent from now on."""
            return await done(who, "take", await _told(staff.take(number, who.name)))

        @router.post("/{number}/reply")
        async def reply(who: clerk, number: Number, body: AnswerBody) -> Json:
            """Answers the resident on the channel they came from; takes it where nobody has."""
            return await done(who, "reply", await _told(staff.reply(number, who.name, body.text)))

        @router.post("/{number}/close")
        async def close(who: clerk, number: Number) -> Json:
            """Closes it: the service answers again."""
            return await done(who, "close", await _told(staff.close(number, who.name)))

        @router.post("/{number}/lines/{line}/again")
        async def again(who: clerk, number: Number, line: Number) -> Json:
            """Sends a line once more that was refused, or of which nobody knows whether it arrived."""
            return await done(who, "send again", await _told(staff.again(number, line)))

        return router

    return make


async def _told(doing: Awaitable[Case]) -> Case:
    try:
        return await doing
    except HandoffError as error:
        raise HTTPException(404 if isinstance(error, NoTicketError) else 409, str(error)) from error


def of_case(case: Case, now: datetime) -> Json:
    """Give a case as it stands in the list."""
    return {
        "number": case.number,
        "ticket": case.ticket,
        "channel": case.channel,
        "why": case.why.value,
        "state": case.state.value,
        "taken_by": case.taken_by,
        "opened_at": case.opened_at.isoformat(),
        "waited_seconds": int((now - case.opened_at).total_seconds()),
    }


def of_line(line: CaseLine) -> Json:
    """Give a line with what became of it."""
    return {
        "line": line.number,
        "voice": line.voice.value,
        "text": line.text,
        "at": line.at.isoformat(),
        "fate": line.fate.value,
    }
