"""What channels must not forget, on both databases: which messages came in, and the marks on speakers."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.channels.ports import Arrival, MarkKind, Stage
from bot.ports import Speaker
from db.arrival_store import ArrivalStore
from db.mark_store import MarkStore
from db.session import Database
from tests.databases import scratch
from tests.fakes import Clock

ONE = Arrival("telegram", "101")
HER = Speaker("sms", "+8610000000001")


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
async def database(
    request: pytest.FixtureRequest, tmp_path: Path, postgres_url: str
) -> AsyncIterator[Database]:
    async with scratch(request.param, tmp_path, postgres_url) as made:
        yield made


async def test_a_message_belongs_to_one_process_until_that_is_dead(database: Database) -> None:
    store, clock = ArrivalStore(database), Clock()
    taken = await asyncio.gather(*(store.take(ONE, "s", f"p{n}", clock()) for n in range(4)))
    assert sorted(one.elsewhere for one in taken) == [False, True, True, True]
    clock.move(seconds=16)
    again = await store.take(ONE, "later", "q", clock())
    assert (again.stage, again.before, again.tries, again.elsewhere) == (Stage.HEARING, "s", 2, False)
    assert (await store.take(ONE, "", "q", clock())).tries == 3


async def test_a_message_stays_with_who_holds_it(database: Database) -> None:
    store, clock = ArrivalStore(database), Clock()
    await store.take(ONE, "", "p", clock())
    clock.move(seconds=10)
    await store.hold(ONE, "p", clock())
    await store.hold(ONE, "another", clock())
    clock.move(seconds=10)
    assert (await store.take(ONE, "", "q", clock())).elsewhere
    clock.move(seconds=6)
    assert not (await store.take(ONE, "", "q", clock())).elsewhere
    await store.hold(ONE, "p", clock())
    clock.move(seconds=16)
    assert not (await store.take(ONE, "", "r", clock())).elsewhere


async def test_the_stage_is_remembered(database: Database) -> None:
    store, clock = ArrivalStore(database), Clock()
    await store.take(ONE, "", "p", clock())
    for stage in (Stage.ANSWERING, Stage.DONE):
        await store.reach(ONE, stage, clock())
        assert (await store.take(ONE, "", "p", clock())).stage is stage
    other = await store.take(ONE, "", "q", clock())
    assert (other.stage, other.elsewhere) == (Stage.DONE, False)
    assert await store.forget_before(clock()) == 0
    assert await store.forget_before(clock() + timedelta(days=2)) == 1


async def test_a_speaker_has_one_mark_of_each_kind(database: Database) -> None:
    marks, clock = MarkStore(database, b"a key for tests only"), Clock()
    await marks.put(HER, MarkKind.PAGE, "stamp:1", clock())
    await marks.put(HER, MarkKind.PAGE, "stamp:2", clock())
    await marks.put(HER, MarkKind.BLOCKED, "1", clock())
    assert await marks.get(HER, MarkKind.PAGE) == "stamp:2"
    assert await marks.get(Speaker("telegram", HER.name), MarkKind.PAGE) is None
    assert await marks.forget_pages_before(clock() + timedelta(days=2)) == 1
    assert await marks.get(HER, MarkKind.BLOCKED) == "1"
    await marks.drop(HER, MarkKind.BLOCKED)
    assert await marks.get(HER, MarkKind.BLOCKED) is None
