"""Receipts and simulated messages, as far as they are too old to be kept."""

from datetime import datetime

from sqlalchemy import delete, select, tuple_
from sqlalchemy.engine import CursorResult

from db.models.deliveries import OutboxRow, ReceiptRow
from db.session import Database


class ArchiveStore:
    """What the database keeps for a time only."""

    def __init__(self, database: Database) -> None:
        """Take the database."""
        self._database = database

    async def forget(self, before: datetime, limit: int) -> int:
        """Delete at most `limit` receipts, and as many simulated messages, that are older; gives how many."""
        key = (ReceiptRow.attempt_id, ReceiptRow.status, ReceiptRow.code)
        receipts = select(*key).where(ReceiptRow.received_at < before).limit(limit)
        messages = select(OutboxRow.id).where(OutboxRow.at < before).limit(limit)
        forgotten = 0
        async with self._database.writing() as session:
            for statement in (
                delete(ReceiptRow).where(tuple_(*key).in_(receipts)),
                delete(OutboxRow).where(OutboxRow.id.in_(messages)),
            ):
                result = await session.execute(statement.execution_options(synchronize_session=False))
                forgotten += result.rowcount if isinstance(result, CursorResult) else 0
        return forgotten
