"""What becomes of a campaign's times that have passed, on both databases: never a heap of late messages."""

from dataclasses import replace
from datetime import datetime, timedelta

from campaigns.campaign import Move
from campaigns.schedule import Recurring
from db.account_store import AccountStore
from tests.sending_house import House, ListProvider

END = datetime.fromisoformat("2027-01-01T00:00")
EVERY_TEN_MINUTES = Recurring("*/10 * * * *", END)


async def runs(house: House) -> list[tuple[int, str, str]]:
    """Number, state and due time (as a clock in Shanghai shows it) of every run of the first campaign."""
    found = await AccountStore(house.database, 500).runs(1)
    return [(run.number, run.state, f"{run.due_at + timedelta(hours=8):%d %H:%M}") for run in found]


async def why(house: House, number: int) -> str:
    return (await AccountStore(house.database, 500).runs(1))[number - 1].why


def sent(house: House) -> int:
    assert isinstance(house.provider, ListProvider)
    return len(house.provider.taken)


async def test_launching_makes_up_for_nothing_of_what_comes_again_and_again(house: House) -> None:
    await house.residents(2)
    house.clock.pass_by(minutes=42)
    await house.launched(schedule=EVERY_TEN_MINUTES)
    await house.plan()
    assert await runs(house) == []
    house.clock.pass_by(minutes=8)
    await house.plan()
    await house.send_all()
    assert (await runs(house), sent(house)) == ([(1, "running", "25 10:50")], 2)


async def test_what_passed_while_a_campaign_was_paused_goes_out_once_and_the_rest_is_recorded(
    house: House,
) -> None:
    await house.residents(2)
    house.clock.pass_by(minutes=5)
    campaign = await house.launched(schedule=EVERY_TEN_MINUTES)
    await house.approvals.move(campaign, Move.PAUSE, "operator")
    house.clock.pass_by(minutes=50)
    await house.approvals.move(campaign, Move.RESUME, "operator")
    await house.plan()
    await house.plan()
    await house.send_all()
    assert await runs(house) == [(1, "skipped", "25 10:10"), (2, "running", "25 10:50")]
    assert "2026-11-25 10:10 至 2026-11-25 10:40 的各次不补发" in await why(house, 1)
    assert sent(house) == 2
    house.clock.pass_by(minutes=5)
    await house.plan()
    assert (await runs(house))[2:] == [(3, "running", "25 11:00")]


async def test_after_a_long_standstill_the_last_time_waits_for_a_person(house: House) -> None:
    await house.residents(2)
    house.clock.pass_by(minutes=5)
    campaign = await house.launched(schedule=Recurring("0 10 * * *", END))
    house.clock.pass_by(days=3, hours=2)
    await house.plan()
    await house.send_all()
    assert await runs(house) == [(1, "skipped", "26 10:00"), (2, "held", "28 10:00")]
    assert "已晚 2 小时 5 分钟" in await why(house, 2)
    assert sent(house) == 0
    assert await house.campaigns.release(campaign, 2, "operator", house.clock())
    await house.plan()
    await house.send_all()
    assert sent(house) == 2


async def test_a_run_late_by_seconds_is_not_said_to_be_late_by_no_minutes(house: House) -> None:
    await house.residents(2)
    house.rules = replace(house.rules, overdue_grace=timedelta())
    house.join()
    await house.launched()
    house.clock.pass_by(seconds=30)
    await house.plan()
    assert "已晚不到 1 分钟" in await why(house, 1)
