"""Patterns written where they are used, compiled once and kept: the cache of `re` holds too few for a reading of a line."""

import re
from functools import cache


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def search(pattern: str, text: str) -> re.Match[str] | None:
    """As `re.search`."""
    return _compiled(pattern).search(text)


def match(pattern: str, text: str) -> re.Match[str] | None:
    """As `re.match`."""
    return _compiled(pattern).match(text)


def fullmatch(pattern: str, text: str) -> re.Match[str] | None:
    """As `re.fullmatch`."""
    return _compiled(pattern).fullmatch(text)
