"""Cleaning brings every way of typing into one."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlu.normalise import clean
from nlu.respelling import respell


@pytest.mark.parametrize(
    ("written", "cleaned"),
    [
        ("農村戶口,獨生子女費怎麼領", "农村户口,独生子女费怎么领"),
        ("裏面 妳 臺灣 纔", "里面 你 台湾 才"),
        ("我６２歲，能領嗎？", "我62岁,能领吗?"),
        ("我\u200b6\u200d2\ufeff岁", "我62岁"),
        ("我62了😀能领吗👵🏻", "我62了 能领吗"),
        ("1️⃣", "1"),
        ("能领吗？？？！！", "能领吗!"),
        ("等等。。。。", "等等。"),
        ("嗯……好", "嗯。好"),
        ("<b>你好</b>", "你好"),
        ("<script>alert(1)</script>", "alert(1)"),
        ("62 岁  农村户口\n一个女儿", "62岁 农村户口 一个女儿"),
        ("我 今 年 6 2 岁", "我今年62岁"),
        ("ＴＤ", "td"),
        ("  ", ""),
        ("\x00\x07你\x1b好", "你好"),
        ("“奖扶”", '"奖扶"'),
        ("\ud800你好", "你好"),
    ],
)
def test_every_way_of_typing_becomes_one(written: str, cleaned: str) -> None:
    assert clean(written) == cleaned


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=200) | st.text(alphabet="<>ab/! 我６2,。?…~-\u200b😀", max_size=40))
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300))
def test_no_invisible_character_is_left(text: str) -> None:
    assert all(character == " " or character.isprintable() for character in clean(text))


@pytest.mark.parametrize(
    ("slip", "meant"),
    [
        ("农存护口", "农村户口"),
        ("独身子女费", "独生子女费"),
        ("我退修了", "我退休了"),
        ("老半63", "老伴63"),
        ("屋里就一个姑娘伢", "家里就一个姑娘"),
        ("冇得单位", "没有单位"),
        ("么样领", "怎么样领"),
        ("nongcun hukou", "农村户口"),
        ("wo 62 sui le", "我62岁了"),
        ("备云半年", "备孕半年"),
    ],
)
def test_slips_speech_and_pinyin_are_put_right(slip: str, meant: str) -> None:
    assert respell(clean(slip)) == meant


@pytest.mark.parametrize(
    "text",
    [
        "独生子女",
        "丧偶老人",
        "这里婚检",
        "通过身份证",
        "妇女而言",
        "伤残级别",
        "老半天",
        "而子女",
        "hello",
        "td",
        "wifi密码",
        "检察院",
        "备孕要补铁吗",
        "特别加分",
    ],
)
def test_right_words_are_left_alone(text: str) -> None:
    assert respell(clean(text)) == text


def test_500_characters_are_cleaned_within_200_microseconds() -> None:
    text = ("我今年六十二歲,農村戶口,就一個姑娘,老伴六十三,能領什麼錢啊?" * 17)[:500]
    clean(text)
    taken = []
    for _ in range(50):
        start = time.process_time()
        clean(text)
        taken.append(time.process_time() - start)
    assert min(taken) < 0.0002
