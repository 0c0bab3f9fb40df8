"""Questions that name nothing."""

import pytest

from nlu.following import followed_up
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
