"""What became of campaigns: runs from kept counters, the rest counted when a report is asked for."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from campaigns.campaign import BatchState, RunState
from campaigns.console.accounts import Account, FaultCount, RunAccount
from campaigns.console.hiding import hidden
from campaigns.delivery import DeliveryState
from campaigns.faults import WORDS, FaultClass
from campaigns.sending import Exclusion
from db.models.campaigns import BatchRow, RunRow
from db.models.deliveries import DeliveryRow, ExclusionRow
from db.session import Database
from db.tallies import FILTERED, OPT_OUTS, REPLIES, SEGMENTS, sums

_DELIVERED = (DeliveryState.DELIVERED.value,)
_AGAIN = (DeliveryState.PLANNED.value,)
_FAILED = (DeliveryState.UNDELIVERED.value, DeliveryState.REFUSED.value)


class AccountStore:
    """The accounts of campaigns in the database."""

    def __init__(self, database: Database, price_per_segment: int) -> None:
        """Take the database and the price of a segment in ten-thousandths of the currency unit."""
        self._database, self._price = database, price_per_segment

    async def runs(self, campaign: int) -> Sequence[RunAccount]:
        """Give the runs of a campaign, oldest first."""
        async with self._database.reading() as session:
            return await _runs(session, campaign)

    async def account(self, campaign: int) -> Account:
        """Give everything about a campaign."""
        async with self._database.reading() as session:
            runs = await _runs(session, campaign)
            of_it = DeliveryRow.run_id.in_(select(RunRow.id).where(RunRow.campaign_id == campaign))
            excluded = (
                select(ExclusionRow.reason, func.count())
                .where(ExclusionRow.run_id.in_(select(RunRow.id).where(RunRow.campaign_id == campaign)))
                .group_by(ExclusionRow.reason)
            )
            exclusions = {
                Exclusion(reason): count for reason, count in (await session.execute(excluded)).all()
            }
            by = {
                "district": await _by(session, DeliveryRow.district, of_it),
                "age band": await _by(session, DeliveryRow.age_band, of_it),
                "language": await _by(session, DeliveryRow.language, of_it),
            }
            return Account(
                tuple(runs),
                sum(run.segments for run in runs) * self._price,
                exclusions,
                await _faults(session, of_it, _FAILED),
                await _faults(session, of_it, _AGAIN),
                {name: hidden(groups) for name, groups in by.items()},
            )


async def _runs(session: AsyncSession, campaign: int) -> list[RunAccount]:
    rows = await session.scalars(select(RunRow).where(RunRow.campaign_id == campaign).order_by(RunRow.number))
    waits = (
        select(BatchRow.run_id, func.min(BatchRow.due_at))
        .join(RunRow, RunRow.id == BatchRow.run_id)
        .where(RunRow.campaign_id == campaign, BatchRow.state == BatchState.WAITING.value)
        .group_by(BatchRow.run_id)
    )
    next_at = {run: at for run, at in await session.execute(waits) if at is not None}
    found = []
    for row in rows.all():
        total: Counter[str] = Counter()
        for of_wave in (await sums(session, row.id)).values():
            total.update(of_wave)
        counts = {state: total[state.value] for state in DeliveryState if total[state.value]}
        planned = row.state not in (RunState.PLANNING.value, RunState.HELD.value)
        found.append(
            RunAccount(
                row.number, row.state, row.why, row.due_at, row.wave, row.last_wave, row.recipients, row.excluded,
                counts, total[SEGMENTS], total[FILTERED], total[OPT_OUTS], total[REPLIES], planned,
                next_at.get(row.id),
            )
        )  # fmt: skip
    return found


async def _by(
    session: AsyncSession, column: Any, of_it: ColumnElement[bool]
) -> Mapping[str, tuple[int, int, int]]:
    delivered = func.count().filter(DeliveryRow.state.in_(_DELIVERED))
    failed = func.count().filter(DeliveryRow.state.in_(_FAILED))
    rows = await session.execute(
        select(column, func.count(), delivered, failed).where(of_it).group_by(column)
    )
    return {name or "—": (recipients, good, bad) for name, recipients, good, bad in rows.all()}


async def _faults(
    session: AsyncSession, of_it: ColumnElement[bool], states: Sequence[str]
) -> tuple[FaultCount, ...]:
    kind, code = DeliveryRow.fault_kind, DeliveryRow.fault_code
    rows = await session.execute(
        select(kind, code, func.count())
        .where(of_it, kind != "", DeliveryRow.state.in_(states))
        .group_by(kind, code)
        .order_by(func.count().desc())
    )
    return tuple(FaultCount(kind, code, WORDS[FaultClass(kind)], count) for kind, code, count in rows.all())
