"""Turns the rows of a residents' file into contacts, or into faults that say what is wrong where."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import NamedTuple
from unicodedata import normalize

from campaigns.cells import CellError, Reader, reader_of, said
from campaigns.columns import COLUMNS, IN_ORDER, MEANING_TWO, SLOTS, Column, Holds, Slot
from campaigns.contact import CellValue, Contact, RowFault, StoredValue
from campaigns.contacts_file import ContactsFileError, Row
from campaigns.phone import PhoneError


@dataclass(frozen=True, slots=True)
class Verify:
    """How facts are checked against each other, a group of axes at a time.

    `why_not` says in Chinese why facts (by axis) cannot stand together; None when they can. No rule reaches from one
    of `groups` into another; of axes in `by_presence` only matters whether anything is told. The order of days is
    checked by `IN_ORDER`, not here.
    """

    why_not: Callable[[Mapping[str, CellValue]], str | None]
    groups: tuple[frozenset[str], ...]
    by_presence: frozenset[str]


UNCHECKED = Verify(lambda _: None, (), frozenset())
"""For files that tell no facts."""

_NOISE = re.compile(r"\(.*?\)|[\s_*::.\-]")
REMEMBERED = 50_000
"""How many different texts of a column, or sets of facts, are worked out only once."""
OTHERS = (Holds.NAME, Holds.DISTRICT, Holds.LANGUAGE, Holds.CONSENT, Holds.CONSENT_ON)
"""What the places after those of the facts hold."""


class Place(NamedTuple):
    """One column of the file: where it stands, the words read so far, what it fills, and how it is read.

    `alone` tells days that no other column of the file tells.
    """

    at: int
    memory: dict[str, CellValue]
    slot: int
    alone: bool
    header: str
    read: Reader
    column: Column


class ContactReader:
    """Reads rows under one header; the same cell text is worked out once.

    `today` is the day on which ages hold. `phone` gives E.164 or raises `PhoneError`. `ignored` names the columns
    that nothing is known of and that are not stored, `slots` those that it fills: the order of its contacts' facts.
    The other attributes are how it understands its rows, for who reads many at once.
    """

    def __init__(
        self, header: Sequence[str], today: date, phone: Callable[[str], str], verify: Verify
    ) -> None:
        """Understand the header; `ContactsFileError` when a column is misspelt, doubled, or the phone is missing."""
        self.phone, self._verify = phone, verify
        self.width = len(header)
        columns = dict(_columns(header))
        self.ignored = tuple(
            told for index, told in enumerate(header) if told.strip() and index not in columns
        )
        phones = [index for index, column in columns.items() if column.holds is Holds.PHONE]
        if not phones:
            raise ContactsFileError(
                f"no column holds the phone in row 1, which is read as the header ({_shown(header)}): "
                "name one 手机号 or phone"
            )
        self.phone_at, self._phone_header = phones[0], header[phones[0]]
        axes = {column.axis for column in columns.values()}
        self.slots = tuple(slot for slot in SLOTS if slot.axis.name in axes)
        self._first = {slot.axis.name: at for at, slot in reversed(list(enumerate(self.slots)))}
        self.places = tuple(
            Place(
                index,
                {},
                self._fills(column),
                column.of_days and sum(other.axis == column.axis for other in columns.values()) == 1,
                header[index],
                reader_of(column, today),
                column,
            )
            for index, column in columns.items()
            if index != self.phone_at
        )
        self.in_order = tuple(
            (self._first[one], self._first[two], text)
            for one, two, text in IN_ORDER
            if one in self._first and two in self._first
        )
        self.groups = tuple(_groups(self.slots, verify))

    def _fills(self, column: Column) -> int:
        """Give the place of a column's value: among the facts, or after them."""
        if column.holds in OTHERS:
            return len(self.slots) + OTHERS.index(column.holds)
        return self._first[column.axis]

    def read(self, row: int, cells: Row) -> Contact | list[RowFault] | None:
        """Give the contact of a row, or what is wrong with it; None for an empty row."""
        if isinstance(cells, str):
            return [RowFault(row, "", "", cells)]
        if len(cells) != self.width:
            if len(cells) > self.width and any(cells[self.width :]):
                return [RowFault(row, "", str(len(cells)), f"有 {len(cells)} 格,表头只有 {self.width} 格")]
            cells = [*cells, *[""] * (self.width - len(cells))]
        if not any(cells):
            return None
        faults: list[RowFault] = []
        values: list[StoredValue] = [None] * (len(self.slots) + len(OTHERS))
        for at, memory, slot, alone, header, read, column in self.places:
            text = cells[at]
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
                if column.holds is not Holds.NAME and len(memory) < REMEMBERED:
                    memory[text] = value
            if value.__class__ is tuple:
                if alone:
                    values[slot], values[slot + 1] = value
                elif not _narrow(values, slot, value, slot < len(self.slots)):
                    faults.append(RowFault(row, header, text, "和另一栏说的对不上"))
            elif value is not None:
                values[slot] = value  # type: ignore[assignment]
        return self._contact(row, cells, values, faults)

    def _contact(
        self, row: int, cells: Sequence[str], values: list[StoredValue], faults: list[RowFault]
    ) -> Contact | list[RowFault]:
        phone = ""
        try:
            phone = self.phone(cells[self.phone_at])
        except PhoneError as fault:
            faults.append(RowFault(row, self._phone_header, cells[self.phone_at], str(fault)))
        facts = tuple(values[: len(self.slots)])
        if not faults and (reason := self._why_not(facts)) is not None:
            faults.append(RowFault(row, "", "", reason))
        if faults:
            return faults
        name, district, language, consent, consent_on = values[len(self.slots) :]
        return Contact(
            row,
            phone,
            name or "",  # type: ignore[arg-type]
            district or "",  # type: ignore[arg-type]
            language or "",  # type: ignore[arg-type]
            said(consent),
            consent_on or 0,  # type: ignore[arg-type]
            facts,
        )

    def _why_not(self, facts: tuple[StoredValue, ...]) -> str | None:
        """Ask whether facts can stand together, once for every different set of them (days set aside)."""
        for earlier, later, text in self.in_order:
            first, last = facts[earlier], facts[later + 1]
            if first is not None and last is not None and last < first:  # type: ignore[operator]
                return text
        for group in self.groups:
            key = group.key(facts)
            try:
                reason = group.known[key]
            except KeyError:
                reason = self.clash(group, facts)
                if len(group.known) >= REMEMBERED:
                    group.known.clear()
                group.known[key] = reason
            if reason is not None:
                return reason
        return None

    def clash(self, group: "Group", facts: Sequence[StoredValue]) -> str | None:
        """Say why those of a row's facts that belong to the group cannot stand together; None when they can."""
        told = by_axis([self.slots[at] for at in group.slots], [facts[at] for at in group.slots])
        return self._verify.why_not(told) if len(told) > 1 else None


