"""Temporary tables into which one batch of contacts is laid, so that the database compares and merges in one go."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Column, LargeBinary, MetaData, SmallInteger, Table, insert
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.schema import CreateTable, DropTable

from db.models.base import UtcDateTime
from db.models.contacts import CONTACTS

INCOMING = Table(
    "incoming_contacts",
    MetaData(),
    *(Column(column.name, column.type, nullable=True) for column in CONTACTS.columns if column.name != "id"),
    prefixes=["TEMPORARY"],
)

INCOMING_SAID = Table(
    "incoming_said",
    MetaData(),
    Column("phone_hash", LargeBinary(16)),
    Column("said", SmallInteger()),
    Column("said_at", UtcDateTime()),
    prefixes=["TEMPORARY"],
)
"""What the batch says of consent: at most one row for each phone."""


async def lay_down(
    connection: AsyncConnection, table: Table, names: Sequence[str], rows: Sequence[tuple[object, ...]]
) -> None:
    """Make the table and fill these columns of it; instants are given by `values.instant`."""
    await connection.execute(CreateTable(table))
    if connection.dialect.name == "postgresql":
        raw = await connection.get_raw_connection()
        driver: Any = raw.driver_connection
        await driver.copy_records_to_table(table.name, records=rows, columns=names)
    elif rows:
        columns = [table.c[name] for name in names]
        statement = insert(table).values(dict.fromkeys(columns))
        await connection.exec_driver_sql(str(statement.compile(dialect=connection.dialect)), list(rows))


async def clear_away(connection: AsyncConnection, table: Table) -> None:
    """Drop the table."""
    await connection.execute(DropTable(table))
