"""The insert that knows what to do on conflict: the same words on SQLite and PostgreSQL, from different makers."""

from collections.abc import Callable

from sqlalchemy import Dialect
from sqlalchemy.dialects import postgresql, sqlite

AnyInsert = postgresql.Insert | sqlite.Insert


def insert_into(dialect: Dialect) -> Callable[..., AnyInsert]:
    """Give the `insert` of this database."""
    return sqlite.insert if dialect.name == "sqlite" else postgresql.insert
