"""Many rows at once, the quickest way each driver has."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from sqlalchemy import ARRAY, BindParameter, Dialect, Table, Update, bindparam, column, func, insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.sql.visitors import replacement_traverse
from sqlalchemy.types import TypeEngine


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


@dataclass(frozen=True, slots=True)
class _Ready:
    """A statement as its driver takes it: how to put values in its order, and those that are the same for every row."""

    sql: str
    in_order: _Order
    constants: tuple[object, ...]


class ManyUpdates:
    """An update for many rows by its `bindparam`s: compiled once, then given to the driver as it is.

    Each row is changed once at most: two rows of values for the same one may change it in any order. Instants among
    the values are given by `values.instant`.
    """

    def __init__(self, statement: Update, names: Sequence[str]) -> None:
        """Take the statement and the names of its parameters, in the order in which rows give them."""
        self._statement, self._names = statement, tuple(names)
        self._ready: dict[str, _Ready] = {}

    async def run(self, session: AsyncSession, rows: Sequence[tuple[object, ...]]) -> None:
        """Update the rows."""
        if not rows:
            return
        connection = await session.connection()
        ready = self._for(connection.dialect)
        if connection.dialect.name == "postgresql":
            # One statement over columns of values: one for each row costs the server several times as much.
            columns = tuple(list(column) for column in zip(*rows, strict=True))
            await connection.exec_driver_sql(ready.sql, ready.in_order((*columns, *ready.constants)))
        else:
            values = [ready.in_order((*row, *ready.constants)) for row in rows]
            await connection.exec_driver_sql(ready.sql, values)

    def _for(self, dialect: Dialect) -> _Ready:
        found = self._ready.get(dialect.name)
        if found is None:
            compiled: Any = self._statement.compile(dialect=dialect)
            if dialect.name == "postgresql":
                types = {name: compiled.binds[name].type for name in self._names}
                compiled = _by_columns(self._statement, types).compile(dialect=dialect)
            rest = [name for name in compiled.positiontup if name not in self._names]
            places = {name: place for place, name in enumerate((*self._names, *rest))}
            in_order = itemgetter(*(places[name] for name in compiled.positiontup))
            constants = tuple(compiled.params[name] for name in rest)
            found = self._ready[dialect.name] = _Ready(str(compiled), in_order, constants)
        return found


def _by_columns(statement: Update, types: Mapping[str, TypeEngine[Any]]) -> Update:
    """Give the update that takes an array for each parameter, and joins what is to change with their rows."""
    arrays = (bindparam(name, type_=ARRAY(kind)) for name, kind in types.items())
    columns = (column(name, kind) for name, kind in types.items())
    given = func.unnest(*arrays).table_valued(*columns, name="given").render_derived()

    def of_row(element: Any, **_: object) -> Any:
        return given.c[element.key] if isinstance(element, BindParameter) and element.key in types else None

    changed: Any = replacement_traverse(statement, {}, of_row)
    assert isinstance(changed, Update)
    return changed
