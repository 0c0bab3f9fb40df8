"""The factored heads, on a world small enough to see through."""

import tempfile
import unittest
from pathlib import Path
from typing import List

import numpy as np
import scipy.sparse
from components.heads import Heads, Settings
from components.labels import Label, read_label
from components.rows import Rows

WORDS = ["checkup", "allowance", "cost", "where", "hello", "bus", "danger"]
LINES = {
    "checkup cost": "ask_benefit/c+amount",
    "checkup where": "ask_benefit/c+place",
    "allowance cost": "ask_benefit/a+amount",
    "allowance where": "ask_benefit/a+place",
    "checkup allowance cost": "ask_benefit/a&c+amount",
    "hello": "greet",
    "bus where": "out_of_scope",
    "bus cost": "out_of_scope",
}


def rows(texts: List[str]) -> Rows:
    """Give rows of word counts, with a little fixed noise so that lines differ."""
    noise = np.random.default_rng(0).normal(0, 0.02, (len(texts), len(WORDS)))
    counts = np.array([[float(w in t.split()) for w in WORDS] for t in texts]) + noise
    near = counts / np.linalg.norm(counts, axis=1, keepdims=True)
    share = np.ones(len(texts), dtype=np.float32)
    return Rows(scipy.sparse.csr_matrix(counts), counts.astype(np.float32), near.astype(np.float32), share)


def fitted() -> Heads:
    texts = [t for t in LINES for _ in range(12)]
    labels: List[Label] = [read_label(LINES[t]) for t in texts]
    return Heads.fit(rows(texts), labels, [f"{t}{i}" for i, t in enumerate(texts)], Settings(cost=1.0))


class Deciding(unittest.TestCase):
    heads: Heads

    @classmethod
    def setUpClass(cls) -> None:
        cls.heads = fitted()

    def test_benefit_and_aspect_are_two_decisions(self) -> None:
        decision = self.heads.decide(rows(["allowance where"]))[0]
        self.assertEqual(decision.intents[0][0], "ask_benefit")
        self.assertEqual(decision.benefits[0][0], "a")
        self.assertEqual(decision.aspects[0][0], "place")

    def test_several_benefits_may_hold(self) -> None:
        decision = self.heads.decide(rows(["checkup allowance cost"]))[0]
        self.assertEqual({name for name, p in decision.benefits if p > 0.5}, {"a", "c"})

    def test_what_is_not_ours_has_a_low_score_and_comes_first(self) -> None:
        ours, strange = self.heads.decide(rows(["checkup cost", "bus cost"]))
        self.assertGreater(ours.in_scope, strange.in_scope)
        self.assertEqual(strange.intents[0][0], "out_of_scope")

    def test_probabilities_of_intents_sum_to_one(self) -> None:
        for decision in self.heads.decide(rows(list(LINES))):
            self.assertAlmostEqual(sum(p for _, p in decision.intents), 1.0, places=5)

    def test_the_same_lines_give_the_same_heads_and_survive_being_saved(self) -> None:
        again = fitted()
        self.assertTrue(np.array_equal(again.scorer.sparse, self.heads.scorer.sparse))
        with tempfile.TemporaryDirectory() as folder:
            self.heads.save(Path(folder))
            read = Heads.read(Path(folder))
        for first, second in zip(
            self.heads.decide(rows(list(LINES))), read.decide(rows(list(LINES))), strict=True
        ):
            self.assertEqual(first.intents[0][0], second.intents[0][0])
            self.assertAlmostEqual(first.in_scope, second.in_scope, places=2)

    def test_without_strange_lines_everything_is_ours(self) -> None:
        texts = [t for t in LINES if not t.startswith("bus") for _ in range(12)]
        labels = [read_label(LINES[t]) for t in texts]
        heads = Heads.fit(rows(texts), labels, [f"{t}{i}" for i, t in enumerate(texts)], Settings())
        self.assertEqual(heads.decide(rows(["danger"]))[0].in_scope, 1.0)


if __name__ == "__main__":
    unittest.main()
