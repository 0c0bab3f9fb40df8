"""When people answer."""

from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

WORKDAYS = frozenset(range(5))
_DAYS = "一二三四五六日"


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """The weekdays (0 is Monday) and the times between which people answer, in `zone`."""

    days: frozenset[int] = WORKDAYS
    since: time = time(9, 0)
    until: time = time(17, 0)
    zone: str = "Asia/Shanghai"

    def open_at(self, instant: datetime) -> bool:
        """Say whether somebody answers at an (aware) instant."""
        there = instant.astimezone(ZoneInfo(self.zone))
        return there.weekday() in self.days and self.since <= there.time() < self.until

    def in_words(self) -> str:
        """Give the hours in Chinese."""
        if self.days == WORKDAYS:
            days = "周一到周五"
        elif len(self.days) == len(_DAYS):
            days = "每天"
        else:
            days = "周" + "、".join(_DAYS[day] for day in sorted(self.days))
        return f"{days}{self.since:%H:%M}到{self.until:%H:%M}"
