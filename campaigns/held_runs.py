"""What a person decides about a run that waits for one: let it go, or give it up."""

from collections.abc import Awaitable, Callable
from datetime import datetime

from campaigns.approval import NoSuchCampaignError
from campaigns.campaign import MoveError
from campaigns.campaign_ports import HeldRuns
from campaigns.planning import NEW_APPROVAL

_Step = Callable[[int, int, str, datetime], Awaitable[bool]]


class NoSuchRunError(NoSuchCampaignError):
    """The campaign has no run of that number, or there is no such campaign."""


class HeldRunDecisions:
    """Decides about held runs."""

    def __init__(self, runs: HeldRuns) -> None:
        """Take where runs are kept."""
        self._runs = runs

    async def release(self, campaign: int, number: int, who: str, now: datetime) -> None:
        """Let a held run go; `NoSuchRunError` when there is none.

        `MoveError` when it does not wait for anybody, or for what only a new approval changes: it would be held again.
        """
        why = await self._runs.held_because(campaign, number)
        if why.endswith(NEW_APPROVAL):
            raise MoveError(
                f"run {number} of campaign {campaign} cannot be let go, it would be held again: {why} "
                "(drop gives up this run alone)"
            )
        await self._decide(self._runs.release, campaign, number, who, now)

    async def drop(self, campaign: int, number: int, who: str, now: datetime) -> None:
        """Give a held run up; raises as `release` does."""
        await self._decide(self._runs.drop, campaign, number, who, now)

    async def _decide(self, step: _Step, campaign: int, number: int, who: str, now: datetime) -> None:
        if await step(campaign, number, who, now):
            return
        state = await self._runs.run_state(campaign, number)
        if state is None:
            raise NoSuchRunError(f"there is no run {number} of a campaign {campaign}")
        raise MoveError(
            f"run {number} of campaign {campaign} is {state.value}: only a held one waits for a decision"
        )
