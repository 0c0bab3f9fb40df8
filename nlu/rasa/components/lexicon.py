"""The names residents give to benefits, read from the policy book and found in text, also by sound."""

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Dict, Iterable, Iterator, List, Tuple

import yaml

from components.text import normalise, syllables

SHORTEST_BY_SOUND = 3
"""A name of fewer syllables sounds like too many other words."""

SHORTEST_WITH_A_GAP = 4
"""A shorter name that lost a character reads like too many other words."""


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

    def written_in(self, text: str) -> List[Name]:
        """Give the names written in normalised `text`, longest first."""
        rest, found = _written(text), []
        for name in self.names:
            if name.written in rest:
                found.append(name)
                rest = rest.replace(name.written, "\n")
        return found

    def heard_in(self, text: str) -> List[Name]:
        """Give the names whose sound is in normalised `text`, longest first."""
        rest, found = f" {' '.join(syllables(text))} ", []
        for name in self.names:
            if name.sound and name.sound in rest:
                found.append(name)
                rest = rest.replace(name.sound, " \n ")
        return found

    def gapped_in(self, text: str, written: Iterable[Name]) -> List[Name]:
        """Give the names of one meaning that stand in normalised `text` but for one lost character, longest first.

        `written` are the names that stand there whole, as `written_in` gives them: they have lost nothing.
        """
        rest, found = _written(text), []
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
