"""The revisions make exactly the tables of the models, on both databases, forth and back."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, inspect

from db import migrate
from db.models import Base
from db.session import Database
from tests.databases import scratch_url
from tests.sending_house import House


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
async def database(
    request: pytest.FixtureRequest, tmp_path: Path, postgres_url: str
) -> AsyncIterator[Database]:
    async with scratch_url(request.param, tmp_path, postgres_url) as url:
        made = Database(url)
        yield made
        await made.dispose()


def _differences(connection: Connection) -> object:
    return compare_metadata(
        MigrationContext.configure(connection, opts={"compare_type": True}), Base.metadata
    )


def _tables(connection: Connection) -> set[str]:
    return set(inspect(connection).get_table_names()) - {"alembic_version"}


async def test_the_newest_revision_equals_the_models(database: Database) -> None:
    await migrate.upgrade(database)
    async with database.engine.connect() as connection:
        assert await connection.run_sync(_differences) == []
        assert await connection.run_sync(_tables) == set(Base.metadata.tables)


async def test_upgrading_again_changes_nothing(database: Database) -> None:
    assert await migrate.revision(database) is None
    await migrate.upgrade(database)
    await migrate.upgrade(database)
    assert await migrate.revision(database) == migrate.newest()


async def test_every_revision_can_be_taken_back(database: Database) -> None:
    await migrate.upgrade(database)
    await migrate.downgrade(database, "base")
    async with database.engine.connect() as connection:
        assert await connection.run_sync(_tables) == set()
    await migrate.upgrade(database)


async def test_a_database_in_use_can_be_taken_back(database: Database) -> None:
    await migrate.upgrade(database)
    house = House(database)
    await house.residents(2)
    await house.planned()
    await migrate.downgrade(database, "base")
