"""The cleaned text of an utterance: one width, one script, no invisible characters, plain punctuation."""

import re
import unicodedata
from functools import cache

from opencc_purepy import OpenCC

_HAN = range(0x4E00, 0xA000)
# Taiwanese and older forms that a table of traditional characters leaves alone.
_VARIANTS = {"妳": "你", "祂": "他", "牠": "它", "裏": "里", "衆": "众", "囗": "口", "巳": "已", "著": "着"}
_PUNCTUATION = {
    "，": ",",
    "；": ";",
    "：": ":",
    "？": "?",
    "！": "!",
    "｡": "。",
    "“": '"',
    "”": '"',
    "‘": "'",
    "’": "'",
    "「": '"',
    "」": '"',
    "『": '"',
    "』": '"',
    "—": "-",
    "–": "-",
    "―": "-",
    "～": "~",
    "〜": "~",
    "·": "·",
}

_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,200}>")
_REPEATED = re.compile(r"([,;:?!。、~\-])[,;:?!。、~\-.\s]*(?=[,;:?!。、~\-])")
_DOTS = re.compile(r"\.{2,}")
_SPACES = re.compile(r"\s+")
_DIGIT_GAP = re.compile(r"(?<=[0-9]) (?=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff]) (?=[0-9])")
_SPELT_OUT = re.compile(
    r"(?<![\u4e00-\u9fff])[\u4e00-\u9fff0-9](?: [\u4e00-\u9fff0-9]){2,}(?![\u4e00-\u9fff])"
)
_AROUND_MARKS = re.compile(r" (?=[,;:?!。、~])|(?<=[,;:?!。、~]) ")


class _Characters(dict[int, str]):
    """Maps a code point to its cleaned form; learns each character when it is first met."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        kind = unicodedata.category(character)
        if character in "\t\n\r\v\f\x85\u2028\u2029" or kind in {"Zs", "So"}:
            cleaned = " "
        elif kind[0] == "C" or kind in {"Mn", "Me", "Sk"}:
            cleaned = ""
        else:
            cleaned = "".join(c for c in character.lower() if unicodedata.category(c) != "Mn")
        self[code] = cleaned
        return cleaned


@cache
def _characters() -> _Characters:
    # One conversion of every Han character, each on a line of its own so that no phrase is formed.
    traditional = [chr(code) for code in _HAN]
    simplified = OpenCC("t2s").convert("\n".join(traditional)).split("\n")
    table = _Characters()
    for old, new in zip(traditional, simplified, strict=True):
        table[ord(old)] = new
    for table_part in (_VARIANTS, _PUNCTUATION):
        table.update({ord(old): new for old, new in table_part.items()})
    return table


def warm_up() -> None:
    """Builds the character table now (about a quarter of a second), so that the first resident need not wait."""
    _characters()


def clean(text: str) -> str:
    """The text in simplified characters, half width and lower case; emoji and white space become single spaces.

    Invisible and control characters and HTML tags are dropped, repeated punctuation is cut to one mark. Idempotent.
    """
    characters = _characters()
    text = unicodedata.normalize("NFKC", text).translate(characters)
    while not unicodedata.is_normalized("NFKC", text):
        # A dropped mark may bring together what the first normalisation could not join.
        text = unicodedata.normalize("NFKC", text).translate(characters)
    while "<" in text and _TAG.search(text):
        text = _TAG.sub(" ", text)
    text = _DOTS.sub("。", text)
    text = _REPEATED.sub("", text)
    text = _SPACES.sub(" ", text)
    if " " in text:
        text = _AROUND_MARKS.sub("", text)
        text = _SPELT_OUT.sub(lambda found: found.group().replace(" ", ""), text)
        text = _DIGIT_GAP.sub("", text)
    return text.strip()
