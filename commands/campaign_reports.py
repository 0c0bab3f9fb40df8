"""`huimin campaign status|report`: how far it is, and what became of every recipient."""

import asyncio
import json
import sys
from collections.abc import Sequence
from datetime import datetime, timedelta
from time import monotonic
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from campaigns.campaign import CampaignState, RunState
from campaigns.campaign_ports import CampaignRecord
from campaigns.console.account_shapes import as_csv, of_account, of_run, shown
from campaigns.console.accounts import STATE_WORDS, Account, RunAccount
from campaigns.console.spoken import local
from commands.campaign_moves import Id
from commands.failing import BadInputError, run_async
from house import clock
from house_campaigns import Sending, open_sending, open_stores
from settings import load

app = typer.Typer()
EVERY_SECONDS = 1.0
SOON = timedelta(seconds=10)
_PARTS = {"states": "state", "faults": "fault", "retries": "to be tried again", "exclusions": "not sent to"}
_ENDED = frozenset({CampaignState.FINISHED, CampaignState.CANCELED})
_NOT_YET = {
    CampaignState.DRAFT: "submit it",
    CampaignState.SUBMITTED: "a second person approves it",
    CampaignState.APPROVED: "launch it",
}
"""What comes next of what nobody can watch yet."""
_STOPPED = frozenset({CampaignState.PAUSED, CampaignState.HELD})
_UNDER_WAY = frozenset({CampaignState.RUNNING, CampaignState.FINISHING})


@app.command()
def status(
    campaign: Id,
    watch: Annotated[
        bool | None,
        typer.Option(
            "--watch/--once", help="stay until it has ended; default: on a terminal while it is sent"
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="the counters of each run")] = False,
) -> None:
    """Show where a campaign and its runs stand; on a terminal with a live bar, rate and time left."""
    if watch and as_json:
        raise BadInputError("--json gives the counters once: leave --watch out")

    async def shown() -> None:
        async with open_stores(load()) as stores, open_sending(stores) as sending:
            record = await sending.desk.office.approvals.record(campaign)
            runs = await sending.desk.office.reports.runs(campaign)
            under_way = record.state in _UNDER_WAY and any(run.accounted_for < run.recipients for run in runs)
            waiting = record.state in _NOT_YET
            if (watch and not waiting) or (
                watch is None and not as_json and sys.stderr.isatty() and under_way
            ):
                await _watched(sending, campaign)
                return
            if as_json:
                told = {"id": campaign, "state": record.state.value, "why": record.why}
                typer.echo(json.dumps({**told, "runs": [of_run(run) for run in runs]}, ensure_ascii=False))
                return
            typer.echo(f"{record.campaign.name}: {record.state.value} {record.why}".rstrip())
            if watch and waiting:
                typer.echo(f"there is nothing to watch yet; next: {_NOT_YET[record.state]}")
            for run in runs:
                typer.echo(_line(run, record.campaign.schedule.zone))

    run_async(shown)


def _line(run: RunAccount, zone: str) -> str:
    counts = ", ".join(f"{STATE_WORDS[state]} {count}" for state, count in run.counts.items())
    waves = f", wave {run.wave + 1} of {run.last_wave + 1}" if run.last_wave else ""
    why = f" ({run.why})" if run.why else ""
    next_at = f"; {_next(run.next_at, zone)}" if run.next_at and run.state == RunState.RUNNING else ""
    return (
        f"run {run.number}: {run.state}{why}{waves}; {counts or 'nothing planned yet'}; "
        f"accounted for {run.accounted_for} of {run.recipients}{next_at}"
    )


def _next(at: datetime, zone: str) -> str:
    if at - clock() > SOON:
        return f"next at {local(at, zone)}: waits for its hours, the pause between waves or another try"
    return "next: in line for its sender, or when its wave opens"


def _waits_for(record: CampaignRecord, runs: Sequence[RunAccount]) -> str:
    """Say what a watched campaign waits for, where that is longer than a moment; empty while it is sent."""
    if record.state in _STOPPED:
        return f"{record.state.value} until a person decides: {record.why}".rstrip(": ")
    for run in runs:
        if run.state == RunState.HELD:
            return f"run {run.number} is held until a person decides: {run.why}"
    due = record.next_due_at
    if due is not None and due - clock() > SOON and all(run.accounted_for == run.recipients for run in runs):
        zone = record.campaign.schedule.zone
        return f"the next run is due at {local(due, zone)} ({zone})"
    return ""


async def _watched(sending: Sending, campaign: int) -> None:
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
    )
    office = sending.desk.office
    with Progress(*columns, console=Console(stderr=True), disable=not sys.stderr.isatty()) as progress:
        bars: dict[int, TaskID] = {}
        before, since = 0, monotonic()
        told = ""
        while True:
            record = await office.approvals.record(campaign)
            runs = await office.reports.runs(campaign)
            gone = sum(run.recipients - run.left for run in runs)
            now = monotonic()
            rate = f"{(gone - before) / max(now - since, 0.001):.0f}/s" if before else ""
            before, since = gone, now
            for run in runs:
                if run.number not in bars:
                    bars[run.number] = progress.add_task(f"run {run.number}", rate="")
                done = run.recipients - run.left
                progress.update(bars[run.number], completed=done, total=run.recipients or None, rate=rate)
            if record.state in _ENDED:
                break
            stands = _waits_for(record, runs)
            if stands and stands != told:
                progress.console.print(stands, markup=False)
            told = stands
            await asyncio.sleep(EVERY_SECONDS)
    typer.echo(f"{record.campaign.name}: {record.state.value}")
    for run in runs:
        typer.echo(_line(run, record.campaign.schedule.zone))


@app.command()
def report(
    campaign: Id,
    as_json: Annotated[bool, typer.Option("--json", help="as GET …/report gives it to a viewer")] = False,
    csv: Annotated[bool, typer.Option("--csv", help="for a spreadsheet")] = False,
) -> None:
    """Account for every recipient: by state and fault, district, age band and language.

    Numbers under 5, and those from which one could be reckoned, are hidden: a report is passed on.
    """

    async def told() -> tuple[str, Account, str]:
        async with open_stores(load()) as stores, open_sending(stores) as sending:
            office = sending.desk.office
            record = await office.approvals.record(campaign)
            return record.campaign.name, await office.reports.account(campaign), sending.desk.currency

    name, account, currency = run_async(told)
    if csv:
        typer.echo(as_csv(name, account, currency), nl=False)
        return
    found = of_account(account, currency)
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    typer.echo(name)
    for part, words in _PARTS.items():
        for row in found[part]:
            code = f" ({row['code']})" if row.get("code") else ""
            typer.echo(f"  {words}: {row['words']}{code}: {shown(row['count'])}")
    for part, shares in found["by"].items():
        for share in shares:
            numbers = (share["recipients"], share["delivered"], share["failed"])
            of, good, bad = (shown(number) for number in numbers)
            typer.echo(f"  {part} {share['name']}: {of}, delivered {good}, failed {bad}")
    typer.echo(f"  replies: {shown(found['replies'])}; opt-outs: {shown(found['opt_outs'])}")
    typer.echo(f"  cost: {shown(found['cost'])} {currency}")
    typer.echo(f"Accounted for: {shown(found['accounted_for'])} of {shown(found['recipients'])}")
