"""A contact: a resident as registered, as a file tells it."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any, NamedTuple

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
    """Contacts of one file, column by column: each column has one value for every contact.

    `facts` has a column for each of `slots`, the names of what they fill; what the others hold is told at `Contact`.
    """

    slots: tuple[str, ...]
    phones: list[str]
    names: list[str]
    districts: list[str]
    languages: list[str]
    said: list[Said]
    said_on: list[int]
    facts: tuple[list[StoredValue], ...]

    @classmethod
    def empty(cls, slots: tuple[str, ...]) -> "ContactBatch":
        """Give a batch without contacts."""
        return cls(slots, [], [], [], [], [], [], tuple([] for _ in slots))

    def extend(self, more: "ContactBatch") -> None:
        """Add contacts that fill the same slots."""
        for mine, other in zip(self.columns(), more.columns(), strict=True):
            mine.extend(other)

    def columns(self) -> list[list[Any]]:
        """Give the columns, in the order of `Contact`."""
        return [*self[1:-1], *self.facts]


class SealedBatch(NamedTuple):
    """Contacts made ready to be stored, no phone or name in clear: what its columns are is the business of the store.

    `contacts` is how many there were; `columns` may hold fewer, because each person is in it only once. `said` is what
    they say of consent.
    """

    slots: tuple[str, ...]
    contacts: int
    columns: tuple[Sequence[Any], ...]
    said: tuple[Sequence[Any], ...]
