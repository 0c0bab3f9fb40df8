"""`huimin db`: the database's shape."""

import typer

from commands.failing import run_async
from db.migrate import newest, revision, upgrade
from db.session import Database
from house import open_database
from settings import load

app = typer.Typer(help="Bring the database up to date.", no_args_is_help=True)


async def _upgrade(database: Database) -> tuple[str | None, str | None]:
    try:
        before = await revision(database)
        await upgrade(database)
        return before, newest()
    finally:
        await database.dispose()


@app.command(name="upgrade")
def upgrade_command() -> None:
    """Bring the database to the shape this version needs; nothing happens when it has it."""
    settings = load()
    before, after = run_async(lambda: _upgrade(open_database(settings)))
    typer.echo(f"database is at {after}" + ("" if before == after else f" (was {before or 'empty'})"))
