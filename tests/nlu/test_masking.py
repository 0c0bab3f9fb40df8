"""Nothing that identifies somebody is left in a masked text, and nothing else is lost."""

import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlu.masking import mask


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("我叫王小明今年62", "我叫[姓名]今年62"),
        ("我叫小明,62", "我叫[姓名],62"),
        ("姓名:欧阳娜娜", "姓名:[姓名]"),
        ("我是张桂兰,62岁", "我是[姓名],62岁"),
        ("我姓王", "我姓[姓名]"),
        ("老伴叫李强也62", "老伴叫[姓名]也62"),
        ("我的身份证420106196203041234", "我的身份证[身份证号]"),
        ("42010619620304123X能领吗", "[身份证号]能领吗"),
        ("42010619620304123ｘ", "[身份证号]"),
        ("420106 19620304 1234", "[身份证号]"),
        ("420106620304123", "[身份证号]"),
        ("电话10000000001", "电话[电话]"),
        ("100-0000-0001", "[电话]"),
        ("１００００００００01", "[电话]"),
        ("+86 100 0000 0001", "[电话]"),
        ("一零零零零零零零零零一", "[电话]"),
        ("027-00000000", "[电话]"),
        ("卡号6222 0000 0000 0000 000", "卡号[银行卡号]"),
        ("微信abc@example.com", "微信[邮箱]"),
    ],
)
def test_what_identifies_is_masked(said: str, kept: str) -> None:
    assert mask(said) == kept


@pytest.mark.parametrize(
    "said",
    [
        "我62岁,2023年5月1日生,3500元",
        "20230501出生",
        "2023-05-01",
        "2019-2021",
        "62 63 1 2",
        "1966.3.5",
        "一共36000000元",
        "2022-01-01 2023-05-01",
        "国卫办人口发〔2023〕15号",
        "你叫什么名字",
        "我叫什么",
        "我是武汉户口",
        "我是公务员,",
        "我是独生女,",
        "我是孕妇,",
        "3600,3900,7200",
        "打12345还是12356",
        "每年960元,一次3500元",
        "六十二岁",
        "二零二三年五月",
        "我是江夏的,",
        "叫我怎么办",
    ],
)
def test_ages_amounts_years_and_dates_are_kept(said: str) -> None:
    assert mask(said) == said


@settings(max_examples=300, deadline=None)
@given(
    st.text(max_size=200)
    | st.text(alphabet="0123456789０１ -.xX我叫王小明,元年月日一二三四五六七", max_size=60)
)
def test_masking_twice_changes_nothing_more(text: str) -> None:
    assert mask(mask(text)) == mask(text)


DIGITS = st.text(alphabet="0123456789", min_size=11, max_size=11)


@settings(max_examples=300, deadline=None)
@given(
    st.text(alphabet="我电话是,的吗", max_size=8),
    DIGITS,
    st.sampled_from(["", " ", "-"]),
    st.text(alphabet="我,的吗。", max_size=8),
)
def test_no_eleven_digits_are_ever_left(before: str, digits: str, gap: str, after: str) -> None:
    spaced = f"{digits[:3]}{gap}{digits[3:7]}{gap}{digits[7:]}"
    assert re.search(r"\d{8,}", mask(before + spaced + after).replace(" ", "").replace("-", "")) is None


@settings(max_examples=200, deadline=None)
@given(
    st.dates(date(1900, 1, 1), date(2099, 12, 31)),
    st.text(alphabet="0123456789", min_size=4, max_size=4).filter(lambda tail: tail.isdigit()),
)
def test_every_identity_number_is_masked(born: object, tail: str) -> None:
    number = "420106" + str(born).replace("-", "") + tail
    assert mask(f"我的号{number}。") == "我的号[身份证号]。"


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 120), st.integers(1, 999_999), st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_an_age_an_amount_and_a_date_stay(age: int, amount: int, day: object) -> None:
    said = f"我{age}岁,领{amount}元,{day}生"
    assert mask(said) == said
