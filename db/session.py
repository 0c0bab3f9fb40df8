"""The way to the database: one engine a process, and transactions that either read or write."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from typing import Any

from sqlalchemy import Connection, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession, create_async_engine

DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg"}
PRAGMAS = (
    "PRAGMA journal_mode = WAL",  # readers and the writer do not wait for each other
    "PRAGMA synchronous = NORMAL",  # with WAL a power cut loses the last commits at most, never the file
    "PRAGMA busy_timeout = 10000",
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",  # what was forgotten is overwritten, not only unlinked
    "PRAGMA cache_size = -16000",
)


class UnreachableError(ConnectionError):
    """The database cannot be reached or opened; the text says where it was looked for and why, never the password."""


class Database:
    """An engine for `url` (sqlite or postgresql, with or without a driver's name) and its transactions."""

    def __init__(self, url: str, *, durable: bool = False) -> None:
        """Prepare the engine; nothing is connected before the first transaction.

        With `durable` SQLite waits for the disk at every commit, as PostgreSQL does: who sends messages must not
        forget after a power cut that they were sent.
        """
        self.engine: AsyncEngine = _engine(url, durable)
        # SQLite has one writer, and lets those who wait sleep and try by chance: here they queue up.
        self._turn: AbstractAsyncContextManager[None] = (
            asyncio.Lock() if self.engine.dialect.name == "sqlite" else nullcontext()
        )

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncSession]:
        """A transaction that only reads; it sees one state of the database and is rolled back at the end."""
        async with self.engine.connect() as connection, AsyncSession(bind=connection) as session:
            yield session

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncSession]:
        """A transaction that writes; committed at the end, rolled back on any error.

        On SQLite it takes the writer's place at once: a transaction that first reads and then writes would fail
        when another has written meanwhile, however long it waits.
        """
        async with (
            self.changing() as connection,
            AsyncSession(
                bind=connection, expire_on_commit=False, join_transaction_mode="rollback_only"
            ) as session,
        ):
            yield session
            await session.flush()

    @asynccontextmanager
    async def changing(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that writes, for plain statements without objects."""
        async with self._turn, self.engine.connect() as plain:
            connection = await plain.execution_options(huimin_writes=True)
            async with connection.begin():
                yield connection

    async def alone(self, sql: str, values: Mapping[str, object]) -> Sequence[Sequence[Any]]:
        """Run one statement (named parameters, `:name`), committed at once, and give its rows.

        On SQLite it is one trip to the database's thread where a transaction makes a dozen: for what happens at every
        turn. `values` must be of kinds that both databases take as they are (str, int).
        """
        async with self.engine.connect() as connection:
            if connection.dialect.name == "sqlite":
                driver = (await connection.get_raw_connection()).driver_connection
                return list(await driver.execute_fetchall(sql, values)) if driver else []
            async with connection.begin():
                result = await connection.execute(text(sql), values)
                return list(result.all()) if result.returns_rows else []

    async def dispose(self) -> None:
        """Close every connection."""
        await self.engine.dispose()


def _in_one_line(full: str) -> Callable[..., Any]:
    shown = make_url(full).set(password=None).render_as_string()

    def connect(dialect: Any, _record: object, arguments: Any, options: Any) -> Any:
        try:
            return dialect.connect(*arguments, **options)
        except (OSError, dialect.loaded_dbapi.Error) as error:
            said = " ".join(str(error).split()) or type(error).__name__
            raise UnreachableError(f"the database {shown} cannot be reached: {said}") from error

    return connect


def with_driver(url: str) -> str:
    """Give the URL with the asynchronous driver that this service uses; `ValueError` for another database."""
    parsed = make_url(url)
    family = parsed.get_backend_name()
    if family not in DRIVERS:
        raise ValueError(f"database {family!r} is not supported: use sqlite or postgresql")
    return parsed.set(drivername=DRIVERS[family]).render_as_string(hide_password=False)


def _engine(url: str, durable: bool) -> AsyncEngine:
    full = with_driver(url)
    if not full.startswith("sqlite"):
        # Compiling the long conditions of audiences to machine code takes longer than they run.
        plain = {"server_settings": {"jit": "off"}}
        server = create_async_engine(
            full, pool_pre_ping=True, pool_size=10, max_overflow=20, connect_args=plain, hide_parameters=True
        )
        event.listen(server.sync_engine, "do_connect", _in_one_line(full))
        return server
    engine = create_async_engine(
        full,
        pool_size=5,
        max_overflow=10,
        pool_reset_on_return=None,  # transactions end by themselves here; to roll back nothing costs a trip
        connect_args={"isolation_level": None},
        hide_parameters=True,  # what is written into an error's text ends in a log
    )
    event.listen(engine.sync_engine, "connect", _set_pragmas)
    if durable:
        event.listen(engine.sync_engine, "connect", _wait_for_the_disk)
    event.listen(engine.sync_engine, "begin", _begin)
    return engine


def _set_pragmas(connection: Any, _record: object) -> None:
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(pragma)
    cursor.close()


def _wait_for_the_disk(connection: Any, _record: object) -> None:
    connection.execute("PRAGMA synchronous = FULL").close()


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("huimin_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
