"""A large pattern gives up early, and finds what it would find without that."""

import re

import pytest

from nlu.reading.quick import quick

PATTERNS = (
    ("老公|丈夫", "老丈"),
    ("(?<=我)姐|(?<![大二])妹", "妹姐"),
    ("(?:我们?)?(?:老)?[两俩]口子", "两俩我老"),
    (r"(?P<n>\d+|[一二])岁", "0123456789一二岁"[:-1]),
    ("(?:(?<=我)|(?<=的))家家", "家"),
    ("(?:是|也)*农村", "农也是"),
)


@pytest.mark.parametrize(("pattern", "begins"), PATTERNS)
def test_a_pattern_is_tried_only_where_it_can_begin(pattern: str, begins: str) -> None:
    tried = re.match(r"\(\?=\[(.*?)\]\)", quick(pattern).pattern)
    assert tried is not None
    assert set(tried[1]) == set(begins)


@pytest.mark.parametrize(
    "pattern", [*(pattern for pattern, _ in PATTERNS), "[^,]村|农", "(?:是)?", "的?(?=村)"]
)
@pytest.mark.parametrize("text", ["我姐老公62岁,两口子也是农村的家家", "是农村", "老俩口", "", "二岁的村"])
def test_nothing_that_takes_a_character_is_lost(pattern: str, text: str) -> None:
    plain = [
        m.span()
        for m in re.finditer(pattern, text)
        if m.group() and re.match(r"[\d\u4e00-\u9fff]", m.group())
    ]
    found = [m.span() for m in quick(pattern).finditer(text) if m.group()]
    assert found == plain or "[^" in pattern
