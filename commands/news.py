"""`huimin news`: tells those who asked for it what changed in a policy."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Annotated

import typer

from bot.news import News, NewsDesk, Stand
from bot.wording import Wording
from campaigns.console.staff import Role
from commands.acting import Token, member_of
from commands.failing import run_async
from house import clock
from house_campaigns import open_stores
from house_news import open_news
from nlu.policybook import load_book
from settings import load

app = typer.Typer(help="Tell those who follow a benefit what changed.", no_args_is_help=True)


@asynccontextmanager
async def _room(token: str, *roles: Role) -> AsyncIterator[tuple[NewsDesk, str]]:
    async with open_stores(load()) as stores:
        who = (await member_of(stores.staff, token, *roles)).name if roles else ""
        room = open_news(stores.settings, stores.database, stores.keyring, load_book(), Wording.load(), clock)
        yield room.desk, who


@app.command()
def new(
    benefit: Annotated[str, typer.Argument(help="the benefit's id")],
    text: Annotated[str, typer.Argument(help="what changed, in one sentence")],
    token: Token = "",
) -> None:
    """Write a draft; prints its number, how many follow the benefit, and what they would read."""

    async def written() -> tuple[News, int, str]:
        async with _room(token, Role.AUTHOR, Role.OPERATOR) as (desk, who):
            news = await desk.write(benefit, text, who)
            return news, (await desk.followers()).get(benefit, 0), desk.first_letter(news, "sms")

    news, followers, letter = run_async(written)
    typer.echo(f"news {news.number}\tfollowers {followers}\n{letter}")


@app.command()
def approve(
    number: Annotated[int, typer.Argument(help="the news as `huimin news list` shows it")], token: Token = ""
) -> None:
    """Let news go that somebody else wrote: it leaves in the hours and at the pace of campaigns."""

    async def approved() -> News:
        async with _room(token, Role.APPROVER) as (desk, who):
            return await desk.approve(number, who)

    typer.echo(f"news {run_async(approved).number} goes out")


@app.command(name="list")
def list_command() -> None:
    """Show how many follow each benefit, and all news with what became of its letters."""

    async def listed() -> tuple[Mapping[str, int], Sequence[Stand]]:
        async with _room("") as (desk, _):
            return await desk.followers(), await desk.stands()

    followers, stands = run_async(listed)
    for benefit, count in sorted(followers.items()):
        typer.echo(f"followers\t{benefit}\t{count}")
    for one in stands:
        letters = " ".join(f"{fate} {count}" for fate, count in one.letters.items())
        typer.echo(
            f"news {one.news.number}\t{one.news.state}\t{one.news.benefit}\t{one.news.author}\t{letters}\t{one.news.text}"
        )
