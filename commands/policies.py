"""`huimin policies`: what the policy book holds, and whether it holds together."""

from pathlib import Path
from typing import Annotated

import typer

from commands.days import read_day, today_of
from commands.failing import BadInputError
from nlu.explain import explain
from nlu.policybook import POLICIES, check_book, load_book

app = typer.Typer(help="Check and show the policies.", no_args_is_help=True)


@app.command()
def check(folder: Annotated[Path, typer.Argument(help="another policy folder")] = POLICIES) -> None:
    """Print every fault as file:line: key: text; status 1 when there are any."""
    faults = check_book(folder)
    for fault in faults:
        typer.echo(str(fault))
    if faults:
        raise typer.Exit(1)
    typer.echo(f"{len(load_book(folder).benefits)} policies, no faults")


@app.command()
def show(
    benefit: Annotated[str, typer.Argument(help="a benefit's id")],
    as_of: Annotated[str, typer.Option(help="the day, YYYY-MM-DD; default today")] = "",
) -> None:
    """Print the rule of a benefit as it stands on a day, in readable Chinese."""
    book = load_book()
    if benefit not in book.benefits:
        raise BadInputError(f"there is no benefit {benefit!r}; there are {', '.join(book.benefits)}")
    typer.echo(explain(book.benefits[benefit], read_day(as_of) if as_of else today_of()))
