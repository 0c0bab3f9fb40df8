"""Many rows at once, the quickest way each driver has."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Table, insert
from sqlalchemy.ext.asyncio import AsyncSession


async def put_in(
    session: AsyncSession, table: Table, names: Sequence[str], rows: Sequence[tuple[object, ...]]
) -> None:
    """Insert plain tuples for these columns; instants are given by `incoming.instant`."""
    if not rows:
        return
    connection = await session.connection()
    if connection.dialect.name == "postgresql":
        raw = await connection.get_raw_connection()
        driver: Any = raw.driver_connection
        await driver.copy_records_to_table(table.name, records=rows, columns=names)
        return
    statement = insert(table).values({table.c[name]: None for name in names})
    await connection.exec_driver_sql(str(statement.compile(dialect=connection.dialect)), list(rows))
