"""What is switched off, and how often answers helped, over HTTP."""

from collections.abc import Callable, Collection
from datetime import date, datetime, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Path, Query
from pydantic import Field

from bot.feedback import FeedbackBook
from bot.switches import LONGEST_WHY, Switch, SwitchBook, SwitchError, read_target, read_why
from campaigns.console.access import Gate
from campaigns.console.app import MoreRoutes
from campaigns.console.bodies import Body
from campaigns.console.staff import Role, StaffMember

Json = dict[str, Any]
Target = Annotated[str, Path(max_length=60)]


class WhyBody(Body):
    """What residents read instead of an answer."""

    why: Annotated[str, Field(min_length=2, max_length=LONGEST_WHY)]


def switch_routes(
    switches: SwitchBook, benefits: Collection[str], topics: Collection[str], clock: Callable[[], datetime]
) -> MoreRoutes:
    """Give the routes under /switches; everybody may look, an admin switches."""

    def make(gate: Gate) -> APIRouter:
        router = APIRouter(prefix="/switches", tags=["switches"])
        reader = Annotated[StaffMember, Depends(gate.everyone)]
        admin = Annotated[StaffMember, Depends(gate.to(Role.ADMIN))]

        def known(target: str) -> str:
            try:
                return read_target(target, benefits, topics)
            except SwitchError as error:
                raise HTTPException(404, str(error)) from error

        @router.get("")
        async def listed(who: reader) -> list[Json]:
            """What is off, since when, by whom and why."""
            return [of_switch(one) for one in await switches.off()]

        @router.put("/{target}")
        async def turn_off(who: admin, target: Target, body: WhyBody) -> Json:
            """Turns off a channel (web, telegram, sms), the people (desk), a benefit or a topic: at once, with why."""
            try:
                switch = Switch(known(target), read_why(body.why), who.name, clock())
            except SwitchError as error:
                raise HTTPException(422, str(error)) from error
            await switches.turn_off(switch)
            return of_switch(switch)

        @router.delete("/{target}")
        async def turn_on(who: admin, target: Target) -> Json:
            """Turns on again."""
            name = known(target)
            if not await switches.turn_on(name, who.name, clock()):
                raise HTTPException(409, f"{name} 没有关")
            return {"target": name, "on": True}

        return router

    return make


def feedback_routes(book: FeedbackBook, today: Callable[[], date]) -> MoreRoutes:
    """Give the route /feedback."""

    def make(gate: Gate) -> APIRouter:
        router = APIRouter(prefix="/feedback", tags=["feedback"])
        reader = Annotated[StaffMember, Depends(gate.everyone)]

        @router.get("")
        async def counted(who: reader, since: Annotated[date | None, Query()] = None) -> Json:
            """How often answers helped and did not, by benefit and aspect, since a day (default: 30 days)."""
            first = since or today() - timedelta(days=30)
            told = [
                {"name": one.name, "aspect": one.aspect, "helped": one.helped, "did_not": one.did_not}
                for one in await book.tallies(first)
            ]
            return {"since": first.isoformat(), "feedback": told}

        return router

    return make


def of_switch(switch: Switch) -> Json:
    """Give something that is off."""
    return {"target": switch.target, "why": switch.why, "who": switch.who, "at": switch.at.isoformat()}
