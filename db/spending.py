"""What a campaign is bound to cost, in segments: by that its ceiling is kept."""

from sqlalchemy import ScalarSelect, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from campaigns.delivery import DeliveryState
from db.models.campaigns import RunRow, TallyRow
from db.tallies import LATER, RE_SEGMENTS


def runs_of(campaign: int) -> ScalarSelect[int]:
    """Give the runs of a campaign, for a query."""
    return select(RunRow.id).where(RunRow.campaign_id == campaign).scalar_subquery()


async def bound_segments(session: AsyncSession, campaign: int, besides: int | None = None) -> int:
    """Count the segments of every message planned in a campaign's runs (but one), and of those that left once more."""
    planned = select(func.sum(RunRow.segments)).where(RunRow.campaign_id == campaign)
    if besides is not None:
        planned = planned.where(RunRow.id != besides)
    return int(await session.scalar(planned) or 0) + await _sum(session, campaign, RE_SEGMENTS)


async def first_tries_left(session: AsyncSession, campaign: int) -> bool:
    """Say whether messages wait that were not tried yet, beside those for phones that were off."""
    waiting = await _sum(session, campaign, DeliveryState.PLANNED.value)
    return waiting > await _sum(session, campaign, LATER)


async def _sum(session: AsyncSession, campaign: int, name: str) -> int:
    total = select(func.sum(TallyRow.count)).where(
        TallyRow.run_id.in_(runs_of(campaign)), TallyRow.name == name
    )
    return int(await session.scalar(total) or 0)
