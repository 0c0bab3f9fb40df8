"""Danger is never missed, and ordinary talk is not taken for it."""

import unittest

from components.safety import is_emergency, tells_no_danger
from components.text import normalise


class Danger(unittest.TestCase):
    def test_danger_is_heard(self) -> None:
        for text in (
            "我老婆怀孕五个月突然下面流好多血",
            "孕妇肚子痛得打滚",
            "羊水破了人还在屋里",
            "我不想活了",
            "儿子没了我也活不下去了",
            "想自殺",
            "他喝了農藥",
            "老公又打我",
            "宝宝没有呼吸了",
            "我媽暈倒了叫不醒",
            "救命",
            "孩子掉到塘里了",
            "小孩吞了纽扣电池",
            "想问独生子女费要什么材料,我老婆大出血了怎么办",
            "老婆大初雪了",
            "活着就是拖累,想走了",
            "儿子走了七年,今晚我想下去陪他",
            "孩子被人抱走了",
            "我姑娘割腕了",
            "快来人救救我妈",
        ):
            with self.subTest(text):
                self.assertTrue(is_emergency(normalise(text)))

    def test_questions_and_old_grief_are_not_danger(self) -> None:
        for text in (
            "孕前检查查不查出血的毛病",
            "儿子走了五年了,能领特别扶助吗",
            "孩子没了有什么补助",
            "想死你了",
            "怀孕了还能做孕前检查吗",
            "前年老伴中风走了",
            "我爱人打电话问过社区",
            "孩子不见长个子",
            "退休了要跟谁申请",
            "女儿抑郁跳楼走的,抚慰金多少",
            "儿子从楼上掉下来没救过来",
            "爱人家暴我离婚了,孩子归我",
            "我爸中风了住院,独生子女能请多少天假",
            "他打我电话让我来问",
            "真不想活在这种社区",
            "我妈八十了走不动了,能上门办吗",
            "光谷三胎的停了没",
        ):
            with self.subTest(text):
                self.assertFalse(is_emergency(normalise(text)))

    def test_who_wants_peace_or_tells_what_is_over_is_in_no_danger(self) -> None:
        for text in (
            "不想让邻居知道",
            "我不想给单位里的人晓得",
            "怕亲戚知道",
            "我不想跑两趟",
            "不想来回跑",
            "儿子前年走了",
        ):
            with self.subTest(text):
                self.assertTrue(tells_no_danger(text))

    def test_what_may_be_danger_stays_open(self) -> None:
        for text in ("不想麻烦孩子了", "我不想再拖累他们", "不想再等了", "想跑出去跳江", "我妈摔断了腿"):
            with self.subTest(text):
                self.assertFalse(tells_no_danger(text))


if __name__ == "__main__":
    unittest.main()
