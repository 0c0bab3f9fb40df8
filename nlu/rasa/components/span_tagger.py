"""A conditional random field over characters: spans that no pattern foresaw."""

from typing import List, Sequence, Tuple

import pycrfsuite

from components.span_patterns import Span
from components.text import tokens

Marked = Tuple[str, Sequence[Tuple[str, int, int]]]
"""A text and the kind, start and end of its marked spans."""

REACH = 3
"""Tokens on either side that a token's features see."""

_NUMERALS = frozenset("零〇一二两三四五六七八九十百千万半俩仨几")
_UNITS = frozenset("岁年月日号周天个块元级胎")
_SETTINGS = {"c1": 0.05, "c2": 0.05, "max_iterations": 120, "feature.possible_transitions": True}


def _shape(token: str) -> str:
    if token.isdigit():
        return f"digits{min(len(token), 5)}"
    if token in _NUMERALS:
        return "numeral"
    if token in _UNITS:
        return "unit"
    if token.isascii():
        return "ascii" if token.isalpha() else "mark"
    return "han" if "\u4e00" <= token[0] <= "\u9fff" else "mark"


def features(pieces: Sequence[str]) -> List[List[str]]:
    """Give each token's features: itself, its shape, its neighbours."""
    edge = ["|"] * REACH
    near = [*edge, *pieces, *edge]
    shapes = [*edge, *map(_shape, pieces), *edge]
    return [
        [
            "bias", f"0={near[i]}", f"s0={shapes[i]}",
            f"-3={near[i - 3]}", f"s-3={shapes[i - 3]}", f"-2={near[i - 2]}", f"s-2={shapes[i - 2]}",
            f"-1={near[i - 1]}", f"s-1={shapes[i - 1]}", f"1={near[i + 1]}", f"s1={shapes[i + 1]}",
            f"2={near[i + 2]}", f"s2={shapes[i + 2]}", f"3={near[i + 3]}", f"s3={shapes[i + 3]}",
            f"p-2={near[i - 2]}{near[i - 1]}", f"p-1={near[i - 1]}{near[i]}",
            f"p0={near[i]}{near[i + 1]}", f"p1={near[i + 1]}{near[i + 2]}",
        ]
        for i in range(REACH, REACH + len(pieces))
    ]  # fmt: skip


def train(lines: Sequence[Marked], path: str) -> None:
    """Fit the tagger on marked lines and write it to `path`; the same lines give the same tagger."""
    trainer = pycrfsuite.Trainer(verbose=False)
    trainer.set_params(_SETTINGS)
    for text, marks in lines:
        cut = tokens(text)
        tags = []
        for token in cut:
            inside = next((m for m in marks if m[1] <= token.start() and token.end() <= m[2]), None)
            tags.append(
                "O" if inside is None else f"{'B' if inside[1] == token.start() else 'I'}-{inside[0]}"
            )
        trainer.append(features([t.group() for t in cut]), tags)
    trainer.train(path)


class SpanTagger:
    """A fitted tagger."""

    def __init__(self, fitted: bytes) -> None:
        """Take what `train` wrote."""
        self._fitted = fitted  # the C tagger reads from these bytes as long as it lives
        self._tagger = pycrfsuite.Tagger()
        self._tagger.open_inmemory(fitted)

    def tag(self, text: str) -> List[Span]:
        """Give the spans found in normalised `text`, with the least certain of their tokens as confidence."""
        cut = tokens(text)
        if not cut:
            return []
        tags = self._tagger.tag(features([t.group() for t in cut]))
        spans: List[Span] = []
        for i, (token, tag) in enumerate(zip(cut, tags, strict=True)):
            if tag == "O":
                continue
            sure = float(self._tagger.marginal(tag, i))
            joins = tag[0] == "I" and spans and spans[-1].kind == tag[2:] and spans[-1].end == token.start()
            if joins:
                last = spans.pop()
                spans.append(last._replace(end=token.end(), confidence=min(last.confidence, sure)))
            else:
                spans.append(Span(tag[2:], token.start(), token.end(), sure, "tagger"))
        return spans
