"""Age bands for reports: as coarse as a report needs, and no finer."""

from bisect import bisect_right
from datetime import date

_LIMITS = (18, 35, 50, 60, 70, 80)
_BANDS = ("0-17", "18-34", "35-49", "50-59", "60-69", "70-79", "80+")
UNKNOWN_AGE = ""
"""The band of those whose birth is not known, or known too vaguely to tell."""


def age_band(birth_first: int | None, birth_last: int | None, on: date) -> str:
    """Give the band of somebody born between two days (ordinals), on a day."""
    if birth_first is None or birth_last is None:
        return UNKNOWN_AGE
    oldest = _band((on.toordinal() - birth_first) / 365.2425)
    if birth_first == birth_last:
        return oldest
    return oldest if oldest == _band((on.toordinal() - birth_last) / 365.2425) else UNKNOWN_AGE


def _band(years: float) -> str:
    return _BANDS[bisect_right(_LIMITS, years)]
