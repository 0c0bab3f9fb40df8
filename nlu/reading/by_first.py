"""Many patterns looked for side by side, each only where its first character stands."""

import re
from collections.abc import Iterator, Mapping

from nlu.reading.needs import shape_of


class ByFirst:
    """Named patterns, the earlier before the later; finds what one pattern of all of them would, and does not try them all at every place.

    Each must begin with characters that can be listed; a digit is one of 0 to 9.
    """

    def __init__(self, patterns: Mapping[str, str]) -> None:
        beginning: dict[str, list[str]] = {}
        for name, pattern in patterns.items():
            shape = shape_of(pattern)
            if shape.first is None or shape.empty:
                raise ValueError(f"{name} may begin with anything: give it a first character")
            for character in sorted(shape.first):
                beginning.setdefault(character, []).append(f"(?P<{name}>{pattern})")
        joined = {first: "|".join(some) for first, some in beginning.items()}
        compiled = {pattern: re.compile(pattern) for pattern in set(joined.values())}
        self._beginning = {first: compiled[pattern] for first, pattern in joined.items()}

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """The matches, left to right; `lastgroup` is the name of the pattern."""
        end = 0
        for place, character in enumerate(text):
            pattern = self._beginning.get(character)
            if pattern is not None and place >= end:
                match = pattern.match(text, place)
                if match is not None:
                    yield match
                    end = match.end()
