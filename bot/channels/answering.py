"""Answers each message of a channel once: though it comes twice, and though the process dies in between."""

import asyncio
import logging
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime

from bot.channels.ports import Arrival, Arrivals, Stage, Taken
from bot.lines import Lines
from bot.memory import Memory, Option, Side
from bot.ports import Remembered, SessionStore, Speaker
from bot.turn import Reply, Turn
from bot.wording import Wording
from nlu.masking import mask

logger = logging.getLogger(__name__)

HOLD_EVERY_SECONDS = 5.0
"""How often others are told that a message is still being answered: a model may think, and Telegram may let us wait."""

MOST_TRIES = 5
"""A message that could not be answered so often is given up, so that it does not hold up those after it."""


class NotSent(Exception):  # noqa: N818
    """No part of the answer has left; the message may be taken in again."""


class Elsewhere(Exception):  # noqa: N818
    """Another process is answering this message now."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """What is to be said to a message. `number` is the turn that its options belong to.

    `turn` is the whole turn, None where it is said again from memory or was none.
    """

    replies: tuple[Reply, ...]
    number: int = 0
    turn: Turn | None = None

    @classmethod
    def of(cls, turn: Turn, *before: Reply) -> "Spoken":
        """Say what a turn says, after something else."""
        return cls((*before, *turn.replies), turn.number, turn)

    @property
    def text(self) -> str:
        """All that is said."""
        return "\n\n".join(reply.text for reply in self.replies)

    @property
    def options(self) -> tuple[Option, ...]:
        """What can be chosen; one reply at most has options."""
        return next((reply.options for reply in self.replies if reply.options), ())


@dataclass(frozen=True, slots=True)
class Scene:
    """What is remembered when a message gets its turn.

    `moved` says that it was something else when the message came in; `before` is what it was then.
    """

    remembered: Remembered | None
    moved: bool
    before: Memory | None = None

    @property
    def memory(self) -> Memory | None:
        """The memory, if any."""
        return self.remembered.memory if self.remembered else None


Hear = Callable[[Scene], Awaitable[Spoken | None]]
"""Gives what is to be said to the message, None for nothing."""
Tell = Callable[[Spoken], Awaitable[None]]
"""Says it; NotSent when no part of it has left, any other error when some may have."""


class Answering:
    """Leads each message from its arrival to its answer."""

    def __init__(
        self,
        sessions: SessionStore,
        arrivals: Arrivals,
        wording: Wording,
        clock: Callable[[], datetime],
    ) -> None:
        """Take the memories, where arrivals are kept, the words and the clock (aware)."""
        self._sessions, self._arrivals = sessions, arrivals
        self._wording, self._clock = wording, clock
        self._owner = secrets.token_hex(8)
        self._lines = Lines()

    async def once(self, arrival: Arrival, speaker: Speaker, words: str, hear: Hear, tell: Tell) -> None:
        """Hear the message and tell the answer, if that was not done before.

        Elsewhere, NotSent and whatever `hear` raises leave the message to be taken in again. `words` are what will be
        heard: by them a turn that was taken before the process died is known again.
        """
        # Begun before the wait, so that it tells what was remembered when the message came in.
        came = asyncio.create_task(self._sessions.load(speaker, self._clock()))
        async with self._lines.of(speaker):
            earlier = await came
            taken = await self._arrivals.take(arrival, _stamp(earlier), self._owner, self._clock())
            if taken.elsewhere:
                raise Elsewhere
            if taken.stage is Stage.DONE:
                return
            if taken.tries > MOST_TRIES:
                logger.error("message given up", extra={"channel": arrival.channel, "tries": taken.tries})
                await self._arrivals.reach(arrival, Stage.DONE, self._clock())
                return
            async with self._holding(arrival):
                await self._answer(arrival, taken, earlier, speaker, words, hear, tell)

    async def _answer(
        self,
        arrival: Arrival,
        taken: Taken,
        earlier: Remembered | None,
        speaker: Speaker,
        words: str,
        hear: Hear,
        tell: Tell,
    ) -> None:
        if taken.stage is Stage.ANSWERING:
            spoken: Spoken | None = self._doubt()
        else:
            now = await self._sessions.load(speaker, self._clock())
            before = earlier.memory if earlier else None
            scene = Scene(now, _stamp(now) != taken.before, before)
            again = taken.tries > 1 and scene.moved and _heard_last(scene.memory, words)
            spoken = self.again(scene.memory) if again else await hear(scene)
        if spoken is not None:
            await self._tell(arrival, spoken, tell)
        await self._arrivals.reach(arrival, Stage.DONE, self._clock())

    @asynccontextmanager
    async def _holding(self, arrival: Arrival) -> AsyncIterator[None]:
        """Keep the message ours while the block lasts, so that no other process takes us for dead."""

        async def hold() -> None:
            while True:
                await asyncio.sleep(HOLD_EVERY_SECONDS)
                await self._arrivals.hold(arrival, self._owner, self._clock())

        holding = asyncio.create_task(hold())
        try:
            yield
        finally:
            holding.cancel()
            with suppress(asyncio.CancelledError):
                await holding

    def again(self, memory: Memory | None) -> Spoken:
        """Say once more what was said last."""
        lines = memory.lines if memory else ()
        said = next((line.text for line in reversed(lines) if line.side is Side.SERVICE), None)
        if memory is None or said is None:
            return Spoken((Reply(self._wording.channel("gone"), kind="gone"),))
        return Spoken((Reply(said, memory.offered, "again"),), memory.state.turns)

    async def _tell(self, arrival: Arrival, spoken: Spoken, tell: Tell) -> None:
        await self._arrivals.reach(arrival, Stage.ANSWERING, self._clock())
        try:
            await tell(spoken)
        except NotSent:
            await self._arrivals.reach(arrival, Stage.HEARING, self._clock())
            raise

    def _doubt(self) -> Spoken:
        """What to say when the answer may have been read already: it is offered again instead of said twice."""
        repeat = Option("repeat", self._wording.channel("repeat"))
        return Spoken((Reply(self._wording.channel("doubt"), (repeat,), "doubt"),))


def _stamp(remembered: Remembered | None) -> str:
    return remembered.stamp if remembered else ""


def _heard_last(memory: Memory | None, words: str) -> bool:
    """Say whether the last that was heard are these words; where nothing is remembered, they had all forgotten."""
    if memory is None:
        return True
    last = next((line.text for line in reversed(memory.lines) if line.side is Side.RESIDENT), None)
    return last == mask(words.strip())
