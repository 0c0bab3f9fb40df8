"""The reject file of an import: what was wrong in which row, for the people who mend the source."""

import csv
import io
import os
from collections.abc import Sequence
from pathlib import Path

from campaigns.contact import RowFault


class RejectFile:
    """A CSV file made when the first bad row comes; only its owner can read it, because it repeats what was wrong."""

    def __init__(self, path: Path, whole: int) -> None:
        """Go on with the file at `path` after its first `whole` bytes; what was written beyond them is cut off."""
        self._path, self._size = path, whole
        if path.exists() and whole:
            os.truncate(path, whole)
        else:
            path.unlink(missing_ok=True)
            self._size = 0

    @property
    def written(self) -> Path | None:
        """The file, None when there is none."""
        return self._path if self._size else None

    def append(self, faults: Sequence[RowFault]) -> int:
        """Add faults and give the file's size in bytes; they are on the disk when this returns."""
        if not faults:
            return self._size
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        if not self._size:
            text.write("\ufeff")  # a byte order mark, so that spreadsheets read Chinese
            writer.writerow(("row", "column", "value", "reason"))
        for fault in faults:
            writer.writerow((fault.row, _harmless(fault.column), _harmless(fault.value), fault.reason))
        content = text.getvalue().encode()
        descriptor = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(descriptor, "ab") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        self._size += len(content)
        return self._size


def _harmless(text: str) -> str:
    """Keep a spreadsheet from running a cell as a formula."""
    return "'" + text if text[:1] in ("=", "@", "\t", "\r") or text[:2] in ("+=", "-=", "+@", "-@") else text
