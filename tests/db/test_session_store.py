"""What the table of conversations shows to somebody who reads it."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.memory import Memory
from bot.ports import Speaker
from db.session import Database
from db.session_store import DatabaseSessionStore
from tests.databases import scratch

NOW = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)


async def test_the_speaker_cannot_be_read_in_the_database(tmp_path: Path) -> None:
    async with scratch("sqlite", tmp_path, "") as database:
        store = DatabaseSessionStore(database, b"0123456789abcdef")
        await store.save(Speaker("sms", "+8610000000001"), Memory(), None, NOW)
        async with database.reading() as session:
            rows = str((await session.execute(text("SELECT * FROM sessions"))).all())
        assert "10000000001" not in rows


async def test_another_key_finds_nobody(tmp_path: Path) -> None:
    async with scratch("sqlite", tmp_path, "") as database:
        await DatabaseSessionStore(database, b"0123456789abcdef").save(
            Speaker("web", "a"), Memory(), None, NOW
        )
        assert (
            await DatabaseSessionStore(database, b"fedcba9876543210").load(Speaker("web", "a"), NOW) is None
        )


def test_a_short_key_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 16"):
        DatabaseSessionStore(Database("sqlite:///unused.db"), b"short")