class Group(NamedTuple):
    """Slots that are verified together; of some of them the value tells apart, of others whether there is one."""

    slots: tuple[int, ...]
    by_value: tuple[int, ...]
    by_presence: tuple[int, ...]
    known: dict[tuple[StoredValue, ...], str | None]

    def key(self, facts: Sequence[StoredValue]) -> tuple[StoredValue, ...]:
        """Give what tells a row's facts apart."""
        return *[facts[at] for at in self.by_value], *[facts[at] is None for at in self.by_presence]


def _groups(slots: Sequence[Slot], verify: Verify) -> Iterator[Group]:
    for group in verify.groups:
        inside = tuple(at for at, slot in enumerate(slots) if slot.axis.name in group)
        first = [at for at in inside if slots[at].part != "last"]
        present = tuple(
            at for at in first if slots[at].axis.of_days or slots[at].axis.name in verify.by_presence
        )
        if len(first) > 1:
            yield Group(inside, tuple(at for at in first if at not in present), present, {})


def by_axis(slots: Sequence[Slot], facts: Sequence[StoredValue]) -> dict[str, CellValue]:
    """Give known facts by axis, days as the first and last that are allowed."""
    told: dict[str, CellValue] = {}
    for slot, value in zip(slots, facts, strict=True):
        if value is None:
            continue
        first = told.get(slot.axis.name)
        told[slot.axis.name] = (first, value) if isinstance(first, int) and isinstance(value, int) else value
    return told


def _narrow(values: list[StoredValue], slot: int, days: CellValue, of_facts: bool) -> bool:
    """Lay the days into their slots, within those that another column told; False when nothing is left."""
    if not isinstance(days, tuple):
        return True
    first, last = days
    if not of_facts:
        values[slot] = last
        return True
    before, after = values[slot], values[slot + 1]
    if isinstance(before, int) and isinstance(after, int):
        first, last = max(first, before), min(last, after)
    values[slot], values[slot + 1] = first, last
    return first <= last


def _key(header: str) -> str:
    return _NOISE.sub("", normalize("NFKC", header)).lower()


def _shown(header: Sequence[str]) -> str:
    """Give the first cells; what looks like a number of somebody is left out, should there be no header at all."""
    told = ("…" if re.search(r"\d{5}", cell) else cell.strip()[:20] for cell in header[:5] if cell.strip())
    return ", ".join(told) + (", …" if len(header) > 5 else "") or "empty"


_EITHER = {_key(told): meant for told, meant in MEANING_TWO.items()}
_KNOWN = {_key(told): column for column in COLUMNS for told in (column.name, *column.headers)}


def _columns(header: Sequence[str]) -> Iterator[tuple[int, Column]]:
    taken: dict[str, str] = {}
    for index, told in enumerate(header):
        if not told.strip():
            continue
        column = _KNOWN.get(_key(told))
        if column is None:
            if either := _EITHER.get(_key(told)):
                raise ContactsFileError(
                    f"header column {index + 1} {told!r} may mean {' or '.join(either)}: name it one of these"
                )
            if near := get_close_matches(_key(told), _KNOWN, n=1, cutoff=0.85):
                raise ContactsFileError(f"header column {index + 1} {told!r}: did you mean {near[0]!r}?")
            continue
        if column.name in taken:
            raise ContactsFileError(
                f"header columns {taken[column.name]!r} and {told!r} say the same: remove one"
            )
        taken[column.name] = told
        yield index, column
