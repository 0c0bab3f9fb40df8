"""Where contacts are kept: sealed, unique by keyed hash, merged in bulk."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time
from functools import lru_cache
from itertools import repeat
from typing import Any

from sqlalchemy import Boolean, ColumnElement, Dialect, Insert, Update, and_, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from campaigns.contact import ContactBatch, Said
from campaigns.ports import Checkpoint, Intake, Tally
from db.bulk import for_driver
from db.consent_store import record_what_was_said
from db.dialects import insert_into
from db.fingerprint import Fingerprint
from db.identity import seal_identities
from db.incoming import (
    INCOMING,
    SAID_NO,
    SAID_YES,
    SAID_YES_ON_A_DAY,
    clear_away,
    instant,
    lay_down,
)
from db.keyring import Keyring
from db.models.contacts import CONTACTS, ImportRow
from db.session import Database

_ALWAYS = ("person_hash", "phone_hash", "identity", "language", "district", "updated_at")
_BOOLEANS = frozenset(column.name for column in CONTACTS.columns if isinstance(column.type, Boolean))
_DEFAULTS = {"language": "zh", "district": ""}


class ContactStore:
    """The contacts in the database. What a newer file does not tell is kept; what it tells replaces what was known."""

    def __init__(self, database: Database, keyring: Keyring, fingerprint: Fingerprint) -> None:
        """Take the database and the keys."""
        self._database, self._keyring, self._fingerprint = database, keyring, fingerprint

    async def begin(self, intake: Intake) -> Checkpoint:
        """Take up the unfinished import of the same content, or begin one."""
        async with self._database.writing() as session:
            same = ImportRow.digest == intake.digest
            told_at = await session.scalar(select(func.min(ImportRow.told_at)).where(same)) or intake.at
            unfinished = select(ImportRow).where(same, ImportRow.finished_at.is_(None))
            row = await session.scalar(unfinished.order_by(ImportRow.id.desc()).limit(1))
            if row is None:
                row = _begun(intake, told_at)
                session.add(row)
                await session.flush()
            tally = Tally(row.added, row.changed, row.unchanged)
            return Checkpoint(row.id, told_at, row.rows, row.rejected, row.reject_bytes, tally)

    async def take(self, batch: ContactBatch, reached: Checkpoint, wording: str) -> Checkpoint:
        """Store contacts and how far the import has come, both or neither."""
        dialect = self._database.engine.dialect
        facts = batch.slots
        rows, said = await asyncio.to_thread(self._sealed, batch, instant(reached.told_at, dialect.name))
        async with self._database.writing() as session:
            connection = await session.connection()
            if dialect.name == "sqlite":
                # Here a trip for each row costs nothing, and laying rows down first would write each twice.
                tally = await _put_one_by_one(connection, facts, rows)
            else:
                await lay_down(connection, INCOMING, (*_ALWAYS, *facts), rows)
                tally = await _merge(session, dialect, facts)
                await clear_away(connection, INCOMING)
            # Rows of one person in one batch are one contact.
            tally = reached.tally + replace(tally, unchanged=tally.unchanged + len(batch.phones) - len(rows))
            await record_what_was_said(connection, said, wording, f"import {reached.import_id}")
            await session.execute(_progress(reached, tally))
        return replace(reached, tally=tally)

    async def finish(self, reached: Checkpoint, at: datetime) -> None:
        """Note that the import is done."""
        async with self._database.writing() as session:
            await session.execute(
                update(ImportRow).where(ImportRow.id == reached.import_id).values(finished_at=at)
            )

    def _sealed(
        self, batch: ContactBatch, at: datetime | str
    ) -> tuple[list[tuple[object, ...]], list[tuple[object, ...]]]:
        """Give rows for the contacts, one a person (the last row of a batch wins), and what each phone says."""
        slots, phones, names, districts, languages, said, said_on, facts = batch
        persons = list(map(self._fingerprint.of_person, phones, names))
        handsets = list(map(self._fingerprint.of_phone, phones))
        identities = seal_identities(self._keyring, phones, names, persons)
        dialect = self._database.engine.dialect.name
        columns: tuple[Iterable[object], ...] = (
            *(for_driver(hashes, dialect) for hashes in (persons, handsets, identities)),
            [language or None for language in languages],
            [district or None for district in districts],
            repeat(at, len(persons)),
            *(
                for_driver(column, dialect) if name in _BOOLEANS else column
                for name, column in zip(slots, facts, strict=True)
            ),
        )
        row_of = dict(zip(persons, zip(*columns, strict=True), strict=True))
        said_of = dict(zip(persons, zip(handsets, said, said_on, strict=True), strict=True))
        # In the order of their hashes: neighbours in the index are then written together.
        rows = [row_of[person] for person in sorted(row_of)]
        return rows, _said(said_of.values(), at, dialect)


def _begun(intake: Intake, told_at: datetime) -> ImportRow:
    return ImportRow(
        digest=intake.digest,
        file_name=intake.file_name[:255],
        told_at=told_at,
        started_at=intake.at,
        finished_at=None,
        rows=0,
        rejected=0,
        reject_bytes=0,
        added=0,
        changed=0,
        unchanged=0,
    )


def _said(
    told: Iterable[tuple[bytes, Said, int]], at: datetime | str, dialect: str
) -> list[tuple[object, ...]]:
    """Give what each phone says, and the instant of it: where two residents of one phone differ, the no counts."""
    meanings: dict[tuple[Said, int], tuple[int, Any]] = {}
    of_phone: dict[bytes, tuple[int, Any]] = {}
    for handset, word, on in told:
        if word is Said.NOTHING:
            continue
        meaning = meanings.get((word, on))
        if meaning is None:
            meaning = meanings[word, on] = _meaning(word, on, at, dialect)
        other = of_phone.get(handset)
        if other is not None:
            meaning = min(meaning[0], other[0]), max(meaning[1], other[1])
        of_phone[handset] = meaning
    handsets = sorted(of_phone)
    return [
        (hashed, *of_phone[handset])
        for handset, hashed in zip(handsets, for_driver(handsets, dialect), strict=True)
    ]


def _meaning(said: Said, said_on: int, at: datetime | str, dialect: str) -> tuple[int, datetime | str]:
    if not said_on:
        return (SAID_YES if said is Said.YES else SAID_NO), at
    # Noon in China: whatever the zone of the reader, it is that day.
    on = datetime.combine(date.fromordinal(said_on), time(4), UTC)
    return (SAID_YES_ON_A_DAY if said is Said.YES else SAID_NO), instant(on, dialect)


async def _put_one_by_one(
    connection: AsyncConnection, facts: tuple[str, ...], rows: list[tuple[object, ...]]
) -> Tally:
    newest = select(func.max(CONTACTS.c.id))
    before = await connection.scalar(newest) or 0
    written = (await connection.exec_driver_sql(_upsert(facts), rows)).rowcount if rows else 0
    added = await connection.scalar(select(func.count()).where(CONTACTS.c.id > before)) or 0
    return Tally(added, written - added, len(rows) - written)


@lru_cache(maxsize=8)
def _upsert(facts: tuple[str, ...]) -> str:
    """Give SQLite's words for one row: parameters have numbers, because each stands in several places."""
    place = {name: f"?{number}" for number, name in enumerate((*_ALWAYS, *facts), 1)}
    values = [
        f"coalesce({place[name]}, '{_DEFAULTS[name]}')" if name in _DEFAULTS else place[name]
        for name in (*_ALWAYS, *facts)
    ]
    told = [*_DEFAULTS, *facts]
    newest = [f"{name} = coalesce({place[name]}, {name})" for name in told]
    differs = [f"({place[name]} IS NOT NULL AND {name} IS NOT {place[name]})" for name in told]
    return (
        f"INSERT INTO contacts ({', '.join((*_ALWAYS, *facts))}) VALUES ({', '.join(values)}) "  # noqa: S608  # columns of ours
        f"ON CONFLICT (person_hash) DO UPDATE SET updated_at = {place['updated_at']}, {', '.join(newest)} "
        f"WHERE {' OR '.join(differs)}"
    )


