"""Days as commands take them."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import typer

from settings import Settings, load


def today_of(settings: Settings | None = None) -> date:
    """Gives today where the service is, or the day that `clock.today` fixes."""
    clock = (settings or load()).clock
    return clock.today or datetime.now(ZoneInfo(clock.zone)).date()


def read_day(written: str) -> date:
    """Reads YYYY-MM-DD; a wrong one is wrong use."""
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise typer.BadParameter(f"{written!r} is not a day: write it as 2026-11-25") from None
