"""What a text must hold for a pattern to match in it, read off the pattern."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

Need = frozenset[str]
"""Single characters and neighbouring pairs; a text that matches holds one of them at least."""

_COMMON = frozenset("的了我有一是子不,能女孩人多岁在个上户年生独办要口农么领没老吗两大退")
"""The characters most lines hold: to need one of them rules hardly a line out."""
_MOST = 100
"""A need of more characters and pairs than these is met by nearly every text."""
_WIDEST = 64
DIGITS = frozenset("0123456789")


@dataclass(frozen=True, slots=True)
class Shape:
    """How the matches of a pattern begin and end (None: any character), whether one may be empty, and what each needs."""

    first: Need | None = frozenset()
    last: Need | None = frozenset()
    empty: bool = True
    needs: tuple[Need, ...] = ()


_ANYTHING = Shape(None, None)


def shape_of(pattern: str) -> Shape:
    """The shape of a pattern; digits are 0 to 9."""
    parsed = parser.parse(pattern)
    return _ANYTHING if parsed.state.flags & re.IGNORECASE else _sequence(parsed)


def needs_of(pattern: str, most: int = 2) -> tuple[Need, ...]:
    """The needs of a pattern that rule out most texts; of a text with other digits than 0 to 9 they tell nothing."""
    found = dict.fromkeys(need for need in shape_of(pattern).needs if len(need) <= _MOST)
    return tuple(sorted(found, key=_likelihood)[:most])


def _likelihood(need: Need) -> float:
    return sum(0.1 if len(part) == 2 else 6 if part in _COMMON else 1.5 for part in need)


def _sequence(parts: Iterable[tuple[Any, Any]]) -> Shape:
    first: Need | None = frozenset()
    last: Need | None = frozenset()
    empty = True
    needs: list[Need] = []
    for kind, value in parts:
        part = _shape(kind, value)
        needs += part.needs
        if kind in {op.AT, op.ASSERT, op.ASSERT_NOT}:
            continue  # looks, and takes nothing
        if not empty and not part.empty and last and part.first and len(last) * len(part.first) <= _MOST:
            needs.append(frozenset(before + after for before in last for after in part.first))
        if empty:
            first = _either(first, part.first)
        last = _either(last, part.last) if part.empty else part.last
        empty = empty and part.empty
    return Shape(first, last, empty, tuple(needs))


def _either(one: Need | None, other: Need | None) -> Need | None:
    return None if one is None or other is None else one | other


def _shape(kind: Any, value: Any) -> Shape:
    if kind is op.LITERAL:
        return _one_of(frozenset(chr(value)))
    if kind is op.IN:
        characters = frozenset(_members(value))
        return _one_of(characters) if characters else Shape(None, None, False)
    if kind is op.SUBPATTERN:
        return _ANYTHING if value[1] & re.IGNORECASE else _sequence(value[3])
    if kind is op.BRANCH:
        return _branches([_sequence(branch) for branch in value[1]])
    if kind in {op.MAX_REPEAT, op.MIN_REPEAT}:
        inner = _sequence(value[2])
        needs = inner.needs if value[0] else ()
        return Shape(inner.first, inner.last, inner.empty or value[0] == 0, needs)
    if kind is op.ASSERT:
        return Shape(needs=_sequence(value[1]).needs)
    return _ANYTHING


def _one_of(characters: Need) -> Shape:
    return Shape(characters, characters, False, (characters,))


def _branches(branches: list[Shape]) -> Shape:
    """Whichever branch matches, one of its needs is met: the rarest of each together, the next rarest, and so on."""
    first: Need | None = frozenset()
    last: Need | None = frozenset()
    for branch in branches:
        first, last = _either(first, branch.first), _either(last, branch.last)
    ordered = [sorted(dict.fromkeys(branch.needs), key=_likelihood) for branch in branches]
    needs = tuple(frozenset[str]().union(*row) for row in zip(*ordered, strict=False))
    return Shape(first, last, any(branch.empty for branch in branches), needs)


def _members(members: Iterable[tuple[Any, Any]]) -> Iterator[str]:
    """The characters of a class, none where it holds too many to list."""
    found: set[str] = set()
    for kind, value in members:
        if kind is op.LITERAL:
            found.add(chr(value))
        elif kind is op.RANGE and value[1] - value[0] < _WIDEST:
            found.update(map(chr, range(value[0], value[1] + 1)))
        elif kind is op.CATEGORY and value is op.CATEGORY_DIGIT:
            found |= DIGITS
        else:
            return iter(())
    return iter(found)
