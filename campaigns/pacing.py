"""How fast a sender sends: when each batch falls due, how large it is, and how a sender slows down and recovers."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from campaigns.windows import IsHoliday, Opening, Windows, opening

LONGEST_BATCH_SECONDS = 1.0
"""A batch holds at most what its sender sends in this time, so that a pause takes effect within it."""
SLOWEST = 0.05
FEW = 0.1
RECOVERED = 1.2
"""A slowed sender comes back by this factor with every batch that nobody complained of."""


def batch_segments(segments_per_second: float, limit: int) -> int:
    """Give how many segments a batch may hold: a second's worth, at least one, at most `limit`."""
    return max(1, min(limit, int(segments_per_second * LONGEST_BATCH_SECONDS)))


class Slots:
    """Gives out moments to batches one after the other, inside the windows, at the sender's rate."""

    def __init__(
        self, windows: Windows, is_holiday: IsHoliday, segments_per_second: float, since: datetime
    ) -> None:
        """Begin at `since`, or at the next opening after it."""
        self._windows, self._is_holiday = windows, is_holiday
        self._rate = segments_per_second
        self._open = opening(windows, since, is_holiday)
        self.next_at = self._open.opens

    def take(self, segments: int) -> Opening:
        """Give when this many segments may begin to leave, and when their window closes."""
        lasts = timedelta(seconds=segments / self._rate)
        if self.next_at + lasts > self._open.closes:
            self._open = opening(self._windows, max(self.next_at, self._open.closes), self._is_holiday)
            self.next_at = self._open.opens
        begins = self.next_at
        self.next_at = begins + lasts
        return Opening(begins, self._open.closes)

    def rest(self, pause: timedelta) -> None:
        """Leave a pause before the next batch."""
        self._open = opening(self._windows, self.next_at + pause, self._is_holiday)
        self.next_at = self._open.opens


@dataclass(frozen=True, slots=True)
class Pace:
    """How a sender may send now. `factor` (0..1] slows it down, `held_until` stops it (UTC)."""

    segments_per_second: float
    factor: float
    free_at: datetime
    held_until: datetime
    paused: bool = False

    def allowance(self, now: datetime, ahead: timedelta) -> int:
        """Give how many segments may be handed out now; time that nobody used is not saved up."""
        if self.paused or self.held_until > now:
            return 0
        seconds = (now + ahead - max(self.free_at, now - ahead)).total_seconds()
        least = 1 if self.free_at <= now else 0
        return max(least, int(seconds * self.segments_per_second * self.factor))

    def spent(self, segments: int, now: datetime, ahead: timedelta) -> "Pace":
        """Give the pace after this many segments were handed out, whoever sent them."""
        lasts = timedelta(seconds=segments / (self.segments_per_second * self.factor))
        return replace(self, free_at=max(self.free_at, now - ahead) + lasts)

    def slowed(self, share: float, now: datetime, wait: timedelta) -> "Pace":
        """Give the pace after the provider threw back this share (0..1] of a batch: down to half as fast.

        Where it was more than a few, nothing leaves until `wait` is over.
        """
        held = max(self.held_until, now + wait) if share > FEW else self.held_until
        return replace(self, factor=max(SLOWEST, self.factor * (1 - share / 2)), held_until=held)
