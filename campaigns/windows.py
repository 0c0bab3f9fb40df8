"""When messages may leave: local hours for each weekday and for public holidays, as instants whatever the clocks do."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAYS_AHEAD = 370

IsHoliday = Callable[[date], bool]
"""Whether a day is a public holiday (not merely a weekend)."""


class WindowError(ValueError):
    """No window opens within a year, or hours are the wrong way round."""


@dataclass(frozen=True, slots=True)
class Hours:
    """Local hours of a day: from `opens` until just before `closes`."""

    opens: time
    closes: time

    def __post_init__(self) -> None:
        if self.opens >= self.closes:
            raise WindowError(f"hours must begin before they end: {self.opens:%H:%M}-{self.closes:%H:%M}")


@dataclass(frozen=True, slots=True)
class Windows:
    """Hours by weekday (Monday first; None: closed all day), and on public holidays, in a named zone.

    `always` is for alerts: open at any moment.
    """

    weekdays: tuple[Hours | None, ...]
    holidays: Hours | None
    zone: str = "Asia/Shanghai"
    always: bool = False

    def __post_init__(self) -> None:
        if len(self.weekdays) != 7:
            raise WindowError("windows need seven weekdays, Monday first")


def default_windows(opens: time = time(8), closes: time = time(21), zone: str = "Asia/Shanghai") -> Windows:
    """Give the hours in which carriers let promotional messages through, every day."""
    hours = Hours(opens, closes)
    return Windows((hours,) * 7, hours, zone)


def at_any_hour(zone: str = "Asia/Shanghai") -> Windows:
    """Give windows that are never closed."""
    return Windows((None,) * 7, None, zone, always=True)


@dataclass(frozen=True, slots=True)
class Opening:
    """A stretch of time in which messages may leave, in UTC; `closes` does not belong to it."""

    opens: datetime
    closes: datetime


def opening(windows: Windows, at: datetime, is_holiday: IsHoliday) -> Opening:
    """Give the opening that holds at this instant, else the next one; `WindowError` when none comes within a year."""
    moment = at.astimezone(UTC)
    if windows.always:
        return Opening(moment, moment + timedelta(hours=10))
    zone = ZoneInfo(windows.zone)
    first = moment.astimezone(zone).date()
    for ahead in range(DAYS_AHEAD):
        day = first + timedelta(days=ahead)
        hours = windows.holidays if is_holiday(day) else windows.weekdays[day.weekday()]
        if hours is None:
            continue
        opens, closes = instant(day, hours.opens, zone), instant(day, hours.closes, zone)
        if closes > max(moment, opens):
            return Opening(max(opens, moment), closes)
    raise WindowError("no sending window opens within a year: open at least one day")


def instant(day: date, at: time, zone: ZoneInfo) -> datetime:
    """Give a local time as an instant in UTC.

    A time that the clocks leap over falls as long after the leap as it was meant after its beginning; one that comes
    twice is the first.
    """
    return datetime.combine(day, at, zone).astimezone(UTC)
