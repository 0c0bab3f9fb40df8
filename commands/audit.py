"""`huimin audit`: whether the log of who did what is whole."""

import re
from typing import Annotated

import typer

from campaigns.audit import Verified, verify
from commands.failing import BadInputError, FailedError, run_async
from house_campaigns import open_stores
from settings import load

app = typer.Typer(help="Check the log of who did what.", no_args_is_help=True)


@app.callback()
def audit() -> None:
    """Check the log of who did what."""


@app.command(name="verify")
def verify_command(
    head: Annotated[
        str | None,
        typer.Option(help="a head kept from an earlier check: shows that nothing since was cut off"),
    ] = None,
) -> None:
    """Walk the whole log: every entry must carry the hash of the one before, and none be cut off the end."""
    kept = "" if head is None else head.strip().lower()
    if head is not None and not re.fullmatch("[0-9a-f]{64}", kept):
        raise BadInputError(
            f"--head {head!r}: write the 64 digits that an earlier `huimin audit verify` gave"
        )

    async def verified() -> tuple[str | None, Verified]:
        async with open_stores(load()) as stores:
            return await stores.audit.lacking(), await verify(stores.audit, kept)

    lacking, found = run_async(verified)
    if found.broken_at is not None:
        raise FailedError(
            f"the audit log is broken at entry {found.broken_at}: {found.entries} entries before it hold"
        )
    if kept and found.kept_at is None:
        raise FailedError(f"no entry has this head: entries were cut off the end; {found.entries} are left")
    if lacking is not None:
        raise FailedError(
            f"the audit log is cut short: {lacking} was changed later than it tells; {found.entries} entries are left"
        )
    typer.echo(f"{found.entries} entries hold; head {found.head}")
    if kept:
        typer.echo(f"the head kept is entry {found.kept_at}")
