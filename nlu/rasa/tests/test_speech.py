"""What asks in a story, and how Wuhan speech is read."""

import unittest

from components.asking import asking
from components.speech import plainly


class Asking(unittest.TestCase):
    def test_the_last_clause_that_asks_is_given(self) -> None:
        for text, wanted in (
            ("我62,农村户口,奖扶一年多少钱", "奖扶一年多少钱"),
            ("奖扶去哪办?我住汉口,一个人", "奖扶去哪办"),
            ("老倌子走了 屋里就我一个 特扶么样办", "特扶么样办"),
            ("我62,农村户口", "农村户口"),
            ("奖扶多少钱", "奖扶多少钱"),
            (",,。", ",,。"),
            ("", ""),
        ):
            with self.subTest(text):
                self.assertEqual(asking(text), wanted)


class Speech(unittest.TestCase):
    def test_words_of_wuhan_and_of_overseas_are_read_plainly(self) -> None:
        for said, meant in (
            ("要么样搞撒", "要怎么搞"),
            ("有么政策", "有什么政策"),
            ("该克哪块办咧", "该去哪里办"),
            ("到底几多钱啵", "到底多少钱吗"),
            ("冇得退休金", "没有退休金"),
            ("我不晓得么时候到", "我不知道什么时候到"),
            ("户口簿影印件", "户口本复印件"),
        ):
            with self.subTest(said):
                self.assertEqual(plainly(said), meant)

    def test_words_that_only_look_alike_stay(self) -> None:
        for text in ("怎么样", "那么样", "什么时候", "没得到", "克服", "五百克", "撒谎", "要么", "今天"):
            with self.subTest(text):
                self.assertEqual(plainly(text), text)

    def test_reading_twice_changes_nothing(self) -> None:
        for text in ("冇得么事克哪块撒", "么办撒", "而今几多一哈"):
            with self.subTest(text):
                self.assertEqual(plainly(plainly(text)), plainly(text))


if __name__ == "__main__":
    unittest.main()
