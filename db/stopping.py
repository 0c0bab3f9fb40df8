"""Stops a campaign from within the transaction that found the reason."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from campaigns.audit import MACHINE
from campaigns.campaign import CampaignState, Move, moved
from db.audit_store import append
from db.models.campaigns import CampaignRow
from db.run_store import changed

OUT = (CampaignState.RUNNING.value, CampaignState.FINISHING.value)
"""The states in which messages of a campaign leave."""


async def stop_campaign(session: AsyncSession, campaign: int, why: str, now: datetime, *, hold: bool) -> None:
    """Pause a campaign (or hold it for a person) and record why; one that does not run stays as it is."""
    move = Move.HOLD if hold else Move.PAUSE
    running = CampaignRow.id == campaign, CampaignRow.state.in_(OUT)
    state = moved(CampaignState.RUNNING, move).value
    stopped = update(CampaignRow).where(*running).values(state=state, why=why[:300], updated_at=now)
    if await changed(session, stopped.execution_options(synchronize_session=False)):
        await append(session, now, MACHINE, move.value, f"campaign:{campaign}", why)
