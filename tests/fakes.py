"""Twins of the ports: as simple as can be, and held to the same contracts as what they stand for."""

import json
import secrets
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta

from bot.memory import Line, Memory
from bot.ports import Remembered, Speaker, Ticket
from nlu.acts import Why
from nlu.interpretation import Interpretation
from nlu.lexicon import Lexicon
from nlu.reading.people import Kin


class MemorySessionStore:
    """A `SessionStore` in memory; what it keeps has been through JSON."""

    def __init__(self, idle: timedelta = timedelta(minutes=30)) -> None:
        self._idle = idle
        self.kept: dict[Speaker, tuple[str, str, datetime]] = {}

    async def load(self, speaker: Speaker, now: datetime) -> Remembered | None:
        found = self.kept.get(speaker)
        if found is None or found[2] <= now - self._idle:
            return None
        return Remembered(Memory.from_json(json.loads(found[0])), found[1])

    async def save(self, speaker: Speaker, memory: Memory, stamp: str | None, now: datetime) -> bool:
        found = self.kept.get(speaker)
        if found is not None and stamp is None and found[2] <= now - self._idle:
            found = None
        if (found[1] if found else None) != stamp:
            return False
        self.kept[speaker] = (json.dumps(memory.to_json()), secrets.token_hex(8), now)
        return True

    async def forget(self, speaker: Speaker) -> None:
        self.kept.pop(speaker, None)

    async def forget_idle(self, now: datetime) -> int:
        idle = [speaker for speaker, (_, _, at) in self.kept.items() if at <= now - self._idle]
        for speaker in idle:
            del self.kept[speaker]
        return len(idle)


class ScriptedUnderstanding:
    """An `Understanding` that knows what a few utterances mean; of any other it says so by an error."""

    def __init__(self, script: Mapping[str, Interpretation]) -> None:
        self._script = script
        self.asked: list[tuple[str, str | None, Kin]] = []

    async def understand(self, text: str, asked: str | None, about: Kin, on: date) -> Interpretation:
        self.asked.append((text, asked, about))
        if text not in self._script:
            raise AssertionError(f"the script does not say what {text!r} means")
        return self._script[text]


class Desk:
    """A `Handoffs` that keeps its tickets in a list."""

    def __init__(self) -> None:
        self.tickets: dict[Speaker, Ticket] = {}
        self.opened: list[tuple[Speaker, Why, tuple[Line, ...]]] = []
        self.added: list[tuple[str, Line]] = []
        self.forgotten: list[Speaker] = []

    async def open(self, speaker: Speaker, why: Why, lines: Sequence[Line]) -> Ticket:
        if speaker not in self.tickets:
            self.tickets[speaker] = Ticket(f"A{len(self.opened) + 1:03}", silent=False)
            self.opened.append((speaker, why, tuple(lines)))
        return self.tickets[speaker]

    async def held(self, speaker: Speaker) -> Ticket | None:
        return self.tickets.get(speaker)

    async def add(self, ticket: Ticket, line: Line) -> bool:
        self.added.append((ticket.number, line))
        return len(self.added) == 1

    async def forget(self, speaker: Speaker) -> None:
        self.forgotten.append(speaker)
        self.tickets.pop(speaker, None)

    def take(self, speaker: Speaker) -> None:
        """A person takes the conversation: from now on the service is silent."""
        self.tickets[speaker] = Ticket(self.tickets[speaker].number, silent=True, role="值班工作人员")


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self, now: datetime = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def move(self, **by: float) -> None:
        self.now += timedelta(**by)


class WordUnderstanding:
    """An `Understanding` that has lost its model: words alone."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    async def understand(self, text: str, asked: str | None, about: Kin, on: date) -> Interpretation:
        return self._lexicon.understand(text, on, asked, about)
