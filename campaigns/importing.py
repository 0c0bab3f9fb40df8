"""Imports a residents' file: good rows go in, bad rows go to a reject file, and an interruption loses nothing."""

import asyncio
import csv
import io
import logging
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from pathlib import Path

from campaigns.contact import Contact, RowFault
from campaigns.contact_reader import ContactReader, Verify
from campaigns.contacts_file import ContactsFileError, Row, look_through
from campaigns.ports import Checkpoint, ContactIntake, Intake, Tally

logger = logging.getLogger(__name__)

BATCH_ROWS = 5_000


@dataclass(frozen=True, slots=True)
class ImportProgress:
    """How far an import is: rows read so far without the header, and those of them that were bad."""

    rows: int
    rejected: int


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import came to. `rejects` is the reject file, None when every row was good.

    `resumed_at` is the row after which an interrupted import went on (0: it began anew); `ignored` names the columns
    that were not understood.
    """

    rows: int
    tally: Tally
    rejected: int
    rejects: Path | None
    resumed_at: int
    ignored: tuple[str, ...]


class ContactImport:
    """The import of residents' files.

    `phone` gives E.164 or raises `PhoneError`; `verify` says why facts cannot stand together; `clock` gives the
    present in the zone of the residents.
    """

    def __init__(
        self,
        intake: ContactIntake,
        phone: Callable[[str], str],
        verify: Verify,
        clock: Callable[[], datetime],
    ) -> None:
        """Take what it works with."""
        self._intake, self._phone, self._verify, self._clock = intake, phone, verify, clock

    async def run(
        self,
        path: Path,
        wording: str,
        rejects: Path | None = None,
        watch: Callable[[ImportProgress], None] = lambda _: None,
    ) -> ImportReport:
        """Import the file, going on after the last checkpoint of an interrupted import of the same content.

        `wording` is the version of the words by which residents in the file consented. Bad rows go to `rejects`
        (default: the file's name with `.rejects.csv`). Raises `ContactsFileError` for a file that cannot be read at
        all; then nothing of it was stored, or what an earlier call stored stays.
        """
        file = await asyncio.to_thread(look_through, path)
        with file.rows() as rows:
            header = next(rows, [])
            if isinstance(header, str):
                raise ContactsFileError(f"{path}: header: {header}")
            now = self._clock()
            try:
                reader = ContactReader(header, now.date(), self._phone, self._verify)
            except ContactsFileError as error:
                raise ContactsFileError(f"{path}: {error}") from error
            start = await self._intake.begin(Intake(file.digest, path.name, now))
            told_on = start.told_at.astimezone(now.tzinfo).date()
            reader = ContactReader(header, told_on, self._phone, self._verify)
            sink = _Rejects(rejects or path.with_name(path.name + ".rejects.csv"), start.reject_bytes)
            reached = await self._take_all(reader, rows, start, sink, wording, watch)
        await self._intake.finish(reached, self._clock())
        logger.info(
            "contacts imported",
            extra={"import": reached.import_id, "rows": reached.rows, "rejected": reached.rejected},
        )
        return ImportReport(
            reached.rows, reached.tally, reached.rejected, sink.written, start.rows, reader.ignored
        )

    async def _take_all(
        self,
        reader: ContactReader,
        rows: Iterator[Row],
        start: Checkpoint,
        sink: "_Rejects",
        wording: str,
        watch: Callable[[ImportProgress], None],
    ) -> Checkpoint:
        numbered = islice(enumerate(rows, start=2), start.rows, None)
        reached = start
        batch = await asyncio.to_thread(_next, reader, numbered)
        while batch.rows:
            # The next rows are read while these are stored.
            ahead = asyncio.create_task(asyncio.to_thread(_next, reader, numbered))
            try:
                reject_bytes = await asyncio.to_thread(sink.append, batch.faults)
                reached = replace(
                    reached,
                    rows=reached.rows + batch.rows,
                    rejected=reached.rejected + batch.rejected,
                    reject_bytes=reject_bytes,
                )
                reached = await self._intake.take(batch.contacts, reached, wording)
            finally:
                following = await ahead
            batch = following
            watch(ImportProgress(reached.rows, reached.rejected))
        return reached


@dataclass(frozen=True, slots=True)
class _Batch:
    rows: int
    contacts: list[Contact]
    faults: list[RowFault]
    rejected: int


def _next(reader: ContactReader, numbered: Iterator[tuple[int, Row]]) -> _Batch:
    contacts: list[Contact] = []
    faults: list[RowFault] = []
    rows = rejected = 0
    for number, cells in islice(numbered, BATCH_ROWS):
        rows += 1
        read = reader.read(number, cells)
        if read.__class__ is Contact:
            contacts.append(read)
        elif isinstance(read, list):
            faults += read
            rejected += 1
    return _Batch(rows, contacts, faults, rejected)


class _Rejects:
    """The reject file: made when the first bad row comes, readable by its owner only, cut back on resuming."""

    def __init__(self, path: Path, whole: int) -> None:
        self._path, self._size = path, whole
        if path.exists():
            if whole:
                os.truncate(path, whole)
            else:
                path.unlink()

    @property
    def written(self) -> Path | None:
        """The file, None when there is none."""
        return self._path if self._size else None

    def append(self, faults: list[RowFault]) -> int:
        """Add faults and give the file's size; they are on the disk when this returns."""
        if not faults:
            return self._size
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        if not self._size:
            writer.writerow(("row", "column", "value", "reason"))
        for fault in faults:
            writer.writerow((fault.row, _harmless(fault.column), _harmless(fault.value), fault.reason))
        content = text.getvalue().encode()
        # A byte order mark, so that spreadsheets read Chinese.
        content = content if self._size else b"\xef\xbb\xbf" + content
        descriptor = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(descriptor, "ab") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        self._size += len(content)
        return self._size


def _harmless(text: str) -> str:
    """Keep a spreadsheet from running a cell as a formula."""
    return "'" + text if text[:1] in ("=", "@", "\t", "\r") or text[:2] in ("+=", "-=") else text
