"""`huimin audit`: whether the log of who did what is whole."""

import typer

from campaigns.audit import Verified, verify
from commands.failing import FailedError, run_async
from house_campaigns import open_stores
from settings import load

app = typer.Typer(help="Check the log of who did what.", no_args_is_help=True)


@app.callback()
def audit() -> None:
    """Check the log of who did what."""


@app.command(name="verify")
def verify_command() -> None:
    """Walk the whole log: every entry must carry the hash of the one before."""

    async def verified() -> Verified:
        async with open_stores(load()) as stores:
            return await verify(stores.audit)

    found = run_async(verified)
    if found.broken_at is not None:
        raise FailedError(
            f"the audit log is broken at entry {found.broken_at}: {found.entries} entries before it hold"
        )
    typer.echo(f"{found.entries} entries hold; head {found.head}")
