"""Age bands for reports: as coarse as a report needs, and no finer."""

from datetime import date

_LIMITS = ((18, "0-17"), (35, "18-34"), (50, "35-49"), (60, "50-59"), (70, "60-69"), (80, "70-79"))
_OLDEST = "80+"
UNKNOWN_AGE = ""
"""The band of those whose birth is not known, or known too vaguely to tell."""


def age_band(birth_first: int | None, birth_last: int | None, on: date) -> str:
    """Give the band of somebody born between two days (ordinals), on a day."""
    if birth_first is None or birth_last is None:
        return UNKNOWN_AGE
    oldest = _band((on.toordinal() - birth_first) / 365.2425)
    return oldest if oldest == _band((on.toordinal() - birth_last) / 365.2425) else UNKNOWN_AGE


def _band(years: float) -> str:
    for limit, band in _LIMITS:
        if years < limit:
            return band
    return _OLDEST
