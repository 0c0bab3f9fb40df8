"""Who messages come from: how fast each may send, and which were stopped until a person lets them go."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Sender:
    """A number or service that messages come from; `factor` (0..1] is how far it was slowed, `why` says what stopped it."""

    name: str
    segments_per_second: float
    factor: float
    paused: bool
    why: str


class Senders(Protocol):
    """The senders that campaigns have used."""

    async def listed(self) -> Sequence[Sender]:
        """Give all of them by name."""
        ...

    async def let_go(self, name: str, who: str, now: datetime) -> bool:
        """Let a stopped sender send again, at half its pace to begin with; False when there is none that is stopped."""
        ...
