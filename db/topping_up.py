"""Fills a wave up to its size from the waves after it, where some of its messages were withheld."""

from collections import Counter
from datetime import UTC, datetime

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from campaigns.campaign import BatchState, RunState
from campaigns.delivery import DeliveryState
from campaigns.watch import IN_WAVE
from db.models.campaigns import BatchRow, RunRow
from db.models.deliveries import DeliveryRow
from db.tallies import Tally, add_up, sums

BATCHES_AT_ONCE = 50
"""So many batches are taken from in one transaction; the rest at the next look."""
_NOT_OPEN = datetime(2000, 1, 1, tzinfo=UTC)
"""A window that has closed: the right one is set when the batch falls due."""
_COUNTS = [state.value for state in IN_WAVE]


async def top_up(session: AsyncSession, run: int, wave: int, size: int, now: datetime) -> int:
    """Move messages to this wave until the waves up to it hold `size` that were not withheld; gives how many.

    0 when the wave is not out any more, or nobody is left after it.
    """
    same = RunRow.id == run, RunRow.wave == wave, RunRow.state == RunState.RUNNING.value
    # Two watches at once: the second counts what the first has moved.
    if await session.scalar(select(RunRow.id).where(*same).with_for_update()) is None:
        return 0
    waves = await sums(session, run)
    missing = size - sum(waves[one][name] for one in waves if one <= wave for name in _COUNTS)
    batches = (
        select(BatchRow)
        .where(BatchRow.run_id == run, BatchRow.wave > wave, BatchRow.state == BatchState.WAITING.value)
        .order_by(BatchRow.wave, BatchRow.due_at, BatchRow.id)
        .limit(BATCHES_AT_ONCE)
        .with_for_update()
    )
    moved: Counter[Tally] = Counter()
    topped = 0
    for batch in (await session.scalars(batches)).all():
        if topped >= missing:
            break
        source = batch.wave
        count = await _moved(session, batch, wave, missing - topped, now)
        moved[Tally(run, source, DeliveryState.PLANNED.value)] -= count
        moved[Tally(run, wave, DeliveryState.PLANNED.value)] += count
        topped += count
    await session.flush()
    await add_up(session, moved)
    return topped


async def _moved(session: AsyncSession, batch: BatchRow, wave: int, most: int, now: datetime) -> int:
    """Move a batch to this wave, or as many of its messages as a batch of their own; gives how many."""
    planned = (
        select(DeliveryRow.id, DeliveryRow.segments)
        .where(DeliveryRow.batch_id == batch.id, DeliveryRow.state == DeliveryState.PLANNED.value)
        .order_by(DeliveryRow.id)
    )
    rows = (await session.execute(planned)).all()
    taken = rows[:most]
    of_them = update(DeliveryRow).where(DeliveryRow.id.in_([row.id for row in taken]))
    of_them = of_them.execution_options(synchronize_session=False)
    if len(taken) == len(rows):
        batch.wave, batch.due_at, batch.window_until = wave, now, _NOT_OPEN
        await session.execute(of_them.values(wave=wave))
        return len(taken)
    segments = sum(row.segments for row in taken)
    own = (
        insert(BatchRow)
        .values(
            run_id=batch.run_id, wave=wave, sender=batch.sender, due_at=now, window_until=_NOT_OPEN,
            state=BatchState.WAITING.value, size=len(taken), segments=segments,
            handed_at=None, token="", lease_until=None,
        )
        .returning(BatchRow.id)
    )  # fmt: skip
    made = await session.scalar(own)
    batch.size -= len(taken)
    batch.segments -= segments
    await session.execute(of_them.values(wave=wave, batch_id=made))
    return len(taken)
