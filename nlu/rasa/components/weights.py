"""Weighted n-grams: one block of a line's sparse features, fitted once and then fixed."""

import math
from collections import Counter
from typing import Callable, Dict, Iterable, List, Sequence, Tuple

import numpy as np


def ngrams(units: Sequence[str], longest: int) -> List[str]:
    """Give all runs of 1..`longest` units; both ends of the line count as units of the longer runs."""
    padded = ["^", *units, "$"]
    found = list(units)
    for size in range(2, longest + 1):
        found.extend(" ".join(padded[i : i + size]) for i in range(len(padded) - size + 1))
    return found


class GramBlock:
    """TF-IDF over n-grams of what `cut` gives, scaled to length `scale`."""

    def __init__(self, cut: Callable[[str], Sequence[str]], longest: int, scale: float) -> None:
        """Take the way lines are cut, the longest n-gram and the length of the block's vectors."""
        self.cut = cut
        self.longest = longest
        self.scale = scale
        self.columns: Dict[str, int] = {}
        self.idf = np.zeros(0, dtype=np.float32)

    def fit(self, texts: Iterable[str], rarest: int) -> None:
        """Learn columns and weights from lines; grams in fewer than `rarest` lines are left out."""
        seen: Counter = Counter()
        lines = 0
        for text in texts:
            lines += 1
            seen.update(set(ngrams(self.cut(text), self.longest)))
        kept = sorted(gram for gram, count in seen.items() if count >= rarest)
        self.columns = {gram: i for i, gram in enumerate(kept)}
        self.idf = np.array([math.log((1 + lines) / (1 + seen[g])) + 1 for g in kept], dtype=np.float32)

    def weigh(self, text: str) -> Tuple[np.ndarray, np.ndarray, float]:
        """Give columns, values, and which share of the line's n-grams training knew."""
        counts = Counter(ngrams(self.cut(text), self.longest))
        columns = self.columns
        known = [(columns[g], n) for g, n in counts.items() if g in columns]
        if not known:
            return np.zeros(0, dtype=np.int32), np.zeros(0, dtype=np.float32), 0.0
        index = np.array([c for c, _ in known], dtype=np.int32)
        values = (1 + np.log(np.array([n for _, n in known], dtype=np.float32))) * self.idf[index]
        values *= self.scale / float(np.sqrt(np.dot(values, values)))
        return index, values, len(known) / len(counts)
