"""Text from outside: which characters can be kept at all, asked in one place for every door."""

from collections.abc import Mapping
from typing import Any
from unicodedata import category

_LINES = frozenset("\n\r\t")
_BARRED = frozenset({"Cc", "Cs", "Zl", "Zp"})
"""Control characters (NUL, escapes), halves of characters, and separators that break a line of a log."""
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Make a text read otherwise than it is written."""
LINED = frozenset({"text", "texts"})
"""The parts of a request that may have several lines: words that are sent."""


class TextError(Exception):
    """A text holds a character that cannot be kept; `where` says which part, the text which character."""

    def __init__(self, message: str, where: str) -> None:
        """Take what is told, and of which part."""
        super().__init__(message)
        self.where = where

    def __str__(self) -> str:
        """Give one line with both."""
        return f"{self.where}: {self.args[0]}" if self.where else str(self.args[0])


def stray(text: str, *, lined: bool = False) -> str | None:
    """Give the first character that cannot be kept; None when there is none. `lined` allows several lines."""
    if text.isprintable():
        # Printable is every letter and sign, but neither an emoji's joiner nor any of those that are barred.
        return None
    for letter in text:
        if lined and letter in _LINES:
            continue
        if letter in _TURNING or category(letter) in _BARRED:
            return letter
    return None


def check_text(text: str, where: str, *, lined: bool = False) -> str:
    """Give the text as it is; `TextError` when it cannot be kept."""
    if (found := stray(text, lined=lined)) is not None:
        raise TextError(
            f"holds U+{ord(found):04X} at character {text.index(found) + 1}, which cannot be kept: take it out",
            where,
        )
    return text


def check_all(told: Any, where: str = "", *, lined: bool = False) -> None:
    """Check every text within a JSON value, keys too; `TextError` names the part, such as `audience.districts.0`."""
    if isinstance(told, str):
        check_text(told, where, lined=lined)
    elif isinstance(told, Mapping):
        for key, value in told.items():
            name = str(key)
            check_text(name, where or "the keys")
            check_all(value, f"{where}.{name}" if where else name, lined=lined or name in LINED)
    elif isinstance(told, list | tuple):
        for at, value in enumerate(told):
            check_all(value, f"{where}.{at}" if where else str(at), lined=lined)
