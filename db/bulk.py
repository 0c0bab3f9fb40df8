"""Many rows at once, the quickest way each driver has."""

from collections.abc import Callable, Sequence
from operator import itemgetter
from typing import Any

from sqlalchemy import Dialect, Table, Update, insert
from sqlalchemy.ext.asyncio import AsyncSession


async def put_in(
    session: AsyncSession, table: Table, names: Sequence[str], rows: Sequence[tuple[object, ...]]
) -> None:
    """Insert plain tuples for these columns; instants are given by `values.instant`."""
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


_Order = Callable[[tuple[object, ...]], tuple[object, ...]]


class ManyUpdates:
    """An update for many rows by its `bindparam`s: compiled once, then given to the driver as it is.

    Instants among the values are given by `values.instant`.
    """

    def __init__(self, statement: Update, names: Sequence[str]) -> None:
        """Take the statement and the names of its parameters, in the order in which rows give them."""
        self._statement, self._names = statement, tuple(names)
        self._compiled: dict[str, tuple[str, _Order, tuple[object, ...]]] = {}

    async def run(self, session: AsyncSession, rows: Sequence[tuple[object, ...]]) -> None:
        """Update the rows."""
        if not rows:
            return
        connection = await session.connection()
        sql, in_order, constants = self._for(connection.dialect)
        await connection.exec_driver_sql(sql, [in_order((*row, *constants)) for row in rows])

    def _for(self, dialect: Dialect) -> tuple[str, _Order, tuple[object, ...]]:
        found = self._compiled.get(dialect.name)
        if found is None:
            compiled: Any = self._statement.compile(dialect=dialect)
            rest = [name for name in compiled.positiontup if name not in self._names]
            places = {name: place for place, name in enumerate((*self._names, *rest))}
            in_order = itemgetter(*(places[name] for name in compiled.positiontup))
            constants = tuple(compiled.params[name] for name in rest)
            found = self._compiled[dialect.name] = (str(compiled), in_order, constants)
        return found
