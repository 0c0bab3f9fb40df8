"""Reads pinyin that was typed and never converted, by the characters that residents' lines use for such sounds."""

import json
import math
import re
from collections import Counter, defaultdict
from typing import Dict, Iterable, List, Tuple

from components.text import readings, spelt

MOST = 14
"""Characters tried for one syllable, the most frequent ones."""

_RUN = re.compile(r"[A-Za-z]+(?:[ '][A-Za-z]+)*")
# Between characters and numbers a blank was only the end of a syllable.
_GAP = re.compile(r"(?<=[\u4e00-\u9fff0-9]) (?=[\u4e00-\u9fff0-9])")
_HAN = re.compile(r"[\u4e00-\u9fff]")
# Latin words that are meant as such although they could be pinyin.
_WORDS = frozenset(
    ("ai", "app", "he", "she", "me", "you", "are", "do", "an", "one", "ten", "siri", "base", "emoji", "api")
)


class PinyinTyping:
    """Character pairs learnt from lines; the likeliest characters for a run of syllables."""

    def __init__(self, single: Dict[str, int], pairs: Dict[str, int]) -> None:
        """Take how often characters, and pairs of them, were seen."""
        self._single = single
        self._pairs = pairs
        self._total = sum(single.values()) or 1
        by_sound: Dict[str, List[str]] = defaultdict(list)
        for character in sorted(single, key=lambda c: (-single[c], c)):
            for sound in readings(character):
                by_sound[sound].append(character)
        self._by_sound = {sound: found[:MOST] for sound, found in by_sound.items()}

    @classmethod
    def learn(cls, texts: Iterable[str]) -> "PinyinTyping":
        """Count the characters of lines."""
        single: Counter = Counter()
        pairs: Counter = Counter()
        for text in texts:
            single.update(c for c in text if _HAN.match(c))
            pairs.update(
                a + b for a, b in zip(f"^{text}", f"{text}$", strict=True) if _HAN.match(a) or _HAN.match(b)
            )
        return cls(dict(single), dict(pairs))

    def read(self, text: str) -> str:
        """Give `text` with its pinyin converted; what is no pinyin stays as it is."""
        if not self._single or not any("a" <= c <= "z" for c in text):
            return text
        runs = [run.group() for run in _RUN.finditer(text)]
        if any(self._foreign(word) for run in runs for word in re.split(r"[ ']", run)):
            return text
        converted = _RUN.sub(lambda run: self._convert(run, text), text)
        return converted if converted == text else _GAP.sub("", converted)

    @staticmethod
    def _foreign(word: str) -> bool:
        """Say whether a word shows that the Latin letters of its line are no pinyin."""
        return word.lower() in _WORDS or (len(word) > 2 and not word.isupper() and not spelt(word.lower()))

    def _convert(self, run: "re.Match[str]", text: str) -> str:
        written = run.group()
        if written.isupper():
            return written
        syllables: List[str] = []
        for part in re.split(r"[ ']", written.lower()):
            found = spelt(part)
            if not found or any(s not in self._by_sound for s in found):
                return written
            syllables.extend(found)
        alone = len(written) == len(text)
        if len(syllables) == 1 and (alone or len(written) < 2):
            return written
        before = text[run.start() - 1] if run.start() else "^"
        return self._likeliest(syllables, before)

    def _likeliest(self, syllables: List[str], before: str) -> str:
        paths: List[Tuple[float, str]] = [(0.0, before)]
        for syllable in syllables:
            paths = [
                max((score + self._step(path[-1], character), path + character) for score, path in paths)
                for character in self._by_sound[syllable]
            ]
        return max(paths)[1][1:]

    def _step(self, first: str, second: str) -> float:
        pair = self._pairs.get(first + second, 0)
        seen = self._single.get(first, 0)
        alone = self._single[second] / self._total
        return math.log(0.85 * pair / seen + 0.15 * alone if seen else alone)

    def dump(self) -> str:
        """Give what was learnt as JSON."""
        return json.dumps([self._single, self._pairs], ensure_ascii=False)

    @classmethod
    def parse(cls, dumped: str) -> "PinyinTyping":
        """Give what `dump` wrote."""
        single, pairs = json.loads(dumped)
        return cls(single, pairs)
