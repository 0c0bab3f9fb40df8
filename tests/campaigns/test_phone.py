"""Phone numbers as people write them."""

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.phone import PhoneError, e164


@pytest.mark.parametrize(
    "written",
    [
        "10000000001",
        "+86 100 0000 0001",
        "86 10000000001",
        "0086-10000000001",
        "100-0000-0001",
    ],
)
def test_the_fictional_range_is_taken_while_it_is_allowed(written: str) -> None:
    assert e164(written, fictional=True) == "+8610000000001"
    with pytest.raises(PhoneError, match="虚构"):
        e164(written)


def test_no_number_of_the_fictional_range_can_exist() -> None:
    for written in ("+8610000000000", "+8610000009999", "+8610099999999"):
        assert not phonenumbers.is_valid_number(phonenumbers.parse(written))


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("", "没有填"),
        ("abc", "不是电话号码"),
        ("12", "没有这样"),
        ("027-00000000", "没有这样|收不到短信"),
        ("+1 555", "没有这样"),
    ],
)
def test_what_is_no_number_is_told(written: str, why: str) -> None:
    with pytest.raises(PhoneError, match=why):
        e164(written)


@given(
    st.one_of(
        st.from_regex(r"1[0-9]{10}", fullmatch=True),
        # every beginning that could be a mobile's, the digits after it at random
        st.builds("{}{:06d}".format, st.integers(13_000, 19_999), st.integers(0, 999_999)),
    ),
    st.sampled_from(["", "+86", "86", "0086", " "]),
)
def test_the_quick_way_agrees_with_the_library(written: str, before: str) -> None:
    number = phonenumbers.parse(written, "CN")
    mobile = phonenumbers.number_type(number) in (
        phonenumbers.PhoneNumberType.MOBILE,
        phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE,
    )
    if phonenumbers.is_valid_number(number) and mobile:
        assert e164(before + written) == f"+86{written}"
    else:
        with pytest.raises(PhoneError):
            e164(before + written)
