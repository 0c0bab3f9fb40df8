"""What the watch reads of runs by their counters, and the moves it makes: waves, stops, the end."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache

from sqlalchemy import Select, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from campaigns.audit import MACHINE
from campaigns.campaign import BatchState, CampaignState, Move, RunState, moved, read
from campaigns.delivery import DeliveryState
from campaigns.sending_ports import Progress
from db.audit_store import append
from db.models.campaigns import BatchRow, CampaignRow, RunRow
from db.models.deliveries import DeliveryRow
from db.run_store import changed
from db.session import Database
from db.tallies import Tally, add_up, sums

_definition = lru_cache(maxsize=64)(read)
_OUT = (CampaignState.RUNNING.value, CampaignState.FINISHING.value)
_SWEPT_AT_ONCE = 200


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
            .where(RunRow.state == RunState.RUNNING.value, CampaignRow.state.in_(_OUT))
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
                        run.wave_done_at, out, of_run, campaign.next_due_at is not None,
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
                words = f"run {progress.run} wave {progress.wave + 1}"
                await append(session, now, MACHINE, "open wave", f"campaign:{progress.campaign_id}", words)

    async def finish(self, progress: Progress, now: datetime) -> None:
        """Note that every recipient of the run is accounted for; with its last run the campaign is finished."""
        running = RunRow.id == progress.run, RunRow.state == RunState.RUNNING.value
        over = update(RunRow).where(*running).values(state=RunState.FINISHED.value, finished_at=now)
        async with self._database.writing() as session:
            if not await changed(session, over):
                return
            subject = f"campaign:{progress.campaign_id}"
            await append(session, now, MACHINE, "finish run", subject, f"run {progress.run}")
            open_states = (RunState.PLANNING.value, RunState.RUNNING.value, RunState.HELD.value)
            left = select(func.count()).where(
                RunRow.campaign_id == progress.campaign_id, RunRow.state.in_(open_states)
            )
            if progress.more_runs or await session.scalar(left):
                return
            last = (
                update(CampaignRow)
                .where(
                    CampaignRow.id == progress.campaign_id,
                    CampaignRow.state.in_(_OUT),
                    CampaignRow.next_due_at.is_(None),
                )
                .values(state=CampaignState.FINISHED.value, updated_at=now)
            )
            if await changed(session, last):
                await append(session, now, MACHINE, Move.FINISH.value, subject)

    async def stop(self, campaign: int, why: str, now: datetime, *, hold: bool) -> None:
        """Pause a campaign (or hold it for a person) and record why."""
        move = Move.HOLD if hold else Move.PAUSE
        running = CampaignRow.id == campaign, CampaignRow.state == CampaignState.RUNNING.value
        state = moved(CampaignState.RUNNING, move).value
        stopped = update(CampaignRow).where(*running).values(state=state, why=why[:300], updated_at=now)
        async with self._database.writing() as session:
            if await changed(session, stopped):
                await append(session, now, MACHINE, move.value, f"campaign:{campaign}", why)

    async def sweep(self, now: datetime) -> None:
        """Cancel the messages that canceled campaigns have not sent, a part at a time."""
        query = (
            select(BatchRow.id, BatchRow.run_id, BatchRow.wave)
            .join(RunRow, RunRow.id == BatchRow.run_id)
            .join(CampaignRow, CampaignRow.id == RunRow.campaign_id)
            .where(
                CampaignRow.state == CampaignState.CANCELED.value,
                RunRow.state != RunState.CANCELED.value,
                BatchRow.state == BatchState.WAITING.value,
            )
            .limit(_SWEPT_AT_ONCE)
        )
        async with self._database.reading() as session:
            if not await session.scalar(_runs_of_canceled().limit(1)):
                return
        async with self._database.writing() as session:
            rows = (await session.execute(query)).all()
            swept: Counter[Tally] = Counter()
            for batch, run, wave in rows:
                count = await _cancel_planned(session, batch, now)
                swept[Tally(run, wave, DeliveryState.PLANNED.value)] -= count
                swept[Tally(run, wave, DeliveryState.CANCELED.value)] += count
            if rows:
                gone = BatchRow.id.in_([row.id for row in rows]), BatchRow.state == BatchState.WAITING.value
                await session.execute(update(BatchRow).where(*gone).values(state=BatchState.CANCELED.value))
                await add_up(session, swept)
            if len(rows) < _SWEPT_AT_ONCE:
                # A batch that is leased comes back if its worker dies, and is swept then.
                leased = select(BatchRow.run_id).where(BatchRow.state == BatchState.LEASED.value)
                over = update(RunRow).where(RunRow.id.in_(_runs_of_canceled()), RunRow.id.not_in(leased))
                over = over.execution_options(synchronize_session=False)
                await session.execute(over.values(state=RunState.CANCELED.value, finished_at=now))


def _runs_of_canceled() -> Select[int]:
    unfinished = (RunState.PLANNING.value, RunState.RUNNING.value, RunState.HELD.value)
    return (
        select(RunRow.id)
        .join(CampaignRow, CampaignRow.id == RunRow.campaign_id)
        .where(CampaignRow.state == CampaignState.CANCELED.value, RunRow.state.in_(unfinished))
    )


async def _cancel_planned(session: AsyncSession, batch: int, now: datetime) -> int:
    planned = DeliveryRow.batch_id == batch, DeliveryRow.state == DeliveryState.PLANNED.value
    count = int(await session.scalar(select(func.count()).where(*planned)) or 0)
    values = {"state": DeliveryState.CANCELED.value, "settled_at": now}
    await session.execute(update(DeliveryRow).where(*planned).values(**values))
    return count
