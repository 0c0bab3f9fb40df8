"""Public holidays of mainland China, as far as the State Council has announced them."""

import logging
from datetime import date

from chinese_calendar import get_holiday_detail

logger = logging.getLogger(__name__)

_FIXED = frozenset({(1, 1), (5, 1), (10, 1), (10, 2), (10, 3)})
"""Public holidays whose day does not depend on the moon: known in every year."""

_warned: set[int] = set()


def is_public_holiday(day: date) -> bool:
    """Say whether the day is a public holiday; for years not announced yet only the fixed days are known."""
    try:
        off, name = get_holiday_detail(day)
    except NotImplementedError:
        if day.year not in _warned:
            _warned.add(day.year)
            logger.warning("public holidays not known", extra={"year": day.year})
        return (day.month, day.day) in _FIXED
    return bool(off and name)


def holiday_or_makeup(day: date) -> bool | None:
    """Say whether the day is a public holiday, or None: a weekend that is worked for one."""
    made_up = worked(day)
    return None if made_up else made_up is False


def worked(day: date) -> bool | None:
    """Say that nobody works on a public holiday (False), that a weekend is worked for one (True), or nothing (None)."""
    if is_public_holiday(day):
        return False
    try:
        off, _ = get_holiday_detail(day)
    except NotImplementedError:
        return None
    return True if not off and day.weekday() >= 5 else None
