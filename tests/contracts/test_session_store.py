"""What every `SessionStore` keeps to: the fake of the tests, SQLite and PostgreSQL."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.memory import Line, Memory, Option, Side
from bot.ports import SessionStore, Speaker
from db.session_store import DatabaseSessionStore
from nlu.state import Check, State, Step
from tests.databases import scratch
from tests.fakes import MemorySessionStore

NOW = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
ANNA, BERT = Speaker("web", "anna"), Speaker("web", "bert")
MEMORY = Memory(
    State(
        facts={"self.age": 62, "self.hukou_type": "rural", "household.one_child_certificate": True},
        check=Check(
            ("rural-family-reward",), asked="household.sons", steps=(Step("self.age", ("self.age",)),)
        ),
        turns=3,
    ),
    (Option("true", "是"),),
    (Line(Side.RESIDENT, "我62了"), Line(Side.SERVICE, "您的户口在哪里?")),
)


@pytest.fixture(params=["fake", "sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
async def store(
    request: pytest.FixtureRequest, tmp_path: Path, postgres_url: str
) -> AsyncIterator[SessionStore]:
    if request.param == "fake":
        yield MemorySessionStore()
        return
    async with scratch(request.param, tmp_path, postgres_url) as database:
        yield DatabaseSessionStore(database, b"0123456789abcdef")


async def test_nothing_is_remembered_of_a_stranger(store: SessionStore) -> None:
    assert await store.load(ANNA, NOW) is None


async def test_what_is_saved_comes_back_as_it_was(store: SessionStore) -> None:
    assert await store.save(ANNA, MEMORY, None, NOW)
    found = await store.load(ANNA, NOW)
    assert found is not None
    assert found.memory == MEMORY


async def test_speakers_are_kept_apart_also_across_channels(store: SessionStore) -> None:
    await store.save(ANNA, MEMORY, None, NOW)
    assert await store.load(BERT, NOW) is None
    assert await store.load(Speaker("sms", "anna"), NOW) is None


async def test_a_memory_is_there_until_thirty_idle_minutes_have_passed(store: SessionStore) -> None:
    await store.save(ANNA, MEMORY, None, NOW)
    assert await store.load(ANNA, NOW + timedelta(minutes=29, seconds=59)) is not None
    assert await store.load(ANNA, NOW + timedelta(minutes=30)) is None


async def test_every_turn_starts_the_thirty_minutes_anew(store: SessionStore) -> None:
    await store.save(ANNA, MEMORY, None, NOW)
    found = await store.load(ANNA, NOW)
    assert found is not None
    assert await store.save(ANNA, MEMORY, found.stamp, NOW + timedelta(minutes=20))
    assert await store.load(ANNA, NOW + timedelta(minutes=45)) is not None


async def test_over_an_idle_memory_a_new_one_may_begin(store: SessionStore) -> None:
    await store.save(ANNA, MEMORY, None, NOW)
    later = NOW + timedelta(hours=1)
    assert await store.save(ANNA, Memory(), None, later)
    found = await store.load(ANNA, later)
    assert found is not None
    assert found.memory == Memory()


async def test_a_writer_who_read_before_another_wrote_is_refused(store: SessionStore) -> None:
    await store.save(ANNA, MEMORY, None, NOW)
    found = await store.load(ANNA, NOW)
    assert found is not None
    assert await store.save(ANNA, Memory(), found.stamp, NOW)
    assert not await store.save(ANNA, MEMORY, found.stamp, NOW)
    assert not await store.save(ANNA, MEMORY, None, NOW)
    now = await store.load(ANNA, NOW)
    assert now is not None
    assert now.memory == Memory()


async def test_of_many_writers_with_one_stamp_exactly_one_succeeds(store: SessionStore) -> None:
    await store.save(ANNA, Memory(), None, NOW)
    found = await store.load(ANNA, NOW)
    assert found is not None
    memories = [replace(MEMORY, state=State(turns=n)) for n in range(8)]
    outcomes = await asyncio.gather(*(store.save(ANNA, memory, found.stamp, NOW) for memory in memories))
    assert sorted(outcomes) == [False] * 7 + [True]


async def test_of_many_first_writers_exactly_one_succeeds(store: SessionStore) -> None:
    outcomes = await asyncio.gather(*(store.save(ANNA, MEMORY, None, NOW) for _ in range(8)))
    assert sorted(outcomes) == [False] * 7 + [True]


async def test_what_is_forgotten_is_gone_at_once(store: SessionStore) -> None:
    await store.save(ANNA, MEMORY, None, NOW)
    await store.save(BERT, MEMORY, None, NOW)
    await store.forget(ANNA)
    await store.forget(ANNA)
    assert await store.load(ANNA, NOW) is None
    assert await store.load(BERT, NOW) is not None


async def test_who_read_before_it_was_forgotten_cannot_bring_it_back(store: SessionStore) -> None:
    await store.save(ANNA, MEMORY, None, NOW)
    found = await store.load(ANNA, NOW)
    assert found is not None
    await store.forget(ANNA)
    assert not await store.save(ANNA, MEMORY, found.stamp, NOW)


async def test_idle_memories_are_deleted_and_counted(store: SessionStore) -> None:
    await store.save(ANNA, MEMORY, None, NOW)
    await store.save(BERT, MEMORY, None, NOW + timedelta(minutes=10))
    assert await store.forget_idle(NOW + timedelta(minutes=30)) == 1
    assert await store.forget_idle(NOW + timedelta(minutes=30)) == 0
    assert await store.load(BERT, NOW + timedelta(minutes=30)) is not None
