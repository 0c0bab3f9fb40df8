"""Written Chinese in one form."""

import random
import unittest

from components.cues import NAMES, cues_in
from components.labels import LabelError, read_label
from components.text import LONGEST, characters, has_words, legible, normalise, syllables, tokens
from components.typos import lose, spell, spoil


class Text(unittest.TestCase):
    def test_every_way_of_writing_becomes_one(self) -> None:
        for written, wanted in (
            ("獨生子女費怎麼領", "独生子女费怎么领"),
            ("Ｔ　Ｄ", "T D"),
            ("退\u200b订\ufeff", "退订"),
            ("<b>你好</b>\n\t在吗", "你好 在吗"),
            ("我６２岁", "我62岁"),
            ("", ""),
        ):
            with self.subTest(written):
                self.assertEqual(normalise(written), wanted)

    def test_normalising_twice_changes_nothing_and_long_texts_are_cut(self) -> None:
        chance = random.Random(3)
        for _ in range(50):
            text = "".join(
                chr(chance.choice((chance.randint(32, 0x2FFF), chance.randint(0x4E00, 0x9FFF))))
                for _ in range(40)
            )
            with self.subTest(text):
                self.assertEqual(normalise(normalise(text)), normalise(text))
        self.assertLessEqual(len(normalise("好" * 5000)), LONGEST)

    def test_numbers_and_words_stay_whole_and_offsets_count_in_the_text(self) -> None:
        text = "我62了ok"
        self.assertEqual([m.group() for m in tokens(text)], ["我", "62", "了", "ok"])
        self.assertTrue(all(text[m.start() : m.end()] == m.group() for m in tokens(text)))

    def test_n_grams_read_numbers_by_length_and_no_punctuation(self) -> None:
        self.assertEqual(characters("我62了,1966年!😀"), ["我", "00", "了", "0000", "年"])

    def test_homophones_and_typed_pinyin_sound_alike(self) -> None:
        meant = syllables("保健费")
        for written in ("保建费", "baojianfei", "宝剑飞"):
            with self.subTest(written):
                self.assertEqual(syllables(written), meant)
        self.assertEqual(syllables("hello"), ["hello"])

    def test_emoji_carry_no_words(self) -> None:
        self.assertFalse(has_words("😀!?"))
        self.assertEqual(legible("好😀OK"), "好ok")


class Spoiling(unittest.TestCase):
    def test_a_slip_changes_a_long_line_and_leaves_most_of_it(self) -> None:
        text = "农村奖励扶助金一年多少钱怎么申请"
        for seed in range(20):
            spoilt = spoil(text, random.Random(seed))
            self.assertNotEqual(spoilt, text)
            self.assertGreater(len(set(spoilt) & set(text)), 9)

    def test_spelling_writes_a_run_in_letters(self) -> None:
        self.assertRegex(spell("育儿补贴多少钱", random.Random(1)), "[a-z]{3,}")

    def test_a_lost_character_leaves_all_others_in_their_order(self) -> None:
        text = "特别扶助金要去哪里领"
        for seed in range(20):
            left = lose(text, random.Random(seed))
            self.assertIn(left, {text[:i] + text[i + 1 :] for i in range(len(text))})

    def test_nothing_is_lost_of_the_shortest_lines(self) -> None:
        self.assertEqual(lose("多少钱", random.Random(1)), "多少钱")

    def test_the_same_seed_spoils_alike(self) -> None:
        self.assertEqual(
            spoil("孕前检查要带什么", random.Random(5)), spoil("孕前检查要带什么", random.Random(5))
        )


class Labels(unittest.TestCase):
    def test_labels_are_taken_apart(self) -> None:
        label = read_label("ask_benefit/rural-family-reward&pension-supplement+amount")
        self.assertEqual(label.benefits, {"rural-family-reward", "pension-supplement"})
        self.assertEqual(label.aspect, "amount")
        self.assertEqual(read_label("ask_topic/privacy").topic, "privacy")
        self.assertEqual(read_label("ask_benefit/+documents").benefits, frozenset())
        self.assertEqual(read_label("tell").intent, "tell")

    def test_a_label_that_is_none_is_refused(self) -> None:
        for written in ("ask_benefit/x", "ask_benefit/x+price", "ask_topic/weather", "tell/x", "ask_topic"):
            with self.subTest(written), self.assertRaises(LabelError):
                read_label(written)


class Cues(unittest.TestCase):
    def test_a_cue_is_found_by_its_list(self) -> None:
        found = dict(zip(NAMES, cues_in("北京的独生子女费发放标准是多少"), strict=True))
        self.assertTrue(found["elsewhere"] and found["amount"] and found["question"])
        self.assertFalse(found["here"] or found["documents"])


if __name__ == "__main__":
    unittest.main()
