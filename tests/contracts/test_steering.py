"""Switches and sums of feedback, on both databases."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.feedback import Said, Subject, Tally, Vote
from bot.switches import Switch
from campaigns.audit import verify
from db.audit_store import AuditStore
from db.feedback_store import FeedbackStore
from db.session import Database
from db.switch_store import SwitchStore
from nlu.interpretation import Aspect
from tests.databases import scratch

NOW = datetime(2026, 11, 25, 2, tzinfo=UTC)
DAY = date(2026, 11, 25)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
async def database(
    request: pytest.FixtureRequest, tmp_path: Path, postgres_url: str
) -> AsyncIterator[Database]:
    async with scratch(request.param, tmp_path, postgres_url) as made:
        yield made


async def test_what_is_off_is_told_and_every_change_stands_in_the_audit_log(database: Database) -> None:
    switches = SwitchStore(database)
    assert list(await switches.off()) == []
    await switches.turn_off(Switch("sms", "升级", "王", NOW))
    await switches.turn_off(Switch("sms", "还在升级", "李", NOW))
    await switches.turn_off(Switch("about", "在改", "王", NOW))
    assert [(one.target, one.why, one.who) for one in await switches.off()] == [
        ("about", "在改", "王"), ("sms", "还在升级", "李"),
    ]  # fmt: skip
    assert await switches.turn_on("sms", "王", NOW)
    assert not await switches.turn_on("sms", "王", NOW)
    audit = AuditStore(database)
    told = [(one.who, one.action, one.subject, one.detail) async for one in audit.entries()]
    assert told == [
        ("王", "switch off", "sms", "升级"), ("李", "switch off", "sms", "还在升级"),
        ("王", "switch off", "about", "在改"), ("王", "switch on", "sms", ""),
    ]  # fmt: skip
    assert (await verify(audit)).broken_at is None


async def test_taps_are_summed_by_subject_and_none_is_lost(database: Database) -> None:
    book = FeedbackStore(database)
    amount, place = Subject("a", Aspect.AMOUNT), Subject("a", Aspect.PLACE)
    await asyncio.gather(*(book.count(Said(amount, Vote.HELPED), "web", DAY) for _ in range(20)))
    await book.count(Said(amount, Vote.DID_NOT), "sms", DAY)
    await book.count(Said(place, Vote.DID_NOT), "sms", DAY)
    await book.count(Said(place, Vote.HELPED), "web", date(2026, 1, 1))
    assert list(await book.tallies(DAY)) == [Tally("a", "place", 0, 1), Tally("a", "amount", 20, 1)]
    assert Tally("a", "place", 1, 1) in await book.tallies(date(2026, 1, 1))
