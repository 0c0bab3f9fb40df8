"""Dates as people say them, read into ISO dates that are only as exact as what was said."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from nlu.reading.numerals import read_number
from nlu.reading.quick import quick

_HAN_DIGIT = "[零〇一二三四五六七八九]"
_YEAR = (
    rf"(?:(?P<y4>(?:19|20)\d\d|[一二][零〇九]{_HAN_DIGIT}{{2}})年?|(?P<y2>(?<!\d)\d\d|(?<!{_HAN_DIGIT}){_HAN_DIGIT}{{2}})年"
    r"|(?P<ago>今年|去年|上年|前年|大前年|本年))"
)
_MONTH = r"(?P<lunar_month>闰)?(?P<month>\d{1,2}|十[一二]?|[一二三四五六七八九正冬腊])月份?"
_DAY = (
    r"(?P<lunar_day>初)?(?P<day>[0-3]?\d|二?十?[一二三四五六七八九]|[二三]?十|三十一|廿[一二三四五六七八九]?)"
    r"(?:[日号](?!楼)|(?<=初.)|(?=生|出生|落地|$|[,。;!?]))"
)
_CALENDAR = r"(?:(?P<lunar>农历|阴历|旧历|古历|老历|阳历|公历|新历)的?)?"

_SPOKEN = quick(rf"{_CALENDAR}{_YEAR}{_CALENDAR.replace('lunar', 'lunar_after')}(?:{_MONTH}(?:{_DAY})?)?")
_WRITTEN = re.compile(
    r"(?<!\d)(?P<y4>(?:19|20)\d\d)(?P<sep>[-./年])(?P<month>\d{1,2})(?:(?P=sep)(?P<day>\d{1,2})(?!\d))?(?![\d月])"
    r"|(?<!\d)(?P<y8>(?:19|20)\d\d)(?P<m8>0[1-9]|1[0-2])(?P<d8>[0-3]\d)?(?!\d)"
)
_NEAR = re.compile(
    r"(?P<days>大前天|前天|昨天|今天|刚刚?)|(?P<months>上上个?月|上个?月|这个月|本月)(?:(?P<day>\d{1,2})[日号])?"
)

_AGO = {"今年": 0, "本年": 0, "去年": 1, "上年": 1, "前年": 2, "大前年": 3}
_DAYS_AGO = {"今天": 0, "昨天": 1, "前天": 2, "大前天": 3}
_MONTHS_AGO = {"这个月": 0, "本月": 0, "上月": 1, "上个月": 1, "上上月": 2, "上上个月": 2}
_OLD_CALENDAR = {"农历", "阴历", "旧历", "古历", "老历"}
_LUNAR_NAMES = {"正": 1, "冬": 11, "腊": 12}


@dataclass(frozen=True, slots=True)
class Dated:
    """A date found at `start`..`end` of a text; `iso` is `2023`, `2023-05` or `2023-05-01`.

    `lunar` is the month where it is one of the old calendar: then `iso` is the year alone.
    """

    start: int
    end: int
    iso: str
    lunar: int = 0


def dates_in(text: str, on: date, *, adult: bool) -> Iterator[Dated]:
    """The dates in a cleaned text, left to right, none after the day `on`.

    `adult` settles two-digit years: the birth year of a grown person (66 is 1966, 08 is not 2008 but 1908 only when
    that is not over 105 years ago), otherwise the latest such year that is not in the future. Lunar months give the
    year alone, and nothing when the lunar year may reach into the next one.
    """
    place = 0
    found = _WRITTEN.search(text) if "19" in text or "20" in text else None
    spoken, near = _SPOKEN.search(text), _NEAR.search(text)
    while place < len(text):
        # A find that begins further on is still the next of its kind.
        if found and found.start() < place:
            found = _WRITTEN.search(text, place)
        if spoken and spoken.start() < place:
            spoken = _SPOKEN.search(text, place)
        if near and near.start() < place:
            near = _NEAR.search(text, place)
        first = min(
            (m for m in (found, spoken, near) if m), key=lambda m: (m.start(), -m.end()), default=None
        )
        if first is None:
            return
        if first is found:
            iso = _written(first)
        elif first is spoken:
            iso = _spoken(first, on, adult)
        else:
            iso = _near(first, on)
        if iso is not None and iso <= on.isoformat()[: len(iso)]:
            lunar = _lunar_month(first) if first is spoken else 0
            yield Dated(first.start(), first.end(), iso, lunar)
        place = max(first.end(), place + 1)


def _written(found: re.Match[str]) -> str | None:
    year = found["y4"] or found["y8"]
    return _iso(int(year), int(found["month"] or found["m8"]), int(found["day"] or found["d8"] or 0))


def _spoken(found: re.Match[str], on: date, adult: bool) -> str | None:
    year = _year(found, on, adult)
    if year is None or year > on.year:
        return None
    if found["month"] is None:
        return f"{year:04d}"
    month = _LUNAR_NAMES.get(found["month"]) or read_number(found["month"]) or 0
    if _lunar_month(found):
        # The eleventh and twelfth lunar months may lie in the next year; the others never do.
        return f"{year:04d}" if 1 <= month <= 10 else None
    day = read_number(found["day"]) if found["day"] else 0
    return _iso(year, month, day or 0)


def _lunar_month(found: re.Match[str]) -> int:
    """The month of the old calendar that is named; 0 where it is of the new one, or none is named."""
    if found["month"] is None:
        return 0
    lunar = found["lunar"] in _OLD_CALENDAR or found["lunar_after"] in _OLD_CALENDAR
    lunar = lunar or bool(found["lunar_day"] or found["lunar_month"]) or found["month"] in _LUNAR_NAMES
    return (_LUNAR_NAMES.get(found["month"]) or read_number(found["month"]) or 0) if lunar else 0


def _year(found: re.Match[str], on: date, adult: bool) -> int | None:
    if found["ago"]:
        return on.year - _AGO[found["ago"]]
    if found["y4"]:
        return read_number(found["y4"])
    short = read_number(found["y2"])
    if short is None:
        return None
    if adult:
        return 1900 + short if on.year - (1900 + short) <= 105 else 2000 + short
    return 2000 + short if 2000 + short <= on.year else 1900 + short


def _near(found: re.Match[str], on: date) -> str | None:
    if found["days"]:
        ago = _DAYS_AGO.get(found["days"])
        return None if ago is None else date.fromordinal(on.toordinal() - ago).isoformat()
    months = on.year * 12 + on.month - 1 - _MONTHS_AGO[found["months"]]
    return _iso(months // 12, months % 12 + 1, int(found["day"] or 0))


def _iso(year: int, month: int, day: int) -> str | None:
    if not 1 <= month <= 12:
        return None
    if not day:
        return f"{year:04d}-{month:02d}"
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def age_on(born: str, on: date) -> int | None:
    """Full years on the day `on` of somebody born on the (partial) date `born`, or None when it leaves two ages open."""
    parts = [int(part) for part in born.split("-")]
    first = (parts[0], *(parts[1:2] or [1]), *(parts[2:3] or [1]))
    last = (parts[0], *(parts[1:2] or [12]), *(parts[2:3] or [31]))
    today = (on.month, on.day)
    ages = {on.year - year - ((month, day) > today) for year, month, day in (first, last)}
    return ages.pop() if len(ages) == 1 else None


def age_by_old_calendar(year: int, month: int, on: date) -> int | None:
    """Full years on the day `on` of somebody born in a month (1-10) of the old calendar, or None when it leaves two ages open.

    A month of it begins between 20 January and 20 February for the first, later by 29 or 30 days for each that follows, and by
    one more where a month was doubled.
    """
    earliest = date(on.year, 1, 20).toordinal() + 29 * (month - 1)
    latest = date(on.year, 2, 21).toordinal() + 30 * (month + 1)
    if latest < on.toordinal():
        return on.year - year
    return on.year - year - 1 if earliest > on.toordinal() else None
