"""Conversations in the database: found again by a keyed hash of the speaker, written only over what was read."""

import hmac
import json
import secrets
from datetime import datetime, timedelta
from hashlib import sha256
from typing import cast

from sqlalchemy import CursorResult, Delete, Insert, Update, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from bot.memory import Memory
from bot.ports import Remembered, Speaker
from db.models.sessions import SessionRow
from db.session import Database


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
        wanted = select(SessionRow.content, SessionRow.stamp).where(
            SessionRow.speaker == self._hash(speaker), SessionRow.touched_at > now - self._idle
        )
        async with self._database.single() as connection:
            row = (await connection.execute(wanted)).one_or_none()
        return None if row is None else Remembered(Memory.from_json(json.loads(row.content)), row.stamp)

    async def save(self, speaker: Speaker, memory: Memory, stamp: str | None, now: datetime) -> bool:
        """Keep the memory over the one read with `stamp`, or where none was: False when another was faster."""
        hashed = self._hash(speaker)
        kept = {
            "stamp": secrets.token_hex(8),
            "touched_at": now,
            "content": json.dumps(memory.to_json(), ensure_ascii=False, separators=(",", ":")),
        }
        if stamp is not None:
            over = update(SessionRow).where(SessionRow.speaker == hashed, SessionRow.stamp == stamp)
            return await self._run(over.values(kept)) == 1
        idle = update(SessionRow).where(
            SessionRow.speaker == hashed, SessionRow.touched_at <= now - self._idle
        )
        try:
            return await self._run(insert(SessionRow).values(speaker=hashed, **kept)) == 1
        except IntegrityError:
            return await self._run(idle.values(kept)) == 1

    async def forget(self, speaker: Speaker) -> None:
        """Delete what is remembered of the speaker."""
        await self._run(delete(SessionRow).where(SessionRow.speaker == self._hash(speaker)))

    async def forget_idle(self, now: datetime) -> int:
        """Delete every conversation that has been idle too long."""
        return await self._run(delete(SessionRow).where(SessionRow.touched_at <= now - self._idle))

    async def _run(self, statement: Insert | Update | Delete) -> int:
        async with self._database.single() as connection:
            return cast("CursorResult[tuple[()]]", await connection.execute(statement)).rowcount

    def _hash(self, speaker: Speaker) -> str:
        named = f"{speaker.channel}\0{speaker.name}".encode()
        return hmac.new(self._key, named, sha256).hexdigest()
