"""Small marks on speakers, who cannot be told from them."""

from datetime import datetime

from bot.channels.ports import MarkKind
from bot.ports import Speaker
from db.session import Database
from db.speakers import milliseconds, speaker_hash

_PUT = (
    "INSERT INTO marks (speaker, kind, mark, at_ms) VALUES (:speaker, :kind, :mark, :now)"
    " ON CONFLICT (speaker, kind) DO UPDATE SET mark = excluded.mark, at_ms = excluded.at_ms RETURNING kind"
)
_GET = "SELECT mark FROM marks WHERE speaker = :speaker AND kind = :kind"
_DROP = "DELETE FROM marks WHERE speaker = :speaker AND kind = :kind"
_FORGET = "DELETE FROM marks WHERE kind = :kind AND at_ms < :before RETURNING kind"


class MarkStore:
    """A `Marks` (bot/channels/ports.py) in the database."""

    def __init__(self, database: Database, key: bytes) -> None:
        """Take the secret key under which speakers are hashed."""
        self._database, self._key = database, key

    async def put(self, speaker: Speaker, kind: MarkKind, mark: str, now: datetime) -> None:
        """Put the mark, in place of an older one."""
        await self._database.alone(
            _PUT,
            {
                "speaker": speaker_hash(self._key, speaker),
                "kind": kind.value,
                "mark": mark,
                "now": milliseconds(now),
            },
        )

    async def get(self, speaker: Speaker, kind: MarkKind) -> str | None:
        """Give the mark."""
        named = {"speaker": speaker_hash(self._key, speaker), "kind": kind.value}
        for (mark,) in await self._database.alone(_GET, named):
            return str(mark)
        return None

    async def drop(self, speaker: Speaker, kind: MarkKind) -> None:
        """Take the mark away."""
        await self._database.alone(_DROP, {"speaker": speaker_hash(self._key, speaker), "kind": kind.value})

    async def forget_pages_before(self, instant: datetime) -> int:
        """Delete the marks of pages that nobody turns any more."""
        return len(
            await self._database.alone(
                _FORGET, {"kind": MarkKind.PAGE.value, "before": milliseconds(instant)}
            )
        )
