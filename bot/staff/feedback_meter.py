"""Counts for operators how often answers helped, beside the book that keeps it."""

from collections.abc import Sequence
from datetime import date

from prometheus_client import Counter

from bot.feedback import FeedbackBook, Said, Tally, Vote


class CountedFeedback:
    """A `FeedbackBook` (bot/feedback.py) that tells its meter of each tap; `meter` waits to be registered."""

    def __init__(self, book: FeedbackBook) -> None:
        """Take the book."""
        self._book = book
        self.meter = Counter(
            "huimin_feedback", "Whether answers helped", ("name", "aspect", "helped"), registry=None
        )

    async def count(self, said: Said, channel: str, on: date) -> None:
        """Count one tap."""
        await self._book.count(said, channel, on)
        helped = str(said.vote is Vote.HELPED).lower()
        self.meter.labels(said.subject.name, said.subject.aspect.value, helped).inc()

    async def tallies(self, since: date) -> Sequence[Tally]:
        """Give the sums since a day."""
        return await self._book.tallies(since)
