"""Where consents and opt-outs are kept: records only ever added, and beside them the newest of each phone and topic."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Dialect,
    Executable,
    Select,
    and_,
    case,
    delete,
    func,
    insert,
    literal,
    or_,
    select,
    true,
)
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from campaigns.consent import (
    ALL_TOPICS,
    Basis,
    ConsentKind,
    ConsentRecord,
    ConsentSource,
    Standing,
    standing,
)
from db.dialects import insert_into
from db.hashes import Fingerprint
from db.incoming import INCOMING_SAID, clear_away, lay_down
from db.models.consents import ConsentRow, StandingRow
from db.sealing import SAID_NO, SAID_YES
from db.session import Database

_COLUMNS = ("phone_hash", "kind", "at", "source", "channel", "topic", "wording", "reference")
_AT_ONCE = 1_000
_LONG_AGO = datetime(1900, 1, 1, tzinfo=UTC)


class ConsentStore:
    """The consents by keyed hash of the phone: they outlive the contact."""

    def __init__(self, database: Database, fingerprint: Fingerprint) -> None:
        """Take the database and the key of its hashes."""
        self._database, self._fingerprint = database, fingerprint

    async def record(self, phones: Sequence[str], record: ConsentRecord) -> int:
        """Add the record for each phone (E.164); gives for how many. Others' records are never changed."""
        hashes = list({self._fingerprint.of_phone(phone) for phone in phones})
        for start in range(0, len(hashes), _AT_ONCE):
            async with self._database.writing() as session:
                await add_records(session, hashes[start : start + _AT_ONCE], record)
        return len(hashes)

    async def records_of(self, phone: str) -> tuple[ConsentRecord, ...]:
        """Give everything recorded of a phone, oldest first."""
        async with self._database.reading() as session:
            rows = await session.scalars(
                select(ConsentRow)
                .where(ConsentRow.phone_hash == self._fingerprint.of_phone(phone))
                .order_by(ConsentRow.at, ConsentRow.id)
            )
            return tuple(_record(row) for row in rows)

    async def standing_of(self, phone: str, topic: str, basis: Basis) -> Standing:
        """Give where a phone stands."""
        handset = self._fingerprint.of_phone(phone)
        async with self._database.reading() as session:
            return (await standings(session, [handset], topic, basis))[handset]


async def add_records(session: AsyncSession, handsets: Sequence[bytes], record: ConsentRecord) -> None:
    """Add the record for each handset (keyed hash) in this transaction."""
    told = {
        "kind": record.kind.value,
        "at": record.at,
        "source": record.source.value,
        "channel": record.channel,
        "topic": record.topic,
        "wording": record.wording,
        "reference": record.reference[:80],
    }
    before = await _newest_id(session)
    await session.execute(insert(ConsentRow), [{"phone_hash": handset, **told} for handset in handsets])
    await _bring_standings_up(session, before)


async def standings(
    session: AsyncSession, handsets: Sequence[bytes], topic: str, basis: Basis
) -> Mapping[bytes, Standing]:
    """Give where each handset stands, read in this transaction: to be called again at the moment of claiming."""
    rows = await session.execute(
        select(StandingRow).where(
            StandingRow.phone_hash.in_(handsets), StandingRow.topic.in_({ALL_TOPICS, topic})
        )
    )
    found: dict[bytes, list[ConsentRecord]] = {handset: [] for handset in handsets}
    for row in rows.scalars():
        found[row.phone_hash].append(
            ConsentRecord(ConsentKind(row.kind), row.at, ConsentSource.STAFF, row.topic)
        )
    return {handset: standing(records, topic, basis) for handset, records in found.items()}


