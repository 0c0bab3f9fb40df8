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

from campaigns.contact import Contact, ContactBatch, RowFault
from campaigns.contact_reader import ContactReader, Verify
from campaigns.contacts_file import ContactsFile, Row

BATCH_ROWS = 25_000


@dataclass(frozen=True, slots=True)
class Reading:
    """What to read: the file, the day on which its ages hold, and how many rows were read already."""

    file: ContactsFile
    told_on: date
    phone: Callable[[str], str]
    verify: Verify
    skip: int


@dataclass(frozen=True, slots=True)
class ReadBatch:
    """Some rows of the file: how many there were, how many of them bad, and what came of them."""

    rows: int
    rejected: int
    contacts: ContactBatch
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
    reader: ContactReader
    numbered: Iterator[tuple[int, Row]]


def _open(reading: Reading) -> None:
    gc.set_threshold(100_000)  # millions of small values are made here, and none of them point in a circle
    rows = _Here.stack.enter_context(reading.file.rows())
    header = next(rows)
    _Here.reader = ContactReader(list(header), reading.told_on, reading.phone, reading.verify)
    _Here.numbered = islice(enumerate(rows, start=2), reading.skip, None)


def _next() -> ReadBatch:
    reader = _Here.reader
    contacts: list[Contact] = []
    faults: list[RowFault] = []
    rows = rejected = 0
    for number, cells in islice(_Here.numbered, BATCH_ROWS):
        rows += 1
        read = reader.read(number, cells)
        if isinstance(read, Contact):
            contacts.append(read)
        elif read is not None:
            faults += read
            rejected += 1
    slots = tuple(slot.name for slot in reader.slots)
    return ReadBatch(rows, rejected, ContactBatch(slots, contacts), faults)
