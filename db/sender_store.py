"""The senders in the database, as people look at them and let them go."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update

from campaigns.senders import Sender
from db.audit_store import append
from db.models.campaigns import SenderRow
from db.run_store import changed
from db.session import Database

AT_FIRST = 0.5
"""How fast a sender that was stopped begins again, as a share of its pace."""


class SenderStore:
    """The senders that campaigns have used."""

    def __init__(self, database: Database) -> None:
        """Take the database."""
        self._database = database

    async def listed(self) -> Sequence[Sender]:
        """Give all of them by name."""
        async with self._database.reading() as session:
            rows = (await session.scalars(select(SenderRow).order_by(SenderRow.name))).all()
        return [Sender(row.name, row.segments_per_second, row.factor, row.paused, row.why) for row in rows]

    async def let_go(self, name: str, who: str, now: datetime) -> bool:
        """Let a stopped sender send again, at half its pace to begin with; False when there is none that is stopped."""
        stopped = SenderRow.name == name, SenderRow.paused.is_(True)
        go = update(SenderRow).where(*stopped).values(paused=False, why="", factor=AT_FIRST)
        async with self._database.writing() as session:
            if not await changed(session, go):
                return False
            await append(session, now, who, "let sender go", f"sender:{name}")
        return True
