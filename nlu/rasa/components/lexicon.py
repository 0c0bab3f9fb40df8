"""The names residents give to benefits, read from the policy book and found in text, also by sound."""

import json
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Dict, Iterable, Iterator, List, Sequence, Tuple

import yaml

from components.text import normalise, syllables

SHORTEST_BY_SOUND = 3
"""A name of fewer syllables sounds like too many other words."""

SHORTEST_WITH_A_GAP = 4
"""A shorter name that lost a character reads like too many other words."""


Head = Tuple[str, ...]


@dataclass(frozen=True)
class Name:
    """One name: what it may mean (several ids if ambiguous), how it is written and how it sounds."""

    means: Tuple[str, ...]
    written: str
    sound: str


@lru_cache(maxsize=4)
def read_policy_book(directory: Path) -> Tuple[Name, ...]:
    """Read every name below `directory`, once a process; an absent directory gives none."""
    found: Dict[str, Tuple[str, ...]] = {}
    for path in sorted(directory.rglob("*.yaml")) if directory.is_dir() else ():
        book = yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader)
        for name, means in _names(path.stem, book):
            found.setdefault(_written(name), means)
    return tuple(Name(means, written, _sound(written)) for written, means in sorted(found.items()) if written)


def _names(stem: str, book: object) -> Iterator[Tuple[str, Tuple[str, ...]]]:
    if not isinstance(book, dict):
        return
    if stem == "ambiguous":
        for name, entry in book.items():
            yield str(name), tuple(entry["benefits"])
    elif isinstance(book.get("id"), str):
        for name in (book.get("name"), book.get("short"), *(book.get("aliases") or ())):
            if name:
                yield str(name), (book["id"],)


def _written(text: str) -> str:
    return "".join(c for c in normalise(text).lower() if c.isalnum())


def _sound(written: str) -> str:
    heard = syllables(written)
    return f" {' '.join(heard)} " if len(heard) >= SHORTEST_BY_SOUND else ""


def _gapped(names: Iterable[Name]) -> Dict[str, Name]:
    """Give names of one meaning by what is left of them when one character is lost, unless that means something else."""
    names = list(names)
    whole = {name.written for name in names}
    found: Dict[str, Name] = {}
    unclear = set()
    for name in names:
        if len(name.means) > 1 or len(name.written) < SHORTEST_WITH_A_GAP:
            continue
        for i in range(len(name.written)):
            left = name.written[:i] + name.written[i + 1 :]
            if found.setdefault(left, name).means != name.means:
                unclear.add(left)
    return {left: name for left, name in found.items() if left not in unclear and left not in whole}


def _by_head(names: Iterable[Sequence[str]]) -> Dict[Head, List[int]]:
    """Give the places of names by their first two units, or the only one; what has none is never found."""
    places: Dict[Head, List[int]] = {}
    for i, units in enumerate(names):
        if units:
            places.setdefault(tuple(units[:2]), []).append(i)
    return places


@dataclass(frozen=True)
class Named:
    """The names found in a line, by how they stand there."""

    written: List[Name]
    heard: List[Name]
    gapped: List[Name]


class Lexicon:
    """Finds names in text: the longest of overlapping ones, by characters first, else by sound."""

    def __init__(self, names: Iterable[Name]) -> None:
        """Take the names to be found."""
        names = list(names)
        self.names = sorted(names, key=lambda n: (-len(n.written), n.written))
        self.ids = sorted({i for n in names for i in n.means})
        self._gapped = _gapped(self.names)
        self._gapped_heads = frozenset(left[:2] for left in self._gapped)
        self._gapped_lengths = sorted({len(written) for written in self._gapped}, reverse=True)
        self._by_head = _by_head(name.written for name in self.names)
        self._by_sound_head = _by_head(name.sound.split() for name in self.names)

    def named_in(self, text: str) -> Named:
        """Give what normalised `text` names, written, heard, or but for one lost character; longest first."""
        letters = _written(text)
        written = self._written_among(letters)
        return Named(written, self.heard_in(text), self._gapped_among(letters, written))

    def written_in(self, text: str) -> List[Name]:
        """Give the names written in normalised `text`, longest first."""
        return self._written_among(_written(text))

    def _written_among(self, letters: str) -> List[Name]:
        rest, found = letters, []
        for name in self._beginning(letters, self._by_head):
            if name.written in rest:
                found.append(name)
                rest = rest.replace(name.written, "\n")
        return found

    def heard_in(self, text: str) -> List[Name]:
        """Give the names whose sound is in normalised `text`, longest first."""
        heard = syllables(text)
        rest, found = f" {' '.join(heard)} ", []
        for name in self._beginning(heard, self._by_sound_head):
            if name.sound in rest:
                found.append(name)
                rest = rest.replace(name.sound, " \n ")
        return found

    def _beginning(self, units: Sequence[str], by_head: Dict[Head, List[int]]) -> List[Name]:
        """Give the names whose first units stand in a row there: hundreds of others need not be looked for."""
        heads = {*pairwise(units), *zip(units, strict=True)}
        return [self.names[i] for i in sorted(i for head in heads for i in by_head.get(head, ()))]

    def gapped_in(self, text: str, written: Iterable[Name]) -> List[Name]:
        """Give the names of one meaning that stand in normalised `text` but for one lost character, longest first.

        `written` are the names that stand there whole, as `written_in` gives them: they have lost nothing.
        """
        return self._gapped_among(_written(text), written)

    def _gapped_among(self, letters: str, written: Iterable[Name]) -> List[Name]:
        rest, found = letters, []
        for name in written:
            rest = rest.replace(name.written, "\n")
        starts = [i for i in range(len(rest)) if rest[i : i + 2] in self._gapped_heads]
        for length in self._gapped_lengths if starts else ():
            for start in starts:
                gapped = self._gapped.get(rest[start : start + length])
                if gapped:
                    found.append(gapped)
                    rest = rest[:start] + "\n" * length + rest[start + length :]
        return found

    def dump(self) -> str:
        """Give the lexicon as JSON."""
        return json.dumps([[n.means, n.written, n.sound] for n in self.names], ensure_ascii=False)

    @classmethod
    def parse(cls, dumped: str) -> "Lexicon":
        """Give the lexicon that `dump` wrote."""
        return cls([Name(tuple(means), written, sound) for means, written, sound in json.loads(dumped)])
