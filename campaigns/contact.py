"""A contact: a resident as registered, as a file tells it."""

from enum import StrEnum
from typing import NamedTuple

StoredValue = bool | int | str | None
"""What is stored in a slot: a value, a day as an ordinal of `datetime.date`, or None where nothing is known."""

CellValue = StoredValue | tuple[int, int]
"""What a cell says: as stored, or the first and last day that it allows."""


class Said(StrEnum):
    """What a file says of consent."""

    YES = "yes"
    NO = "no"
    NOTHING = "nothing"


class Contact(NamedTuple):
    """One good row: `phone` in E.164, facts in the order of the batch's `slots`, the day of consent as an ordinal (0: none).

    A named tuple, because millions are made in one import.
    """

    row: int
    phone: str
    name: str
    district: str
    language: str
    said: Said
    said_on: int
    facts: tuple[StoredValue, ...]


class RowFault(NamedTuple):
    """One thing wrong in one row: `row` counts from 1 with the header, `column` is the header as written."""

    row: int
    column: str
    value: str
    reason: str


class ContactBatch(NamedTuple):
    """Contacts of one file, and the names of the slots that their facts fill."""

    slots: tuple[str, ...]
    contacts: list[Contact]
