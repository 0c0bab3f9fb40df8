"""`huimin handoff`: residents who wait for a person."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from bot.handoff import read_ticket
from bot.handoff_ports import Case, CaseLine, Fate
from bot.handoff_staff import HandoffStaff
from bot.wording import Wording
from campaigns.console.staff import Role
from commands.acting import Token, member_of
from commands.failing import run_async
from db.handoff_store import HandoffStore
from house import clock
from house_campaigns import Stores, open_stores
from house_desk import desk_rules, fits_of
from settings import load

app = typer.Typer(help="Answer residents who wait for a person.", no_args_is_help=True)
Ticket = Annotated[str, typer.Argument(help="the ticket, such as H0007")]
_CLERKS = (Role.DESK, Role.OPERATOR)
_FATES = {
    Fate.REFUSED: "(没送到:对方不收)",
    Fate.DOUBT: "(可能没送到)",
    Fate.DUE: "(还没送出)",
    Fate.FETCH: "(网页还没取)",
}
_VOICES = {"resident": "居民", "service": "惠民", "staff": "工作人员", "desk": "提示"}


@asynccontextmanager
async def _office(token: str) -> AsyncIterator[tuple[HandoffStaff, HandoffStore, str, Stores]]:
    async with open_stores(load()) as stores:
        member = await member_of(stores.staff, token, *_CLERKS)
        store = HandoffStore(stores.database, stores.keyring, stores.fingerprint.of_phone("sessions"))
        settings = stores.settings
        staff = HandoffStaff(store, store, desk_rules(settings), Wording.load(), clock, fits_of(settings))
        yield staff, store, member.name, stores


async def _note(stores: Stores, who: str, action: str, case: Case) -> None:
    await stores.audit.append(clock(), who, f"handoff {action}", case.ticket)


@app.command(name="list")
def list_command(token: Token = "") -> None:
    """Show who waits or is being answered, the longest waiting first."""

    async def listed() -> tuple[Sequence[Case], str]:
        async with _office(token) as (_, store, _, stores):
            return await store.waiting(), stores.settings.clock.zone

    cases, zone = run_async(listed)
    for case in cases:
        minutes = int((clock() - case.opened_at).total_seconds() // 60)
        held = case.taken_by or "-"
        opened = _local(case.opened_at, zone)
        typer.echo(
            f"{case.ticket}\t{case.state}\t{case.channel}\t{case.why}\t{opened}\t{minutes} min\t{held}"
        )


@app.command()
def take(ticket: Ticket, token: Token = "") -> None:
    """Take a conversation and print it: the bot is silent from now on."""

    async def taken() -> tuple[Sequence[CaseLine], str]:
        async with _office(token) as (staff, store, who, stores):
            case = await staff.take(read_ticket(ticket), who)
            await _note(stores, who, "take", case)
            return await store.lines(case.number), stores.settings.clock.zone

    lines, zone = run_async(taken)
    for line in lines:
        typer.echo(f"{_local(line.at, zone)} {_VOICES[line.voice]}: {line.text}{_FATES.get(line.fate, '')}")


@app.command()
def reply(
    ticket: Ticket,
    text: Annotated[str, typer.Argument(help="the answer, at most 500 characters")],
    token: Token = "",
) -> None:
    """Answer the resident on the channel they came from."""

    async def replied() -> Case:
        async with _office(token) as (staff, _, who, stores):
            case = await staff.reply(read_ticket(ticket), who, text)
            await _note(stores, who, "reply", case)
            return case

    typer.echo(f"{run_async(replied).ticket} answered")


@app.command()
def close(ticket: Ticket, token: Token = "") -> None:
    """Close a conversation: the bot answers again."""

    async def closed() -> Case:
        async with _office(token) as (staff, _, who, stores):
            case = await staff.close(read_ticket(ticket), who)
            await _note(stores, who, "close", case)
            return case

    typer.echo(f"{run_async(closed).ticket} closed")


def _local(at: datetime, zone: str) -> str:
    return f"{at.astimezone(ZoneInfo(zone)):%m-%d %H:%M}"
