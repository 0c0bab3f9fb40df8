"""Where contacts are kept: sealed, unique by keyed hash, merged in bulk."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time

from sqlalchemy import ColumnElement, Dialect, Insert, Update, and_, case, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from campaigns.columns import AXES
from campaigns.contact import Contact, Said
from campaigns.ports import Checkpoint, Intake, Tally
from db.consent_store import record_what_was_said
from db.dialects import insert_into
from db.fingerprint import Fingerprint
from db.incoming import (
    INCOMING,
    MERGED,
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

_TOLD = tuple(
    name for name in MERGED if name not in ("person_hash", "phone_hash", "phone", "name", "updated_at")
)


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
            row = await session.scalar(
                select(ImportRow)
                .where(same, ImportRow.finished_at.is_(None))
                .order_by(ImportRow.id.desc())
                .limit(1)
            )
            if row is None:
                row = ImportRow(
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
                session.add(row)
                await session.flush()
            tally = Tally(row.added, row.changed, row.unchanged)
            return Checkpoint(row.id, told_at, row.rows, row.rejected, row.reject_bytes, tally)

    async def take(self, batch: Sequence[Contact], reached: Checkpoint, wording: str) -> Checkpoint:
        """Store contacts and how far the import has come, both or neither."""
        dialect = self._database.engine.dialect.name
        rows = await asyncio.to_thread(self._sealed, batch, reached.told_at, dialect)
        async with self._database.writing() as session:
            connection = await session.connection()
            await lay_down(connection, rows)
            tally = await _merge(session, connection.dialect)
            doubled = len(batch) - len(rows)
            tally = reached.tally + replace(tally, unchanged=tally.unchanged + doubled)
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

    def _sealed(self, batch: Sequence[Contact], told_at: datetime, dialect: str) -> list[tuple[object, ...]]:
        """Give the rows of the incoming table, one a person: the last row of a batch wins."""
        at = instant(told_at, dialect)
        seal, of_phone, of_person = (
            self._keyring.seal,
            self._fingerprint.of_phone,
            self._fingerprint.of_person,
        )
        rows: dict[bytes, tuple[object, ...]] = {}
        for contact in batch:
            person = of_person(contact.phone, contact.name)
            facts: list[object] = []
            for value, of_days in zip(contact.facts, _OF_DAYS, strict=True):
                if of_days:
                    facts += value if isinstance(value, tuple) else (None, None)
                else:
                    facts.append(value)
            rows[person] = (
                person,
                of_phone(contact.phone),
                seal(contact.phone.encode(), b"phone" + person),
                seal(contact.name.encode(), b"name" + person),
                contact.language or None,
                contact.district or None,
                at,
                *facts,
                *_said(contact, at, dialect),
            )
        return list(rows.values())


_OF_DAYS = tuple(axis.of_days for axis in AXES)


def _said(contact: Contact, at: datetime | str, dialect: str) -> tuple[int, datetime | str]:
    if contact.said is Said.NOTHING:
        return SAID_NOTHING, at
    if not contact.said_on:
        return (SAID_YES if contact.said is Said.YES else SAID_NO), at
    # The middle of the day: whatever the zone, it is that day.
    on = datetime.combine(date.fromordinal(contact.said_on), time(4), UTC)
    return (SAID_YES_ON_A_DAY if contact.said is Said.YES else SAID_NO), instant(on, dialect)


def _differs() -> ColumnElement[bool]:
    return or_(
        *(
            and_(INCOMING.c[name].is_not(None), CONTACTS.c[name].is_distinct_from(INCOMING.c[name]))
            for name in _TOLD
        )
    )


async def _merge(session: AsyncSession, dialect: Dialect) -> Tally:
    joined = INCOMING.outerjoin(CONTACTS, CONTACTS.c.person_hash == INCOMING.c.person_hash)
    known = CONTACTS.c.id.is_not(None)
    counted = (
        await session.execute(
            select(
                func.count(),
                func.count(CONTACTS.c.id),
                func.count(case((and_(known, _differs()), 1))),
            ).select_from(joined)
        )
    ).one()
    total, already, changed = (int(number) for number in counted)
    if changed:
        await session.execute(_update())
    if already < total:
        await session.execute(_insert(dialect))
    return Tally(total - already, changed, already - changed)


def _update() -> Update:
    told = {name: func.coalesce(INCOMING.c[name], CONTACTS.c[name]) for name in _TOLD}
    return (
        update(CONTACTS)
        .values(updated_at=INCOMING.c.updated_at, **told)
        .where(CONTACTS.c.person_hash == INCOMING.c.person_hash, _differs())
    )


def _insert(dialect: Dialect) -> Insert:
    defaults = {"language": "zh", "district": ""}
    columns = [
        func.coalesce(INCOMING.c[name], defaults[name]) if name in defaults else INCOMING.c[name]
        for name in MERGED
    ]
    joined = INCOMING.outerjoin(CONTACTS, CONTACTS.c.person_hash == INCOMING.c.person_hash)
    new = select(*columns).select_from(joined).where(CONTACTS.c.id.is_(None))
    return insert_into(dialect)(CONTACTS).from_select(MERGED, new).on_conflict_do_nothing()


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
