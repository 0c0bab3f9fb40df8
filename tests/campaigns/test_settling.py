"""What outcomes and receipts make of a delivery, in whatever order they come."""

from functools import partial
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.delivery import (
    RANKS,
    Accepted,
    AttemptState,
    DeliveryState,
    Doubtful,
    DoubtReason,
    NeverSent,
    Outcome,
    Receipt,
    Refused,
)
from campaigns.faults import twilio_fault
from campaigns.settling import Standing, after_crash, after_outcome, after_receipt

SENDING = Standing(DeliveryState.SENDING, 0, 1, AttemptState.INTENDED, None)


def receipt(status: str, code: str = "") -> Receipt:
    return Receipt("a" * 32, status, "SM1", code)


@pytest.mark.parametrize(
    ("outcome", "state", "attempt"),
    [
        (Accepted("SM1"), "sent", "accepted"),
        (Refused(twilio_fault("21211")), "refused", "refused"),
        (Refused(twilio_fault("30036")), "planned", "refused"),
        (NeverSent(twilio_fault("429")), "planned", "never_sent"),
        (Doubtful(DoubtReason.TIMEOUT), "unknown", "unknown"),
    ],
)
def test_an_outcome_settles_what_was_being_sent(outcome: Outcome, state: str, attempt: str) -> None:
    after = after_outcome(SENDING, outcome)
    assert (after.state.value, after.attempt_state.value) == (state, attempt)


@pytest.mark.parametrize("last", ["delivered", "undelivered"])
def test_the_order_of_receipts_and_of_the_answer_does_not_matter(last: str) -> None:
    steps = [
        partial(after_outcome, outcome=Accepted("SM1")),
        partial(after_receipt, receipt=receipt("queued")),
        partial(after_receipt, receipt=receipt("sent")),
        partial(after_receipt, receipt=receipt(last, "30005" if last == "undelivered" else "")),
    ]
    for order in permutations(steps):
        standing = SENDING
        for step in order:
            standing = step(standing)
        assert standing.state.value == last
        assert standing.provider_id == "SM1"


@given(st.lists(st.sampled_from([*RANKS, "nonsense"]), max_size=8))
def test_once_accepted_a_message_is_never_planned_again(statuses: list[str]) -> None:
    standing = after_outcome(SENDING, Accepted("SM1"))
    for status in statuses:
        standing = after_receipt(standing, receipt(status, "30005"))
        assert standing.state not in (DeliveryState.PLANNED, DeliveryState.SENDING, DeliveryState.UNKNOWN)


OUTCOMES = st.sampled_from(
    [
        Accepted("SM1"),
        Doubtful(DoubtReason.DROPPED),
        NeverSent(twilio_fault("429")),
        Refused(twilio_fault("21610")),
    ]
)


@given(OUTCOMES, st.lists(st.sampled_from(["queued", "sent", "delivered"]), min_size=1))
def test_an_answer_after_a_receipt_never_leads_to_a_second_message(
    outcome: Outcome, statuses: list[str]
) -> None:
    standing = SENDING
    for status in statuses:
        standing = after_receipt(standing, receipt(status))
    assert not after_outcome(standing, outcome).again


def test_a_crash_leaves_a_doubt_that_a_receipt_settles() -> None:
    crashed = after_crash(SENDING)
    assert (crashed.state, crashed.doubt) == (DeliveryState.UNKNOWN, "crash")
    assert after_receipt(crashed, receipt("sent")).state is DeliveryState.SENT


def test_a_late_answer_that_nothing_left_lets_a_doubt_be_tried_again() -> None:
    assert after_outcome(after_crash(SENDING), NeverSent(twilio_fault("429"))).again


def test_a_receipt_of_an_older_try_stops_the_next_one() -> None:
    waiting = Standing(DeliveryState.PLANNED, 0, 1, AttemptState.ACCEPTED, "SM1")
    assert after_receipt(waiting, receipt("delivered")).state is DeliveryState.DELIVERED
    assert after_receipt(waiting, receipt("sent")).state is DeliveryState.PLANNED
