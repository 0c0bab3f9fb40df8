"""Conversations in the database: found again by a keyed hash of the speaker, written only over what was read."""

import hmac
import json
import secrets
from datetime import datetime, timedelta
from hashlib import sha256

from bot.memory import Memory
from bot.ports import Remembered, Speaker
from db.session import Database

_LOAD = "SELECT content, stamp FROM sessions WHERE speaker = :speaker AND touched_ms > :idle"
_SAVE_OVER = (
    "UPDATE sessions SET stamp = :new, touched_ms = :now, content = :content"
    " WHERE speaker = :speaker AND stamp = :stamp RETURNING speaker"
)
_SAVE_FIRST = (
    "INSERT INTO sessions (speaker, stamp, touched_ms, content) VALUES (:speaker, :new, :now, :content)"
    " ON CONFLICT (speaker) DO UPDATE"
    " SET stamp = excluded.stamp, touched_ms = excluded.touched_ms, content = excluded.content"
    " WHERE sessions.touched_ms <= :idle RETURNING speaker"
)
_FORGET = "DELETE FROM sessions WHERE speaker = :speaker"
_FORGET_IDLE = "DELETE FROM sessions WHERE touched_ms <= :idle RETURNING speaker"


class DatabaseSessionStore:
    """A `SessionStore` (bot/ports.py) for conversations that are forgotten after being `idle`."""

    def __init__(self, database: Database, key: bytes, idle: timedelta = timedelta(minutes=30)) -> None:
        """Take the secret `key` under which speakers are hashed; another key finds none of them again."""
        if len(key) < 16:
            raise ValueError(f"the session key has {len(key)} bytes: give at least 16")
        self._database = database
        self._key = key
        self._idle = idle

    async def load(self, speaker: Speaker, now: datetime) -> Remembered | None:
        """Give what is remembered of the speaker and has not been idle too long."""
        values = {"speaker": self._hash(speaker), "idle": self._idle_since(now)}
        for content, stamp in await self._database.alone(_LOAD, values):
            return Remembered(Memory.from_json(json.loads(content)), stamp)
        return None

    async def save(self, speaker: Speaker, memory: Memory, stamp: str | None, now: datetime) -> bool:
        """Keep the memory over the one read with `stamp`, or where none was: False when another was faster."""
        values: dict[str, object] = {
            "speaker": self._hash(speaker),
            "new": secrets.token_hex(8),
            "now": _milliseconds(now),
            "content": json.dumps(memory.to_json(), ensure_ascii=False, separators=(",", ":")),
        }
        if stamp is None:
            return bool(await self._database.alone(_SAVE_FIRST, values | {"idle": self._idle_since(now)}))
        return bool(await self._database.alone(_SAVE_OVER, values | {"stamp": stamp}))

    async def forget(self, speaker: Speaker) -> None:
        """Delete what is remembered of the speaker."""
        await self._database.alone(_FORGET, {"speaker": self._hash(speaker)})

    async def forget_idle(self, now: datetime) -> int:
        """Delete every conversation that has been idle too long."""
        return len(await self._database.alone(_FORGET_IDLE, {"idle": self._idle_since(now)}))

    def _idle_since(self, now: datetime) -> int:
        return _milliseconds(now - self._idle)

    def _hash(self, speaker: Speaker) -> str:
        named = f"{speaker.channel}\0{speaker.name}".encode()
        return hmac.new(self._key, named, sha256).hexdigest()


def _milliseconds(instant: datetime) -> int:
    return int(instant.timestamp() * 1000)
