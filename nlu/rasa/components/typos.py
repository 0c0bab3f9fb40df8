"""Spoilt copies of lines: what phones and hurried fingers do to Chinese."""

import random
from functools import lru_cache
from typing import Dict, List

from pypinyin import lazy_pinyin
from pypinyin.constants import PINYIN_DICT

# Characters of everyday writing: the first block of GB 2312, ordered by use closely enough for slips.
_FIRST, _LAST = 0xB0, 0xD7


@lru_cache(maxsize=1)
def _by_sound() -> Dict[str, List[str]]:
    common = []
    for high in range(_FIRST, _LAST + 1):
        for low in range(0xA1, 0xFF):
            try:
                common.append(bytes((high, low)).decode("gb2312"))
            except UnicodeDecodeError:
                continue
    sounds: Dict[str, List[str]] = {}
    for character in common:
        if ord(character) in PINYIN_DICT:
            sounds.setdefault(lazy_pinyin(character)[0], []).append(character)
    return sounds


def _is_chinese(character: str) -> bool:
    return "\u4e00" <= character <= "\u9fff"


def spoil(text: str, chance: random.Random) -> str:
    """Give `text` with one slip for every eight characters: a homophone, a lost, swapped or doubled one."""
    letters = list(text)
    for _ in range(max(1, round(len(letters) / 8))):
        places = [i for i, c in enumerate(letters) if _is_chinese(c)]
        if len(places) < 4:
            break
        at = chance.choice(places)
        slip = chance.random()
        if slip < 0.6:
            alike = [c for c in _by_sound().get(lazy_pinyin(letters[at])[0], []) if c != letters[at]]
            if alike:
                letters[at] = chance.choice(alike)
        elif slip < 0.8:
            del letters[at]
        elif slip < 0.9 and at + 1 < len(letters):
            letters[at], letters[at + 1] = letters[at + 1], letters[at]
        else:
            letters.insert(at, letters[at])
    return "".join(letters)


def spell(text: str, chance: random.Random) -> str:
    """Give `text` with a run of two to four characters typed as pinyin and never converted."""
    places = [i for i, c in enumerate(text) if _is_chinese(c)]
    if len(places) < 4:
        return text
    start = chance.choice(places[:-1])
    length = chance.randint(2, 4)
    run = text[start : start + length]
    return text[:start] + "".join(lazy_pinyin(run)) + text[start + length :]


def lose(text: str, chance: random.Random) -> str:
    """Give `text` without one of every sixteen of its characters, at least one."""
    letters = list(text)
    for _ in range(max(1, round(len(letters) / 16))):
        places = [i for i, c in enumerate(letters) if _is_chinese(c)]
        if len(places) < 4:
            break
        del letters[chance.choice(places)]
    return "".join(letters)
