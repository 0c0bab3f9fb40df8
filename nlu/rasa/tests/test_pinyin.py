"""Pinyin that was typed and never converted."""

import unittest

from components.pinyin_typing import PinyinTyping

LINES = (
    "育儿补贴多少钱",
    "育儿补贴怎么领",
    "奖扶要几岁才能领",
    "我不想活了",
    "救命啊",
    "女儿",
    "我今年几岁",
    "重来",
)


class Typing(unittest.TestCase):
    def setUp(self) -> None:
        self.typing = PinyinTyping.learn(LINES)

    def test_pinyin_becomes_the_characters_that_lines_use(self) -> None:
        for typed, meant in (
            ("yuer补贴duoshao钱", "育儿补贴多少钱"),
            ("jiangfu yao ji sui cai neng ling", "奖扶要几岁才能领"),
            ("wo bu xiang huo le", "我不想活了"),
            ("nver", "女儿"),
            ("chonglai", "重来"),
        ):
            with self.subTest(typed):
                self.assertEqual(self.typing.read(typed), meant)

    def test_what_is_no_pinyin_stays(self) -> None:
        for text in ("TD", "hello", "stop", "b超多少钱", "you are free", "育儿补贴", ""):
            with self.subTest(text):
                self.assertEqual(self.typing.read(text), text)

    def test_what_was_learnt_survives_being_written_down(self) -> None:
        self.assertEqual(PinyinTyping.parse(self.typing.dump()).read("jiuming a"), "救命啊")
        self.assertEqual(PinyinTyping({}, {}).read("jiuming a"), "jiuming a")


if __name__ == "__main__":
    unittest.main()
