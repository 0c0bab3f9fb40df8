"""Consent: which record counts."""

from datetime import UTC, datetime, timedelta

import pytest

from campaigns.consent import (
    Basis,
    ConsentKind,
    ConsentRecord,
    ConsentSource,
    Standing,
    standing,
)

NOW = datetime(2026, 11, 25, 2, tzinfo=UTC)


def record(kind: str, hours: int, topic: str = "") -> ConsentRecord:
    return ConsentRecord(ConsentKind(kind), NOW + timedelta(hours=hours), ConsentSource.WORD, topic)


@pytest.mark.parametrize(
    ("records", "expected"),
    [
        ([], Standing.NO_CONSENT),
        ([record("opt_in", 0)], Standing.ALLOWED),
        ([record("opt_in", 0), record("opt_out", 1)], Standing.OPTED_OUT),
        ([record("opt_out", 1), record("opt_in", 0)], Standing.OPTED_OUT),  # whatever the order they came in
        ([record("opt_out", 0), record("opt_in", 1)], Standing.ALLOWED),
        (
            [record("opt_in", 0), record("opt_out", 0)],
            Standing.OPTED_OUT,
        ),  # at one instant the opt-out counts
        ([record("opt_in", 0), record("opt_out", 1, "a")], Standing.OPTED_OUT),
        ([record("opt_in", 0), record("opt_out", 1, "b")], Standing.ALLOWED),
        ([record("opt_out", 0), record("opt_in", 1, "a")], Standing.ALLOWED),
        ([record("opt_out", 0), record("opt_in", 1, "b")], Standing.OPTED_OUT),
    ],
)
def test_the_newest_record_that_covers_the_topic_decides(
    records: list[ConsentRecord], expected: Standing
) -> None:
    assert standing(records, "a") is expected


def test_a_public_duty_needs_no_consent_but_heeds_an_opt_out() -> None:
    assert standing([], "a", Basis.DUTY) is Standing.ALLOWED
    assert standing([record("opt_out", 0)], "a", Basis.DUTY) is Standing.OPTED_OUT
