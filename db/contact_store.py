"""Where contacts are kept: sealed, unique by keyed hash, merged in bulk."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from itertools import repeat

from sqlalchemy import ColumnElement, Dialect, Insert, Update, and_, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from campaigns.contact import SealedBatch
from campaigns.ports import Checkpoint, Intake, Tally
from db.consent_store import record_what_was_said
from db.dialects import insert_into
from db.hashes import Fingerprint
from db.incoming import INCOMING, clear_away, lay_down
from db.keyring import Keyring
from db.models.contacts import CONTACTS, ImportRow
from db.sealing import Sealing
from db.session import Database
from db.values import instant, quick_bytes

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

    def sealing(self, start: Checkpoint) -> Sealing:
        """Give what makes contacts ready for `take`; another process may have it."""
        dialect = self._database.engine.dialect.name
        return Sealing(self._keyring, self._fingerprint, dialect, start.told_at)

    async def take(self, batch: SealedBatch, reached: Checkpoint, wording: str) -> Checkpoint:
        """Store contacts and how far the import has come, both or neither."""
        dialect = self._database.engine.dialect
        facts = batch.slots
        rows, said = await asyncio.to_thread(_rows, batch, reached.told_at, dialect.name)
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
            tally = reached.tally + replace(tally, unchanged=tally.unchanged + batch.contacts - len(rows))
            await record_what_was_said(connection, said, wording, f"import {reached.import_id}")
            await session.execute(_progress(reached, tally))
        return replace(reached, tally=tally)

    async def finish(self, reached: Checkpoint, at: datetime) -> None:
        """Note that the import is done."""
        async with self._database.writing() as session:
            await session.execute(
                update(ImportRow).where(ImportRow.id == reached.import_id).values(finished_at=at)
            )


def _rows(
    batch: SealedBatch, at: datetime, dialect: str
) -> tuple[list[tuple[object, ...]], list[tuple[object, ...]]]:
    """Give the rows of contacts, and of what phones say."""
    person, handset, identity, language, district, *facts = batch.columns
    hashed = (quick_bytes(column, dialect) for column in (person, handset, identity))
    updated_at = repeat(instant(at, dialect), len(person))
    rows = list(zip(*hashed, language, district, updated_at, *facts, strict=True))
    told, *meanings = batch.said
    return rows, list(zip(quick_bytes(told, dialect), *meanings, strict=True))


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
