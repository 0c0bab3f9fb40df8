"""Where campaigns are kept while they are written, approved and moved."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from campaigns.campaign import Campaign, CampaignState, Move, RunState


@dataclass(frozen=True, slots=True)
class Approval:
    """What an approver signed."""

    digest: str
    requester: str
    approver: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CampaignRecord:
    """A campaign as kept: `text` is its canonical writing, `approval` the one that holds, if any does."""

    id: int
    campaign: Campaign
    text: str
    state: CampaignState
    why: str
    author: str
    edited_by: str
    submitted_by: str
    audience_size: int
    next_due_at: datetime | None
    approval: Approval | None


@dataclass(frozen=True, slots=True)
class Step:
    """One move of a campaign: by whom, when and why, and what it changes besides the state."""

    move: Move
    who: str
    at: datetime
    why: str = ""
    text: str | None = None
    audience_size: int | None = None
    approval: Approval | None = None
    next_due_at: datetime | None = None


class CampaignBook(Protocol):
    """Keeps campaigns; every change is written into the audit log in the same transaction."""

    async def create(self, campaign: Campaign, who: str, now: datetime) -> int:
        """Keep a new draft; gives its id."""
        ...

    async def load(self, campaign: int) -> CampaignRecord | None:
        """Give one campaign."""
        ...

    async def listed(self) -> Sequence[CampaignRecord]:
        """Give all campaigns, newest first."""
        ...

    async def step(self, record: CampaignRecord, step: Step) -> bool:
        """Make a move from exactly this record; False when it was changed meanwhile."""
        ...


Hands = Callable[[int], Awaitable[frozenset[str]]]
"""Gives everybody who ever wrote, changed or submitted a campaign."""


class HeldRuns(Protocol):
    """Runs that wait for a person."""

    async def release(self, campaign: int, number: int, who: str, now: datetime) -> bool:
        """Let a held run go; False when it is not held."""
        ...

    async def drop(self, campaign: int, number: int, who: str, now: datetime) -> bool:
        """Give a held run up; False when it is not held."""
        ...

    async def held_because(self, campaign: int, number: int) -> str:
        """Say why a run is held; empty when it is not, or there is none of that number."""
        ...

    async def run_state(self, campaign: int, number: int) -> RunState | None:
        """Say where a run stands; None when there is none of that number."""
        ...
