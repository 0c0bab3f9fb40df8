"""`huimin contacts`: residents as registered."""

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from campaigns.importing import ImportProgress, ImportReport
from commands import consents
from commands.acting import machine_user
from commands.failing import run_async, say_error
from house import clock
from house_campaigns import open_stores
from settings import load

app = typer.Typer(help="Register residents.", no_args_is_help=True)
app.registered_commands += consents.app.registered_commands
_CHUNK = 1 << 20


@app.callback()
def contacts() -> None:
    """Register residents."""


def _lines(path: Path) -> int | None:
    """Counts the lines of a text file for the progress bar; None where nothing can be said."""
    try:
        with path.open("rb") as file:
            if file.read(4) == b"PK\x03\x04":
                return None
            file.seek(0)
            return sum(chunk.count(b"\n") for chunk in iter(lambda: file.read(_CHUNK), b"")) - 1
    except OSError:
        return None


async def _import(path: Path, wording: str, rejects: Path | None) -> ImportReport:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    console = Console(stderr=True)
    async with open_stores(load()) as stores:
        with Progress(*columns, console=console, disable=not sys.stderr.isatty()) as progress:
            bar = progress.add_task("residents", total=_lines(path))

            def watch(reached: ImportProgress) -> None:
                progress.update(bar, completed=reached.rows)

            report = await stores.importing.run(path, wording, rejects, watch)
        told = f"{report.rows} rows, {report.tally.added} added, {report.rejected} rejected"
        await stores.audit.append(clock(), machine_user(), "import contacts", "contacts", told)
    return report


@app.command(name="import")
def import_command(
    file: Annotated[Path, typer.Argument(help="CSV or XLSX with a header in Chinese or English")],
    wording: Annotated[
        str, typer.Option(help="the version of the words by which residents in the file consented")
    ] = "file",
    rejects: Annotated[
        Path | None, typer.Option(help="where bad rows go (default: beside the file, .rejects.csv)")
    ] = None,
) -> None:
    """Take in a residents' file: good rows go in, bad rows go to a reject file; may be repeated at any time."""
    report = run_async(lambda: _import(file, wording, rejects))
    tally = report.tally
    if report.resumed_at:
        typer.echo(f"went on after row {report.resumed_at} of an interrupted import")
    typer.echo(
        f"{report.rows} rows: {tally.added} added, {tally.changed} changed, {tally.unchanged} unchanged, "
        f"{report.rejected} rejected" + (f", {report.empty} empty" if report.empty else "")
    )
    if not report.rows:
        say_error(f"{file} holds a header and no row below it: nobody was registered")
    if report.ignored:
        names = ", ".join(repr(name) for name in report.ignored)
        say_error(
            f"columns NOT stored, because nothing is known of them: {names} (see docs/contacts-file.md)"
        )
    if report.rejects is not None:
        typer.echo(f"bad rows, with reasons: {report.rejects}")
