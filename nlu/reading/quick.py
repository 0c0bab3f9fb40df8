"""Large patterns that give up early where they cannot begin."""

import re
from collections.abc import Iterable
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any


def quick(pattern: str) -> re.Pattern[str]:
    """Compile a pattern that begins with one of the characters it names, passing over all other places of a text at once.

    `re` tries every alternative at every place where a pattern begins with a border or a lookbehind. Not for patterns
    that may begin with any character at all.
    """
    begins, empty = _firsts(parser.parse(pattern))
    if begins is None or empty:
        begins = {*re.findall(r"[\u3007\u4e00-\u9fff]", pattern), *"0123456789"}
    characters = re.escape("".join(sorted(begins)))
    return re.compile(rf"(?=[{characters}])(?:{pattern})")


_Firsts = tuple[set[str] | None, bool]
"""The characters that a part can begin with (None: any), and whether it may match without taking one."""


def _firsts(parts: Iterable[Any]) -> _Firsts:
    begins: set[str] = set()
    for kind, value in parts:
        first, empty = _first(kind, value)
        if first is None:
            return None, False
        begins |= first
        if not empty:
            return begins, False
    return begins, True


def _first(kind: Any, value: Any) -> _Firsts:
    if kind in {op.ASSERT, op.ASSERT_NOT, op.AT}:
        return set(), True  # looks, and takes nothing
    if kind is op.LITERAL:
        return {chr(value)}, False
    if kind is op.IN:
        return _of_class(value), False
    if kind is op.SUBPATTERN:
        return _firsts(value[3])
    if kind is op.BRANCH:
        branches = [_firsts(branch) for branch in value[1]]
        known = [first for first, _ in branches if first is not None]
        whole = set().union(*known) if len(known) == len(branches) else None
        return whole, any(empty for _, empty in branches)
    if kind in {op.MAX_REPEAT, op.MIN_REPEAT}:
        least, _, inner = value
        first, empty = _firsts(inner)
        return first, empty or least == 0
    return None, False


def _of_class(members: Iterable[Any]) -> set[str] | None:
    characters: set[str] = set()
    for kind, value in members:
        if kind is op.LITERAL:
            characters.add(chr(value))
        elif kind is op.RANGE and value[1] - value[0] < 64:
            characters.update(map(chr, range(value[0], value[1] + 1)))
        elif kind is op.CATEGORY and value is op.CATEGORY_DIGIT:
            characters.update("0123456789")
        else:
            return None
    return characters
