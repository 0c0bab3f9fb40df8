"""Reads a residents' file in a process of its own, so that reading and storing each have a core."""

import asyncio
import gc
import multiprocessing
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from itertools import islice
from types import TracebackType
from typing import Self

from campaigns.contact import ContactBatch, RowFault, SealedBatch
from campaigns.contact_columns import ColumnReader
from campaigns.contact_reader import ContactReader, Verify
from campaigns.contacts_file import ContactsFile, Row

FIRST_ROWS, MOST_ROWS = 10_000, 50_000
"""How many rows are stored in one transaction: few at first, so that storing begins soon, and then ever more, because
their neighbours in the indexes are written together."""
_AT_ONCE = 500
"""How many rows are turned into columns together: few enough that they stay in the processor's own memory."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What to read: the file, the day on which its ages hold, and how many rows were read already.

    `seal` makes contacts ready to be stored: here there is time for it while others are stored.
    """

    file: ContactsFile
    told_on: date
    phone: Callable[[str], str]
    verify: Verify
    seal: Callable[[ContactBatch], SealedBatch]
    skip: int


@dataclass(frozen=True, slots=True)
class ReadBatch:
    """Some rows of the file: how many there were, how many of them bad, and what came of them."""

    rows: int
    rejected: int
    contacts: SealedBatch
    faults: list[RowFault]


class ReadingProcess:
    """The process that reads; it ends with the `async with`."""

    def __init__(self, reading: Reading) -> None:
        """Prepare to read; nothing is started yet."""
        self._reading = reading

    async def __aenter__(self) -> Self:
        """Start the process."""
        # Spawned, not forked: a fork would copy open connections and locks of the threads here.
        self._pool = ProcessPoolExecutor(
            1, multiprocessing.get_context("spawn"), initializer=_open, initargs=(self._reading,)
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the process, after the batch it is reading."""
        await asyncio.to_thread(self._pool.shutdown, cancel_futures=True)

    async def batches(self) -> AsyncIterator[ReadBatch]:
        """Give all batches; the next one is being read while the caller works on one."""
        loop = asyncio.get_running_loop()
        ahead = loop.run_in_executor(self._pool, _next)
        while (batch := await ahead).rows:
            ahead = loop.run_in_executor(self._pool, _next)
            yield batch


class _Here:
    """What the reading process has open: it serves one file."""

    stack = ExitStack()
    slots: tuple[str, ...]
    reader: ColumnReader
    seal: Callable[[ContactBatch], SealedBatch]
    rows: Iterator[Row]
    at: int
    size: int


def _open(reading: Reading) -> None:
    gc.set_threshold(100_000)  # millions of small values are made here, and none of them point in a circle
    rows = _Here.stack.enter_context(reading.file.rows())
    reader = ContactReader(list(next(rows)), reading.told_on, reading.phone, reading.verify)
    _Here.slots = tuple(slot.name for slot in reader.slots)
    _Here.reader = ColumnReader(reader)
    _Here.seal = reading.seal
    _Here.rows = islice(rows, reading.skip, None)
    _Here.at = reading.skip + 2  # the header is row 1
    _Here.size = FIRST_ROWS


def _next() -> ReadBatch:
    contacts = ContactBatch.empty(_Here.slots)
    faults: list[RowFault] = []
    begun, rejected = _Here.at, 0
    while _Here.at - begun < _Here.size and (rows := list(islice(_Here.rows, _AT_ONCE))):
        read = _Here.reader.read(_Here.at, rows)
        contacts.extend(read.contacts)
        faults += read.faults
        rejected += read.rejected
        _Here.at += len(rows)
    _Here.size = min(2 * _Here.size, MOST_ROWS)
    return ReadBatch(_Here.at - begun, rejected, _Here.seal(contacts), faults)
