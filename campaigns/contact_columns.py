"""Reads many rows of a residents' file at once, column by column, so that most of the work is not done row by row.

Whatever is not plainly good is left to `ContactReader`, which reads one row and says what is wrong with it.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import chain, compress
from operator import itemgetter
from typing import Any, NamedTuple

from campaigns.cells import CellError, said
from campaigns.columns import Holds
from campaigns.contact import CellValue, Contact, ContactBatch, RowFault, Said, StoredValue
from campaigns.contact_reader import OTHERS, REMEMBERED, ContactReader, Group, Place
from campaigns.contacts_file import Row
from campaigns.phone import PhoneError


class ReadRows(NamedTuple):
    """What came of some rows: contacts, faults, and how many rows were bad."""

    contacts: ContactBatch
    faults: list[RowFault]
    rejected: int


class _Cells(dict[Any, Any]):
    """What the texts of a column (or the texts of several, as a tuple) mean, each worked out once.

    What cannot be read means `nothing` and is noted in `doubted`.
    """

    def __init__(self, read: Callable[[Any], Any], nothing: Any, keep: bool = True) -> None:
        super().__init__()
        self._read, self._nothing, self._keep = read, nothing, keep
        self.doubted: set[Any] = set()

    def __missing__(self, text: Any) -> Any:
        try:
            value = self._read(text)
        except CellError:
            self.doubted.add(text)
            return self._nothing
        if self._keep and len(self) < REMEMBERED:
            self[text] = value
        return value


class _Filling(NamedTuple):
    """Columns of the file that together fill a place (for days two), and what their texts mean."""

    at: tuple[int, ...]
    slot: int
    pair: bool
    cells: _Cells


class ColumnReader:
    """Reads rows as the given `ContactReader` does, thousands at a time."""

    def __init__(self, reader: ContactReader) -> None:
        """Take the reader of single rows, which has understood the header."""
        self._reader = reader
        self._slots = tuple(slot.name for slot in reader.slots)
        of_slot: dict[int, list[Place]] = {}
        for place in reader.places:
            of_slot.setdefault(place.slot, []).append(place)
        self._fillings = tuple(_fillings(of_slot, len(self._slots)))
        self._stand: tuple[set[tuple[StoredValue, ...]], ...] = tuple(set() for _ in reader.groups)

    def read(self, first: int, rows: Sequence[Row]) -> ReadRows:
        """Give what came of these rows; `first` is the number of the first of them."""
        columns: list[Sequence[str]] = list(zip(*self._even(rows), strict=True))
        doubtful: set[int] = set()
        phones = self._phones(columns[self._reader.phone_at], doubtful)
        filled: dict[int, list[Any]] = {}
        for at, slot, pair, cells in self._fillings:
            texts = columns[at[0]] if len(at) == 1 else list(zip(*(columns[one] for one in at), strict=True))
            values = list(map(cells.__getitem__, texts))
            if cells.doubted:
                doubtful.update(place for place, text in enumerate(texts) if text in cells.doubted)
                cells.doubted.clear()
            if pair:
                filled[slot], filled[slot + 1] = list(map(_FIRST, values)), list(map(_LAST, values))
            else:
                filled[slot] = values
        facts = tuple(filled[slot] for slot in range(len(self._slots)))
        doubtful.update(self._out_of_order(facts))
        for group, stand in zip(self._reader.groups, self._stand, strict=True):
            doubtful.update(self._clashing(group, stand, facts))
        name, district, language, consent, consent_on = (
            filled.get(len(facts) + place) or [_NOTHING[holds]] * len(rows)
            for place, holds in enumerate(OTHERS)
        )
        contacts = ContactBatch(self._slots, phones, name, district, language, consent, consent_on, facts)
        return self._settled(first, rows, contacts, doubtful)

    def _even(self, rows: Sequence[Row]) -> Sequence[Row]:
        """Give the rows as wide as the header; one that cannot be becomes empty, and so has no phone."""
        width = self._reader.width
        if set(map(len, rows)) == {width} and set(map(type, rows)) == {list}:
            return rows
        empty = [""] * width
        return [
            empty if isinstance(row, str) or any(row[width:]) else [*row[:width], *empty[len(row) :]]
            for row in rows
        ]

    def _phones(self, texts: Sequence[str], doubtful: set[int]) -> list[str]:
        read = self._reader.phone
        phones: list[str] = []
        for text in texts:
            try:
                phones.append(read(text))
            except PhoneError:
                doubtful.add(len(phones))
                phones.append("")
        return phones

    def _out_of_order(self, facts: Sequence[Sequence[Any]]) -> Iterator[int]:
        for earlier, later, _ in self._reader.in_order:
            for place, (first, last) in enumerate(zip(facts[earlier], facts[later + 1], strict=True)):
                if last is not None and first is not None and last < first:
                    yield place

    def _clashing(
        self, group: Group, stand: set[tuple[StoredValue, ...]], facts: Sequence[Sequence[StoredValue]]
    ) -> Iterator[int]:
        """Give the rows whose facts cannot stand together, asking once for every different set of them."""
        told = [facts[at] for at in group.by_value]
        told += [[value is None for value in facts[at]] for at in group.by_presence]
        for place, key in enumerate(zip(*told, strict=True)):
            if key in stand:
                continue
            if self._reader.clash(group, [column[place] for column in facts]) is not None:
                yield place
                continue
            if len(stand) >= REMEMBERED:
                stand.clear()
            stand.add(key)

    def _settled(
        self, first: int, rows: Sequence[Row], contacts: ContactBatch, doubtful: set[int]
    ) -> ReadRows:
        """Let the reader of single rows judge those that are doubtful."""
        faults: list[RowFault] = []
        rejected = 0
        kept = bytearray(b"\1") * len(rows)
        columns = contacts.columns()
        for place in sorted(doubtful):
            read = self._reader.read(first + place, rows[place])
            if isinstance(read, Contact):
                _, *others, facts = read
                for column, value in zip(columns, chain(others, facts), strict=True):
                    column[place] = value
                continue
            kept[place] = 0
            if read is not None:
                faults += read
                rejected += 1
        if not all(kept):
            for column in columns:
                column[:] = compress(column, kept)
        return ReadRows(contacts, faults, rejected)


_NOTHING: dict[Holds, Any] = {
    Holds.NAME: "",
    Holds.DISTRICT: "",
    Holds.LANGUAGE: "",
    Holds.CONSENT: Said.NOTHING,
    Holds.CONSENT_ON: 0,
}


def _fillings(of_slot: dict[int, list[Place]], facts: int) -> Iterator[_Filling]:
    days: _Cells | None = None
    for slot, places in of_slot.items():
        at = tuple(place.at for place in places)
        place, holds = places[0], places[0].column.holds
        if slot >= facts:
            yield _Filling(at, slot, False, _cells(_read_other(place, holds), _NOTHING[holds], holds))
        elif not place.column.of_days:
            yield _Filling(at, slot, False, _cells(place.read, None, holds))
        elif len(places) > 1:
            spans = [_read_days(each) for each in places]
            yield _Filling(at, slot, True, _Cells(partial(_narrowed, spans), _NO_DAYS))
        elif holds is Holds.DAY:
            # A day means the same in every column.
            days = days or _cells(_read_days(place), _NO_DAYS, holds)
            yield _Filling(at, slot, True, days)
        else:
            yield _Filling(at, slot, True, _cells(_read_days(place), _NO_DAYS, holds))


def _cells(read: Callable[[str], Any], nothing: Any, holds: Holds) -> _Cells:
    cells = _Cells(read, nothing, holds is not Holds.NAME)
    cells[""] = nothing
    return cells


def _read_other(place: Place, holds: Holds) -> Callable[[str], Any]:
    def read(text: str) -> Any:
        value = place.read(text)
        if holds is Holds.CONSENT:
            return said(value)
        if isinstance(value, tuple):
            return value[1]
        return value or _NOTHING[holds]

    return read


_Days = tuple[int, int] | tuple[None, None]
_NO_DAYS = (None, None)
_FIRST, _LAST = itemgetter(0), itemgetter(1)


def _read_days(place: Place) -> Callable[[str], _Days]:
    def read(text: str) -> _Days:
        value: CellValue = place.read(text) if text else None
        return value if isinstance(value, tuple) else _NO_DAYS

    return read


def _narrowed(spans: Sequence[Callable[[str], _Days]], texts: Sequence[str]) -> _Days:
    """Give the days that all columns allow; `CellError` when there are none."""
    told = [span(text) for span, text in zip(spans, texts, strict=True)]
    first = max((days[0] for days in told if days[0] is not None), default=None)
    last = min((days[1] for days in told if days[1] is not None), default=None)
    if first is None or last is None:
        return _NO_DAYS
    if last < first:
        raise CellError("")
    return first, last
