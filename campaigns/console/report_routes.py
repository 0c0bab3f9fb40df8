"""Progress and reports over HTTP, as JSON and as a file for spreadsheets."""

import csv
import io
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response

from campaigns.console.access import Gate
from campaigns.console.accounts import STATE_WORDS, Account, FaultCount, RunAccount
from campaigns.console.bodies import LONGEST_WAIT_HOURS, DecisionBody
from campaigns.console.campaign_routes import Id
from campaigns.console.desk import Desk
from campaigns.console.money import in_units
from campaigns.console.shapes import Json, of_row
from campaigns.console.staff import Role, StaffMember
from campaigns.sending import EXCLUSION_WORDS

DOUBTS_AT_ONCE = 1_000
Hours = Annotated[float, Query(ge=0, le=LONGEST_WAIT_HOURS)]
HIDDEN = "hidden"
"""In place of a number under 5, and of one from which it could be reckoned."""


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
        return {**of_row(record), "runs": [of_run(run) for run in await office.reports.runs(id)]}

    @router.get("/campaigns/{id}/report")
    async def report(who: reader, id: Id) -> Json:  # noqa: A002
        """Everything about it; numbers under 5 of a group are hidden (null)."""
        record = await office.approvals.record(id)
        return {**of_row(record), **of_account(await office.reports.account(id), desk.currency)}

    @router.get("/campaigns/{id}/report.csv")
    async def report_csv(who: reader, id: Id) -> Response:  # noqa: A002
        """The same as CSV."""
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


def of_run(run: RunAccount) -> Json:
    """Give one run's counters."""
    return {
        "number": run.number,
        "state": run.state,
        "why": run.why,
        "due_at": run.due_at.isoformat(),
        "wave": run.wave + 1,
        "waves": run.last_wave + 1,
        "planned": run.planned,
        "recipients": run.recipients,
        "excluded": run.excluded,
        "counts": {state.value: count for state, count in run.counts.items() if count},
        "accounted_for": run.accounted_for,
        "left": run.left,
        "next_at": run.next_at.isoformat() if run.next_at else None,
        "segments": run.segments,
        "filtered": run.filtered,
        "opt_outs": run.opt_outs,
        "replies": run.replies,
    }


def of_account(account: Account, currency: str) -> Json:
    """Give a whole account."""
    return {
        "accounted_for": account.accounted_for,
        "recipients": account.recipients,
        "cost": in_units(account.cost),
        "currency": currency,
        "states": [
            {"state": state.value, "words": words, "count": account.counts.get(state, 0)}
            for state, words in STATE_WORDS.items()
            if account.counts.get(state)
        ],
        "faults": _faults(account.faults),
        "retries": _faults(account.retries),
        "exclusions": [
            {"reason": reason.value, "words": EXCLUSION_WORDS[reason], "count": count}
            for reason, count in sorted(account.exclusions.items())
        ],
        "replies": sum(run.replies for run in account.runs),
        "opt_outs": sum(run.opt_outs for run in account.runs),
        "by": {
            name: [
                {
                    "name": share.name,
                    "recipients": share.recipients,
                    "delivered": share.delivered,
                    "failed": share.failed,
                }
                for share in shares
            ]
            for name, shares in account.by.items()
        },
        "runs": [of_run(run) for run in account.runs],
    }


def _faults(faults: Sequence[FaultCount]) -> list[Json]:
    return [{"kind": one.kind, "code": one.code, "words": one.words, "count": one.count} for one in faults]


def as_csv(name: str, account: Account, currency: str) -> str:
    """Give an account as rows of part, name, count."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(("part", "name", "recipients", "delivered", "failed"))
    told = of_account(account, currency)
    # A name that a spreadsheet would run as a formula stays text.
    writer.writerow(("campaign", f"'{name}" if name[:1] in "=+-@\t\r" else name, account.recipients, "", ""))
    writer.writerow(("accounted for", "", account.accounted_for, "", ""))
    writer.writerow(("cost", currency, told["cost"], "", ""))
    for part in ("states", "faults", "retries", "exclusions"):
        for row in told[part]:
            words = f"{row['words']} {row.get('code', '')}".strip()
            writer.writerow((part, words, row["count"], "", ""))
    writer.writerow(("replies", "", told["replies"], "", ""))
    writer.writerow(("opt-outs", "", told["opt_outs"], "", ""))
    for part, shares in told["by"].items():
        for share in shares:
            shown = (
                HIDDEN if share[key] is None else share[key] for key in ("recipients", "delivered", "failed")
            )
            writer.writerow((part, share["name"], *shown))
    return text.getvalue()


def _before(desk: Desk, hours: float) -> datetime:
    return desk.clock() - timedelta(hours=hours)
