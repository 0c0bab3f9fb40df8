"""`huimin campaign doubts`: messages of which nobody knows whether they arrived, and a person's decision about them."""

from datetime import timedelta
from typing import Annotated

import typer

from campaigns.console.bodies import LONGEST_WAIT_HOURS
from campaigns.console.doubt_routes import DOUBTS_AT_ONCE
from campaigns.console.staff import Role
from campaigns.sending import Decision
from commands.acting import Token, member_of
from commands.failing import run_async
from house import clock
from house_campaigns import open_sending, open_stores
from settings import load

app = typer.Typer()


@app.command()
def doubts(
    older_than: Annotated[
        float, typer.Option(help="only those in doubt for so many hours", min=1, max=LONGEST_WAIT_HOURS)
    ] = 24.0,
    decide: Annotated[
        Decision | None,
        typer.Option(help="settle them; send_again writes a second time to who got the first"),
    ] = None,
    token: Token = "",
) -> None:
    """Show how many messages are in doubt; with --decide settle them, each with an entry in the audit log."""

    async def settled() -> tuple[int, int]:
        async with open_stores(load()) as stores:
            who = await member_of(stores.staff, token, Role.OPERATOR) if decide else None
            async with open_sending(stores) as sending:
                book, now = sending.desk.office.doubts, clock()
                found = await book.overdue(now - timedelta(hours=older_than), DOUBTS_AT_ONCE)
                if decide is None or who is None or not found:
                    return len(found), 0
                return len(found), await book.decide(found, decide, who.name, now)

    found, done = run_async(settled)
    more = " or more" if found == DOUBTS_AT_ONCE else ""
    if decide is None:
        typer.echo(f"{found}{more} messages have been in doubt for {older_than:g} hours")
    else:
        typer.echo(f"{done} messages: {decide.value}" + ("; there may be more, ask again" if more else ""))
