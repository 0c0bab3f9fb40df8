"""When people answer: hours of each weekday, without public holidays, and with the weekends worked for them."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_DAYS = "一二三四五六日"
_SPAN = re.compile(r"(\d\d):(\d\d)-(\d\d):(\d\d)")
_LOOKS_AHEAD = 60
"""Days: longer than any row of holidays."""

Calendar = Callable[[date], bool | None]
"""Says of a day that nobody works (False), that it is a weekend on which people work (True), or nothing (None)."""


class HoursError(ValueError):
    """These are no hours; the text says what was found and how they are written."""


@dataclass(frozen=True, slots=True)
class Span:
    """People answer from `since` until `until` (not included)."""

    since: time
    until: time

    def __str__(self) -> str:
        """Give it in Chinese."""
        return f"{self.since:%H:%M}到{self.until:%H:%M}"


Day = tuple[Span, ...]
_OFFICE: Day = (Span(time(9, 0), time(17, 0)),)
OFFICE_WEEK: tuple[Day, ...] = (*([_OFFICE] * 5), (), ())


def _ordinary(day: date) -> bool | None:
    return None


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """The spans of each weekday (Monday first) in `zone`; a weekend that is worked has Monday's."""

    week: tuple[Day, ...] = OFFICE_WEEK
    zone: str = "Asia/Shanghai"
    calendar: Calendar = _ordinary

    def open_at(self, instant: datetime) -> bool:
        """Say whether somebody answers at an (aware) instant."""
        there = instant.astimezone(ZoneInfo(self.zone))
        return any(span.since <= there.time() < span.until for span in self._on(there.date()))

    def next_opening(self, instant: datetime) -> datetime | None:
        """Give when somebody answers again, if ever; the instant is one at which nobody does."""
        there = instant.astimezone(ZoneInfo(self.zone))
        for ahead in range(_LOOKS_AHEAD):
            day = there.date() + timedelta(days=ahead)
            for span in self._on(day):
                opens = datetime.combine(day, span.since, there.tzinfo)
                if opens > there:
                    return opens
        return None

    def opening_in_words(self, instant: datetime) -> str:
        """Give the next opening in Chinese, seen from the instant; "" where there is none."""
        opens = self.next_opening(instant)
        if opens is None:
            return ""
        away = (opens.date() - instant.astimezone(opens.tzinfo).date()).days
        if away < 2:
            return f"{'今天' if away == 0 else '明天'}{opens:%H:%M}"
        return f"{opens.month}月{opens.day}日(周{_DAYS[opens.weekday()]}){opens:%H:%M}"

    def in_words(self) -> str:
        """Give the hours of a week in Chinese, equal days together."""
        told: list[str] = []
        first = 0
        for day in range(1, len(self.week) + 1):
            if day < len(self.week) and self.week[day] == self.week[first]:
                continue
            if self.week[first]:
                told.append(_days(first, day - 1) + "、".join(map(str, self.week[first])))
            first = day
        return ",".join(told)

    def _on(self, day: date) -> Day:
        worked = self.calendar(day)
        if worked is False:
            return ()
        spans = self.week[day.weekday()]
        return self.week[0] if worked and not spans else spans


OFFICE_HOURS = OpeningHours()


def read_spans(written: str) -> Day:
    """Give the spans of a day as they are written (09:00-12:00,14:00-17:00; empty: nobody answers)."""
    spans: list[Span] = []
    for part in filter(None, written.replace(" ", "").split(",")):
        found = _SPAN.fullmatch(part)
        if not found:
            raise HoursError(f"{part!r} are no hours: they look like 09:00-17:00")
        since, until = (_time(found[place], found[place + 1]) for place in (1, 3))
        if until <= since or (spans and since < spans[-1].until):
            raise HoursError(f"{part!r} does not come after what is before it")
        spans.append(Span(since, until))
    return tuple(spans)


def read_week(written: Sequence[str]) -> tuple[Day, ...]:
    """Give the spans of seven days, Monday first."""
    return tuple(map(read_spans, written))


def _time(hour: str, minute: str) -> time:
    try:
        return time(int(hour), int(minute))
    except ValueError as error:
        raise HoursError(f"{hour}:{minute} is no time of a day") from error


def _days(first: int, last: int) -> str:
    if (first, last) == (0, 6):
        return "每天"
    if first == last:
        return f"周{_DAYS[first]}"
    return f"周{_DAYS[first]}{'和' if last == first + 1 else '到'}周{_DAYS[last]}"
