"""Questions that name nothing."""

import pytest

from nlu.following import asks_again, asks_more, asks_why, followed_up
from nlu.interpretation import Aspect
from nlu.normalise import clean


@pytest.mark.parametrize(
    ("text", "aspect"),
    [
        ("要带什么?", Aspect.DOCUMENTS),
        ("那要准备什么材料呢", Aspect.DOCUMENTS),
        ("去哪办", Aspect.PLACE),
        ("找谁办理?", Aspect.PLACE),
        ("怎么申请", Aspect.PROCEDURE),
        ("多少钱", Aspect.AMOUNT),
        ("一个月多少钱", Aspect.AMOUNT),
        ("什么时候到账", Aspect.TIMING),
        ("什么条件", Aspect.ELIGIBILITY),
        ("我能领吗", Aspect.ELIGIBILITY),
        ("依据什么文件", Aspect.BASIS),
        ("现在还有吗", Aspect.STATUS),
        ("截止到哪天", Aspect.TIMING),
        ("要交些什么", Aspect.DOCUMENTS),
        ("包括什么", Aspect.CONTENT),
    ],
)
def test_a_question_that_names_nothing_is_known_by_its_side(text: str, aspect: Aspect) -> None:
    assert followed_up(clean(text)) is aspect


@pytest.mark.parametrize(
    "text",
    [
        "",
        "公积金怎么提取",
        "奖扶多少钱",
        "驾照怎么办",
        "我妈能领吗",
        "好的",
        "没有",
        "1",
        "我62了",
        "北京怎么办",
        "孩子的户口怎么办",
    ],
)
def test_what_names_something_is_none(text: str) -> None:
    assert followed_up(clean(text)) is None


@pytest.mark.parametrize(
    ("text", "more", "why", "again"),
    [
        ("还有呢", True, False, True),
        ("还有什么?", True, False, False),
        ("别的呢", True, False, True),
        ("就这些吗", True, False, False),
        ("现在还有吗", False, False, False),
        ("为什么", False, True, False),
        ("那为啥不行呢", False, True, True),
        ("凭什么不给", False, True, False),
        ("为什么要身份证", False, False, False),
        ("那奖扶呢", False, False, True),
        ("保健费咧", False, False, True),
        ("育儿补贴也一样吗", False, False, True),
        ("抚慰金也是那时候?", False, False, True),
        ("我是问奖扶", False, False, True),
        ("奖扶多少钱", False, False, False),
        ("那奖扶多少钱呢", False, False, False),
    ],
)
def test_what_only_goes_on_is_told_from_what_asks_anew(text: str, more: bool, why: bool, again: bool) -> None:
    words = clean(text)
    assert (asks_more(words), asks_why(words), asks_again(words)) == (more, why, again)
