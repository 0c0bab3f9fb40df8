"""Databases of their own for tests: a SQLite file, or a PostgreSQL database that is made and dropped."""

import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from db.models import Base
from db.session import Database


def sqlite_url(folder: Path) -> str:
    """The URL of a fresh file in the folder."""
    return f"sqlite:///{folder / (secrets.token_hex(4) + '.db')}"


@asynccontextmanager
async def scratch_url(kind: str, folder: Path, server: str) -> AsyncIterator[str]:
    """The URL of an empty database of its own: `kind` is sqlite or postgresql (made on `server`, dropped afterwards)."""
    if kind == "sqlite":
        yield sqlite_url(folder)
        return
    name = f"huimin_test_{secrets.token_hex(6)}"
    engine = create_async_engine(server, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    async with engine.connect() as connection:
        await connection.execute(text(f'CREATE DATABASE "{name}"'))
    try:
        yield make_url(server).set(database=name).render_as_string(hide_password=False)
    finally:
        async with engine.connect() as connection:
            await connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))
        await engine.dispose()


@asynccontextmanager
async def scratch(kind: str, folder: Path, server: str) -> AsyncIterator[Database]:
    """A database of its own with every table."""
    async with scratch_url(kind, folder, server) as url:
        database = Database(url)
        try:
            async with database.changing() as connection:
                await connection.run_sync(Base.metadata.create_all)
            yield database
        finally:
            await database.dispose()
