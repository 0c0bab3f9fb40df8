"""Messages of which nobody knows whether they arrived, over HTTP: shown, and decided about by a person."""

from datetime import datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Query

from campaigns.console.access import Gate
from campaigns.console.bodies import LONGEST_WAIT_HOURS, DecisionBody, SomeDecidedBody
from campaigns.console.campaign_routes import Id
from campaigns.console.desk import Desk
from campaigns.console.doubting import of_doubt
from campaigns.console.shapes import Json
from campaigns.console.staff import Role, StaffMember

DOUBTS_AT_ONCE = 1_000
SHOWN_AT_ONCE = 200
Hours = Annotated[float, Query(ge=0, le=LONGEST_WAIT_HOURS)]


def doubt_routes(desk: Desk, gate: Gate) -> APIRouter:
    """Give the routes by which doubts are seen and settled."""
    router = APIRouter(tags=["doubts"])
    office = desk.office
    worker = Annotated[StaffMember, Depends(gate.to(Role.AUTHOR, Role.APPROVER, Role.OPERATOR))]
    operator = Annotated[StaffMember, Depends(gate.to(Role.OPERATOR))]

    @router.get("/doubts")
    async def doubts(who: worker, older_than_hours: Hours = 0.0) -> Json:
        """How many deliveries nobody knows the end of."""
        found = await office.doubts.overdue(_before(desk, older_than_hours), DOUBTS_AT_ONCE)
        return {"deliveries": len(found), "at_least": len(found) == DOUBTS_AT_ONCE}

    @router.post("/doubts/decide")
    async def decide(who: operator, body: DecisionBody) -> Json:
        """Settles deliveries that were in doubt for long; each decision stands in the audit log."""
        found = await office.doubts.overdue(_before(desk, body.older_than_hours), DOUBTS_AT_ONCE)
        settled = await office.doubts.decide(found, body.decision, who.name, desk.clock()) if found else 0
        return {"settled": settled}

    @router.get("/campaigns/{id}/doubts")
    async def of_campaign(who: worker, id: Id) -> Json:  # noqa: A002  # the name in the address
        """The deliveries of a campaign that nobody knows the end of, oldest first, and what may be decided of each.
        They are so few that they could tell of one resident, so those who only look on do not see them."""
        await office.approvals.record(id)
        found, now = await office.doubts.of_campaign(id, SHOWN_AT_ONCE + 1), desk.clock()
        return {
            "deliveries": [of_doubt(one, now) for one in found[:SHOWN_AT_ONCE]],
            "more": len(found) > SHOWN_AT_ONCE,
        }

    @router.post("/campaigns/{id}/doubts/decide")
    async def decide_some(who: operator, id: Id, body: SomeDecidedBody) -> Json:  # noqa: A002
        """Settles those named that are still in doubt and may be decided so; `left` are the others. Each decision
        stands in the audit log."""
        await office.approvals.record(id)
        asked, now = frozenset(body.deliveries), desk.clock()
        found = [
            one.delivery
            for one in await office.doubts.of_campaign(id, DOUBTS_AT_ONCE)
            if one.delivery in asked and one.may_be(body.decision, now)
        ]
        settled = await office.doubts.decide(found, body.decision, who.name, now) if found else 0
        return {"settled": settled, "left": len(asked) - settled}

    return router


def _before(desk: Desk, hours: float) -> datetime:
    return desk.clock() - timedelta(hours=hours)
