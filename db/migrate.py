"""Bring a database to a revision, and say at which one it is: Alembic, without its command line."""

from collections.abc import Callable
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from db.session import Database

FOLDER = Path(__file__).parent / "migrations"


class OutdatedError(Exception):
    """The database is not at the revision that this code knows; the text says what to do."""


async def require_newest(database: Database) -> None:
    """Raise `OutdatedError` unless the database is up to date."""
    if await revision(database) != newest():
        raise OutdatedError("the database is not up to date: run `huimin db upgrade` first")


async def upgrade(database: Database, to: str = "head") -> None:
    """Bring the database up to revision `to`; nothing happens when it is there already."""
    await _run(database, lambda config: command.upgrade(config, to))


async def downgrade(database: Database, to: str) -> None:
    """Take the database back to revision `to` ("base": before the first)."""
    await _run(database, lambda config: command.downgrade(config, to))


async def revision(database: Database) -> str | None:
    """Give the revision at which the database is; None before the first."""
    async with database.engine.connect() as connection:
        return await connection.run_sync(
            lambda plain: MigrationContext.configure(plain).get_current_revision()
        )


def newest() -> str | None:
    """Give the last revision that this code knows."""
    return ScriptDirectory.from_config(_config()).get_current_head()


async def _run(database: Database, step: Callable[[Config], None]) -> None:
    def with_connection(connection: Connection) -> None:
        config = _config()
        config.attributes["connection"] = connection
        step(config)

    async with database.engine.connect() as plain:
        connection = await plain.execution_options(huimin_writes=True)
        async with connection.begin():
            await connection.run_sync(with_connection)


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    return config
