"""`huimin db`: the database's shape."""

import typer

from commands.acting import machine_user
from commands.failing import run_async
from db.key_rotation import reseal
from db.keyring import open_keyring
from db.migrate import newest, revision, upgrade
from db.session import Database
from house import clock, open_database
from house_campaigns import open_stores
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
    key, file = settings.secrets.data_key.get_secret_value(), settings.secrets.key_file
    if key or file.exists():
        # A key that cannot be one is told now, not when the first name is to be sealed.
        open_keyring(key, file)
    before, after = run_async(lambda: _upgrade(open_database(settings)))
    typer.echo(f"database is at {after}" + ("" if before == after else f" (was {before or 'empty'})"))


async def _reseal() -> int:
    async with open_stores(load()) as stores:
        resealed = await reseal(stores.database, stores.keyring)
        await stores.audit.append(clock(), machine_user(), "reseal", "database", f"{resealed} values")
        return resealed


@app.command(name="reseal")
def reseal_command() -> None:
    """Seal names and phones anew under the first key of HUIMIN_SECRETS__DATA_KEY, so that a former one can go."""
    typer.echo(f"{run_async(_reseal)} values were under a former key; none is now")
