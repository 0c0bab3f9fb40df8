"""Days as residents tell them: whole, or only the month or the year; and steps of whole years and months."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

_FORM = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A day known in whole or in part: every day from `first` to `last`, both included."""

    first: date
    last: date

    @classmethod
    def read(cls, text: str) -> "PartialDate":
        """Give the days meant by `2023`, `2023-03` or `2023-03-05`; ValueError for anything else."""
        found = _FORM.fullmatch(text)
        if found is None:
            raise ValueError(f"{text!r} is no day, month or year: write 2023-03-05, 2023-03 or 2023")
        year, month, day = (None if part is None else int(part) for part in found.groups())
        if year is None or not 1 <= year <= 9998:
            raise ValueError(f"{text!r} has no such year")
        if month is None:
            return cls(date(year, 1, 1), date(year, 12, 31))
        if not 1 <= month <= 12:
            raise ValueError(f"{text!r} has no such month")
        if day is None:
            return cls(date(year, month, 1), date(year, month, monthrange(year, month)[1]))
        whole = date(year, month, day)
        return cls(whole, whole)

    def __str__(self) -> str:
        """Write it as it was told: ISO 8601, in part where only a part is known."""
        if self.first == self.last:
            return self.first.isoformat()
        if self.first.month == self.last.month:
            return f"{self.first:%Y-%m}"
        return f"{self.first.year:04d}"


def years_before(day: date, years: int) -> date:
    """Give the last birth day of those who are at least `years` old on `day`.

    Who is born on 29 February comes of age on 1 March in a common year.
    """
    return months_before(day, 12 * years)


def months_before(day: date, months: int) -> date:
    """Give the last day that lies at least `months` whole months before `day` (the year 1 at the earliest)."""
    count = day.year * 12 + day.month - 1 - months
    if count < 12:
        return date.min
    year, month = divmod(count, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def months_after(day: date, months: int) -> date:
    """Give the first day on which `months` whole months have passed since `day`."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if day.day <= monthrange(year, month + 1)[1]:
        return date(year, month + 1, day.day)
    year, month = divmod(year * 12 + month + 1, 12)
    return date(year, month + 1, 1)
