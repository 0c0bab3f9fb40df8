"""Public holidays of mainland China: as the State Council has announced them, before that the days that the law sets."""

import logging
from collections.abc import Set
from datetime import date
from functools import cache

from chinese_calendar import get_holiday_detail
from holidays import country_holidays

logger = logging.getLogger(__name__)


@cache
def announced(year: int) -> bool:
    """Say whether it is known which days of a year are off beside the law's own, and which weekends are worked for them."""
    try:
        get_holiday_detail(date(year, 1, 1))
    except NotImplementedError:  # so the calendar says that it does not know a year
        return False
    return True


@cache
def _by_law(year: int) -> Set[date]:
    """Give the days off of a year nobody has announced: by the law and the moon, what falls on a weekend made up after it."""
    logger.info("public holidays not announced", extra={"year": year})
    return frozenset(country_holidays("CN", years=year))


def is_public_holiday(day: date) -> bool:
    """Say whether the day is a public holiday; for years not announced yet, whether it is one by law."""
    if not announced(day.year):
        return day in _by_law(day.year)
    off, name = get_holiday_detail(day)
    return bool(off and name)


def holiday_or_makeup(day: date) -> bool | None:
    """Say whether the day is a public holiday, or None: a weekend that is worked for one."""
    made_up = worked(day)
    return None if made_up else made_up is False


def worked(day: date) -> bool | None:
    """Say that nobody works on a public holiday (False), that a weekend is worked for one (True), or nothing (None)."""
    if is_public_holiday(day):
        return False
    if day.weekday() < 5 or not announced(day.year):
        return None
    off, _ = get_holiday_detail(day)
    return None if off else True
