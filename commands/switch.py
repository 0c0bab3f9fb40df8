"""`huimin switch`: turns answers off at once, with a text of why."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from bot.switches import Switch, read_target, read_why
from campaigns.console.staff import Role
from commands.acting import Token, machine_user, member_of
from commands.failing import FailedError, run_async
from db.switch_store import SwitchStore
from house import clock
from house_campaigns import Stores, open_stores
from nlu.policybook import load_book
from settings import load

app = typer.Typer(help="Turn answers off at once, and on again.", no_args_is_help=True)
Target = Annotated[
    str, typer.Argument(help="web, telegram, sms, desk (the people), a benefit's id or a topic's id")
]


@asynccontextmanager
async def _switchboard(token: str) -> AsyncIterator[tuple[SwitchStore, str, Stores]]:
    """Give the switches and who acts: with a token its holder, who must be an admin; without one this machine's user."""
    async with open_stores(load()) as stores:
        who = (await member_of(stores.staff, token, Role.ADMIN)).name if token else machine_user()
        yield SwitchStore(stores.database), who, stores


@app.command()
def off(
    target: Target,
    why: Annotated[str, typer.Option(help="what residents read instead of an answer")],
    token: Token = "",
) -> None:
    """Turn off: from the next message on residents read why."""
    book = load_book()
    switch = Switch(read_target(target, book.benefits, book.topics), read_why(why), "", clock())

    async def turned() -> None:
        async with _switchboard(token) as (switches, who, _):
            await switches.turn_off(Switch(switch.target, switch.why, who, switch.at))

    run_async(turned)
    typer.echo(f"{switch.target} is off: {switch.why}")


@app.command()
def on(target: Target, token: Token = "") -> None:
    """Turn on again."""
    book = load_book()
    name = read_target(target, book.benefits, book.topics)

    async def turned() -> None:
        async with _switchboard(token) as (switches, who, _):
            if not await switches.turn_on(name, who, clock()):
                raise FailedError(f"{name} is not off: `huimin switch list` shows what is")

    run_async(turned)
    typer.echo(f"{name} is on")


@app.command(name="list")
def list_command() -> None:
    """Show what is off, since when, by whom and why."""

    async def listed() -> list[str]:
        async with _switchboard("") as (switches, _, stores):
            zone = ZoneInfo(stores.settings.clock.zone)
            return [
                f"{one.target}\t{one.at.astimezone(zone):%m-%d %H:%M}\t{one.who}\t{one.why}"
                for one in await switches.off()
            ]

    for line in run_async(listed):
        typer.echo(line)
