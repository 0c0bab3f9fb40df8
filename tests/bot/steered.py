"""A conversation by words alone, with switches and a book of feedback in memory."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from bot.conversation import Conversation
from bot.feedback import Said, Tally
from bot.ports import Speaker
from bot.switches import Switch, Switches
from bot.turn import Turn
from bot.wording import Wording
from nlu.lexicon import Lexicon, Names
from tests.bot.web.conftest import TODAY, assessor
from tests.fakes import Clock, Desk, MemorySessionStore, WordUnderstanding

ANNA = Speaker("web", "anna")


class Counted:
    """A `FeedbackBook` that keeps every tap."""

    def __init__(self) -> None:
        self.said: list[tuple[Said, str, date]] = []

    async def count(self, said: Said, channel: str, on: date) -> None:
        self.said.append((said, channel, on))

    async def tallies(self, since: date) -> Sequence[Tally]:
        return []


@dataclass
class Steered:
    """Somebody who talks, and the staff who switch."""

    off: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0
    looks: int = 0
    feedback: Counted = field(default_factory=Counted)
    desk: Desk = field(default_factory=Desk)
    store: MemorySessionStore = field(default_factory=MemorySessionStore)

    def __post_init__(self) -> None:
        self.conversation = Conversation(
            self.store, WordUnderstanding(Lexicon(Names.of(assessor().book))), assessor(), Wording.load(), Clock(),
            lambda: TODAY, self.desk, Switches(self.look, lambda: self.seconds), self.feedback,
        )  # fmt: skip

    async def look(self) -> Sequence[Switch]:
        self.looks += 1
        return [Switch(name, why, "王", datetime(2026, 11, 25, tzinfo=UTC)) for name, why in self.off.items()]

    def turn_off(self, target: str, why: str = "正在核对金额") -> None:
        self.off[target] = why
        self.seconds += 1.0

    async def hear(self, text: str, speaker: Speaker = ANNA) -> Turn:
        return await self.conversation.hear(speaker, text)


def said(turn: Turn) -> str:
    """Everything that is said in a turn."""
    return "\n".join(reply.text for reply in turn.replies)
