"""When messages may leave: local hours of weekdays, public holidays and make-up workdays, as instants whatever the clocks do."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAYS_AHEAD = 370

IsHoliday = Callable[[date], bool | None]
"""Whether a day is a public holiday (not merely a weekend); None: a weekend that is worked for one."""

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
KINDS_OF_DAY = (*DAYS, "holidays", "makeup")
"""By which names hours are set: seven weekdays, public holidays, weekends that are worked for them."""
SPAN = r"([01]\d|2[0-3]):[0-5]\d-(([01]\d|2[0-3]):[0-5]\d|24:00)"
"""Hours as they are written, such as 08:00-21:00."""
MIDNIGHT = time.max
"""The end of a day, written 24:00: the last moment of it that a time can hold."""


class WindowError(ValueError):
    """No window opens within a year, or hours are the wrong way round."""


@dataclass(frozen=True, slots=True)
class Hours:
    """Local hours of a day: from `opens` until just before `closes`."""

    opens: time
    closes: time

    def __post_init__(self) -> None:
        if self.opens >= self.closes:
            raise WindowError(f"hours must begin before they end: {self}")

    def __str__(self) -> str:
        """Give them as they are written."""
        return f"{self.opens:%H:%M}-{'24:00' if self.closes == MIDNIGHT else f'{self.closes:%H:%M}'}"


PROMOTIONAL = Hours(time(8), time(21))
"""When carriers let promotional messages through."""


def read_hours(written: str) -> Hours | None:
    """Read hours such as 08:00-21:00; empty or `closed` is None; raises `WindowError`."""
    if written in ("", "closed"):
        return None
    if not re.fullmatch(SPAN, written, re.ASCII):
        raise WindowError(
            f"{written!r} are no hours: write them as 08:00-21:00, at the latest until 24:00, or closed for none"
        )
    opens, _, closes = written.partition("-")
    return Hours(time.fromisoformat(opens), read_end(closes))


def read_end(written: str) -> time:
    """Read when a day's hours end, such as 21:00, at the latest 24:00; raises `ValueError`."""
    return MIDNIGHT if written == "24:00" else time.fromisoformat(written)


@dataclass(frozen=True, slots=True)
class Windows:
    """Hours by weekday (Monday first; None: closed all day), on public holidays and on make-up workdays, in a named zone.

    `always` is for alerts: open at any moment.
    """

    weekdays: tuple[Hours | None, ...]
    holidays: Hours | None
    zone: str = "Asia/Shanghai"
    always: bool = False
    makeup: Hours | None = PROMOTIONAL

    def __post_init__(self) -> None:
        if len(self.weekdays) != 7:
            raise WindowError("windows need seven weekdays, Monday first")


def default_windows(opens: time = time(8), closes: time = time(21), zone: str = "Asia/Shanghai") -> Windows:
    """Give the hours in which carriers let promotional messages through, every day."""
    hours = Hours(opens, closes)
    return Windows((hours,) * 7, hours, zone, makeup=hours)


def changed(windows: Windows, written: Mapping[str, str]) -> Windows:
    """Give windows with other hours on some kinds of day (`KINDS_OF_DAY`); `WindowError` says which cannot be read."""
    hours = by_day(windows)
    for kind, span in written.items():
        if kind not in hours:
            raise WindowError(f"windows.{kind}: there is no such day; there are {', '.join(KINDS_OF_DAY)}")
        try:
            hours[kind] = read_hours(span)
        except WindowError as error:
            raise WindowError(f"windows.{kind}: {error}") from error
    if not any(hours[day] for day in DAYS):
        raise WindowError("windows: open at least one weekday")
    weekdays = tuple(hours[day] for day in DAYS)
    return replace(
        windows, weekdays=weekdays, holidays=hours["holidays"], makeup=hours["makeup"], always=False
    )


def by_day(windows: Windows) -> dict[str, Hours | None]:
    """Give the hours by kind of day."""
    return dict(zip(KINDS_OF_DAY, (*windows.weekdays, windows.holidays, windows.makeup), strict=True))


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
        hours = _hours(windows, day, is_holiday)
        if hours is None:
            continue
        opens, closes = instant(day, hours.opens, zone), instant(day, hours.closes, zone)
        if closes > max(moment, opens):
            return Opening(max(opens, moment), closes)
    raise WindowError("no sending window opens within a year: open at least one day")


def _hours(windows: Windows, day: date, is_holiday: IsHoliday) -> Hours | None:
    holiday = is_holiday(day)
    if holiday is None:
        return windows.makeup
    return windows.holidays if holiday else windows.weekdays[day.weekday()]


def instant(day: date, at: time, zone: ZoneInfo) -> datetime:
    """Give a local time as an instant in UTC.

    A time that the clocks leap over falls as long after the leap as it was meant after its beginning; one that comes
    twice is the first.
    """
    return datetime.combine(day, at, zone).astimezone(UTC)
