"""Where contacts are kept: sealed, unique by keyed hash, merged in bulk."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time
from functools import lru_cache

from sqlalchemy import ColumnElement, Dialect, Insert, Update, and_, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from campaigns.contact import Contact, ContactBatch, Said
from campaigns.ports import Checkpoint, Intake, Tally
from db.consent_store import record_what_was_said
from db.dialects import insert_into
from db.fingerprint import Fingerprint
from db.identity import seal_identity
from db.incoming import (
    INCOMING,
    SAID_NO,
    SAID_NOTHING,
    SAID_YES,
    SAID_YES_ON_A_DAY,
    clear_away,
    instant,
    lay_down,
)
from db.keyring import Keyring
from db.models.contacts import CONTACTS, ImportRow
from db.session import Database

_WHAT_WAS_SAID = ("said", "said_at")
_ALWAYS = ("person_hash", "phone_hash", "identity", "language", "district", "updated_at")
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
        facts, contacts = batch
        rows = await asyncio.to_thread(self._sealed, contacts, instant(reached.told_at, dialect.name))
        async with self._database.writing() as session:
            connection = await session.connection()
            if dialect.name == "sqlite":
                # Here a trip for each row costs nothing, and laying rows down first would write each twice.
                tally = await _put_one_by_one(connection, facts, rows)
                said = [(row[1], *row[-2:]) for row in rows if row[-2] != SAID_NOTHING]
                await lay_down(connection, ("phone_hash", *_WHAT_WAS_SAID), said)
            else:
                await lay_down(connection, (*_ALWAYS, *facts, *_WHAT_WAS_SAID), rows)
                tally = await _merge(session, dialect, facts)
            # Rows of one person in one batch are one contact.
            tally = reached.tally + replace(tally, unchanged=tally.unchanged + len(contacts) - len(rows))
            await record_what_was_said(session, wording, f"import {reached.import_id}")
            await clear_away(connection)
            await session.execute(_progress(reached, tally))
        return replace(reached, tally=tally)

    async def finish(self, reached: Checkpoint, at: datetime) -> None:
        """Note that the import is done."""
        async with self._database.writing() as session:
            await session.execute(
                update(ImportRow).where(ImportRow.id == reached.import_id).values(finished_at=at)
            )

    def _sealed(self, contacts: Sequence[Contact], at: datetime | str) -> list[tuple[object, ...]]:
        """Give rows for the incoming table, one a person: the last row of a batch wins."""
        keyring, of_phone, of_person = self._keyring, self._fingerprint.of_phone, self._fingerprint.of_person
        dialect = self._database.engine.dialect.name
        rows: dict[bytes, tuple[object, ...]] = {}
        for _, phone, name, district, language, said, said_on, facts in contacts:
            person = of_person(phone, name)
            rows[person] = (
                person,
                of_phone(phone),
                seal_identity(keyring, phone, name, person),
                language or None,
                district or None,
                at,
                *facts,
                *_said(said, said_on, at, dialect),
            )
        # In the order of their hashes: neighbours in the index are then written together.
        return [rows[person] for person in sorted(rows)]


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


def _said(said: Said, said_on: int, at: datetime | str, dialect: str) -> tuple[int, datetime | str]:
    if said is Said.NOTHING:
        return SAID_NOTHING, at
    if not said_on:
        return (SAID_YES if said is Said.YES else SAID_NO), at
    # Noon in China: whatever the zone of the reader, it is that day.
    on = datetime.combine(date.fromordinal(said_on), time(4), UTC)
    return (SAID_YES_ON_A_DAY if said is Said.YES else SAID_NO), instant(on, dialect)


async def _put_one_by_one(
    connection: AsyncConnection, facts: Sequence[str], rows: Sequence[tuple[object, ...]]
) -> Tally:
    newest = select(func.max(CONTACTS.c.id))
    before = await connection.scalar(newest) or 0
    of_contacts = [row[: -len(_WHAT_WAS_SAID)] for row in rows]
    written = (await connection.exec_driver_sql(_upsert(tuple(facts)), of_contacts)).rowcount if rows else 0
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
