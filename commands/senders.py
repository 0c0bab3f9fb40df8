"""`huimin sender list|go`: who messages come from, and letting those go that the provider's answers stopped."""

from typing import Annotated

import typer

from campaigns.console.staff import Role
from commands.acting import Token, member_of
from commands.failing import BadInputError, run_async
from db.sender_store import SenderStore
from house import clock
from house_campaigns import open_stores
from settings import load

app = typer.Typer(help="See who messages come from, and let stopped senders go.", no_args_is_help=True)


@app.callback()
def senders() -> None:
    """See who messages come from, and let stopped senders go."""


@app.command(name="list")
def list_command() -> None:
    """Show each sender, its pace, and why it was stopped."""

    async def listed() -> list[str]:
        async with open_stores(load()) as stores:
            return [
                f"{one.name}  {one.segments_per_second * one.factor:g} of {one.segments_per_second:g} segments/s"
                + (f"  stopped: {one.why}" if one.paused else "")
                for one in await SenderStore(stores.database).listed()
            ]

    for line in run_async(listed) or ["no sender has sent anything yet"]:
        typer.echo(line)


@app.command()
def go(
    name: Annotated[str, typer.Argument(help="as `huimin sender list` shows it")], token: Token = ""
) -> None:
    """Let a stopped sender send again, at half its pace to begin with: mend first what stopped it."""

    async def let_go() -> None:
        async with open_stores(load()) as stores:
            who = await member_of(stores.staff, token, Role.OPERATOR)
            if not await SenderStore(stores.database).let_go(name, who.name, clock()):
                raise BadInputError(f"no sender {name!r} is stopped: `huimin sender list` shows them")

    run_async(let_go)
    typer.echo(f"{name} sends again")
