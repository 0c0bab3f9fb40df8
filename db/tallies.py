"""Counters of a run's wave: changed in the transaction that moves the messages they count."""

from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.dialects import insert_into
from db.models.campaigns import TallyRow

SEGMENTS, FILTERED, OPT_OUTS, REPLIES = "segments", "filtered", "opt_outs", "replies"
"""Sums beside the states: segments taken in by the provider, messages filtered, opt-outs and replies that followed."""
LATER = "later"
"""How many of the planned messages wait hours for a phone that was off: no wave waits for them."""

CAME_BACK, RE_FAILED, RE_ARRIVED = "came_back", "re_failed", "re_arrived"
"""How many messages' first try came back and is made again, and how many of those failed or arrived in the end."""
RE_SEGMENTS = "re_segments"
"""The segments of tries made after one that the provider had taken in, and charged for."""


class Tally(NamedTuple):
    """One counter."""

    run: int
    wave: int
    name: str


async def add_up(session: AsyncSession, changes: Mapping[Tally, int]) -> None:
    """Change counters by these differences, in an order that lets no two transactions wait for each other."""
    rows = [
        {"run_id": key.run, "wave": key.wave, "name": key.name, "count": difference}
        for key, difference in sorted(changes.items())
        if difference
    ]
    if not rows:
        return
    statement = insert_into((await session.connection()).dialect)(TallyRow)
    total = TallyRow.count + statement.excluded.count
    upsert = statement.on_conflict_do_update(index_elements=["run_id", "wave", "name"], set_={"count": total})
    await session.execute(upsert, rows)


async def sums(session: AsyncSession, run: int) -> dict[int, Counter[str]]:
    """Give the counters of a run by wave."""
    found: dict[int, Counter[str]] = {}
    query = select(TallyRow.wave, TallyRow.name, TallyRow.count).where(TallyRow.run_id == run)
    for wave, name, count in await session.execute(query):
        found.setdefault(wave, Counter())[name] = count
    return found


async def total(session: AsyncSession, run: int, name: str) -> int:
    """Give one sum over all waves of a run."""
    query = select(func.sum(TallyRow.count)).where(TallyRow.run_id == run, TallyRow.name == name)
    return int(await session.scalar(query) or 0)
