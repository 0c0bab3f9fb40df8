"""`huimin feedback`: how often answers helped."""

import json
from datetime import date, datetime, timedelta
from typing import Annotated

import typer

from bot.feedback import Tally
from commands.failing import run_async
from db.feedback_store import FeedbackStore
from house import residents_day
from house_campaigns import open_stores
from settings import load

app = typer.Typer()


@app.command()
def feedback(
    since: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="from this day on; default: 30 days")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="as JSON")] = False,
) -> None:
    """Show how often answers helped, by benefit and aspect, the least helpful first."""
    settings = load()
    first: date = since.date() if since else residents_day(settings)() - timedelta(days=30)

    async def counted() -> list[Tally]:
        async with open_stores(settings) as stores:
            return list(await FeedbackStore(stores.database).tallies(first))

    found = run_async(counted)
    if as_json:
        told = [{"name": t.name, "aspect": t.aspect, "helped": t.helped, "did_not": t.did_not} for t in found]
        typer.echo(json.dumps({"since": first.isoformat(), "feedback": told}, ensure_ascii=False))
        return
    for one in found:
        typer.echo(f"{one.name}\t{one.aspect}\thelped {one.helped}\tdid not {one.did_not}")