async def _merge(session: AsyncSession, dialect: Dialect, facts: Sequence[str]) -> Tally:
    told = ("language", "district", *facts)
    joined = INCOMING.outerjoin(CONTACTS, CONTACTS.c.person_hash == INCOMING.c.person_hash)
    total, already = (
        await session.execute(select(func.count(), func.count(CONTACTS.c.id)).select_from(joined))
    ).one()
    changed = 0
    if already:
        differs = select(func.count()).where(CONTACTS.c.person_hash == INCOMING.c.person_hash, _differs(told))
        changed = await session.scalar(differs) or 0
    if changed:
        await session.execute(_update(told))
    if already < total:
        await session.execute(_insert(dialect, facts))
    return Tally(total - already, changed, already - changed)


def _differs(told: Sequence[str]) -> ColumnElement[bool]:
    return or_(
        *(
            and_(INCOMING.c[name].is_not(None), CONTACTS.c[name].is_distinct_from(INCOMING.c[name]))
            for name in told
        )
    )


def _update(told: Sequence[str]) -> Update:
    newest = {name: func.coalesce(INCOMING.c[name], CONTACTS.c[name]) for name in told}
    return (
        update(CONTACTS)
        .values(updated_at=INCOMING.c.updated_at, **newest)
        .where(CONTACTS.c.person_hash == INCOMING.c.person_hash, _differs(told))
    )


def _insert(dialect: Dialect, facts: Sequence[str]) -> Insert:
    names = (*_ALWAYS, *facts)
    columns = [
        func.coalesce(INCOMING.c[name], _DEFAULTS[name]) if name in _DEFAULTS else INCOMING.c[name]
        for name in names
    ]
    joined = INCOMING.outerjoin(CONTACTS, CONTACTS.c.person_hash == INCOMING.c.person_hash)
    new = select(*columns).select_from(joined).where(CONTACTS.c.id.is_(None))
    return insert_into(dialect)(CONTACTS).from_select(names, new).on_conflict_do_nothing()


def _progress(reached: Checkpoint, tally: Tally) -> Update:
    return (
        update(ImportRow)
        .where(ImportRow.id == reached.import_id)
        .values(
            rows=reached.rows,
            rejected=reached.rejected,
            reject_bytes=reached.reject_bytes,
            added=tally.added,
            changed=tally.changed,
            unchanged=tally.unchanged,
        )
    )
