"""Which batches may leave now: due, in an opened wave, inside a window, and within their sender's pace."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, case, or_, select, update

from campaigns.campaign import BatchState, CampaignKind, CampaignState, RunState, read
from campaigns.sending_ports import Closed
from campaigns.windows import Opening
from db.consequences import pace
from db.models.campaigns import BatchRow, CampaignRow, RunRow, SenderRow
from db.session import Database

PATIENCE = timedelta(seconds=10)
"""A batch handed out longer ago counts as lost on the way: it is handed out again, and the late message is void."""
AHEAD = timedelta(seconds=1)
"""How much of a sender's time is handed out at once; also the most that is made up for after a standstill."""
_SENDERS = 100
_ALERTS_FIRST = case((CampaignRow.kind == CampaignKind.ALERT.value, 0), else_=1)


UNDER_WAY = and_(
    RunRow.state == RunState.RUNNING.value,
    CampaignRow.state.in_((CampaignState.RUNNING.value, CampaignState.FINISHING.value)),
)
"""The condition under which messages of a run and its campaign leave at all."""


def may_leave(now: datetime) -> ColumnElement[bool]:
    """Give the condition under which a batch (joined with its run and campaign) may leave now."""
    return and_(
        BatchRow.state == BatchState.WAITING.value,
        BatchRow.due_at <= now,
        BatchRow.wave <= RunRow.wave,
        UNDER_WAY,
    )


class HandOutStore:
    """The waiting batches in the database."""

    def __init__(self, database: Database) -> None:
        """Take the database."""
        self._database = database

    async def closed(self, now: datetime) -> Sequence[Closed]:
        """Give the runs that have due batches outside a window."""
        query = (
            select(BatchRow.run_id, CampaignRow.definition)
            .join(RunRow, RunRow.id == BatchRow.run_id)
            .join(CampaignRow, CampaignRow.id == RunRow.campaign_id)
            .where(may_leave(now), BatchRow.window_until <= now)
            .distinct()
        )
        async with self._database.reading() as session:
            rows = (await session.execute(query)).all()
        return [Closed(run, read(definition).windows) for run, definition in rows]

    async def reopen(self, run: int, opening: Opening, now: datetime) -> None:
        """Move the batches of this run that are due outside a window into this opening."""
        stale = (
            BatchRow.run_id == run,
            BatchRow.state == BatchState.WAITING.value,
            BatchRow.due_at <= now,
            BatchRow.window_until <= now,
        )
        moved = update(BatchRow).where(*stale).values(window_until=opening.closes)
        if opening.opens > now:
            moved = moved.values(due_at=opening.opens)
        async with self._database.writing() as session:
            await session.execute(moved)

    async def due_batches(self, now: datetime, limit: int) -> Sequence[int]:
        """Give due batches within their senders' pace, and note that they were handed out."""
        async with self._database.reading() as session:
            any_due = select(BatchRow.sender).where(BatchRow.state == BatchState.WAITING.value)
            due_senders = (await session.scalars(any_due.where(BatchRow.due_at <= now).distinct())).all()
        handed: list[int] = []
        for sender in due_senders[:_SENDERS]:
            handed += await self._of_sender(sender, now, limit)
        return handed

    async def _of_sender(self, sender: str, now: datetime, limit: int) -> list[int]:
        query = (
            select(BatchRow.id, BatchRow.segments)
            .join(RunRow, RunRow.id == BatchRow.run_id)
            .join(CampaignRow, CampaignRow.id == RunRow.campaign_id)
            .where(
                may_leave(now),
                BatchRow.sender == sender,
                BatchRow.window_until > now,
                or_(BatchRow.handed_at.is_(None), BatchRow.handed_at <= now - PATIENCE),
            )
            .order_by(_ALERTS_FIRST, BatchRow.due_at, BatchRow.id)
            .limit(limit)
            # Whoever holds a batch just now takes it: to wait for it while holding the sender could be for ever.
            .with_for_update(of=BatchRow, skip_locked=True)
        )
        async with self._database.writing() as session:
            row = await session.get(SenderRow, sender, with_for_update=True)
            if row is None:
                return []
            now_pace = pace(row)
            allowed = now_pace.allowance(now, AHEAD)
            if not allowed:
                return []
            chosen: list[int] = []
            for batch, segments in await session.execute(query):
                chosen.append(batch)
                now_pace = now_pace.spent(segments, now, AHEAD)
                allowed -= segments
                if allowed <= 0:
                    break
            if chosen:
                row.free_at = now_pace.free_at
                await session.execute(update(BatchRow).where(BatchRow.id.in_(chosen)).values(handed_at=now))
        return chosen

    async def spend(self, sender: str, segments: int, now: datetime) -> None:
        """Count segments that left for another reason, such as a reply: they go ahead, and batches wait for them."""
        async with self._database.writing() as session:
            row = await session.get(SenderRow, sender, with_for_update=True)
            if row is not None:
                row.free_at = pace(row).spent(segments, now, AHEAD).free_at
