"""`huimin staff`: who may come in by the staff's door."""

from typing import Annotated

import typer

from campaigns.console.staff import StaffMember, new_token, read_name, read_roles, token_hash
from commands.acting import machine_user
from commands.failing import BadInputError, run_async
from house import clock
from house_campaigns import open_stores
from settings import load

app = typer.Typer(help="Say who may come in by the staff's door.", no_args_is_help=True)


@app.command()
def add(
    name: Annotated[str, typer.Argument(help="how the audit log calls them; a name is given once")],
    role: Annotated[
        list[str],
        typer.Option(help="author, approver, operator, desk, viewer or admin; may be given several times"),
    ],
) -> None:
    """Let somebody in; prints their token, this once."""

    async def added() -> str:
        token = new_token()
        member = StaffMember(read_name(name), read_roles(role), clock())
        async with open_stores(load()) as stores:
            if not await stores.staff.add(member, token_hash(token), machine_user()):
                raise BadInputError(f"the name {member.name} was given before: choose another")
        return token

    typer.echo(run_async(added))


@app.command(name="list")
def list_command() -> None:
    """Show everybody ever let in."""

    async def listed() -> list[StaffMember]:
        async with open_stores(load()) as stores:
            return list(await stores.staff.listed())

    for member in run_async(listed):
        ended = f"disabled {member.disabled_at:%Y-%m-%d %H:%M}" if member.disabled_at else "may come in"
        typer.echo(f"{member.name}\t{','.join(sorted(member.roles))}\t{ended}")


@app.command()
def disable(name: Annotated[str, typer.Argument(help="the name as `huimin staff list` shows it")]) -> None:
    """Let somebody's token open the door no more."""

    async def disabled() -> None:
        async with open_stores(load()) as stores:
            if not await stores.staff.disable(name, machine_user(), clock()):
                raise BadInputError(f"there is nobody called {name} who may come in: see `huimin staff list`")

    run_async(disabled)
    typer.echo(f"{name} may come in no more")
