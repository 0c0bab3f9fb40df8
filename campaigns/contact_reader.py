"""Turns the rows of a residents' file into contacts, or into faults that say what is wrong where."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from difflib import get_close_matches
from typing import NamedTuple
from unicodedata import normalize

from campaigns.cells import CellError, Reader, reader_of, said
from campaigns.columns import AXES, COLUMNS, Column, Holds
from campaigns.contact import Contact, RowFault, StoredValue
from campaigns.contacts_file import ContactsFileError, Row
from campaigns.phone import PhoneError

Verify = Callable[[Mapping[str, StoredValue]], str | None]
"""Says in Chinese why facts (by axis) cannot stand together; None when they can."""

_NOISE = re.compile(r"\(.*?\)|[\s_*::\-]")
_REMEMBERED = 50_000


class _Place(NamedTuple):
    """One column of the file: where it stands, what it fills, and the words read so far."""

    at: int
    column: Column
    header: str
    slot: int
    read: Reader
    memory: dict[str, StoredValue]


class ContactReader:
    """Reads rows under one header; the same cell text is worked out once.

    `today` is the day on which ages hold. `phone` gives E.164 or raises `PhoneError`.
    """

    def __init__(
        self, header: Sequence[str], today: date, phone: Callable[[str], str], verify: Verify
    ) -> None:
        """Understand the header; `ContactsFileError` when a column is misspelt, doubled, or the phone is missing.

        `ignored` names the columns that nothing is known of and that are not stored.
        """
        self._phone, self._verify = phone, verify
        self._verified: dict[tuple[StoredValue, ...], str | None] = {}
        self._width = len(header)
        self._places = tuple(_places(header, today))
        known = {place.at for place in self._places}
        self.ignored = tuple(told for index, told in enumerate(header) if told.strip() and index not in known)
        phones = [place for place in self._places if place.column.holds is Holds.PHONE]
        if not phones:
            raise ContactsFileError("no column holds the phone: name one 手机号 or phone")
        self._phone_place = phones[0]
        self._rest = tuple(place for place in self._places if place.column.holds is not Holds.PHONE)

    def read(self, row: int, cells: Row) -> Contact | list[RowFault] | None:
        """Give the contact of a row, or what is wrong with it; None for an empty row."""
        if isinstance(cells, str):
            return [RowFault(row, "", "", cells)]
        if not any(cells):
            return None
        if len(cells) != self._width:
            if len(cells) > self._width and any(cells[self._width :]):
                return [RowFault(row, "", str(len(cells)), f"有 {len(cells)} 格,表头只有 {self._width} 格")]
            cells = [*cells, *[""] * (self._width - len(cells))]
        faults: list[RowFault] = []
        values: list[StoredValue] = [None] * _SLOTS
        for index, column, header, slot, read, memory in self._rest:
            text = cells[index]
            if not text:
                continue
            try:
                value = memory[text]
            except KeyError:
                try:
                    value = read(text)
                except CellError as fault:
                    faults.append(RowFault(row, header, text, str(fault)))
                    continue
                if len(memory) < _REMEMBERED:
                    memory[text] = value
            if column.of_days and values[slot] is not None and value is not None:
                value = _both(values[slot], value)
                if value is None:
                    faults.append(RowFault(row, header, text, "和另一栏说的对不上"))
            values[slot] = value
        return self._contact(row, cells, values, faults)

    def _contact(
        self, row: int, cells: Sequence[str], values: list[StoredValue], faults: list[RowFault]
    ) -> Contact | list[RowFault]:
        written, phone = cells[self._phone_place.at], ""
        try:
            phone = self._phone(written)
        except PhoneError as fault:
            faults.append(RowFault(row, self._phone_place.header, written, str(fault)))
        facts = tuple(values[:_FACTS])
        if not faults and (reason := self._why_not(facts)) is not None:
            faults.append(RowFault(row, "", "", reason))
        if faults:
            return faults
        name, district, language, consent, consent_on = values[_FACTS:]
        since = consent_on[1] if isinstance(consent_on, tuple) else 0
        return Contact(
            row, phone, str(name or ""), str(district or ""), str(language or ""), said(consent), since, facts
        )

    def _why_not(self, facts: tuple[StoredValue, ...]) -> str | None:
        """Ask whether facts can stand together, once for every different set of them.

        Days are left out of what is remembered when no two of them are told: alone they contradict nothing but the
        reader's own bounds.
        """
        days = sum(1 for value in facts if value.__class__ is tuple)
        seen = facts if days > 1 else tuple(True if v.__class__ is tuple else v for v in facts)
        try:
            return self._verified[seen]
        except KeyError:
            told = {axis.name: value for axis, value in zip(AXES, facts, strict=True) if value is not None}
            reason = self._verify(told) if len(told) > 1 else None
            if len(self._verified) < _REMEMBERED:
                self._verified[seen] = reason
            return reason


_FACTS = len(AXES)
_OTHERS = (Holds.NAME, Holds.DISTRICT, Holds.LANGUAGE, Holds.CONSENT, Holds.CONSENT_ON)
_SLOTS = _FACTS + len(_OTHERS)
_SLOT_OF_AXIS = {axis.name: slot for slot, axis in enumerate(AXES)}


def _key(header: str) -> str:
    return _NOISE.sub("", normalize("NFKC", header)).lower()


_KNOWN = {_key(told): column for column in COLUMNS for told in (column.name, *column.headers)}


def _places(header: Sequence[str], today: date) -> Iterator[_Place]:
    taken: dict[str, str] = {}
    for index, told in enumerate(header):
        if not told.strip():
            continue
        column = _KNOWN.get(_key(told))
        if column is None:
            if near := get_close_matches(_key(told), _KNOWN, n=1, cutoff=0.85):
                raise ContactsFileError(f"header column {index + 1} {told!r}: did you mean {near[0]!r}?")
            continue
        if column.name in taken:
            raise ContactsFileError(
                f"header columns {taken[column.name]!r} and {told!r} say the same: remove one"
            )
        taken[column.name] = told
        if column.holds is Holds.PHONE:
            slot = -1
        elif column.holds in _OTHERS:
            slot = _FACTS + _OTHERS.index(column.holds)
        else:
            slot = _SLOT_OF_AXIS[column.axis]
        yield _Place(index, column, told, slot, reader_of(column, today), {})


def _both(one: StoredValue, two: StoredValue) -> StoredValue:
    if not isinstance(one, tuple) or not isinstance(two, tuple):
        return two
    first, last = max(one[0], two[0]), min(one[1], two[1])
    return (first, last) if first <= last else None
