"""Whole numbers as people write them: 62, 六十二, 五十有三, 俩, 一万二, 六六 (digit by digit)."""

import re
from functools import lru_cache

_DIGITS = {
    "零": 0, "〇": 0, "o": 0, "一": 1, "幺": 1, "壹": 1, "二": 2, "两": 2, "贰": 2, "俩": 2, "三": 3, "仨": 3, "叁": 3, "四": 4, "肆": 4,
    "五": 5, "伍": 5, "六": 6, "陆": 6, "七": 7, "柒": 7, "八": 8, "捌": 8, "九": 9, "玖": 9,
}  # fmt: skip
_TENS = {"廿": 20, "卅": 30}
_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_BIG = {"万": 10_000, "萬": 10_000, "亿": 100_000_000}

HAN_NUMBER = "[零〇一二两三四五六七八九十百廿卅壹贰叁肆伍陆柒捌玖拾佰有又]"
NUMBER = rf"(?:\d+|{HAN_NUMBER}+)"
"""A pattern for what `read_number` may be able to read (without 千, 万)."""

COUNT = r"(?:1[0-5]|\d|[一二两三四五六七八九十俩仨])"
"""A pattern for small counts of people."""

_ARABIC = re.compile(r"(\d+(?:\.\d+)?)(?:([万千百亿])(\d{1,3})?)?")


@lru_cache(maxsize=4096)
def read_number(text: str) -> int | None:
    """The whole number that `text` is, or None when it is none, is vague (六十二三) or has a fraction."""
    if not text or len(text) > 16:
        return None
    arabic = _ARABIC.fullmatch(text)
    if arabic:
        return _arabic(arabic)
    characters = text.replace("有", "").replace("又", "")
    if not characters:
        return None  # 有 joins tens and ones, and is no number by itself
    if all(c in _DIGITS for c in characters):
        return _digit_by_digit(characters)
    return _with_units(characters)


def _arabic(found: re.Match[str]) -> int | None:
    whole, unit, rest = found.groups()
    scale = {None: 1, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}[unit]
    value = float(whole) * scale
    if rest:
        value += int(rest) * scale / 10 ** len(rest)
    return int(value) if value == int(value) and value < 10**15 else None


def _digit_by_digit(characters: str) -> int | None:
    if len(characters) > 9 or (len(characters) > 1 and set(characters) & set("两俩仨")):
        return None  # 老三两岁 is no 32
    return int("".join(str(_DIGITS[c]) for c in characters))


def _with_units(characters: str) -> int | None:
    total = 0  # what stands before the last 万 or 亿
    section = 0
    digit: int | None = None
    last_unit = 0  # the unit just passed: a digit after it that ends the number counts a tenth (两百五)
    zero = False
    for character in characters:
        if character in _DIGITS:
            if digit not in {None, 0}:
                return None  # 六十二三, "sixty-two or three"
            digit = _DIGITS[character]
            zero = zero or digit == 0
            continue
        if character in _TENS:
            section += _TENS[character]
            last_unit = 10
        elif character in _UNITS:
            unit = _UNITS[character]
            if last_unit and last_unit <= unit:
                return None
            section += (1 if digit is None else digit) * unit
            last_unit, zero = unit, False
        elif character in _BIG:
            total = (total + section + (digit or 0)) * _BIG[character]
            section, last_unit, zero = 0, _BIG[character], False
        else:
            return None
        digit = None
    if digit:
        short = last_unit >= 100 and not zero and characters[-2:-1] not in _DIGITS
        section += digit * (last_unit // 10 if short else 1)
    return total + section
