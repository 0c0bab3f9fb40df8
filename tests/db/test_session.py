"""Transactions: what is written together is kept together, and SQLite is set up for many readers and one writer."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import Column, MetaData, Table, select, text
from sqlalchemy.dialects import sqlite

from db.models import SessionRow
from db.models.base import UtcDateTime
from db.session import Database, with_driver
from tests.databases import scratch

NOON = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
async def database(
    request: pytest.FixtureRequest, tmp_path: Path, postgres_url: str
) -> AsyncIterator[Database]:
    async with scratch(request.param, tmp_path, postgres_url) as made:
        yield made


def _row(name: str) -> SessionRow:
    return SessionRow(speaker=name, stamp="1", touched_ms=0, content="{}")


async def _speakers(database: Database) -> list[str]:
    async with database.reading() as session:
        return sorted(await session.scalars(select(SessionRow.speaker)))


async def test_what_is_written_is_committed(database: Database) -> None:
    async with database.writing() as session:
        session.add(_row("a"))
    assert await _speakers(database) == ["a"]


async def test_an_error_takes_everything_back(database: Database) -> None:
    async def fail() -> None:
        async with database.writing() as session:
            session.add(_row("a"))
            await session.flush()
            raise RuntimeError("no")

    with pytest.raises(RuntimeError):
        await fail()
    assert await _speakers(database) == []


async def test_writers_that_read_first_do_not_fail_each_other(database: Database) -> None:
    async with database.writing() as session:
        session.add(_row("0"))

    async def add_one() -> None:
        async with database.writing() as session:
            count = len(list(await session.scalars(select(SessionRow.speaker))))
            await asyncio.sleep(0)
            session.add(_row(f"{count}-{id(session)}"))

    await asyncio.gather(*(add_one() for _ in range(12)))
    assert len(await _speakers(database)) == 13


async def test_an_instant_comes_back_aware_and_in_utc(database: Database) -> None:
    table = Table("instants", MetaData(), Column("at", UtcDateTime()))
    async with database.changing() as connection:
        await connection.run_sync(table.metadata.create_all)
        await connection.execute(table.insert().values(at=NOON.astimezone(timezone(timedelta(hours=8)))))
        found = (await connection.execute(select(table.c.at))).scalar_one()
    assert found == NOON
    assert found.tzinfo is UTC


def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        UtcDateTime().process_bind_param(datetime(2026, 11, 25), sqlite.dialect())  # noqa: DTZ001


async def test_a_statement_by_itself_is_committed_at_once(database: Database) -> None:
    insert = "INSERT INTO sessions (speaker, stamp, touched_ms, content) VALUES (:a, '1', :b, '') RETURNING speaker"
    assert [tuple(row) for row in await database.alone(insert, {"a": "x", "b": 1})] == [("x",)]
    assert await _speakers(database) == ["x"]
    assert await database.alone("DELETE FROM sessions", {}) == []
    assert await _speakers(database) == []


async def test_sqlite_lets_readers_and_the_writer_work_side_by_side(tmp_path: Path) -> None:
    async with scratch("sqlite", tmp_path, "") as database, database.reading() as session:
        for pragma, wanted in (("journal_mode", "wal"), ("foreign_keys", 1), ("secure_delete", 1)):
            assert (await session.execute(text(f"PRAGMA {pragma}"))).scalar_one() == wanted


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("sqlite:///x.db", "sqlite+aiosqlite:///x.db"),
        ("sqlite+aiosqlite:///x.db", "sqlite+aiosqlite:///x.db"),
        ("postgresql://u:p@h/d", "postgresql+asyncpg://u:p@h/d"),
    ],
)
def test_a_url_gets_the_driver_that_is_used_here(given: str, wanted: str) -> None:
    assert with_driver(given) == wanted


def test_another_database_is_named_in_the_error() -> None:
    with pytest.raises(ValueError, match="mysql"):
        with_driver("mysql://h/d")
