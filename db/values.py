"""Values as the drivers take them; without the database library, for processes that only prepare rows."""

from collections.abc import Sequence
from datetime import UTC, datetime

_PLAIN: dict[object, object] = {None: None, True: 1, False: 0}


def instant(at: datetime, dialect: str) -> datetime | str:
    """Give an instant as the driver of this database takes it."""
    utc = at.astimezone(UTC)
    return utc.strftime("%Y-%m-%d %H:%M:%S.%f") if dialect == "sqlite" else utc


def quick_bytes(values: Sequence[bytes], dialect: str) -> Sequence[bytes | bytearray]:
    """Give a column of bytes as the driver takes it quickest.

    Python's SQLite looks for an adapter at every value that is not exactly an `int`, `float`, `str` or `bytearray`,
    which takes longer than storing it.
    """
    return list(map(bytearray, values)) if dialect == "sqlite" else values


def quick_booleans(values: Sequence[object], dialect: str) -> Sequence[object]:
    """Give a column of booleans, or of nothing, as the driver takes it quickest."""
    return list(map(_PLAIN.__getitem__, values)) if dialect == "sqlite" else values
