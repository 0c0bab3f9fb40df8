"""Opt-outs (or opt-ins) that come as a file: one phone a row, bad rows told."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Protocol

from campaigns.consent import ConsentRecord
from campaigns.contact import RowFault
from campaigns.contact_reader import UNCHECKED, ContactReader
from campaigns.contacts_file import ContactsFile, ContactsFileError, look_through

_AT_ONCE = 1_000


class ConsentLog(Protocol):
    """Where consents are recorded."""

    async def record(self, phones: Sequence[str], record: ConsentRecord) -> int:
        """Add the record for each phone; gives for how many."""
        ...


@dataclass(frozen=True, slots=True)
class ConsentListReport:
    """For how many phones something was recorded, and what was wrong with the other rows."""

    recorded: int
    faults: tuple[RowFault, ...]


async def record_list(
    path: Path, record: ConsentRecord, log: ConsentLog, phone: Callable[[str], str]
) -> ConsentListReport:
    """Add the record for every phone of a file (CSV or XLSX with a column 手机号 or phone).

    `phone` gives E.164 or raises `PhoneError`. Raises `ContactsFileError` when the file cannot be read; the rows are
    read to the end before anything is recorded.
    """
    file = await asyncio.to_thread(look_through, path)
    phones, faults = await asyncio.to_thread(_phones, file, record, phone)
    recorded = 0
    numbers = iter(dict.fromkeys(phones))
    while group := list(islice(numbers, _AT_ONCE)):
        recorded += await log.record(group, record)
    return ConsentListReport(recorded, tuple(faults))


def _phones(
    file: ContactsFile, record: ConsentRecord, phone: Callable[[str], str]
) -> tuple[list[str], list[RowFault]]:
    phones: list[str] = []
    faults: list[RowFault] = []
    with file.rows() as rows:
        header = next(rows, [])
        if isinstance(header, str):
            raise ContactsFileError(f"{file.path}: header: {header}")
        try:
            reader = ContactReader(header, record.at.date(), phone, UNCHECKED)
        except ContactsFileError as error:
            raise ContactsFileError(f"{file.path}: {error}") from error
        for number, cells in enumerate(rows, start=2):
            read = reader.read(number, cells)
            if isinstance(read, list):
                faults += read
            elif read is not None:
                phones.append(read.phone)
    return phones, faults
