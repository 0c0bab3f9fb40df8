"""Patterns that are looked for in whole lines, and not tried in a line that lacks what they need."""

import re
import sys
from collections.abc import Callable, Iterator
from functools import lru_cache, reduce
from itertools import chain
from operator import add, or_

from nlu.reading.needs import DIGITS, Need, needs_of, shape_of

_OTHER_DIGIT = re.compile(
    "[\u0660-\u1c59\ua620-\uabf9\uff10-\uff19\U000104a0-\U0001e959\U0001fbf0-\U0001fbf9]"
)
"""Where digits other than 0 to 9 may stand, of which needs tell nothing."""

_BITS: dict[Need, int] = {}
"""Each need that some pattern has, as one bit of a number: what a text leaves unmet is told by one number for all patterns."""
_MEETS: dict[str, int] = {}
"""The needs that a character or a pair of neighbours meets."""


def _bits_of(needs: tuple[Need, ...]) -> int:
    for need in needs:
        if need not in _BITS:
            _BITS[need] = 1 << len(_BITS)
            for part in need:
                _MEETS[part] = _MEETS.get(part, 0) | _BITS[need]
    return reduce(or_, (_BITS[need] for need in needs), 0)


# The readers look for hundreds of patterns in the same line. A need that is entered later is never taken for unmet.
@lru_cache(maxsize=16)
def _unmet(text: str) -> int:
    if _OTHER_DIGIT.search(text):
        return 0
    every = (1 << len(_BITS)) - 1
    meeting = _MEETS.keys() & chain(text, map(add, text, text[1:]))
    return every & ~reduce(or_, map(_MEETS.__getitem__, meeting), 0)


def _tried_where_it_begins(compiled: re.Pattern[str]) -> re.Pattern[str]:
    shape = shape_of(compiled.pattern)
    if (
        shape.first is None
        or shape.empty
        or compiled.flags != re.UNICODE
        or compiled.pattern.startswith("(?=")
    ):
        return compiled
    characters = re.escape("".join(sorted(shape.first))) + (r"\d" if shape.first >= DIGITS else "")
    return re.compile(f"(?=[{characters}])(?:{compiled.pattern})")


class Sought:
    """A compiled pattern that is tried only in texts that hold what it needs, and there only where it can begin.

    For texts that are looked through with many patterns, a line above all: what a text holds is found out once.
    """

    __slots__ = ("_compiled", "_needs", "pattern")

    def __init__(self, compiled: re.Pattern[str]) -> None:
        self.pattern = compiled.pattern
        self._compiled = _tried_where_it_begins(compiled)
        self._needs = _bits_of(needs_of(compiled.pattern))

    def search(self, text: str, pos: int = 0, endpos: int = sys.maxsize) -> re.Match[str] | None:
        """As `re.Pattern.search`."""
        return None if self._needs & _unmet(text) else self._compiled.search(text, pos, endpos)

    def match(self, text: str, pos: int = 0, endpos: int = sys.maxsize) -> re.Match[str] | None:
        """As `re.Pattern.match`."""
        return None if self._needs & _unmet(text) else self._compiled.match(text, pos, endpos)

    def finditer(self, text: str, pos: int = 0, endpos: int = sys.maxsize) -> Iterator[re.Match[str]]:
        """As `re.Pattern.finditer`."""
        return iter(()) if self._needs & _unmet(text) else self._compiled.finditer(text, pos, endpos)

    def sub(self, replacement: str | Callable[[re.Match[str]], str], text: str) -> str:
        """As `re.Pattern.sub`."""
        return text if self._needs & _unmet(text) else self._compiled.sub(replacement, text)


def sought(pattern: str | re.Pattern[str]) -> Sought:
    """A pattern to look for in whole lines."""
    return Sought(re.compile(pattern))
