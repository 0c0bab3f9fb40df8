"""One message on its way: its states, how receipts may move them, and what an attempt came to."""

from dataclasses import dataclass
from enum import StrEnum

from campaigns.faults import Fault


class DeliveryState(StrEnum):
    """Where a message to one recipient stands."""

    PLANNED = "planned"
    """Waits for its batch; nothing left the house."""
    SENDING = "sending"
    """An attempt is committed and its call may be under way."""
    SENT = "sent"
    """The provider took it in."""
    DELIVERED = "delivered"
    UNDELIVERED = "undelivered"
    """The network or the handset did not take it."""
    REFUSED = "refused"
    """The provider did not take it in; the fault says why."""
    UNKNOWN = "unknown"
    """Nobody knows yet whether it was taken in: it is being reconciled."""
    WITHHELD = "withheld"
    """Not sent for a reason found at the last moment: opted out, expired policy, cap."""
    CANCELED = "canceled"


FINAL = frozenset(
    {
        DeliveryState.DELIVERED,
        DeliveryState.UNDELIVERED,
        DeliveryState.REFUSED,
        DeliveryState.WITHHELD,
        DeliveryState.CANCELED,
    }
)
"""States in which a recipient is accounted for; `sent` becomes one of them by receipt or by the receipts' deadline."""


class AttemptState(StrEnum):
    """What became of one try to hand a message over."""

    INTENDED = "intended"
    """Committed before the call; still so after a crash means nobody knows."""
    ACCEPTED = "accepted"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    NEVER_SENT = "never_sent"
    """Proven not to have left: the same message may be tried again."""


class DoubtReason(StrEnum):
    """Why an attempt's outcome is not known."""

    TIMEOUT = "timeout"
    DROPPED = "dropped_connection"
    SERVER_ERROR = "server_error"
    CRASH = "crash"


@dataclass(frozen=True, slots=True)
class Accepted:
    """The provider took the message in under `provider_id`; `segments` is None where it did not say."""

    provider_id: str
    segments: int | None = None
    status: str = "queued"


@dataclass(frozen=True, slots=True)
class Refused:
    """The provider did not take the message in."""

    fault: Fault


@dataclass(frozen=True, slots=True)
class NeverSent:
    """The call did not reach the provider, or the provider refused to look at it: it may be made again."""

    fault: Fault


@dataclass(frozen=True, slots=True)
class Doubtful:
    """The call may or may not have been taken in."""

    reason: DoubtReason
    code: str = ""


Outcome = Accepted | Refused | NeverSent | Doubtful

RANKS = {
    "accepted": 10,
    "scheduled": 10,
    "queued": 20,
    "sending": 30,
    "sent": 40,
    "partially_delivered": 50,
    "delivered": 100,
    "undelivered": 100,
    "failed": 100,
    "canceled": 100,
    "read": 110,
}
"""How far a provider's status is; a receipt of a lower rank came late and changes nothing."""

STATES_BY_STATUS = {
    "accepted": DeliveryState.SENT,
    "scheduled": DeliveryState.SENT,
    "queued": DeliveryState.SENT,
    "sending": DeliveryState.SENT,
    "sent": DeliveryState.SENT,
    "partially_delivered": DeliveryState.SENT,
    "delivered": DeliveryState.DELIVERED,
    "read": DeliveryState.DELIVERED,
    "undelivered": DeliveryState.UNDELIVERED,
    "failed": DeliveryState.UNDELIVERED,
    "canceled": DeliveryState.CANCELED,
}


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the provider reported of one attempt: its status word and, where something went wrong, its code."""

    attempt: str
    status: str
    provider_id: str
    code: str = ""

    @property
    def rank(self) -> int:
        """How far this status is; unknown words are below all others."""
        return RANKS.get(self.status, 0)

    @property
    def state(self) -> DeliveryState | None:
        """The delivery's state by this receipt; None for a word we do not know."""
        return STATES_BY_STATUS.get(self.status)

    def overtakes(self, rank: int) -> bool:
        """Says whether this receipt moves a delivery whose last receipt had `rank`.

        Between the final statuses a correction is taken (delivered after failed, and back); otherwise only forward.
        """
        return self.rank > rank or (self.rank == rank == RANKS["delivered"])
