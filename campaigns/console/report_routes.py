"""Progress and reports over HTTP, as JSON and as a file for spreadsheets."""

from datetime import datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response

from campaigns.console.access import Gate
from campaigns.console.account_shapes import as_csv, of_account, of_runs
from campaigns.console.bodies import LONGEST_WAIT_HOURS, DecisionBody
from campaigns.console.campaign_routes import Id
from campaigns.console.desk import Desk
from campaigns.console.shapes import Json
from campaigns.console.staff import Role, StaffMember
from campaigns.console.viewers import may_see_all, row

DOUBTS_AT_ONCE = 1_000
Hours = Annotated[float, Query(ge=0, le=LONGEST_WAIT_HOURS)]


def report_routes(desk: Desk, gate: Gate) -> APIRouter:
    """Give the routes by which campaigns are watched and accounted for."""
    router = APIRouter(tags=["reports"])
    office = desk.office
    reader = Annotated[StaffMember, Depends(gate.everyone)]
    operator = Annotated[StaffMember, Depends(gate.to(Role.OPERATOR))]

    @router.get("/campaigns/{id}/status")
    async def status(who: reader, id: Id) -> Json:  # noqa: A002  # the name in the address
        """Where its runs stand, from kept counters: cheap enough to be asked every second."""
        record = await office.approvals.record(id)
        exact = may_see_all(who)
        return {**row(record, exact), "runs": of_runs(await office.reports.runs(id), exact)}

    @router.get("/campaigns/{id}/report")
    async def report(who: reader, id: Id) -> Json:  # noqa: A002
        """Everything about it. Small numbers of a district, an age or a language, and those from which they could be
        reckoned, are null; to those who neither write, approve nor operate campaigns small totals are, too."""
        record = await office.approvals.record(id)
        exact = may_see_all(who)
        return {**row(record, exact), **of_account(await office.reports.account(id), desk.currency, exact)}

    @router.get("/campaigns/{id}/report.csv")
    async def report_csv(who: reader, id: Id) -> Response:  # noqa: A002
        """The same as CSV, to be passed on: every small number is hidden, whoever asks."""
        record = await office.approvals.record(id)
        text = as_csv(record.campaign.name, await office.reports.account(id), desk.currency)
        disposition = {"Content-Disposition": f'attachment; filename="campaign-{id}.csv"'}
        return Response("\ufeff" + text, media_type="text/csv; charset=utf-8", headers=disposition)

    @router.get("/doubts")
    async def doubts(who: reader, older_than_hours: Hours = 0.0) -> Json:
        """How many deliveries nobody knows the end of."""
        found = await office.doubts.overdue(_before(desk, older_than_hours), DOUBTS_AT_ONCE)
        return {"deliveries": len(found), "at_least": len(found) == DOUBTS_AT_ONCE}

    @router.post("/doubts/decide")
    async def decide(who: operator, body: DecisionBody) -> Json:
        """Settles deliveries that were in doubt for long; each decision stands in the audit log."""
        found = await office.doubts.overdue(_before(desk, body.older_than_hours), DOUBTS_AT_ONCE)
        settled = await office.doubts.decide(found, body.decision, who.name, desk.clock()) if found else 0
        return {"settled": settled}

    return router


def _before(desk: Desk, hours: float) -> datetime:
    return desk.clock() - timedelta(hours=hours)
