"""`huimin campaign new|preview|test|templates|list`: what would be sent, to whom, at what cost."""

import json
from datetime import datetime
from decimal import Decimal, InvalidOperation
from itertools import groupby
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import ValidationError

from campaigns.campaign import Campaign
from campaigns.composing import template_of
from campaigns.console.bodies import DraftBody, invalid
from campaigns.console.shapes import of_preview
from campaigns.console.spoken import forcing_words, local, outcome_words
from campaigns.console.staff import Role
from campaigns.console.trying import try_out
from campaigns.delivery import Outcome
from campaigns.message import costs
from commands.acting import Token, member_of
from commands.campaign_moves import Id
from commands.failing import BadInputError, run_async
from house_campaigns import open_sending, open_stores
from settings import load

app = typer.Typer()


def _pairs(written: list[str] | None, option: str) -> dict[str, str]:
    pairs = {}
    for pair in written or ():
        name, equals, value = pair.partition("=")
        if not equals:
            raise BadInputError(f"{option} {pair!r}: write it as NAME=VALUE")
        pairs[name] = value
    return pairs


def _json(written: str, option: str) -> Any:
    text = written
    if not written.lstrip().startswith("{"):
        try:
            text = Path(written).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise BadInputError(
                f"{option} {written}: neither JSON nor a file that can be read: {error}"
            ) from error
    try:
        read = json.loads(text)
    except json.JSONDecodeError as error:
        raise BadInputError(f"{option}: {error.lineno}:{error.colno}: not JSON: {error.msg}") from error
    if not isinstance(read, dict):
        raise BadInputError(f"{option}: expected an object, found {type(read).__name__}")
    return read


def _when(written: str, option: str) -> datetime | None:
    try:
        return datetime.fromisoformat(written) if written else None
    except ValueError:
        raise BadInputError(f"{option} {written!r} is no time: write it as 2026-11-26T09:00") from None


def _body(told: dict[str, Any]) -> DraftBody:
    try:
        return DraftBody.model_validate(told)
    except ValidationError as error:
        raise BadInputError(": ".join(invalid(error.errors()[0]))) from error


def _shares(waves: str) -> list[float]:
    if waves == "none":
        return []
    try:
        return [float(share) for share in waves.split(",")]
    except ValueError:
        raise BadInputError(f"--waves {waves!r}: give shares such as 0.01,0.10, or none") from None


def _amount(ceiling: str) -> Decimal | None:
    try:
        return Decimal(ceiling) if ceiling else None
    except InvalidOperation:
        raise BadInputError(f"--ceiling {ceiling!r} is no amount: write it as 120.50") from None


@app.command()
def new(  # each is one choice of the author
    token: Token = "",
    template: Annotated[
        str, typer.Option(help="a text of the library: see `huimin campaign templates`")
    ] = "",
    value: Annotated[list[str] | None, typer.Option(help="NAME=VALUE for a placeholder of the text")] = None,
    name: Annotated[str, typer.Option(help="default: the template's title")] = "",
    text: Annotated[list[str] | None, typer.Option(help="LANGUAGE=WORDS instead of the template's")] = None,
    policy: Annotated[
        list[str] | None, typer.Option(help="what own texts rest on: a benefit or topic")
    ] = None,
    topic: Annotated[str, typer.Option(help="what one can opt out of, for own texts")] = "",
    kind: Annotated[str, typer.Option(help="promotional, notice or alert")] = "",
    benefit: Annotated[str, typer.Option(help="those who qualify for this benefit")] = "",
    maybe: Annotated[bool, typer.Option("--maybe", help="also those who may qualify")] = False,
    district: Annotated[list[str] | None, typer.Option(help="only this district")] = None,
    audience: Annotated[str, typer.Option(help="JSON, or a file of it, instead of the three above")] = "",
    at: Annotated[str, typer.Option(help="local time such as 2026-11-26T09:00; default: at once")] = "",
    cron: Annotated[str, typer.Option(help="again and again, such as '0 9 * * 1'")] = "",
    until: Annotated[str, typer.Option(help="the end of --cron")] = "",
    zone: Annotated[str, typer.Option(help="of these times; default: the settings', Asia/Shanghai")] = "",
    over_cap_because: Annotated[str, typer.Option(help="why an alert may pass the weekly cap")] = "",
    ceiling: Annotated[
        str, typer.Option(help="most it may cost, all its times together; default: a tenth more than now")
    ] = "",
    waves: Annotated[str, typer.Option(help="shares that go first; none: all at once")] = "0.01,0.10",
    soak: Annotated[int, typer.Option(help="minutes between waves", min=0)] = 15,
    window: Annotated[
        list[str] | None,
        typer.Option(help="DAY=08:00-21:00, DAY=closed: mon … sun, holidays, makeup; default: the settings'"),
    ] = None,
    sender: Annotated[str, typer.Option(help="default: the settings'")] = "",
    file: Annotated[
        str, typer.Option(help="all of this as JSON (the body of POST /api/staff/campaigns)")
    ] = "",
    submit: Annotated[bool, typer.Option("--submit", help="ask for approval at once")] = False,
) -> None:
    """Write a new campaign; it is a draft until it is submitted and a second person approves it."""
    if file:
        body = _body(_json(file, "--file"))
    else:
        whom = _json(audience, "--audience") if audience else {}
        if district:
            whom["districts"] = district
        if maybe and not benefit:
            raise BadInputError("--maybe widens --benefit: name the benefit, or leave it out")
        if benefit:
            chances = ["eligible", "unknown"] if maybe else ["eligible"]
            whom["qualifies"] = {"benefit": benefit, "chances": chances}
        body = _body(
            {
                "name": name, "template": template, "texts": _pairs(text, "--text"), "kind": kind or None,
                "topic": topic, "policies": policy or [], "values": _pairs(value, "--value"), "audience": whom,
                "schedule": {
                    "at": _when(at, "--at"), "cron": cron, "until": _when(until, "--until"), "zone": zone,
                },
                "over_cap_because": over_cap_because,
                "windows": {day: "" if span == "closed" else span for day, span in _pairs(window, "--window").items()},
                "sender": sender, "cost_ceiling": _amount(ceiling),
                "waves": {"shares": _shares(waves), "soak_minutes": soak},
            }
        )  # fmt: skip

    async def made() -> int:
        async with open_stores(load()) as stores:
            who = await member_of(stores.staff, token, Role.AUTHOR)
            async with open_sending(stores) as sending:
                office = sending.desk.office
                campaign = await office.drafting.campaign(body.draft(sending.desk.benefits))
                number = await office.authoring.create(campaign, who.name)
                if submit:
                    await office.approvals.submit(number, who.name)
                return number

    number = run_async(made)
    state = "submitted" if submit else "draft"
    typer.echo(f"campaign {number} is {state}; look at it with `huimin campaign preview {number}`")


