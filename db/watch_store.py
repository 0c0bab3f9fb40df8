"""What the watch reads of runs by their counters, and the moves it makes: waves, stops, the end."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache

from sqlalchemy import Select, and_, case, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from campaigns.audit import MACHINE
from campaigns.campaign import BatchState, CampaignState, Move, RunState, read
from campaigns.delivery import DeliveryState
from campaigns.faults import FaultClass
from campaigns.sending_ports import Progress
from db.audit_store import append
from db.models.campaigns import BatchRow, CampaignRow, RunRow
from db.models.deliveries import DeliveryRow
from db.run_store import changed
from db.session import Database
from db.stopping import OUT, stop_campaign
from db.tallies import LATER, Tally, add_up, sums
from db.topping_up import top_up

_definition = lru_cache(maxsize=64)(read)
_SWEPT_AT_ONCE = 200
_UNFINISHED = (RunState.PLANNING.value, RunState.RUNNING.value, RunState.HELD.value)
_SKIPPED = RunState.SKIPPED.value
_GIVEN_UP = or_(
    and_(CampaignRow.state == CampaignState.CANCELED.value, RunRow.state.in_(_UNFINISHED)),
    and_(RunRow.state == _SKIPPED, RunRow.finished_at.is_(None)),
)
"""Runs of which nothing may leave any more, and whose messages are not canceled yet."""


class WatchStore:
    """Runs that are out, in the database."""

    def __init__(self, database: Database) -> None:
        """Take the database."""
        self._database = database

    async def progress(self) -> Sequence[Progress]:
        """Give every run that is out, of campaigns that run."""
        query = (
            select(RunRow, CampaignRow)
            .join(CampaignRow, CampaignRow.id == RunRow.campaign_id)
            .where(RunRow.state == RunState.RUNNING.value, CampaignRow.state.in_(OUT))
        )
        found: list[Progress] = []
        async with self._database.reading() as session:
            for run, campaign in (await session.execute(query)).all():
                waves = await sums(session, run.id)
                of_run: Counter[str] = Counter()
                for of_wave in waves.values():
                    of_run.update(of_wave)
                out: Counter[str] = Counter()
                for wave, of_wave in waves.items():
                    if wave <= run.wave:
                        out.update(of_wave)
                found.append(
                    Progress(
                        run.id, campaign.id, _definition(campaign.definition), run.wave, run.last_wave,
                        run.wave_done_at, out, of_run, campaign.next_due_at is not None, campaign.accepted_at,
                        run.number, run.size or 0,
                    )
                )  # fmt: skip
        return found

    async def next_wave(self, progress: Progress, now: datetime, *, open_it: bool) -> None:
        """Note that a wave is out, or let the next one go."""
        same = RunRow.id == progress.run, RunRow.wave == progress.wave, RunRow.state == RunState.RUNNING.value
        values = {"wave": progress.wave + 1, "wave_done_at": None} if open_it else {"wave_done_at": now}
        async with self._database.writing() as session:
            done = await changed(session, update(RunRow).where(*same).values(**values))
            if done and open_it:
                words = f"run {progress.number} wave {progress.wave + 2}"
                await append(session, now, MACHINE, "open wave", f"campaign:{progress.campaign_id}", words)

    async def top_up(self, progress: Progress, size: int, now: datetime) -> int:
        """Move messages of later waves to the one that is out until `size` are out or wait; gives how many."""
        async with self._database.writing() as session:
            topped = await top_up(session, progress.run, progress.wave, size, now)
            if topped:
                words = f"run {progress.number} wave {progress.wave + 1}: {topped} more for those withheld"
                await append(session, now, MACHINE, "top up wave", f"campaign:{progress.campaign_id}", words)
        return topped

    async def wind_down(self, progress: Progress, now: datetime) -> None:
        """Note that nothing is left to send of the campaign, though some recipients are not accounted for yet."""
        if progress.more_runs:
            return
        unsent = select(RunRow.campaign_id).where(
            RunRow.id != progress.run,
            RunRow.campaign_id == progress.campaign_id,
            RunRow.state.in_(_UNFINISHED),
        )
        running = (
            CampaignRow.id == progress.campaign_id,
            CampaignRow.state == CampaignState.RUNNING.value,
            CampaignRow.next_due_at.is_(None),
            CampaignRow.id.not_in(unsent),
        )
        async with self._database.reading() as session:
            if not await session.scalar(select(CampaignRow.id).where(*running)):
                return
        over = update(CampaignRow).where(*running).values(state=CampaignState.FINISHING.value, updated_at=now)
        async with self._database.writing() as session:
            if await changed(session, over.execution_options(synchronize_session=False)):
                await append(session, now, MACHINE, Move.WIND_DOWN.value, f"campaign:{progress.campaign_id}")

    async def finish(self, progress: Progress, now: datetime) -> None:
        """Note that every recipient of the run is accounted for; with its last run the campaign is finished."""
        running = RunRow.id == progress.run, RunRow.state == RunState.RUNNING.value
        over = update(RunRow).where(*running).values(state=RunState.FINISHED.value, finished_at=now)
        async with self._database.writing() as session:
            if not await changed(session, over):
                return
            subject = f"campaign:{progress.campaign_id}"
            await append(session, now, MACHINE, "finish run", subject, f"run {progress.number}")
            await _finish_with_last_run(session, progress.campaign_id, now)

    async def stop(self, campaign: int, why: str, now: datetime, *, hold: bool) -> None:
        """Pause a campaign (or hold it for a person) and record why."""
        async with self._database.writing() as session:
            await stop_campaign(session, campaign, why, now, hold=hold)

    async def stalled(self, before: datetime) -> Sequence[int]:
        """Give running campaigns whose messages should have left before this moment, while nothing left since.

        What waits in line behind another campaign of a sender at work was not forgotten.
        """
        at_work = select(BatchRow.sender).where(BatchRow.handed_at >= before).distinct()
        query = (
            select(CampaignRow.id)
            .join(RunRow, RunRow.campaign_id == CampaignRow.id)
            .join(BatchRow, BatchRow.run_id == RunRow.id)
            .where(
                CampaignRow.state.in_(OUT),
                CampaignRow.updated_at < before,
                RunRow.state == RunState.RUNNING.value,
                BatchRow.state == BatchState.WAITING.value,
                BatchRow.wave <= RunRow.wave,
                BatchRow.due_at < before,
                BatchRow.sender.not_in(at_work),
            )
            .distinct()
        )
        async with self._database.reading() as session:
            return (await session.scalars(query)).all()

    async def sweep(self, now: datetime) -> None:
        """Cancel the messages that canceled campaigns and runs given up have not sent, a part at a time."""
        query = (
            select(BatchRow.id, BatchRow.run_id, BatchRow.wave)
            .join(RunRow, RunRow.id == BatchRow.run_id)
            .join(CampaignRow, CampaignRow.id == RunRow.campaign_id)
            .where(_GIVEN_UP, BatchRow.state == BatchState.WAITING.value)
            .limit(_SWEPT_AT_ONCE)
        )
        async with self._database.reading() as session:
            if not await session.scalar(_runs_given_up().limit(1)):
                return
        async with self._database.writing() as session:
            # Who plans such a run or tries something of it again just now is waited for: its batches are swept too.
            given_up = (await session.scalars(_runs_given_up().with_for_update(of=RunRow))).all()
            rows = (
                await session.execute(query.where(RunRow.id.in_(given_up)).with_for_update(of=BatchRow))
            ).all()
            swept: Counter[Tally] = Counter()
            for batch, run, wave in rows:
                count, later = await _cancel_planned(session, batch, now)
                swept[Tally(run, wave, LATER)] -= later
                swept[Tally(run, wave, DeliveryState.PLANNED.value)] -= count
                swept[Tally(run, wave, DeliveryState.CANCELED.value)] += count
            if rows:
                gone = BatchRow.id.in_([row.id for row in rows]), BatchRow.state == BatchState.WAITING.value
                await session.execute(update(BatchRow).where(*gone).values(state=BatchState.CANCELED.value))
                await add_up(session, swept)
            if len(rows) < _SWEPT_AT_ONCE:
                # A batch that is leased comes back if its worker dies, and is swept then.
                leased = select(BatchRow.run_id).where(BatchRow.state == BatchState.LEASED.value)
                over = update(RunRow).where(RunRow.id.in_(given_up), RunRow.id.not_in(leased))
                over = over.execution_options(synchronize_session=False)
                ended = case((RunRow.state == _SKIPPED, _SKIPPED), else_=RunState.CANCELED.value)
                await session.execute(over.values(state=ended, finished_at=now))
                of_them = select(RunRow.campaign_id).where(RunRow.id.in_(given_up)).distinct()
                for campaign in (await session.scalars(of_them)).all():
                    await _finish_with_last_run(session, campaign, now)


def _runs_given_up() -> Select[int]:
    of_campaign = CampaignRow.id == RunRow.campaign_id
    return select(RunRow.id).join(CampaignRow, of_campaign).where(_GIVEN_UP).order_by(RunRow.id)


async def _finish_with_last_run(session: AsyncSession, campaign: int, now: datetime) -> None:
    """Note that a campaign has come to its end, if none of its runs is left."""
    left = select(RunRow.campaign_id).where(
        RunRow.campaign_id == campaign,
        or_(RunRow.state.in_(_UNFINISHED), and_(RunRow.state == _SKIPPED, RunRow.finished_at.is_(None))),
    )
    last = (
        update(CampaignRow)
        .where(
            CampaignRow.id == campaign,
            CampaignRow.state.in_(OUT),
            CampaignRow.next_due_at.is_(None),
            CampaignRow.id.not_in(left),
        )
        .values(state=CampaignState.FINISHED.value, updated_at=now)
        .execution_options(synchronize_session=False)
    )
    if await changed(session, last):
        await append(session, now, MACHINE, Move.FINISH.value, f"campaign:{campaign}")


async def _cancel_planned(session: AsyncSession, batch: int, now: datetime) -> tuple[int, int]:
    """Cancel what is left of a batch; gives how many, and how many of them waited for a phone that was off."""
    planned = DeliveryRow.batch_id == batch, DeliveryRow.state == DeliveryState.PLANNED.value
    was_off = func.count().filter(DeliveryRow.fault_kind == FaultClass.UNREACHABLE.value)
    count, later = (await session.execute(select(func.count(), was_off).where(*planned))).one()
    values = {"state": DeliveryState.CANCELED.value, "settled_at": now}
    await session.execute(update(DeliveryRow).where(*planned).values(**values))
    return count, later
