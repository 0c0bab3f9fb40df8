"""The attempts of which nobody knows whether they were taken in: found, looked for, and decided about."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import Update, and_, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from campaigns.campaign import BatchState, CampaignState
from campaigns.console.doubting import InDoubt
from campaigns.delivery import Accepted, AttemptState, DeliveryState, Receipt
from campaigns.provider import Found
from campaigns.sending import Decision, Doubted
from campaigns.settling import after_crash, after_decision, after_outcome, after_receipt
from db.audit_store import append
from db.identity import open_identity
from db.keyring import Keyring
from db.models.campaigns import BatchRow, CampaignRow, RunRow
from db.models.contacts import CONTACTS
from db.models.deliveries import AttemptRow, DeliveryRow
from db.moves import GOES_ON, move
from db.run_store import changed
from db.session import Database

FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(hours=6)
_AT_ONCE = 50


class DoubtStore:
    """Doubtful attempts in the database."""

    def __init__(self, database: Database, keyring: Keyring) -> None:
        """Take the database and its keys."""
        self._database, self._keyring = database, keyring

    async def release(self, now: datetime) -> int:
        """Give up leases that ran out: attempts left open become doubtful, the rest waits for the next worker."""
        over = BatchRow.state == BatchState.LEASED.value, BatchRow.lease_until < now
        async with self._database.reading() as session:
            batches = (await session.scalars(select(BatchRow.id).where(*over).limit(_AT_ONCE))).all()
        released = 0
        for batch in batches:
            async with self._database.writing() as session:
                mine = update(BatchRow).where(BatchRow.id == batch, *over)
                if not await changed(session, _plain(mine.values(token="", lease_until=None))):
                    continue
                released += 1
                sending = DeliveryRow.batch_id == batch, DeliveryRow.state == DeliveryState.SENDING.value
                attempts = (await session.scalars(select(DeliveryRow.attempt).where(*sending))).all()
                await move(session, {attempt: [after_crash] for attempt in attempts if attempt}, now)
                left = select(func.count()).where(
                    DeliveryRow.batch_id == batch, DeliveryRow.state == DeliveryState.PLANNED.value
                )
                state = BatchState.WAITING if await session.scalar(left) else BatchState.DONE
                give = update(BatchRow).where(BatchRow.id == batch).values(state=state.value, handed_at=None)
                await session.execute(_plain(give))
        return released

    async def doubted(self, now: datetime, before: datetime, limit: int) -> Sequence[Doubted]:
        """Give doubtful attempts made before `before` that are to be looked for (again)."""
        a, d = AttemptRow, DeliveryRow
        query = (
            select(
                d.id, d.phone_hash, a.id.label("attempt"), a.digest, a.intended_at, a.looks,
                CONTACTS.c.identity, CONTACTS.c.person_hash,
            )
            .join(a, a.id == d.attempt)
            .join(CONTACTS, CONTACTS.c.id == d.contact_id)
            .where(
                d.state == DeliveryState.UNKNOWN.value,
                a.state == AttemptState.UNKNOWN.value,
                a.intended_at < before,
                or_(a.look_at.is_(None), a.look_at <= now),
            )
            .order_by(a.intended_at)
            .limit(limit)
        )  # fmt: skip
        async with self._database.reading() as session:
            rows = (await session.execute(query)).all()
            known = await _known(session, [row.phone_hash for row in rows])
        return [
            Doubted(
                row.id,
                row.attempt,
                open_identity(self._keyring, row.identity, row.person_hash).phone,
                row.digest,
                row.intended_at,
                row.looks,
                known.get(row.phone_hash, frozenset()),
            )
            for row in rows
        ]

    async def looked(self, doubted: Doubted, found: Found | None, now: datetime) -> None:
        """Record what the provider has of it: found, it is settled; not found, it is looked for again later."""
        async with self._database.writing() as session:
            if found is not None:
                accepted = Accepted(found.provider_id, status=found.status)
                receipt = Receipt(doubted.attempt, found.status, found.provider_id, found.code)
                changes = [partial(after_outcome, outcome=accepted), partial(after_receipt, receipt=receipt)]
                await move(session, {doubted.attempt: changes}, now)
                return
            wait = min(FIRST_WAIT * 2.0 ** min(doubted.looks, 12), LONGEST_WAIT)
            later = update(AttemptRow).where(AttemptRow.id == doubted.attempt)
            await session.execute(_plain(later.values(looks=AttemptRow.looks + 1, look_at=now + wait)))

    async def overdue(self, before: datetime, limit: int) -> Sequence[int]:
        """Give deliveries in doubt since before this moment."""
        query = (
            select(DeliveryRow.id)
            .where(DeliveryRow.state == DeliveryState.UNKNOWN.value, DeliveryRow.claimed_at < before)
            .order_by(DeliveryRow.claimed_at)
            .limit(limit)
        )
        async with self._database.reading() as session:
            return (await session.scalars(query)).all()

    async def of_campaign(self, campaign: int, limit: int) -> Sequence[InDoubt]:
        """Give the deliveries of a campaign that are in doubt, oldest first."""
        d, a = DeliveryRow, AttemptRow
        query = (
            select(
                d.id, RunRow.number, d.wave, a.intended_at, d.doubt, a.looks, a.look_at,
                and_(RunRow.state.in_(GOES_ON), CampaignRow.state != CampaignState.CANCELED.value),
            )
            .join(RunRow, RunRow.id == d.run_id)
            .join(CampaignRow, CampaignRow.id == RunRow.campaign_id)
            .join(a, a.id == d.attempt)
            .where(RunRow.campaign_id == campaign, d.state == DeliveryState.UNKNOWN.value)
            .order_by(a.intended_at, d.id)
            .limit(limit)
        )  # fmt: skip
        async with self._database.reading() as session:
            rows = (await session.execute(query)).all()
        return [
            InDoubt(delivery, run, wave, since, why, looks, look_at, bool(again))
            for delivery, run, wave, since, why, looks, look_at, again in rows
        ]

    async def decide(self, deliveries: Sequence[int], decision: Decision, who: str, now: datetime) -> int:
        """Settle doubtful deliveries by a recorded decision; gives how many were still doubtful."""
        unknown = DeliveryRow.state == DeliveryState.UNKNOWN.value
        async with self._database.writing() as session:
            query = select(DeliveryRow.id, DeliveryRow.attempt).where(DeliveryRow.id.in_(deliveries), unknown)
            rows = (await session.execute(query.with_for_update())).all()
            change = partial(after_decision, decision=decision)
            await move(session, {attempt: [change] for _, attempt in rows if attempt}, now)
            for delivery, _ in rows:
                await append(session, now, who, "decide", f"delivery:{delivery}", decision.value)
        return len(rows)


async def _known(session: AsyncSession, phones: Sequence[bytes]) -> Mapping[bytes, frozenset[str]]:
    query = (
        select(DeliveryRow.phone_hash, AttemptRow.provider_id)
        .join(AttemptRow, AttemptRow.delivery_id == DeliveryRow.id)
        .where(DeliveryRow.phone_hash.in_(phones), AttemptRow.provider_id.is_not(None))
    )
    known: dict[bytes, set[str]] = defaultdict(set)
    for phone, provider_id in await session.execute(query):
        if provider_id is not None:
            known[phone].add(provider_id)
    return {phone: frozenset(ids) for phone, ids in known.items()}


def _plain(statement: Update) -> Update:
    return statement.execution_options(synchronize_session=False)
