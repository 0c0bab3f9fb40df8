"""Progress and reports over HTTP, as JSON and as a file for spreadsheets."""

from typing import Annotated

from fastapi import APIRouter, Depends, Response

from campaigns.console.access import Gate
from campaigns.console.account_shapes import as_csv, of_account, of_runs
from campaigns.console.campaign_routes import Id
from campaigns.console.desk import Desk
from campaigns.console.shapes import Json
from campaigns.console.staff import StaffMember
from campaigns.console.viewers import may_see_all, row


def report_routes(desk: Desk, gate: Gate) -> APIRouter:
    """Give the routes by which campaigns are watched and accounted for."""
    router = APIRouter(tags=["reports"])
    office = desk.office
    reader = Annotated[StaffMember, Depends(gate.everyone)]

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

    return router
