"""Where consents and opt-outs are kept: records only ever added, and beside them the newest of each phone and topic."""

from collections.abc import Mapping, Sequence

from sqlalchemy import ColumnElement, and_, case, func, insert, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

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
from db.fingerprint import Fingerprint
from db.incoming import INCOMING, SAID_NO, SAID_NOTHING, SAID_YES_ON_A_DAY
from db.models.consents import ConsentRow, StandingRow
from db.session import Database

_COLUMNS = ("phone_hash", "kind", "at", "source", "channel", "topic", "wording", "reference")
_AT_ONCE = 1_000


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


async def record_what_was_said(session: AsyncSession, wording: str, reference: str) -> None:
    """Record what the incoming contacts say of consent.

    A plain yes counts only for a phone of which nothing is recorded; a yes of a certain day, and a no, when they are
    newer than everything recorded of the phone. Where two residents of one phone differ, the no counts.
    """
    of_file = INCOMING.c.said != SAID_NOTHING
    if not await session.scalar(select(func.count()).select_from(INCOMING).where(of_file)):
        return
    said = (
        select(
            INCOMING.c.phone_hash,
            func.min(INCOMING.c.said).label("said"),
            func.max(INCOMING.c.said_at).label("said_at"),
        )
        .where(of_file)
        .group_by(INCOMING.c.phone_hash)
        .subquery()
    )
    recorded = (
        select(StandingRow.phone_hash, func.max(StandingRow.at).label("at"))
        .where(StandingRow.phone_hash.in_(select(said.c.phone_hash)))
        .group_by(StandingRow.phone_hash)
        .subquery()
    )
    dated = said.c.said.in_((SAID_NO, SAID_YES_ON_A_DAY))
    kind = case((said.c.said == SAID_NO, ConsentKind.OPT_OUT.value), else_=ConsentKind.OPT_IN.value)
    constants = (ConsentSource.FILE.value, "file", ALL_TOPICS, wording, reference[:80])
    new = (
        select(said.c.phone_hash, kind, said.c.said_at, *(literal(constant) for constant in constants))
        .select_from(said.outerjoin(recorded, recorded.c.phone_hash == said.c.phone_hash))
        .where(or_(recorded.c.at.is_(None), and_(dated, said.c.said_at > recorded.c.at)))
    )
    before = await _newest_id(session)
    await session.execute(insert(ConsentRow).from_select(_COLUMNS, new))
    await _bring_standings_up(session, before)


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
    dialect = (await session.connection()).dialect
    statement = insert_into(dialect)(StandingRow).from_select(("phone_hash", "topic", "kind", "at"), newest)
    told = statement.excluded
    newer = or_(
        told.at > StandingRow.at,
        and_(told.at == StandingRow.at, told.kind == ConsentKind.OPT_OUT.value),
    )
    await session.execute(
        statement.on_conflict_do_update(
            index_elements=["phone_hash", "topic"], set_={"kind": told.kind, "at": told.at}, where=newer
        )
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
