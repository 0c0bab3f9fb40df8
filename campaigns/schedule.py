"""When a campaign is due: once, or again and again by a cron line, in a named zone."""

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice, takewhile
from math import ceil
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from apscheduler.triggers.cron import CronTrigger

FIRST_YEAR, LAST_YEAR = 2000, 2199
_COUNTED = 1_000
_NAMES = ("sun", "mon", "tue", "wed", "thu", "fri", "sat", "sun")
_PART = re.compile(r"(?:\*|([0-7]|[a-z]{3})(?:-([0-7]|[a-z]{3}))?)(?:/([1-7]))?")


class ScheduleError(ValueError):
    """A schedule that cannot be kept; the text says what was found and what to write."""


@dataclass(frozen=True, slots=True)
class Once:
    """Due once, at a local time of `zone` (given without offset)."""

    at: datetime
    zone: str = "Asia/Shanghai"
    kind: Literal["once"] = "once"

    def __post_init__(self) -> None:
        zone_of(self.zone)
        _local(self.at)


@dataclass(frozen=True, slots=True)
class Recurring:
    """Due by a cron line of five fields (Sunday is 0 or 7), until a local time of `zone`.

    Where both a day of the month and a weekday are given, both must hold.
    """

    cron: str
    until: datetime
    zone: str = "Asia/Shanghai"
    kind: Literal["recurring"] = "recurring"

    def __post_init__(self) -> None:
        zone_of(self.zone)
        _local(self.until)
        _trigger(self.cron, self.zone)


Schedule = Once | Recurring


def next_due(schedule: Schedule, after: datetime) -> datetime | None:
    """Give the first moment (UTC) later than `after` at which the campaign is due; None when there is none."""
    return next(due_times(schedule, after), None)


def first_due(schedule: Schedule, now: datetime, grace: timedelta) -> datetime:
    """Give when a campaign that begins now is first due (UTC); `ScheduleError` when that time never comes.

    What is due once may have been due up to `grace` ago; of what comes again and again nothing is made up for.
    """
    if isinstance(schedule, Once):
        if (due := next_due(schedule, now - grace)) is None:
            raise ScheduleError("the time of this campaign has passed: edit it and choose a later time")
        return due
    if (due := next_due(schedule, now)) is None:
        raise ScheduleError(
            f"cron {schedule.cron} never comes between now and {schedule.until:%Y-%m-%d %H:%M}: "
            "edit the campaign and choose other times or a later end"
        )
    return due


def last_due(schedule: Schedule, since: datetime, until: datetime) -> datetime | None:
    """Give the last due moment (UTC) from `since` to `until`, both included; None when there is none."""
    before = since - timedelta(microseconds=1)
    span = timedelta(hours=1)
    # Looking from near the end first: a line for every minute would be walked through for months.
    while True:
        after = max(before, until - span)
        found = deque(takewhile(lambda at: at <= until, due_times(schedule, after)), maxlen=1)
        if found or after == before:
            return found[0] if found else None
        span *= 8


def occurrences(schedule: Schedule, since: datetime) -> int:
    """Give how many times it is due from `since` on, at least one; beyond a thousand as many as its mean pace makes."""
    if isinstance(schedule, Once):
        return 1
    found = list(islice(due_times(schedule, since - timedelta(microseconds=1)), _COUNTED))
    if len(found) < _COUNTED:
        return max(1, len(found))
    until = schedule.until.replace(tzinfo=zone_of(schedule.zone)).astimezone(UTC)
    return max(_COUNTED, ceil((until - found[0]) / (found[-1] - found[0]) * (_COUNTED - 1)) + 1)


def due_times(schedule: Schedule, after: datetime) -> Iterator[datetime]:
    """Give every due moment (UTC) later than `after`, in order.

    Where the clocks leap forward a time that does not exist is due after the leap; where they go back, a time that
    comes twice is due the first time only.
    """
    zone = zone_of(schedule.zone)
    moment = after.astimezone(UTC)
    if isinstance(schedule, Once):
        due = schedule.at.replace(tzinfo=zone).astimezone(UTC)
        if due > moment:
            yield due
        return
    trigger = _trigger(schedule.cron, schedule.zone)
    until = schedule.until.replace(tzinfo=zone).astimezone(UTC)
    while True:
        # Cron knows whole seconds: looking from the next one gives only later times.
        since = moment.replace(microsecond=0) + timedelta(seconds=1)
        found = trigger.get_next_fire_time(None, since.astimezone(zone))
        if found is None or found.astimezone(UTC) > until:
            return
        moment = found.astimezone(UTC)
        if not moment.astimezone(zone).fold:
            yield moment


def _local(at: datetime) -> None:
    if at.tzinfo is not None:
        raise ScheduleError("write the local time without offset, and the zone beside it")
    if not FIRST_YEAR <= at.year <= LAST_YEAR:
        raise ScheduleError(f"{at:%Y-%m-%d}: write a year from {FIRST_YEAR} to {LAST_YEAR}")


def zone_of(name: str) -> ZoneInfo:
    """Give a zone by its name; raises `ScheduleError`."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:  # a folder of zones is none
        raise ScheduleError(f"{name!r} is no time zone: write one such as Asia/Shanghai") from error


def _trigger(cron: str, zone: str) -> CronTrigger:
    fields = cron.split()
    if len(fields) != 5:
        raise ScheduleError(f"{cron!r}: a cron line has five fields: minute hour day month weekday")
    minute, hour, day, month, weekday = fields
    try:
        return CronTrigger(
            minute=minute,
            hour=hour,
            day=day,
            month=month,
            day_of_week=_weekdays(weekday),
            timezone=zone_of(zone),
        )
    except ValueError as error:
        raise ScheduleError(f"{cron!r}: {error}") from error


def _weekdays(written: str) -> str:
    """Give the weekdays by name: the library counts them from Monday, cron from Sunday."""
    if written == "*":
        return written
    chosen: set[str] = set()
    for part in written.lower().split(","):
        found = _PART.fullmatch(part)
        if found is None:
            raise ValueError(f"{written!r} is no weekday: write 1-5, sat,sun or *")
        first, last, step = found.groups()
        low = _number(first) if first else 0
        high = _number(last) if last else low if first and not step else 6
        if last and high < low:
            high += 7
        chosen.update(_NAMES[day % 7] for day in range(low, high + 1, int(step or 1)))
    return ",".join(name for name in _NAMES[:7] if name in chosen)


def _number(day: str) -> int:
    if day.isdigit():
        return int(day)
    if day not in _NAMES:
        raise ValueError(f"{day!r} is no weekday: write sun, mon, tue, wed, thu, fri or sat")
    return _NAMES.index(day)
