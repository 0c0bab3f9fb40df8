"""Without the model too, danger is heard; grief, anger, old illness and phone calls are not taken for it."""

import pytest

from nlu.emergency import is_emergency
from nlu.normalise import clean


@pytest.mark.parametrize(
    "text",
    [
        "活着就是拖累,想走了",
        "儿子走了七年,今晚我想下去陪他",
        "药都攒够了",
        "我姑娘割腕了",
        "他把老鼠药吃了",
        "胎动没了",
        "孩子被人抱走了",
        "婆婆嘴巴歪了,半边动不了",
        "快来人救救我妈",
    ],
)
def test_danger_is_heard(text: str) -> None:
    assert is_emergency(clean(text))


@pytest.mark.parametrize(
    "text",
    [
        "女儿抑郁跳楼走的,抚慰金多少",
        "儿子从楼上掉下来没救过来,特扶怎么办",
        "爱人家暴我离婚了,孩子归我",
        "我爸中风了住院,独生子女能请多少天假",
        "他打我电话让我来问",
        "有人打电话说我能领3500,是不是诈骗",
        "家里着火把独生子女证烧了",
        "真不想活在这种社区,办事太差",
        "我妈八十了走不动了,能上门办吗",
        "站在窗口等了半天没人理",
        "光谷三胎的停了没",
        "打120要钱吗",
    ],
)
def test_grief_anger_and_phone_calls_are_none(text: str) -> None:
    assert not is_emergency(clean(text))
