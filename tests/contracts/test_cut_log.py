"""An audit log from whose end entries were taken, on both databases."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import delete, func, select

from campaigns.audit import verify
from campaigns.campaign import Move
from campaigns.console.staff import Role, StaffMember, token_hash
from db.audit_store import AuditStore
from db.models.audit import AuditRow
from db.staff_store import StaffStore
from tests.databases import scratch
from tests.sending_house import House


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
async def house(request: pytest.FixtureRequest, tmp_path: Path, postgres_url: str) -> AsyncIterator[House]:
    async with scratch(request.param, tmp_path, postgres_url) as database:
        yield House(database)


async def cut(house: House, *, all_of_it: bool = False) -> None:
    async with house.database.writing() as session:
        newest = 0 if all_of_it else await session.scalar(select(func.max(AuditRow.id))) or 0
        await session.execute(delete(AuditRow).where(AuditRow.id >= newest))


@pytest.mark.parametrize("all_of_it", [False, True])
async def test_a_campaign_knows_of_entries_cut_off_the_end(house: House, all_of_it: bool) -> None:
    number = await house.launched()
    house.clock.pass_by(seconds=1)
    await house.approvals.move(number, Move.PAUSE, "operator")
    trail = AuditStore(house.database)
    assert await trail.lacking() is None
    await cut(house, all_of_it=all_of_it)
    assert (await verify(trail)).broken_at is None
    assert await trail.lacking() == f"campaign:{number}"


async def test_the_staff_know_of_entries_cut_off_the_end(house: House) -> None:
    staff, trail = StaffStore(house.database), AuditStore(house.database)
    member = StaffMember("李审", frozenset({Role.APPROVER}), house.clock())
    await staff.add(member, token_hash("token"), "cli:test")
    assert await trail.lacking() is None
    await cut(house)
    assert await trail.lacking() == "staff:李审"


async def test_a_head_that_was_kept_is_found_again_or_missed(house: House) -> None:
    await house.launched()
    trail = AuditStore(house.database)
    kept = await verify(trail)
    await trail.append(house.clock(), "cli:test", "look", "database")
    assert (await verify(trail, kept.head)).kept_at == kept.entries
    newer = (await verify(trail)).head
    await cut(house)
    assert (await verify(trail, newer)).kept_at is None
