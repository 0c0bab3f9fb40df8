"""A residents' file, CSV or XLSX, as a stream of rows of text; CSV of any size is read at flat memory."""

import codecs
import csv
import hashlib
import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import BinaryIO

from python_calamine import CalamineError, load_workbook

_CHUNK = 1 << 20
_ZIP_MAGIC = b"PK\x03\x04"
_LONGEST_CELL = 131_072
_UTF16 = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}

Row = list[str] | str
"""The cells of one row, or what makes it unreadable."""


class ContactsFileError(Exception):
    """A file that cannot be read as residents; the text says what was found where, and what to do."""


@dataclass(frozen=True, slots=True)
class ContactsFile:
    """A file looked through once: its content's SHA-256, its size in bytes, its encoding (empty for XLSX)."""

    path: Path
    digest: str
    size: int
    encoding: str

    @contextmanager
    def rows(self) -> Iterator[Iterator[Row]]:
        """Give its rows from the header on, and close the file afterwards; may raise `ContactsFileError`."""
        if self.encoding:
            with self.path.open(encoding=self.encoding, newline="") as text:
                yield _csv_rows(text, self.path)
        else:
            with self.path.open("rb") as binary:
                yield _xlsx_rows(binary, self.path)


def look_through(path: Path) -> ContactsFile:
    """Read the file once, to know it again and to tell its encoding for certain; `ContactsFileError` for one without rows."""
    digest, size = hashlib.sha256(), 0
    utf8, gb18030 = _Decodes("utf-8"), _Decodes("gb18030")
    head = b""
    try:
        with path.open("rb") as binary:
            while chunk := binary.read(_CHUNK):
                head = head or chunk[:4]
                digest.update(chunk)
                size += len(chunk)
                utf8.take(chunk)
                if not utf8.holds:
                    gb18030.catch_up(binary, chunk, size)
    except OSError as error:
        raise ContactsFileError(f"{path}: {error.strerror or error}") from error
    if not size:
        raise ContactsFileError(f"{path}: the file is empty")
    return ContactsFile(path, digest.hexdigest(), size, _encoding(path, head, utf8, gb18030))


def _encoding(path: Path, head: bytes, utf8: "_Decodes", gb18030: "_Decodes") -> str:
    if head == _ZIP_MAGIC:
        return ""
    if head[:2] in _UTF16:
        return _UTF16[head[:2]]
    if utf8.ends_well():
        return "utf-8-sig"
    if gb18030.ends_well():
        return "gb18030"
    raise ContactsFileError(
        f"{path}: neither UTF-8 nor GB18030 (byte {utf8.failed_at}): save it again as CSV UTF-8"
    )


class _Decodes:
    """Whether a stream of bytes is text in an encoding."""

    def __init__(self, encoding: str) -> None:
        self._decoder = codecs.getincrementaldecoder(encoding)()
        self._seen = 0
        self.holds = True
        self.failed_at = 0

    def take(self, chunk: bytes, last: bool = False) -> None:
        if not self.holds:
            return
        try:
            self._decoder.decode(chunk, last)
        except UnicodeDecodeError as error:
            self.holds, self.failed_at = False, self._seen + error.start
        self._seen += len(chunk)

    def catch_up(self, binary: BinaryIO, chunk: bytes, size: int) -> None:
        """Take the chunk, and all that came before it when it is the first."""
        if self._seen == 0 and size > len(chunk):
            place = binary.tell()
            binary.seek(0)
            while binary.tell() < place - len(chunk):
                self.take(binary.read(min(_CHUNK, place - len(chunk) - binary.tell())))
            binary.seek(place)
        self.take(chunk)

    def ends_well(self) -> bool:
        self.take(b"", last=True)
        return self.holds


def _csv_rows(text: io.TextIOBase, path: Path) -> Iterator[Row]:
    csv.field_size_limit(_LONGEST_CELL)
    try:
        first = text.readline()
    except UnicodeDecodeError as error:
        raise ContactsFileError(
            f"{path}: line 1: not {error.encoding}: save it again as CSV UTF-8"
        ) from error
    delimiter = max(",\t;|", key=first.count)
    text.seek(0)
    reader = csv.reader(text, delimiter=delimiter, strict=True)
    while True:
        try:
            yield from reader
            return
        except csv.Error as error:
            yield f"第 {reader.line_num} 行附近的引号不成对或单元格太长({error})"
        except UnicodeDecodeError as error:
            raise ContactsFileError(f"{path}: line {reader.line_num}: not {error.encoding}") from error


def _xlsx_rows(binary: BinaryIO, path: Path) -> Iterator[Row]:
    try:
        book = load_workbook(binary)
        sheet = book.get_sheet_by_index(0)
        for _ in range(sheet.start[0] if sheet.start else 0):
            yield []
        indent = [""] * (sheet.start[1] if sheet.start else 0)
        for cells in sheet.iter_rows():
            yield indent + [_text(cell) for cell in cells]
    except (CalamineError, ValueError, OSError) as error:
        raise ContactsFileError(f"{path}: not a readable XLSX workbook ({error})") from error


def _text(cell: object) -> str:
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    return "" if cell is None else str(cell)
