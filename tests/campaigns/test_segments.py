"""Segments as Twilio's calculator and as mainland gateways count them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.provider import SegmentRule
from campaigns.segments import Encoding, count, saving, segments

FAMILY = "👨‍👩‍👧‍👦"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", 1),
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("é" * 160, 1),
        ("好" * 70, 1),
        ("好" * 71, 2),
        ("好" * 134, 2),
        ("好" * 135, 3),
        ("[" * 80, 1),  # an extended character costs two septets
        ("[" * 81, 2),
        ("a" * 152 + "[" + "a" * 152, 3),  # and never splits
        ("中" * 66 + "😀" + "中" * 66, 3),  # nor does a grapheme cluster
        ("中" * 69 + "😀", 2),
        ("中" * 60 + FAMILY + "a", 2),
        ("e\u0301" * 160, 1),  # composed first: é is one septet
        ("a\r\nb" * 40, 1),
        ("\f" * 80, 1),
        ("e" + "\u0301" * 100, 2),  # longer than a whole segment
        ("中" * 67 + "e" + "\u0301" * 100 + "中" * 67, 3),
    ],
)
def test_twilio_bills_a_text_as_its_calculator_says(text: str, expected: int) -> None:
    assert count(text, SegmentRule.TWILIO).segments == expected
    assert segments(text, SegmentRule.TWILIO) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("a" * 70, 1), ("a" * 71, 2), ("好" * 134, 2), ("好" * 135, 3), ("😀" * 70, 1), ("[" * 70, 1)],
)
def test_mainland_gateways_count_every_character_alike(text: str, expected: int) -> None:
    assert count(text, SegmentRule.DOMESTIC).segments == expected


@pytest.mark.parametrize("character", ["ç", "\t", "`", "\u00a0", "\u201c", "\u2019", "\uff11", "好"])
def test_one_character_outside_gsm_7_doubles_the_cost_and_is_shown(character: str) -> None:
    counted = count("a" * 100 + character, SegmentRule.TWILIO)
    assert (counted.encoding, counted.forcing, counted.segments) == (Encoding.UCS_2, (character,), 2)


@pytest.mark.parametrize("character", [*"@£$¥èéùìòÇØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ¤¡ÄÖÑÜ§¿äöñüà", *"^{}\\[~]|€\f\n\r"])
def test_every_character_of_gsm_7_is_known(character: str) -> None:
    assert count(character, SegmentRule.TWILIO).encoding is Encoding.GSM_7


def test_it_is_told_how_few_characters_less_would_save_a_segment() -> None:
    counted = count("好" * 73, SegmentRule.DOMESTIC)
    assert counted.to_save == 3
    assert saving(counted, 800_000) == "少写 3 个字符,每人省一段,800,000 人共省 800,000 段"
    assert count("好" * 73, SegmentRule.TWILIO).to_save == 3
    assert saving(count("好", SegmentRule.TWILIO), 800_000) == ""


@given(st.text(alphabet="ab[€中国😀é`“1。\n" + FAMILY, max_size=400))
def test_the_quick_count_equals_the_full_one(text: str) -> None:
    for rule in SegmentRule:
        assert segments(text, rule) == count(text, rule).segments


@given(st.text(alphabet="ab[中😀", max_size=400))
def test_taking_away_what_is_told_saves_exactly_one_segment(text: str) -> None:
    counted = count(text, SegmentRule.DOMESTIC)
    if counted.to_save:
        fewer = count(text[: -counted.to_save], SegmentRule.DOMESTIC)
        assert fewer.segments == counted.segments - 1
        assert count(text[: 1 - counted.to_save or None], SegmentRule.DOMESTIC).segments == counted.segments
