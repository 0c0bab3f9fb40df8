"""Spans that tell a fact."""

import itertools
import tempfile
import unittest
from pathlib import Path

from components.span_patterns import find_spans
from components.span_tagger import SpanTagger, train


class Spans(unittest.TestCase):
    def test_patterns_find_kinds_and_places_in_the_text(self) -> None:
        for text, wanted in (
            ("我62了,农村户口,两个姑娘", {("age", "62"), ("hukou", "农村户口"), ("child", "两个姑娘")}),
            ("老伴六十三岁,企业退休", {("kin", "老伴"), ("age", "六十三岁"), ("work", "企业退休")}),
            ("黄陂的,来武汉八个月了", {("place", "黄陂"), ("place", "武汉"), ("duration", "八个月")}),
            ("有光荣证,离婚了", {("certificate", "光荣证"), ("marriage", "离婚")}),
        ):
            with self.subTest(text):
                found = {(s.kind, text[s.start : s.end]) for s in find_spans(text)}
                self.assertLessEqual(wanted, found)

    def test_spans_do_not_overlap(self) -> None:
        text = "独生子女父母光荣证丢了,独生子1992年3月生,现在武汉户口"
        spans = find_spans(text)
        self.assertTrue(all(a.end <= b.start for a, b in itertools.pairwise(spans)))

    def test_the_tagger_learns_from_marks_and_gives_the_same_twice(self) -> None:
        lines = [
            (f"我是{place}人", [("place", 2, 2 + len(place))]) for place in ("河南", "江西", "湖南", "安徽")
        ] * 5
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "spans"
            train(lines, str(path))
            first = path.read_bytes()
            train(lines, str(path))
            self.assertEqual(first, path.read_bytes())
            spans = SpanTagger(first).tag("我是河北人")
        self.assertEqual([(s.kind, s.start, s.end) for s in spans], [("place", 2, 4)])


if __name__ == "__main__":
    unittest.main()
