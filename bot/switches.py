"""What was switched off: no answers on a channel, about a benefit or a topic, or no people; with why, told to residents."""

import re
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from time import monotonic
from typing import Protocol

CHANNELS = ("web", "telegram", "sms")
DESK = "desk"
_END = re.compile(r"[。.!!\s]+$")
CACHED_SECONDS = 1.0
LONGEST_WHY = 200


class SwitchError(ValueError):
    """There is no such switch, or its text cannot be used; the text says what there is."""


@dataclass(frozen=True, slots=True)
class Switch:
    """Something that is switched off, since when and by whom; `why` is what residents read."""

    target: str
    why: str
    who: str
    at: datetime


class SwitchBook(Protocol):
    """Keeps what is switched off; every change is written into the audit log in the same transaction."""

    async def off(self) -> Sequence[Switch]:
        """Give everything that is switched off."""
        ...

    async def turn_off(self, switch: Switch) -> None:
        """Switch off; what is off already gets the new text."""
        ...

    async def turn_on(self, target: str, who: str, now: datetime) -> bool:
        """Switch on again; False when it was not off."""
        ...


Off = Mapping[str, str]
"""Why, by target."""
NOTHING: Off = {}


@dataclass(slots=True)
class Switches:
    """What is off now, read again when the last look is older than a second; a process sees its own changes by then."""

    look: Callable[[], Awaitable[Sequence[Switch]]]
    seconds: Callable[[], float] = monotonic
    _off: Off = field(default_factory=dict)
    _until: float = float("-inf")

    async def off(self) -> Off:
        """Give what is off."""
        if self.seconds() >= self._until:
            self._until = self.seconds() + CACHED_SECONDS
            self._off = {switch.target: switch.why for switch in await self.look()}
        return self._off


def read_target(written: str, benefits: Collection[str], topics: Collection[str]) -> str:
    """Give the target that is meant: a channel, a benefit, a topic, or the desk."""
    target = written.strip().lower()
    if target in (*CHANNELS, DESK, *benefits, *topics):
        return target
    raise SwitchError(
        f"there is no switch {written!r}; there are the channels {', '.join(CHANNELS)}, the people ({DESK}), "
        f"the benefits {', '.join(benefits)} and the topics {', '.join(topics)}"
    )


def read_why(written: str) -> str:
    """Give the text for residents: one line, without its full stop, because a sentence goes on after it."""
    whole = written.encode("utf-8", "replace").decode().replace("\0", "")
    why = _END.sub("", " ".join(whole.split()))
    if not 2 <= len(why) <= LONGEST_WHY:
        raise SwitchError(f"say why in 2 to {LONGEST_WHY} characters: residents read it")
    return why
