"""Imports a residents' file: good rows go in, bad rows go to a reject file, and an interruption loses nothing."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from pathlib import Path

from campaigns.collecting import collecting_rarely
from campaigns.contact_reader import ContactReader, Verify
from campaigns.contacts_file import ContactsFile, ContactsFileError, Row, look_through
from campaigns.outside_text import check_text
from campaigns.ports import Checkpoint, ContactIntake, Intake, Tally
from campaigns.reading_process import Reading, ReadingProcess
from campaigns.rejects import RejectFile

logger = logging.getLogger(__name__)
LOOKED_FOR_A_HEADER = 20
"""Rows in which a header is looked for that does not stand in the first, to say so."""


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

    @property
    def empty(self) -> int:
        """How many rows held nothing."""
        tally = self.tally
        return self.rows - self.rejected - tally.added - tally.changed - tally.unchanged


class ContactImport:
    """The import of residents' files.

    `phone` gives E.164 or raises `PhoneError`; `verify` checks facts against each other; both are used in
    another process, so they must be functions of a module. `clock` gives the present in the residents' zone.
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
        check_text(wording, "wording")
        sink_path = rejects or path.with_name(path.name + ".rejects.csv")
        if not sink_path.parent.is_dir():
            raise ContactsFileError(f"{sink_path}: there is no folder {sink_path.parent}: make it first")
        file = await asyncio.to_thread(look_through, path)
        now = self._clock()
        ignored = await asyncio.to_thread(self._ignored, file, now)
        start = await self._intake.begin(Intake(file.digest, path.name, now))
        told_on = start.told_at.astimezone(now.tzinfo).date()
        sink = await asyncio.to_thread(RejectFile, sink_path, start.reject_bytes)
        seal = self._intake.sealing(start)
        reading = Reading(file, told_on, self._phone, self._verify, seal, start.rows)
        with collecting_rarely():
            reached = await self._take_all(reading, start, sink, wording, watch)
        await self._intake.finish(reached, self._clock())
        logger.info(
            "contacts imported",
            extra={"import": reached.import_id, "rows": reached.rows, "rejected": reached.rejected},
        )
        return ImportReport(reached.rows, reached.tally, reached.rejected, sink.written, start.rows, ignored)

    def _ignored(self, file: ContactsFile, now: datetime) -> tuple[str, ...]:
        """Understand the header before anything is stored."""
        with file.rows() as rows:
            first = list(islice(rows, LOOKED_FOR_A_HEADER))
        header = first[0] if first else []
        if isinstance(header, str):
            raise ContactsFileError(f"{file.path}: header: {header}")
        try:
            return self._understood(header, now)
        except ContactsFileError as error:
            below = next((at for at, row in enumerate(first[1:], 2) if self._is_header(row, now)), 0)
            hint = f"; row {below} looks like the header: remove what stands above it" if below else ""
            raise ContactsFileError(f"{file.path}: {error}{hint}") from error

    def _understood(self, header: list[str], now: datetime) -> tuple[str, ...]:
        return ContactReader(header, now.date(), self._phone, self._verify).ignored

    def _is_header(self, row: Row, now: datetime) -> bool:
        try:
            self._understood([] if isinstance(row, str) else row, now)
        except ContactsFileError:
            return False
        return True

    async def _take_all(
        self,
        reading: Reading,
        start: Checkpoint,
        sink: RejectFile,
        wording: str,
        watch: Callable[[ImportProgress], None],
    ) -> Checkpoint:
        reached = start
        async with ReadingProcess(reading) as process:
            # While one batch is stored, the other process reads the next.
            async for batch in process.batches():
                reject_bytes = await asyncio.to_thread(sink.append, batch.faults)
                reached = replace(
                    reached,
                    rows=reached.rows + batch.rows,
                    rejected=reached.rejected + batch.rejected,
                    reject_bytes=reject_bytes,
                )
                reached = await self._intake.take(batch.contacts, reached, wording)
                watch(ImportProgress(reached.rows, reached.rejected))
        return reached
