"""Two campaigns on one sender, on both databases: neither keeps the other waiting for nothing, and the pace is one."""

from collections import Counter
from dataclasses import replace
from datetime import datetime

import pytest

from campaigns.campaign import Move, Waves
from campaigns.schedule import Once
from campaigns.windows import Windows, changed, default_windows
from tests.sending_house import DEFAULT, House, ListProvider

SATURDAYS: Windows = changed(
    default_windows(), dict.fromkeys(("mon", "tue", "wed", "thu", "fri", "sun", "holidays", "makeup"), "")
)
OTHER = replace(DEFAULT, name="另一件事", texts={"zh": "明天社区开放咨询,请带身份证。"})


def words(house: House) -> Counter[str]:
    """How many messages of each campaign went out."""
    assert isinstance(house.provider, ListProvider)
    return Counter("other" if "明天" in one.text else "first" for one in house.provider.taken)


def slowly(house: House, segments_per_second: float) -> None:
    house.rules = replace(house.rules, segments_per_second=segments_per_second)
    house.runs = type(house.runs)(house.database, segments_per_second)
    house.join()


@pytest.mark.parametrize("canceled", [False, True])
async def test_hours_that_are_closed_keep_no_other_campaign_waiting(house: House, canceled: bool) -> None:
    await house.residents(5)
    first = await house.planned(windows=SATURDAYS)
    if canceled:
        await house.approvals.move(first, Move.CANCEL, "operator")
    await house.planned(OTHER)
    await house.send_due()
    assert words(house) == {"other": 5}


async def test_a_pause_between_waves_keeps_no_other_campaign_waiting(house: House) -> None:
    await house.residents(40)
    await house.planned(waves=Waves((0.05,), 60))
    await house.planned(OTHER)
    for _ in range(5):
        await house.send_due()
        house.clock.pass_by(seconds=1)
    assert words(house) == {"first": 2, "other": 40}


async def test_two_campaigns_at_once_share_the_pace_of_their_sender(house: House) -> None:
    slowly(house, 10)
    await house.residents(60)
    await house.planned()
    await house.planned(OTHER)
    each_second: list[int] = []
    gone = 0
    while gone < 120:
        await house.send_due()
        each_second.append(words(house).total() - gone)
        gone += each_second[-1]
        if gone == 60:
            assert min(words(house).values()) >= 20, "they take turns"
        house.clock.pass_by(seconds=1)
    assert sum(each_second[:2]) <= 30, "no more than a second is handed out ahead"
    assert set(each_second[2:-1]) == {10}, "then always at the pace, never above it"
    await house.send_all()
    assert isinstance(house.provider, ListProvider)
    each = Counter(one.to for one in house.provider.taken)
    assert set(each.values()) == {2}, "everybody got each once"


async def test_who_waits_in_line_was_not_forgotten(house: House) -> None:
    slowly(house, 1 / 60)
    await house.residents(90)
    first = await house.planned()
    await house.approvals.move(first, Move.PAUSE, "operator")
    house.clock.pass_by(hours=2)
    await house.approvals.move(first, Move.RESUME, "operator")
    await house.planned(OTHER, schedule=Once(datetime.fromisoformat("2026-11-25T12:00")))
    for _ in range(75):
        await house.send_due()
        house.clock.pass_by(minutes=1)
    assert 70 < words(house)["first"] < 90, "it was due first"
    assert words(house)["other"] == 0
    await house.watch.look_first()
    assert [one.state.value for one in await house.campaigns.listed()] == ["running", "running"]
    house.clock.pass_by(hours=2)
    await house.watch.look_first()
    assert [one.state.value for one in await house.campaigns.listed()] == ["held", "held"]
