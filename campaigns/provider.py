"""The port through which messages leave: what a provider can do, and what it answers."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from campaigns.delivery import Outcome


class SegmentRule(StrEnum):
    """How a provider counts what it bills."""

    TWILIO = "twilio"
    DOMESTIC = "domestic"


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a provider can do, as the rest of the house needs to know it."""

    free_text: bool
    """False: only templates that the provider approved beforehand."""
    batch_size: int
    """How many recipients one call may carry."""
    two_way: bool
    links: bool
    variables_in_promotions: bool
    longest_text: int
    """In characters, signature and opt-out tail included."""
    segment_rule: SegmentRule
    confirms_opt_out: bool
    """True: the provider answers STOP itself, so we must not."""
    signature_in_text: bool
    """True: the text must begin with the signature in 【】."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message of one attempt, ready to leave. `to` is E.164; `valid_until` bounds how late it may reach a phone."""

    attempt: str
    to: str
    text: str
    sender: str
    valid_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A message found at the provider while reconciling."""

    provider_id: str
    status: str
    text: str
    created_at: datetime
    code: str = ""


class Provider(Protocol):
    """Who carries messages to phones. `send` never raises for what a network or a provider does."""

    @property
    def capabilities(self) -> Capabilities:
        """What this provider can do."""
        ...

    async def send(self, message: Outgoing) -> Outcome:
        """Hands one message over, once; there is no hidden retry behind it."""
        ...

    async def find(self, to: str, since: datetime) -> list[Found]:
        """Lists what the provider has for this number since then (UTC), to settle a doubtful attempt."""
        ...

    async def close(self) -> None:
        """Gives back connections."""
        ...
