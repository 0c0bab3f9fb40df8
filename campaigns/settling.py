"""What an outcome or a receipt makes of a delivery: pure rules, the same for every store."""

from typing import NamedTuple

from campaigns.delivery import (
    RANKS,
    Accepted,
    AttemptState,
    DeliveryState,
    Doubtful,
    NeverSent,
    Outcome,
    Receipt,
    Refused,
)
from campaigns.faults import Fault, FaultClass, Remedy, twilio_fault
from campaigns.sending import DECIDED, Decision

MOST_TRIES = 30
"""How often a message that provably did not leave is tried before it counts as refused: hours, as waits grow."""
MOST_TRIES_UNREACHABLE = 3
"""The first try and two more for a phone that was switched off."""


class Standing(NamedTuple):
    """Where a delivery and one of its attempts stand; `current` when it is the newest attempt.

    A named tuple, because every message sent makes several.
    """

    state: DeliveryState
    rank: int
    tries: int
    attempt_state: AttemptState
    provider_id: str | None
    current: bool = True
    fault: Fault | None = None
    doubt: str = ""
    again: bool = False
    """The delivery goes into a new batch: see `fault` for how long it waits."""


def after_outcome(was: Standing, outcome: Outcome) -> Standing:
    """Give the standing after the call came back. What a receipt has settled already is not unsettled."""
    match outcome:
        case Accepted(provider_id=provider_id, status=status):
            return _accepted(was, provider_id, RANKS.get(status, 0))
        case Refused(fault=fault):
            if was.attempt_state is AttemptState.ACCEPTED:
                return was
            return _refused(was, fault)
        case NeverSent(fault=fault):
            if was.attempt_state is AttemptState.ACCEPTED:
                return was
            return _never_sent(was, fault)
        case Doubtful(reason=reason):
            if was.attempt_state is AttemptState.ACCEPTED:
                return was
            doubted = was._replace(attempt_state=AttemptState.UNKNOWN, doubt=reason.value)
            if not was.current or was.state is not DeliveryState.SENDING:
                return doubted
            return doubted._replace(state=DeliveryState.UNKNOWN)


def after_receipt(was: Standing, receipt: Receipt) -> Standing:
    """Give the standing after a receipt; one that came late or twice changes nothing."""
    known = was._replace(
        attempt_state=AttemptState.ACCEPTED,
        provider_id=was.provider_id or receipt.provider_id or None,
    )
    state = receipt.state
    if state is None or was.state in (DeliveryState.CANCELED, DeliveryState.WITHHELD, DeliveryState.REFUSED):
        return known
    if not was.current:
        # An older try arrived after all: what is planned anew must not go out.
        arrived = state is DeliveryState.DELIVERED and was.state is DeliveryState.PLANNED
        return known._replace(state=state, rank=receipt.rank, fault=None, again=False) if arrived else known
    if was.state is DeliveryState.PLANNED and state is not DeliveryState.DELIVERED:
        return known
    if not receipt.overtakes(was.rank) and was.state not in (DeliveryState.SENDING, DeliveryState.UNKNOWN):
        return known
    settled = known._replace(state=state, rank=max(was.rank, receipt.rank), doubt="", fault=None, again=False)
    if state is not DeliveryState.UNDELIVERED:
        return settled
    fault = twilio_fault(receipt.code)
    settled = settled._replace(fault=fault)
    retries = MOST_TRIES_UNREACHABLE if fault.remedy is Remedy.RETRY_LATER else MOST_TRIES
    if fault.remedy in (Remedy.RETRY_LATER, Remedy.REPLAN) and was.tries < retries:
        return settled._replace(state=DeliveryState.PLANNED, rank=0, again=True)
    return settled


def after_crash(was: Standing) -> Standing:
    """Give the standing of an attempt whose worker's lease ran out before it said what became of it."""
    from_crash = was._replace(attempt_state=AttemptState.UNKNOWN, doubt="crash")
    return (
        from_crash._replace(state=DeliveryState.UNKNOWN) if was.state is DeliveryState.SENDING else from_crash
    )


def after_decision(was: Standing, decision: Decision) -> Standing:
    """Give the standing after somebody decided about a delivery that is in doubt; any other stays as it is."""
    if not was.current or was.state is not DeliveryState.UNKNOWN:
        return was
    again = decision is Decision.SEND_AGAIN
    fault = Fault(FaultClass.OTHER, "decided") if decision is not Decision.TREAT_AS_SENT else None
    return was._replace(state=DECIDED[decision], fault=fault, again=again)


def _accepted(was: Standing, provider_id: str, rank: int) -> Standing:
    taken_in = was.current and was.state in (DeliveryState.SENDING, DeliveryState.UNKNOWN)
    return was._replace(
        state=DeliveryState.SENT if taken_in else was.state,
        attempt_state=AttemptState.ACCEPTED,
        provider_id=was.provider_id or provider_id,
        rank=max(was.rank, rank) if was.current else was.rank,
        doubt="" if taken_in else was.doubt,
    )


def _refused(was: Standing, fault: Fault) -> Standing:
    refused = was._replace(attempt_state=AttemptState.REFUSED, fault=fault)
    if not was.current or was.state not in (DeliveryState.SENDING, DeliveryState.UNKNOWN):
        return refused
    if fault.kind is FaultClass.TOO_LATE and was.tries < MOST_TRIES:
        return refused._replace(state=DeliveryState.PLANNED, again=True)
    return refused._replace(state=DeliveryState.REFUSED, doubt="")


def _never_sent(was: Standing, fault: Fault) -> Standing:
    unsent = was._replace(attempt_state=AttemptState.NEVER_SENT, fault=fault)
    if not was.current or was.state not in (DeliveryState.SENDING, DeliveryState.UNKNOWN):
        return unsent
    if was.tries < MOST_TRIES:
        return unsent._replace(state=DeliveryState.PLANNED, doubt="", again=True)
    return unsent._replace(state=DeliveryState.REFUSED, doubt="")
