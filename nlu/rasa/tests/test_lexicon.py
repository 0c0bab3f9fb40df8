"""Names of benefits are read from the policy book and found in text."""

import tempfile
import unittest
from pathlib import Path
from typing import List

from components.lexicon import Lexicon, Name, read_policy_book

_POLICY = "id: one\nname: 独生子女保健费\nshort: 保健费\naliases: [儿童保健费, 独生费]\n"
_AMBIGUOUS = "独生子女费: {benefits: [one, two], question: 哪一笔?}\n"


class Names(unittest.TestCase):
    def setUp(self) -> None:
        self._folder = tempfile.TemporaryDirectory()
        self.addCleanup(self._folder.cleanup)
        book = Path(self._folder.name)
        (book / "one.yaml").write_text(_POLICY, "utf-8")
        (book / "ambiguous.yaml").write_text(_AMBIGUOUS, "utf-8")
        (book / "sources.yaml").write_text("s1: {title: x}\n", "utf-8")
        self.lexicon = Lexicon(read_policy_book(book))

    def _gapped(self, text: str) -> List[Name]:
        return self.lexicon.gapped_in(text, self.lexicon.written_in(text))

    def test_the_longest_name_wins(self) -> None:
        found = self.lexicon.written_in("独生子女保健费怎么领")
        self.assertEqual([name.written for name in found], ["独生子女保健费"])

    def test_an_ambiguous_name_means_several(self) -> None:
        self.assertEqual(self.lexicon.written_in("独生子女费多少")[0].means, ("one", "two"))

    def test_a_misspelt_name_is_heard(self) -> None:
        self.assertEqual(self.lexicon.written_in("保建费怎么领"), [])
        self.assertEqual(self.lexicon.heard_in("保建费怎么领")[0].written, "保健费")
        self.assertEqual(self.lexicon.heard_in("baojianfei怎么领")[0].written, "保健费")

    def test_a_name_that_lost_a_character_is_still_seen(self) -> None:
        for text in ("独生子女健费怎么领", "我伢的独生子女保费"):
            self.assertEqual([n.written for n in self._gapped(text)], ["独生子女保健费"], text)

    def test_a_name_written_whole_has_lost_nothing(self) -> None:
        self.assertEqual(self._gapped("独生子女保健费和儿童保健费怎么领"), [])
        # 保健费 stands there whole and names the benefit already.
        self.assertEqual(self._gapped("独子女保健费怎么领"), [])

    def test_what_is_left_of_a_short_name_or_of_one_with_several_meanings_tells_nothing(self) -> None:
        for text in ("保健怎么领", "独子费怎么领", "独生子费怎么领"):
            self.assertEqual(self._gapped(text), [], text)

    def test_the_lexicon_survives_being_written_down(self) -> None:
        again = Lexicon.parse(self.lexicon.dump())
        self.assertEqual(again.names, self.lexicon.names)

    def test_without_a_book_nothing_is_known(self) -> None:
        self.assertEqual(read_policy_book(Path(self._folder.name) / "absent"), ())
        self.assertEqual(Lexicon([]).written_in("保健费"), [])


if __name__ == "__main__":
    unittest.main()
