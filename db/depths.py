"""What waits in the tables of the sending side, for operators."""

from datetime import datetime

from sqlalchemy import func, select

from campaigns.campaign import BatchState
from campaigns.console.ports import Depth
from campaigns.delivery import DeliveryState
from db.models.campaigns import BatchRow, SenderRow, TallyRow
from db.session import Database


class DepthStore:
    """Counts of what waits: batches are few and indexed by state, deliveries are counted by their tallies."""

    def __init__(self, database: Database) -> None:
        """Take the database."""
        self._database = database

    async def depth(self, now: datetime) -> Depth:
        """Count what waits."""
        waiting = select(func.count()).where(BatchRow.state == BatchState.WAITING.value)
        unknown = select(func.sum(TallyRow.count)).where(TallyRow.name == DeliveryState.UNKNOWN.value)
        stopped = select(func.count()).where(SenderRow.paused)
        async with self._database.reading() as session:
            return Depth(
                int(await session.scalar(waiting) or 0),
                int(await session.scalar(waiting.where(BatchRow.due_at <= now)) or 0),
                int(await session.scalar(unknown) or 0),
                int(await session.scalar(stopped) or 0),
            )
