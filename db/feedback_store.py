"""How often answers helped: sums by day, subject and channel."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import case, func, select

from bot.feedback import Said, Tally, Vote
from db.models.steering import FeedbackRow
from db.session import Database

_COUNT = (
    "INSERT INTO feedback (day, name, aspect, channel, vote, count) VALUES (:day, :name, :aspect, :channel, :vote, 1)"
    " ON CONFLICT (day, name, aspect, channel, vote) DO UPDATE SET count = feedback.count + 1 RETURNING count"
)


class FeedbackStore:
    """A `FeedbackBook` (bot/feedback.py) in the database."""

    def __init__(self, database: Database) -> None:
        """Take the database."""
        self._database = database

    async def count(self, said: Said, channel: str, on: date) -> None:
        """Count one tap."""
        named = {"name": said.subject.name, "aspect": said.subject.aspect.value, "vote": said.vote.value}
        await self._database.alone(_COUNT, {**named, "channel": channel, "day": on.isoformat()})

    async def tallies(self, since: date) -> Sequence[Tally]:
        """Give the sums since a day."""
        row = FeedbackRow

        def sum_of(vote: Vote) -> object:
            return func.sum(case((row.vote == vote.value, row.count), else_=0))

        query = (
            select(row.name, row.aspect, sum_of(Vote.HELPED), sum_of(Vote.DID_NOT))  # type: ignore[call-overload]
            .where(row.day >= since.isoformat())
            .group_by(row.name, row.aspect)
        )
        async with self._database.reading() as session:
            found = [
                Tally(name, aspect, int(good), int(bad))
                for name, aspect, good, bad in await session.execute(query)
            ]
        return sorted(found, key=lambda one: (-one.did_not, one.helped, one.name, one.aspect))