@app.command()
def preview(
    campaign: Id, as_json: Annotated[bool, typer.Option("--json", help="as GET …/preview gives it")] = False
) -> None:
    """Show recipients, exclusions, the first messages, segments, cost and time; nothing is sent."""

    async def told() -> tuple[dict[str, Any], str]:
        async with open_stores(load()) as stores, open_sending(stores) as sending:
            desk = sending.desk
            found: Campaign = (await desk.office.approvals.record(campaign)).campaign
            told = await desk.office.authoring.preview(found)
            parts = costs(template_of(found), found.values, desk.frame, desk.capabilities)
            zone = found.schedule.zone
            times = f"{local(told.begins_at, zone)} to {local(told.ends_at, zone)} ({zone})"
            return of_preview(found, told, parts, desk.currency), times

    shown, times = run_async(told)
    if as_json:
        typer.echo(json.dumps(shown, ensure_ascii=False, indent=2))
        return
    typer.echo(f"recipients: {shown['recipients']}")
    for row in shown["excluded"]:
        typer.echo(f"  not to {row['count']}: {row['words']}")
    for part in shown["languages"]:
        forcing = f"; UCS-2 because of {forcing_words(part['forcing'])}" if part["forcing"] else ""
        typer.echo(
            f"{part['language']} to {part['recipients']}: {part['units']} characters, "
            f"{part['segments']} segment{'s' * (part['segments'] > 1)} each (room for {part['fits']}){forcing}"
        )
        if part["hint"]:
            typer.echo(f"  {part['hint']}")
    currency = shown["currency"]
    often = shown["occurrences"]
    each = f" each time, {often} times, together {shown['cost_of_all']}" if often > 1 else ""
    typer.echo(
        f"segments: {shown['segments']}; "
        f"cost: {shown['cost']} {currency}{each} (at most {shown['cost_ceiling']})"
    )
    typer.echo(f"if it began now: {times}")
    typer.echo(f"leaves in: {shown['windows']}")
    first = 1
    for message, equal in groupby(shown["first_messages"]):
        last = first + len(list(equal)) - 1
        typer.echo(f"{first}-{last} {message}" if last > first else f"{first} {message}")
        first = last + 1


@app.command(name="test")
def send_test(
    campaign: Id,
    phone: Annotated[list[str], typer.Option(help="a number of the staff; may be given several times")],
    token: Token = "",
    language: Annotated[str, typer.Option(help="in which language")] = "zh",
) -> None:
    """Send a campaign to named numbers; nothing is counted for it."""

    async def sent() -> list[Outcome]:
        async with open_stores(load()) as stores:
            who = await member_of(stores.staff, token, Role.AUTHOR)
            async with open_sending(stores) as sending:
                return await try_out(sending.desk, campaign, phone, language, who.name)

    for outcome in run_async(sent):
        typer.echo(outcome_words(outcome))


@app.command()
def templates() -> None:
    """Show the texts of the library and the values that each needs."""

    async def listed() -> None:
        async with open_stores(load()) as stores, open_sending(stores) as sending:
            for one in sending.desk.office.drafting.templates.values():
                needed = " ".join(f"{name}=…" for name in sorted(one.placeholders - one.recipient_fields))
                typer.echo(f"{one.id}\t{one.title}\t{needed}")

    run_async(listed)


@app.command(name="list")
def list_command() -> None:
    """Show all campaigns, newest first."""

    async def listed() -> None:
        async with open_stores(load()) as stores, open_sending(stores) as sending:
            for record in await sending.desk.office.book.listed():
                typer.echo(f"{record.id}\t{record.state.value}\t{record.campaign.name}\t{record.why}")

    run_async(listed)
