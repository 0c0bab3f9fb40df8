"""Texts and options are given as Telegram takes them, and nothing of them is lost."""

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.saying import (
    LONGEST_ID,
    LONGEST_TEXT,
    carried,
    keyboard,
    parts,
    read_carried,
    units,
)
from bot.memory import Option


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=3000).map(lambda text: text * 4))
def test_parts_fit_and_together_say_everything(text: str) -> None:
    cut = parts(text)
    assert all(0 < units(part) <= LONGEST_TEXT for part in cut)
    assert re.sub(r"\s", "", unescape("".join(cut))) == re.sub(r"\s", "", text)


def test_a_long_text_is_cut_after_a_sentence() -> None:
    sentence = "武汉的农村独生子女家庭满60岁可以申请奖励扶助。"
    cut = parts(sentence * 400)
    assert len(cut) == 3
    assert all(part.endswith("。") for part in cut)


def test_an_astral_character_counts_twice_and_is_never_torn() -> None:
    assert [len(part) for part in parts("😀" * 3000)] == [2048, 952]


def test_marks_of_html_are_escaped_and_never_torn() -> None:
    assert parts("a<b & c>d") == ["a&lt;b &amp; c&gt;d"]
    assert all(part.endswith("&lt;") for part in parts("<" * 5000))


@given(st.text(alphabet=st.characters(codec="utf-8"), min_size=1, max_size=80), st.integers(0, 99_999))
def test_an_id_comes_back_from_its_button_however_long_it_is(id_: str, number: int) -> None:
    if id_.startswith("#"):
        return
    written = carried(id_, number)
    assert len(written.encode()) <= LONGEST_ID
    assert read_carried(written, (Option("other", "别的"), Option(id_, "这个"))) == (number, id_)


@pytest.mark.parametrize("written", ["", "|", "x|menu", "9999999999999|menu", "٣|menu"])
def test_a_button_that_is_not_ours_chooses_nothing(written: str) -> None:
    assert read_carried(written, ()) == (-1, None)


def test_a_shortened_id_that_is_no_longer_offered_chooses_nothing() -> None:
    assert read_carried(carried("很" * 40, 3), ()) == (3, None)


def test_short_labels_stand_two_in_a_row() -> None:
    options = (
        Option("true", "是"),
        Option("false", "不是"),
        Option("skip", "不清楚,跳过"),
        Option("back", "返回"),
    )
    made = keyboard(options, 1)
    assert made is not None
    assert [[button.text for button in row] for row in made.inline_keyboard] == [
        ["是", "不是"], ["不清楚,跳过"], ["返回"],
    ]  # fmt: skip
    assert keyboard((), 1) is None
