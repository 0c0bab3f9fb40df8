"""Cuts a text where people would pause, by whatever measure a channel has for its length."""

import re
from collections.abc import Callable

_PIECE = re.compile(r"[^\n。!?;！？；]*(?:[。!?;！？；]+[”』」)）]*\n*|\n+|$)")


def cut(text: str, fits: Callable[[str], bool]) -> list[str]:
    """Give the text in parts that fit, cut after a line or a sentence, or inside one that is too long by itself."""
    parts: list[str] = []
    while text.strip():
        part, text = first_part(text, fits)
        parts.append(part)
    return parts


def first_part(text: str, fits: Callable[[str], bool]) -> tuple[str, str]:
    """Give the longest beginning that fits, without the space around it, and the rest as it stands."""
    end = 0
    for piece in _PIECE.finditer(text):
        if not piece.group():
            continue
        if not fits(text[: piece.end()].strip()):
            break
        end = piece.end()
    if not text[:end].strip():
        end = _longest(text, fits)
    return text[:end].strip(), text[end:]


def _longest(text: str, fits: Callable[[str], bool]) -> int:
    """Give how many characters from the start fit; one at least beside space, or there would be no end."""
    low, high = len(text) - len(text.lstrip()) + 1, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if fits(text[:middle].strip()):
            low = middle
        else:
            high = middle - 1
    return low
