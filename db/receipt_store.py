"""Where receipts are kept; each moves its delivery in the same transaction, if it says something new."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from campaigns.delivery import Receipt
from campaigns.settling import after_receipt
from db.dialects import insert_into
from db.models.deliveries import ReceiptRow
from db.moves import by_attempt, move
from db.session import Database


class ReceiptStore:
    """The receipts in the database."""

    def __init__(self, database: Database) -> None:
        """Take the database."""
        self._database = database

    async def take(self, receipts: Sequence[Receipt], now: datetime) -> int:
        """Record receipts and move their deliveries; gives how many belong to no attempt of ours."""
        changes = by_attempt((one.attempt, partial(after_receipt, receipt=one)) for one in receipts)
        async with self._database.writing() as session:
            known = await move(session, changes, now)
            statement = insert_into((await session.connection()).dialect)(ReceiptRow).on_conflict_do_nothing()
            rows = {
                (one.attempt, one.status, one.code): {
                    "attempt_id": one.attempt, "status": one.status, "code": one.code, "rank": one.rank,
                    "received_at": now,
                }
                for one in receipts
                if one.attempt in known
            }  # fmt: skip
            if rows:
                await session.execute(statement, [rows[key] for key in sorted(rows)])
        return sum(one.attempt not in known for one in receipts)
