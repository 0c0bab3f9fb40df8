"""The ledger: a batch is taken and its attempts committed before any call, and outcomes committed after it."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from functools import lru_cache, partial
from os import urandom
from typing import Any

from sqlalchemy import Row, bindparam, exists, func, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from campaigns.campaign import BatchState, Campaign, read
from campaigns.consent import Standing as ConsentStanding
from campaigns.delivery import AttemptState, DeliveryState, NeverSent
from campaigns.faults import FaultClass
from campaigns.sending import (
    Addressee,
    Attempted,
    Claimed,
    Compose,
    Errand,
    Exclusion,
    Lease,
    text_digest,
)
from campaigns.settling import after_outcome
from db.audience_pages import WEEK
from db.bulk import ManyUpdates, put_in
from db.consent_store import standing_sql
from db.consequences import recover
from db.hand_out_store import PATIENCE, UNDER_WAY, may_leave
from db.identity import open_identity
from db.keyring import Keyring
from db.models.campaigns import BatchRow, CampaignRow, RunRow
from db.models.contacts import CONTACTS
from db.models.deliveries import AttemptRow, DeliveryRow, SuppressionRow
from db.moves import by_attempt, move
from db.run_store import changed
from db.session import Database
from db.spending import bound_segments, first_tries_left, runs_of
from db.stopping import stop_campaign
from db.tallies import LATER, RE_SEGMENTS, Tally, add_up
from db.tries import was_taken_in
from db.values import instant

_CLAIM_LOCK = 7_215_002
_ATTEMPT = ("id", "delivery_id", "number", "state", "code", "doubt", "digest", "intended_at", "looks")
_PUT_OFF = timedelta(minutes=10)
_TOO_DEAR = "再发给没有收到的号码,费用将超过批准的上限:请取消(已发出的不受影响),要再发请另写活动报批"
_definition = lru_cache(maxsize=64)(read)

_BARRED = {
    ConsentStanding.OPTED_OUT.value: Exclusion.OPTED_OUT,
    ConsentStanding.NO_CONSENT.value: Exclusion.NO_CONSENT,
}


Outdated = Callable[[Campaign, datetime | None], str]
"""Names the policies of a campaign that hold no longer as its texts say; empty when all do."""


class LedgerStore:
    """Claims and outcomes in the database."""

    def __init__(
        self,
        database: Database,
        keyring: Keyring,
        weekly_cap: int,
        outdated: Outdated = lambda *_: "",
        price_per_segment: int = 0,
    ) -> None:
        """Take the database, its keys, how many messages a phone may get in 7 days, and what names lost policies.

        `price_per_segment` (in ten-thousandths of the currency unit) is what every try costs that is taken in.
        """
        self._database, self._keyring, self._weekly_cap = database, keyring, weekly_cap
        self._outdated, self._price = outdated, price_per_segment

    async def claim(self, batch: int, lease: Lease, now: datetime, compose: Compose) -> Claimed | None:
        """Take a batch and commit its attempts; None when it is not to be had.

        Opt-outs, suppressions and the weekly cap are read in the same transaction: who said no a moment ago gets
        nothing.
        """
        async with self._database.writing() as session:
            if not await changed(session, _taking(batch, lease, now)):
                return None
            query = (
                select(
                    BatchRow.run_id,
                    BatchRow.wave,
                    BatchRow.sender,
                    BatchRow.window_until,
                    CampaignRow.id.label("campaign"),
                    CampaignRow.definition,
                    CampaignRow.accepted_at,
                )
                .join(RunRow, RunRow.id == BatchRow.run_id)
                .join(CampaignRow, CampaignRow.id == RunRow.campaign_id)
                .where(BatchRow.id == batch)
            )
            row = (await session.execute(query)).one()
            campaign = _definition(row.definition)
            if self._outdated(campaign, row.accepted_at):
                # The watch is about to hold the campaign; until then nothing of it leaves.
                await session.execute(_given_back(batch, lease))
                return None
            if (await session.connection()).dialect.name == "postgresql" and not campaign.over_cap_because:
                # Two campaigns that claim the same phone at once would not see each other's message.
                await session.execute(text(f"SELECT pg_advisory_xact_lock({_CLAIM_LOCK})"))
            waiting = (await session.execute(_deliveries(batch, row.run_id, campaign, now))).all()
            again = sum(one.segments for one in waiting if one.came_back)
            if again and await self._beyond_ceiling(session, row.campaign, campaign, again):
                await _wait_for_money(session, row.campaign, batch, lease, waiting, now)
                return None
            capped = not campaign.over_cap_because
            barred: dict[int, Exclusion] = {}
            errands: list[Errand] = []
            taken: list[Row[Any]] = []
            ids = urandom(16 * len(waiting)).hex()
            for place, delivery in enumerate(waiting):
                worded = self._barred(delivery, capped) or self._worded(campaign, delivery, compose)
                if isinstance(worded, Exclusion):
                    barred[delivery.id] = worded
                    continue
                attempt = ids[32 * place : 32 * place + 32]
                errands.append(Errand(delivery.id, attempt, *worded))
                taken.append(delivery)
            await _intend(session, errands, taken, now)
            await _withhold(session, barred, now)
            planned, wave = DeliveryState.PLANNED.value, row.wave
            tallies = Counter({Tally(row.run_id, wave, planned): -len(waiting)})
            tallies[Tally(row.run_id, wave, DeliveryState.SENDING.value)] += len(errands)
            tallies[Tally(row.run_id, wave, DeliveryState.WITHHELD.value)] += len(barred)
            was_off = sum(one.fault_kind == FaultClass.UNREACHABLE.value for one in waiting)
            tallies[Tally(row.run_id, wave, LATER)] -= was_off
            tallies[Tally(row.run_id, wave, RE_SEGMENTS)] += sum(
                one.segments for one in taken if one.came_back
            )
            await add_up(session, tallies)
            if not errands:
                await session.execute(_done(batch, lease))
        return Claimed(batch, row.run_id, row.sender, row.window_until, lease, tuple(errands), len(barred))

    async def goes_on(self, batch: int) -> bool:
        """Say whether the campaign of this batch still runs."""
        query = (
            select(BatchRow.id)
            .join(RunRow, RunRow.id == BatchRow.run_id)
            .join(CampaignRow, CampaignRow.id == RunRow.campaign_id)
            .where(BatchRow.id == batch, UNDER_WAY)
        )
        async with self._database.reading() as session:
            return await session.scalar(query) is not None

    async def settle(self, claimed: Claimed, attempted: Iterable[Attempted], now: datetime) -> None:
        """Commit what the calls came to; what a receipt settled meanwhile stays."""
        told = list(attempted)
        changes = by_attempt(
            (one.errand.attempt, partial(after_outcome, outcome=one.outcome)) for one in told
        )
        async with self._database.writing() as session:
            # The batch is locked before its deliveries, here as when a lease is given up.
            await session.execute(_done(claimed.batch, claimed.lease))
            await move(session, changes, now)
            if not any(isinstance(one.outcome, NeverSent) for one in told):
                await recover(session, claimed.sender)

    async def _beyond_ceiling(
        self, session: AsyncSession, campaign_id: int, campaign: Campaign, segments: int
    ) -> bool:
        """Say whether so many segments sent once more would cost more than was approved, all messages counted."""
        bound = await bound_segments(session, campaign_id) + segments
        return bound * self._price > campaign.cost_ceiling

    def _barred(self, row: Row[Any], capped: bool) -> Exclusion | None:
        if (reason := _BARRED.get(row.standing)) is not None:
            return reason
        if row.suppressed:
            return Exclusion.SUPPRESSED
        return Exclusion.CAP if capped and row.this_week >= self._weekly_cap else None

    def _worded(self, campaign: Campaign, row: Row[Any], compose: Compose) -> tuple[str, str] | Exclusion:
        if row.identity is None:
            return Exclusion.GONE
        who = open_identity(self._keyring, row.identity, row.person_hash)
        worded = compose(campaign, Addressee(row.language, row.district, who.name))
        return Exclusion.NO_TEXT if worded is None else (who.phone, worded.text)


async def _wait_for_money(
    session: AsyncSession, campaign: int, batch: int, lease: Lease, waiting: Sequence[Row[Any]], now: datetime
) -> None:
    """Give back a batch of further tries that would pass the ceiling: a person decides, once all have had their first."""
    given_back = _given_back(batch, lease)
    were_off = all(one.fault_kind == FaultClass.UNREACHABLE.value for one in waiting)
    if were_off and await first_tries_left(session, campaign):
        # To be asked again and again would take the sender's time from those who wait for their first.
        last = select(func.max(BatchRow.due_at)).where(
            BatchRow.run_id.in_(runs_of(campaign)), BatchRow.state == BatchState.WAITING.value
        )
        later = max(await session.scalar(last) or now, now) + _PUT_OFF
        await session.execute(given_back.values(due_at=later))
        return
    await session.execute(given_back)
    await stop_campaign(session, campaign, _TOO_DEAR, now, hold=True)


def _taking(batch: int, lease: Lease, now: datetime) -> object:
    may = (
        select(BatchRow.id)
        .join(RunRow, RunRow.id == BatchRow.run_id)
        .join(CampaignRow, CampaignRow.id == RunRow.campaign_id)
        .where(BatchRow.id == batch, may_leave(now))
    )
    return (
        update(BatchRow)
        .where(
            BatchRow.id.in_(may),
            BatchRow.state == BatchState.WAITING.value,
            BatchRow.window_until > now,
            BatchRow.handed_at > now - PATIENCE,
        )
        .values(state=BatchState.LEASED.value, token=lease.token, lease_until=lease.until)
        .execution_options(synchronize_session=False)
    )


def _done(batch: int, lease: Lease) -> Any:
    return _held(batch, lease).values(state=BatchState.DONE.value, lease_until=None)


def _given_back(batch: int, lease: Lease) -> Any:
    return _held(batch, lease).values(
        state=BatchState.WAITING.value, token="", lease_until=None, handed_at=None
    )


def _held(batch: int, lease: Lease) -> Any:
    return (
        update(BatchRow)
        .where(
            BatchRow.id == batch,
            BatchRow.token == lease.token,
            BatchRow.state == BatchState.LEASED.value,
        )
        .execution_options(synchronize_session=False)
    )


def _deliveries(batch: int, run: int, campaign: Campaign, now: datetime) -> Any:
    d, other = DeliveryRow, aliased(DeliveryRow)
    this_week = (
        select(func.count())
        .where(
            other.phone_hash == d.phone_hash,
            other.run_id != run,
            other.claimed_at > now - WEEK,
            other.state != DeliveryState.REFUSED.value,
        )
        .scalar_subquery()
    )
    suppressed = exists(select(1).where(SuppressionRow.phone_hash == d.phone_hash))
    standing = standing_sql(d.__table__.c.phone_hash, campaign.topic, campaign.basis)
    return (
        select(
            d.id, d.phone_hash, d.tries, d.segments, d.fault_kind, d.language, d.district, CONTACTS.c.identity, CONTACTS.c.person_hash,
            was_taken_in(d.tries + 1).label("came_back"),
            standing.label("standing"), suppressed.label("suppressed"), this_week.label("this_week"),
        )
        .outerjoin(CONTACTS, CONTACTS.c.id == d.contact_id)
        .where(d.batch_id == batch, d.state == DeliveryState.PLANNED.value)
        .order_by(d.id)
        .with_for_update(of=d)
    )  # fmt: skip


async def _intend(
    session: AsyncSession, errands: Sequence[Errand], taken: Sequence[Row[Any]], now: datetime
) -> None:
    if not errands:
        return
    connection = await session.connection()
    at = instant(now, connection.dialect.name)
    rows = [
        (
            errand.attempt, errand.delivery, row.tries + 1, AttemptState.INTENDED.value, "", "",
            text_digest(errand.attempt, errand.text), at, 0,
        )
        for errand, row in zip(errands, taken, strict=True)
    ]  # fmt: skip
    await put_in(session, AttemptRow.__table__, _ATTEMPT, rows)  # type: ignore[arg-type]
    await _SENDING.run(session, [(errand.delivery, errand.attempt, at) for errand in errands])


async def _withhold(session: AsyncSession, barred: dict[int, Exclusion], now: datetime) -> None:
    if barred:
        connection = await session.connection()
        at = instant(now, connection.dialect.name)
        await _WITHHELD.run(session, [(delivery, reason.value, at) for delivery, reason in barred.items()])


_SENDING = ManyUpdates(
    update(DeliveryRow.__table__)  # type: ignore[arg-type]
    .where(DeliveryRow.id == bindparam("key"), DeliveryRow.state == DeliveryState.PLANNED.value)
    .values(
        state=DeliveryState.SENDING.value,
        attempt=bindparam("newest"),
        claimed_at=bindparam("claimed"),
        tries=DeliveryRow.tries + 1,
        rank=0,
        fault_kind="",
        fault_code="",
        doubt="",
    ),
    ("key", "newest", "claimed"),
)
_WITHHELD = ManyUpdates(
    update(DeliveryRow.__table__)  # type: ignore[arg-type]
    .where(DeliveryRow.id == bindparam("key"), DeliveryRow.state == DeliveryState.PLANNED.value)
    .values(
        state=DeliveryState.WITHHELD.value,
        doubt=bindparam("reason"),
        settled_at=bindparam("settled"),
    ),
    ("key", "reason", "settled"),
)