def standing_sql(handset: ColumnElement[bytes], topic: str, basis: Basis) -> ColumnElement[str]:
    """Give the same as SQL, for the handset of each row of a query: the value of a `Standing`."""
    newest = (
        select(
            case(
                (StandingRow.kind == ConsentKind.OPT_OUT.value, Standing.OPTED_OUT.value),
                else_=Standing.ALLOWED.value,
            )
        )
        .where(StandingRow.phone_hash == handset, StandingRow.topic.in_({ALL_TOPICS, topic}))
        .order_by(StandingRow.at.desc(), StandingRow.kind.desc())
        .limit(1)
        .scalar_subquery()
    )
    nothing = Standing.ALLOWED if basis is Basis.DUTY else Standing.NO_CONSENT
    return func.coalesce(newest, literal(nothing.value))


async def record_what_was_said(
    connection: AsyncConnection, said: Sequence[tuple[object, ...]], wording: str, reference: str
) -> None:
    """Record what a file says of consent: the hash of a phone (each only once), what was said, and the instant of it.

    A plain yes counts only for a phone of which nothing is recorded; a yes of a certain day, and a no, when they are
    newer than everything recorded of the phone.
    """
    if not said:
        return
    told = INCOMING_SAID.c
    await lay_down(connection, INCOMING_SAID, tuple(told.keys()), said)
    recorded = select(func.max(StandingRow.at)).where(StandingRow.phone_hash == told.phone_hash)
    counts_after = case((told.said == SAID_YES, _LONG_AGO), else_=told.said_at)
    known = recorded.correlate(INCOMING_SAID).scalar_subquery()
    await connection.execute(delete(INCOMING_SAID).where(known >= counts_after))
    kind = case((told.said == SAID_NO, ConsentKind.OPT_OUT.value), else_=ConsentKind.OPT_IN.value)
    constants = (ConsentSource.FILE.value, "file", ALL_TOPICS, wording, reference[:80])
    new = select(told.phone_hash, kind, told.said_at, *(literal(constant) for constant in constants))
    await connection.execute(insert(ConsentRow).from_select(_COLUMNS, new))
    standing_now = select(told.phone_hash, literal(ALL_TOPICS), kind, told.said_at)
    await connection.execute(_newest_counts(connection.dialect, standing_now.where(true())))
    await clear_away(connection, INCOMING_SAID)


async def _newest_id(session: AsyncSession) -> int:
    return await session.scalar(select(func.max(ConsentRow.id))) or 0


async def _bring_standings_up(session: AsyncSession, after: int) -> None:
    """Let the standings know of the records after this id: the newest counts, at the same instant an opt-out."""
    place = func.row_number().over(
        partition_by=(ConsentRow.phone_hash, ConsentRow.topic),
        order_by=(ConsentRow.at.desc(), ConsentRow.kind.desc()),
    )
    added = (
        select(ConsentRow.phone_hash, ConsentRow.topic, ConsentRow.kind, ConsentRow.at, place.label("place"))
        .where(ConsentRow.id > after)
        .subquery()
    )
    newest = select(added.c.phone_hash, added.c.topic, added.c.kind, added.c.at).where(added.c.place == 1)
    await session.execute(_newest_counts((await session.connection()).dialect, newest))


def _newest_counts(dialect: Dialect, records: Select[Any]) -> Executable:
    """Let the standings know of records (each phone and topic once) where they are newer than what stands."""
    statement = insert_into(dialect)(StandingRow).from_select(("phone_hash", "topic", "kind", "at"), records)
    told = statement.excluded
    newer = or_(
        told.at > StandingRow.at,
        and_(told.at == StandingRow.at, told.kind == ConsentKind.OPT_OUT.value),
    )
    return statement.on_conflict_do_update(
        index_elements=["phone_hash", "topic"], set_={"kind": told.kind, "at": told.at}, where=newer
    )


def _record(row: ConsentRow) -> ConsentRecord:
    return ConsentRecord(
        ConsentKind(row.kind),
        row.at,
        ConsentSource(row.source),
        row.topic,
        row.channel,
        row.wording,
        row.reference,
    )
