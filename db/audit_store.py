"""Where the audit log is kept: added to in the transaction of what it tells of, one entry after the other."""

from collections.abc import AsyncIterator
from datetime import datetime

from sqlalchemy import String, cast, func, insert, literal, or_, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from campaigns.audit import NOTHING_BEFORE, Entry, chained
from db.models.audit import AuditRow
from db.models.campaigns import CampaignRow
from db.models.staff import StaffRow
from db.session import Database

_LOCK = 7_215_001
_AT_ONCE = 1_000


async def append(
    session: AsyncSession, at: datetime, who: str, action: str, subject: str, detail: str = ""
) -> None:
    """Add one entry in this (writing) transaction; entries of different transactions queue up."""
    if (await session.connection()).dialect.name == "postgresql":
        await session.execute(text(f"SELECT pg_advisory_xact_lock({_LOCK})"))
    newest = (
        await session.execute(select(AuditRow.id, AuditRow.hash).order_by(AuditRow.id.desc()).limit(1))
    ).one_or_none()
    number, previous = (newest.id + 1, newest.hash) if newest else (1, NOTHING_BEFORE)
    entry = chained(number, at, who, action, subject, detail, previous)
    await session.execute(insert(AuditRow).values(**columns(entry)))


def columns(entry: Entry) -> dict[str, object]:
    """Give an entry by the names of the table's columns."""
    return {
        "id": entry.number,
        "at": entry.at,
        "who": entry.who,
        "action": entry.action,
        "subject": entry.subject,
        "detail": entry.detail,
        "previous": entry.previous,
        "hash": entry.hash,
    }


class AuditStore:
    """The audit log in the database."""

    def __init__(self, database: Database) -> None:
        """Take the database."""
        self._database = database

    async def append(self, at: datetime, who: str, action: str, subject: str, detail: str = "") -> None:
        """Add one entry in a transaction of its own."""
        async with self._database.writing() as session:
            await append(session, at, who, action, subject, detail)

    async def lacking(self) -> str | None:
        """Give a subject of which the tables know more than the log; None when there is none.

        Every change of a campaign or of the staff is one transaction with its entry: where the newest entry is older
        than the change, or there is none, entries were taken out, at the end of the log too.
        """
        newest = (
            select(AuditRow.subject, func.max(AuditRow.at).label("at")).group_by(AuditRow.subject).subquery()
        )
        async with self._database.reading() as session:
            for name, changed_at in (
                (literal("campaign:") + cast(CampaignRow.id, String), CampaignRow.updated_at),
                (literal("staff:") + StaffRow.name, func.coalesce(StaffRow.disabled_at, StaffRow.created_at)),
            ):
                told = select(name).outerjoin(newest, newest.c.subject == name)
                query = told.where(or_(newest.c.at.is_(None), newest.c.at < changed_at)).limit(1)
                if (subject := await session.scalar(query)) is not None:
                    return str(subject)
        return None

    async def entries(self, subject: str = "") -> AsyncIterator[Entry]:
        """Give the entries oldest first, all of them or those of one subject."""
        after = 0
        while True:
            query = select(AuditRow).where(AuditRow.id > after).order_by(AuditRow.id).limit(_AT_ONCE)
            if subject:
                query = query.where(AuditRow.subject == subject)
            async with self._database.reading() as session:
                rows = (await session.scalars(query)).all()
            for row in rows:
                yield Entry(
                    row.id, row.at, row.who, row.action, row.subject, row.detail, row.previous, row.hash
                )
            if len(rows) < _AT_ONCE:
                return
            after = rows[-1].id
