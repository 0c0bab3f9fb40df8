"""Which characters of outside text can be kept."""

from typing import Any

import pytest

from campaigns.outside_text import TextError, check_all, stray


@pytest.mark.parametrize(
    "text", ["", "洪山区", "a\u0301", "👨\u200d👩\u200d👧", "تحية", "1\u00a02", "「好」"]
)
def test_letters_signs_and_joined_emoji_can_be_kept(text: str) -> None:
    assert stray(text) is None


@pytest.mark.parametrize("letter", ["\x00", "\x1b", "\n", "\t", "\x85", "\ud800", "\u2028", "\u202e"])
def test_controls_and_half_characters_cannot(letter: str) -> None:
    assert stray(f"甲{letter}乙") == letter


def test_words_that_are_sent_may_have_lines() -> None:
    check_all({"texts": {"zh": "第一行\n第二行"}})
    with pytest.raises(TextError, match="name: holds U\\+000A at character 2"):
        check_all({"name": "甲\n乙"})


@pytest.mark.parametrize(
    ("told", "where"),
    [
        ({"audience": {"districts": ["洪山区", "a\x00"]}}, "audience.districts.1"),
        ({"texts": {"zh": "a\x00b"}}, "texts.zh"),
        ({"values": {"a\x00": "b"}}, "values"),
        ({"deep": [[{"one": "\ud83d"}]]}, "deep.0.0.one"),
    ],
)
def test_the_part_that_cannot_be_kept_is_named(told: Any, where: str) -> None:
    with pytest.raises(TextError) as caught:
        check_all(told)
    assert caught.value.where == where
