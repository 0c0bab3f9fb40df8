"""`huimin campaign submit|approve|reject|launch|pause|resume|release|drop|cancel`: each needs a token of somebody who may."""

import select
import sys
from collections.abc import Awaitable, Callable
from typing import Annotated

import typer

from campaigns.campaign import Move, digest
from campaigns.campaign_ports import CampaignRecord
from campaigns.console.desk import Desk
from campaigns.console.money import in_units
from campaigns.console.spoken import hours_words, local, schedule_words, told_audience
from campaigns.console.staff import Role, StaffMember
from commands.acting import Token, member_of
from commands.failing import BadInputError, run_async
from house_campaigns import Sending, open_sending, open_stores
from settings import load

app = typer.Typer()
Id = Annotated[int, typer.Argument(help="the campaign's number, as `huimin campaign list` shows it", min=1)]
Why = Annotated[str, typer.Option(help="the reason, for the audit log; name nobody in it")]

PIPED_ANSWER_SECONDS = 2.0

Doing = Callable[[Sending, StaffMember], Awaitable[None]]


def _moved(campaign: int, token: str, roles: tuple[Role, ...], do: Doing) -> CampaignRecord:
    async def moved() -> CampaignRecord:
        async with open_stores(load()) as stores:
            who = await member_of(stores.staff, token, *roles)
            async with open_sending(stores) as sending:
                await do(sending, who)
                return await sending.desk.office.approvals.record(campaign)

    record = run_async(moved)
    typer.echo(f"campaign {campaign} is {record.state.value}")
    return record


@app.command()
def submit(campaign: Id, token: Token = "") -> None:
    """Ask for approval: the audience is counted now."""

    async def do(sending: Sending, who: StaffMember) -> None:
        await sending.desk.office.approvals.submit(campaign, who.name)

    record = _moved(campaign, token, (Role.AUTHOR,), do)
    typer.echo(
        f"it would reach {record.audience_size} phones; its hash is {digest(record.text, record.audience_size)}"
    )


@app.command()
def approve(
    campaign: Id,
    token: Token = "",
    seen: Annotated[str, typer.Option(help="the hash of what you have read; without it you are asked")] = "",
) -> None:
    """Sign what a campaign says, to how many, when and at what cost; never your own."""

    async def do(sending: Sending, who: StaffMember) -> None:
        approvals = sending.desk.office.approvals
        record = await approvals.record(campaign)
        current = digest(record.text, record.audience_size)
        typer.echo(_shown(record, sending.desk))
        if not seen:
            _ask(current)
        await approvals.approve(campaign, who.name, seen or current)

    _moved(campaign, token, (Role.APPROVER,), do)


def _ask(current: str) -> None:
    if sys.stdin.isatty():
        typer.confirm("Approve exactly this?", abort=True)
        return
    # Off a terminal nobody may ever answer: what is not there at once is not waited for.
    ready, _, _ = select.select([sys.stdin], [], [], PIPED_ANSWER_SECONDS)
    if not ready or sys.stdin.readline().strip().lower() not in ("y", "yes"):
        raise BadInputError(f"nobody said yes: read the above, then answer y, or say --seen {current}")


def _shown(record: CampaignRecord, desk: Desk) -> str:
    campaign = record.campaign
    return "\n".join(
        (
            f"{campaign.name} ({campaign.kind.value}) by {record.author}, submitted by {record.submitted_by}",
            *(f"  {language}: {text}" for language, text in campaign.texts.items()),
            *(f"  {{{name}}} = {value}" for name, value in sorted(campaign.values.items())),
            f"  audience: {told_audience(campaign.audience, desk.benefits)}",
            f"  phones: {record.audience_size}",
            f"  schedule: {schedule_words(campaign.schedule)}",
            f"  leaves in: {hours_words(campaign)}",
            f"  rests on: {', '.join(f'{name} of {since}' for name, since in campaign.policies.items())}",
            f"  sender: {campaign.sender}; at most {in_units(campaign.cost_ceiling)} {desk.currency}",
            f"  hash: {digest(record.text, record.audience_size)}",
        )
    )


@app.command()
def reject(campaign: Id, why: Why, token: Token = "") -> None:
    """Send a submitted campaign back to its author."""

    async def do(sending: Sending, who: StaffMember) -> None:
        await sending.desk.office.approvals.reject(campaign, who.name, why)

    _moved(campaign, token, (Role.APPROVER,), do)


@app.command()
def launch(campaign: Id, token: Token = "") -> None:
    """Let an approved campaign run by its schedule; `huimin serve` sends it."""

    async def do(sending: Sending, who: StaffMember) -> None:
        await sending.desk.office.approvals.launch(campaign, who.name)

    record = _moved(campaign, token, (Role.OPERATOR,), do)
    if record.next_due_at is not None:
        zone = record.campaign.schedule.zone
        typer.echo(f"due at {local(record.next_due_at, zone)} ({zone})")


def _stopped(move: Move, campaign: int, token: str, why: str, *roles: Role) -> None:
    async def do(sending: Sending, who: StaffMember) -> None:
        await sending.desk.office.approvals.move(campaign, move, who.name, why)

    _moved(campaign, token, roles, do)


@app.command()
def pause(campaign: Id, token: Token = "", why: Why = "") -> None:
    """Stop it within one batch."""
    _stopped(Move.PAUSE, campaign, token, why, Role.OPERATOR)


@app.command()
def resume(campaign: Id, token: Token = "", why: Why = "") -> None:
    """Let it go on where it stopped."""
    _stopped(Move.RESUME, campaign, token, why, Role.OPERATOR)


Run = Annotated[int, typer.Argument(help="the run's number, as `huimin campaign status` shows it", min=1)]


@app.command()
def release(campaign: Id, run: Run, token: Token = "") -> None:
    """Let a run go that was held because it was late; one too large or too dear needs a new approval."""

    async def do(sending: Sending, who: StaffMember) -> None:
        await sending.desk.office.held.release(campaign, run, who.name, sending.desk.clock())

    _moved(campaign, token, (Role.OPERATOR,), do)
    typer.echo(f"run {run} goes on")


@app.command()
def drop(campaign: Id, run: Run, token: Token = "") -> None:
    """Give a held run up; nobody of it is written to."""

    async def do(sending: Sending, who: StaffMember) -> None:
        await sending.desk.office.held.drop(campaign, run, who.name, sending.desk.clock())

    _moved(campaign, token, (Role.OPERATOR,), do)
    typer.echo(f"run {run} was given up; a campaign of which nothing else is left ends within seconds")


@app.command()
def cancel(campaign: Id, token: Token = "", why: Why = "") -> None:
    """End it for good; what was not sent never is."""
    _stopped(Move.CANCEL, campaign, token, why, Role.AUTHOR, Role.OPERATOR)
