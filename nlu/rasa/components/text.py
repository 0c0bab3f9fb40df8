"""Written Chinese in one form: what every component reads and every offset counts in."""

import re
import unicodedata
from functools import lru_cache
from typing import FrozenSet, List, Optional

from opencc_purepy import OpenCC
from pypinyin import lazy_pinyin
from pypinyin.constants import PINYIN_DICT

LONGEST = 500
"""Characters of an utterance that are read; the rest is dropped (the chat's own limit)."""

_TO_SIMPLIFIED = OpenCC("t2s")
_TAGS = re.compile(r"<[^<>]{1,100}>")
_SPACES = re.compile(r"\s+")
_CJK = re.compile(r"[\u3400-\u9fff]")
_UNREAD = frozenset({"So", "Sk", "Cs", "Co", "Cn", "Mn"})
_TOKEN = re.compile(r"[a-z]+|\d+|\S", re.IGNORECASE)


def normalise(text: str) -> str:
    """Give `text` in NFKC and simplified characters, without tags, invisible characters or doubled spaces."""
    text = unicodedata.normalize("NFKC", text[: 2 * LONGEST])
    kept = "".join(c for c in text if unicodedata.category(c) != "Cf")
    kept = "".join(" " if unicodedata.category(c) in ("Cc", "Zl", "Zp") else c for c in kept)
    kept = _SPACES.sub(" ", _TAGS.sub(" ", kept)).strip()
    if _CJK.search(kept):
        kept = _TO_SIMPLIFIED.convert(kept)
    return kept[:LONGEST]


def legible(text: str) -> str:
    """Give the part of normalised `text` that carries words: lower case, without emoji."""
    return "".join(c for c in text.lower() if unicodedata.category(c) not in _UNREAD)


def has_words(text: str) -> bool:
    """Say whether normalised `text` holds any letter, digit or Chinese character."""
    return any(c.isalnum() for c in text)


def tokens(text: str) -> List["re.Match[str]"]:
    """Cut normalised `text` into single characters; a run of digits or Latin letters stays whole."""
    return list(_TOKEN.finditer(text))


def characters(text: str) -> List[str]:
    """Give the tokens of `text` as n-grams read them: numbers by their length, punctuation left out."""
    found = []
    for match in tokens(legible(text)):
        token = match.group()
        if token.isdigit():
            found.append("0" * min(len(token), 6))
        elif token.isalnum():
            found.append(token)
    return found


def syllables(text: str) -> List[str]:
    """Give the toneless pinyin of `text`, with the sounds that southern speech merges written alike.

    Pinyin that was typed and never converted is cut into its syllables.
    """
    heard: List[str] = []
    for token in characters(text):
        if _CJK.match(token):
            heard.append(_sound(token))
        elif token.isascii() and token.isalpha():
            heard.extend(_merge(part) for part in spelt(token) or [token])
        else:
            heard.append(token)
    return heard


@lru_cache(maxsize=1)
def _known_syllables() -> FrozenSet[str]:
    return frozenset(s for sounds in PINYIN_DICT.values() for s in _plain(sounds)) - {
        "m",
        "n",
        "ng",
        "hm",
        "hng",
    }


def _plain(sounds: str) -> List[str]:
    # ü is typed as v; its dots must be read before the marks of tone are dropped.
    bare = unicodedata.normalize("NFD", sounds).replace("u\u0308", "v")
    return re.sub(r"[^a-z,]", "", re.sub(r"u[\u0300-\u036f]\u0308|u\u0308", "v", bare)).split(",")


def readings(character: str) -> List[str]:
    """Give every toneless pinyin of one character, the usual one first."""
    return list(dict.fromkeys(_plain(PINYIN_DICT.get(ord(character), ""))))


@lru_cache(maxsize=8192)
def plain_sound(character: str) -> str:
    """Give the toneless pinyin of one character."""
    return lazy_pinyin(character, strict=False)[0]


def spelt(letters: str) -> Optional[List[str]]:
    """Cut a run of letters into the fewest pinyin syllables; None when it is no pinyin."""
    best: List[Optional[List[str]]] = [[]] + [None] * len(letters)
    for end in range(1, len(letters) + 1):
        for start in range(max(0, end - 6), end):
            before = best[start]
            if before is not None and letters[start:end] in _known_syllables():
                found = best[end]
                if found is None or len(before) + 1 < len(found):
                    best[end] = [*before, letters[start:end]]
    return best[-1]


@lru_cache(maxsize=8192)
def _sound(character: str) -> str:
    return _merge(plain_sound(character))


def _merge(syllable: str) -> str:
    for written, heard in (("zh", "z"), ("ch", "c"), ("sh", "s")):
        if syllable.startswith(written):
            syllable = heard + syllable[2:]
    if syllable.endswith(("ang", "eng", "ing")):
        syllable = syllable[:-1]
    if syllable.startswith("l") and len(syllable) > 1:
        # n and l sound alike in Wuhan.
        syllable = "n" + syllable[1:]
    return syllable
