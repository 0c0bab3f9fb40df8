"""The values that pass between planning, dispatching and the tables behind them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import blake2b
from typing import NamedTuple

from campaigns.campaign import Campaign
from campaigns.delivery import DeliveryState, Outcome


class Exclusion(StrEnum):
    """Why a run, or the last look before sending, leaves somebody of the audience out."""

    OPTED_OUT = "opted_out"
    NO_CONSENT = "no_consent"
    HOUSEHOLD = "household"
    """Another contact of the same phone gets this message."""
    CAP = "cap"
    SUPPRESSED = "suppressed"
    """The provider reported this number as wrong or blocked."""
    NO_TEXT = "no_text"
    """No text of the campaign can be written for this contact."""
    GONE = "gone"
    """The contact was deleted after the run was planned."""


EXCLUSION_WORDS: Mapping[Exclusion, str] = {
    Exclusion.OPTED_OUT: "已退订",
    Exclusion.NO_CONSENT: "没有同意接收短信",
    Exclusion.HOUSEHOLD: "同一手机号已有一条",
    Exclusion.CAP: "本周短信已达上限",
    Exclusion.SUPPRESSED: "号码有误或被拦截",
    Exclusion.NO_TEXT: "没有可用的短信文本",
    Exclusion.GONE: "登记已删除",
}
"""What staff read in previews and reports."""


class Addressee(NamedTuple):
    """What a text may say of its reader; `name` is empty where it is not needed or not known."""

    language: str
    district: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Worded:
    """A message as one recipient reads it, signature and opt-out tail included, and how many segments it takes."""

    text: str
    segments: int
    language: str


class Candidate(NamedTuple):
    """One contact of an audience as a run sees it; `barred` says why it gets nothing. Ages are by the run's day.

    A named tuple, because a run makes millions; so is `PlannedDelivery`.
    """

    contact: int
    phone_hash: bytes
    language: str
    district: str
    age_band: str
    name: str = ""
    barred: Exclusion | None = None


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far an audience was read: everything up to this phone and contact."""

    phone_hash: bytes = b""
    contact: int = 0


class PlannedDelivery(NamedTuple):
    """A delivery about to be written."""

    candidate: Candidate
    language: str
    segments: int


@dataclass(frozen=True, slots=True)
class PlannedBatch:
    """A batch about to be written: what it holds, its segments together, and when it may leave (UTC)."""

    wave: int
    due_at: datetime
    window_until: datetime
    deliveries: tuple[PlannedDelivery, ...]
    segments: int


@dataclass(frozen=True, slots=True)
class PlannedPage:
    """One page of an audience, planned: written whole or not at all."""

    batches: tuple[PlannedBatch, ...]
    excluded: tuple[tuple[Candidate, Exclusion], ...]
    reached: Cursor
    slot_at: datetime


@dataclass(frozen=True, slots=True)
class Run:
    """A run being planned: its campaign as approved, and how far planning has come.

    `earlier_segments` are those of the campaign's other runs: the cost ceiling is over all of them.
    """

    id: int
    campaign_id: int
    campaign: Campaign
    number: int
    due_at: datetime
    approved_size: int
    size: int | None
    recipients: int
    segments: int
    earlier_segments: int
    reached: Cursor
    slot_at: datetime
    token: str


@dataclass(frozen=True, slots=True)
class Due:
    """A campaign whose next run is due."""

    campaign_id: int
    campaign: Campaign
    number: int
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Missed:
    """Times of a campaign that passed while nothing could be sent, from `since` on; `why` tells staff of them."""

    since: datetime
    why: str


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to send a batch until a moment (UTC), proven by a token."""

    token: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Errand:
    """One message that a worker has to hand over; its attempt is committed."""

    delivery: int
    attempt: str
    to: str
    text: str


@dataclass(frozen=True, slots=True)
class Claimed:
    """A batch in a worker's hands."""

    batch: int
    run: int
    sender: str
    window_until: datetime
    lease: Lease
    errands: tuple[Errand, ...]
    withheld: int = 0


@dataclass(frozen=True, slots=True)
class Attempted:
    """What one errand came to."""

    errand: Errand
    outcome: Outcome


def text_digest(attempt: str, text: str) -> bytes:
    """Give the hash by which an attempt's text is known again; equal texts of two attempts differ in it."""
    return blake2b(text.encode(), key=attempt.encode(), digest_size=16).digest()


Compose = Callable[[Campaign, Addressee], Worded | None]
"""Words a message for its reader; None when no text of the campaign fits. Pure and quick: it runs for every recipient."""


@dataclass(frozen=True, slots=True)
class Doubted:
    """An attempt of which nobody knows whether it was taken in, ready to be looked for at the provider.

    `known` are the provider's ids of our other messages to this number: they are not this one.
    """

    delivery: int
    attempt: str
    to: str
    digest: bytes
    intended_at: datetime
    looks: int
    known: frozenset[str]


class Decision(StrEnum):
    """How a person, or the rule after the deadline, settles a doubtful delivery."""

    TREAT_AS_SENT = "treat_as_sent"
    TREAT_AS_NOT_SENT = "treat_as_not_sent"
    SEND_AGAIN = "send_again"


DECIDED: Mapping[Decision, DeliveryState] = {
    Decision.TREAT_AS_SENT: DeliveryState.SENT,
    Decision.TREAT_AS_NOT_SENT: DeliveryState.UNDELIVERED,
    Decision.SEND_AGAIN: DeliveryState.PLANNED,
}
