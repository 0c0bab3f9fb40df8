"""What is kept of one conversation between two turns: its state, the options last offered, the last lines."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from nlu.state import State

MOST_LINES = 24
"""Lines kept, so that a person who takes over can read what went before."""


@dataclass(frozen=True, slots=True)
class Option:
    """Something that can be chosen: by id, by label, or by its place in the list."""

    id: str
    label: str

    def to_json(self) -> dict[str, str]:
        """Give it as JSON carries it."""
        return {"id": self.id, "label": self.label}


class Side(StrEnum):
    """Who wrote a line."""

    RESIDENT = "resident"
    SERVICE = "service"


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was said, with personal numbers masked."""

    side: Side
    text: str


@dataclass(frozen=True, slots=True)
class Memory:
    """One conversation as it is kept. Immutable; JSON gives it back as it was."""

    state: State = field(default_factory=State)
    offered: tuple[Option, ...] = ()
    lines: tuple[Line, ...] = ()
    rated: tuple[str, ...] = ()
    """The subjects of answers of which it was asked whether they helped."""

    def after(self, state: State, offered: tuple[Option, ...], *lines: Line) -> "Memory":
        """Give the memory after a turn; the oldest lines make room."""
        return replace(self, state=state, offered=offered, lines=(*self.lines, *lines)[-MOST_LINES:])

    def as_seen(self, words: str) -> str:
        """Give what was said as people see it: the label of an option whose id was sent, else the words."""
        return next((option.label for option in self.offered if option.id == words), words)

    def to_json(self) -> dict[str, Any]:
        """Give it as JSON carries it."""
        return {
            "state": self.state.to_json(),
            "offered": [[option.id, option.label] for option in self.offered],
            "lines": [[line.side.value, line.text] for line in self.lines],
            "rated": list(self.rated),
        }

    @classmethod
    def from_json(cls, plain: Mapping[str, Any]) -> "Memory":
        """Read what `to_json` gave."""
        return cls(
            State.from_json(plain["state"]),
            tuple(Option(id_, label) for id_, label in plain["offered"]),
            tuple(Line(Side(side), text) for side, text in plain["lines"]),
            tuple(plain.get("rated", ())),
        )
