"""Who messages come from, for the staff: each sender's pace, and letting those go that were stopped."""

from typing import Annotated

from fastapi import APIRouter, Depends

from campaigns.console.access import Gate
from campaigns.console.bodies import SenderBody
from campaigns.console.shapes import Json
from campaigns.console.staff import Role, StaffMember
from campaigns.senders import Senders
from campaigns.sending_ports import Clock


def sender_routes(senders: Senders, clock: Clock, gate: Gate) -> APIRouter:
    """Give the routes; letting go is an operator's."""
    router = APIRouter(prefix="/senders", tags=["senders"])
    reader = Annotated[StaffMember, Depends(gate.everyone)]
    operator = Annotated[StaffMember, Depends(gate.to(Role.OPERATOR))]

    @router.get("")
    async def listed(who: reader) -> list[Json]:
        """Each sender by name, how fast it sends now, and why it was stopped."""
        return [
            {
                "name": one.name,
                "segments_per_second": one.segments_per_second * one.factor,
                "at_most": one.segments_per_second,
                "stopped": one.paused,
                "why": one.why,
            }
            for one in await senders.listed()
        ]

    @router.post("/go")
    async def go(who: operator, body: SenderBody) -> Json:
        """Lets a stopped sender send again, at half its pace to begin with."""
        return {"released": await senders.let_go(body.sender, who.name, clock())}

    return router
