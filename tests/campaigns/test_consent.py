"""Consent: which record counts, and which messages are words of consent."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.consent import (
    Basis,
    ConsentKind,
    ConsentRecord,
    ConsentSource,
    Standing,
    consent_word,
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


@pytest.mark.parametrize(
    ("text", "kind", "answered"),
    [
        *(
            (word, "opt_out", False)
            for word in ("退订", "TD", "td", "T", "R", "N", "拒收", " 退订。", "【TD】", "T D")
        ),
        *((word, "opt_out", False) for word in ("r", "“退订”", "TD", "取消订阅", "退 订!", "\uff34\uff24")),
        *((word, "opt_out", True) for word in ("STOP", "stop", "Stop.", "UNSUBSCRIBE", "OPTOUT", "REVOKE")),
        *((word, "opt_in", True) for word in ("START", "unstop")),
        *((word, "opt_in", False) for word in ("订阅", "重新订阅", "恢复订阅")),
    ],
)
def test_a_whole_message_may_be_a_word_of_consent(text: str, kind: str, answered: bool) -> None:
    found = consent_word(text)
    assert found is not None
    assert (found.kind.value, found.answered, found.topic) == (kind, answered, "")


@pytest.mark.parametrize(
    "text",
    ["我想退订短信怎么办", "STOP sending please", "不", "", "育儿补贴", "退订了还能领吗", "TDR", "好的N"],
)
def test_a_word_inside_a_sentence_is_not_taken_for_one(text: str) -> None:
    assert consent_word(text) is None


def test_one_topic_can_be_ended_by_its_name() -> None:
    found = consent_word("退订育儿补贴", {"育儿补贴": "childcare-subsidy"})
    assert found is not None
    assert (found.kind, found.topic) == (ConsentKind.OPT_OUT, "childcare-subsidy")


@given(st.text(max_size=30))
def test_any_text_can_be_looked_at(text: str) -> None:
    consent_word(text)
