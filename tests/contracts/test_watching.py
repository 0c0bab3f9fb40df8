"""What holds of waves, automatic stops, windows and the end of a campaign, on both databases."""

from collections import Counter
from dataclasses import replace
from datetime import date, datetime, time

import pytest

from campaigns.campaign import CampaignKind, CampaignState, Move, MoveError, Thresholds, Waves
from campaigns.delivery import Receipt, Refused
from campaigns.faults import twilio_fault
from campaigns.planning import PAGE
from campaigns.retaining import Retention
from campaigns.schedule import Recurring
from campaigns.windows import default_windows
from db.archive_store import ArchiveStore
from tests.sending_house import DEFAULT, House, ListProvider, phone

IN_WAVES = replace(DEFAULT, waves=Waves((0.01, 0.10), 10))


async def campaign_state(house: House) -> CampaignState:
    return (await house.campaigns.listed())[0].state


def sent(house: House) -> int:
    assert isinstance(house.provider, ListProvider)
    return len(house.provider.taken)


async def watch_and_send(house: House, minutes: int) -> None:
    for _ in range(minutes):
        await house.send_due()
        await house.watch.look()
        house.clock.pass_by(minutes=1)


async def watch_and_hear(house: House, minutes: int) -> None:
    """As above, while every message that is out is delivered."""
    for _ in range(minutes):
        await watch_and_send(house, 1)
        for one in await house.deliveries():
            if one.state == "sent":
                await house.receipts.take([Receipt(one.attempt or "", "delivered", "")], house.clock())


async def test_a_run_feels_its_way_in_waves(house: House) -> None:
    await house.residents(300)
    await house.planned(IN_WAVES)
    reached = []
    for _ in range(3):
        await watch_and_hear(house, 8)
        reached.append(sent(house))
    assert reached == [3, 33, 300]
    await watch_and_hear(house, 30)
    assert sent(house) == 300


@pytest.mark.parametrize(("code", "state"), [("30005", "undelivered"), ("30007", "filtered")])
async def test_a_bad_wave_pauses_the_campaign(house: House, code: str, state: str) -> None:
    await house.residents(300)
    await house.planned(IN_WAVES, thresholds=Thresholds(least=3))
    await watch_and_send(house, 2)
    for one in await house.deliveries():
        if one.attempt:
            await house.receipts.take([Receipt(one.attempt, "undelivered", "", code)], house.clock())
    await watch_and_send(house, 30)
    assert await campaign_state(house) is CampaignState.PAUSED
    assert sent(house) == 3


async def test_a_changed_policy_holds_what_is_unsent(house: House) -> None:
    await house.residents(100)
    house.versions.held["childcare-subsidy"] = date(2025, 1, 1)
    campaign = await house.planned(IN_WAVES, policies={"childcare-subsidy": date(2025, 1, 1)})
    await watch_and_send(house, 2)
    before = sent(house)
    house.versions.held["childcare-subsidy"] = date(2026, 11, 1)
    await watch_and_send(house, 40)
    assert sent(house) == before
    record = await house.approvals.record(campaign)
    assert record.state is CampaignState.HELD
    assert "childcare-subsidy" in record.why


async def test_a_campaign_is_finished_when_everybody_is_accounted_for(house: House) -> None:
    await house.residents(3)
    await house.planned()
    await watch_and_send(house, 5)
    assert await campaign_state(house) is CampaignState.FINISHING
    for one in await house.deliveries():
        await house.receipts.take([Receipt(one.attempt or "", "delivered", "SM1")], house.clock())
    await watch_and_send(house, 1)
    assert await campaign_state(house) is CampaignState.FINISHED


async def test_messages_without_receipt_are_accounted_for_after_days(house: House) -> None:
    await house.residents(3)
    await house.planned()
    await watch_and_send(house, 5)
    house.clock.pass_by(hours=73)
    await house.watch.look()
    assert await campaign_state(house) is CampaignState.FINISHED


async def test_a_canceled_campaign_accounts_for_what_it_did_not_send(house: House) -> None:
    await house.residents(300)
    campaign = await house.planned(IN_WAVES)
    await watch_and_send(house, 2)
    await house.approvals.move(campaign, Move.CANCEL, "operator")
    await house.watch.look()
    assert Counter(one.state for one in await house.deliveries()) == {"sent": 3, "canceled": 297}


async def test_what_does_not_fit_waits_for_the_next_window(house: House) -> None:
    await house.residents(4_000)
    open_for_a_second = default_windows(time(10, 0, 0), time(10, 0, 1))
    await house.planned(windows=open_for_a_second)
    await house.send_all()
    first = sent(house)
    house.clock.now = house.clock.now.replace(day=26, hour=2, minute=0, second=0, microsecond=0)
    await house.send_due()
    assert 0 < first < 4_000
    assert sent(house) > first


async def test_a_resumed_campaign_does_not_write_at_night(house: House) -> None:
    await house.residents(10)
    campaign = await house.planned(windows=default_windows())
    await house.approvals.move(campaign, Move.PAUSE, "operator")
    house.clock.now = house.clock.now.replace(hour=15)
    await house.approvals.move(campaign, Move.RESUME, "operator")
    await house.send_all()
    assert sent(house) == 0
    house.clock.now = house.clock.now.replace(day=26, hour=0, minute=1)
    await house.send_all()
    assert sent(house) == 10


async def test_an_overdue_run_waits_for_a_person(house: House) -> None:
    await house.residents(3)
    campaign = await house.launched()
    house.clock.pass_by(hours=5)
    await house.plan()
    await house.send_all()
    assert sent(house) == 0
    assert await house.campaigns.release(campaign, 1, "operator", house.clock())
    await house.plan()
    await house.send_all()
    assert sent(house) == 3


async def test_a_recurring_campaign_runs_again_and_ends(house: House) -> None:
    await house.residents(2)
    daily = Recurring("0 10 * * *", datetime.fromisoformat("2026-11-27T23:00"))
    house.clock.pass_by(seconds=-60)
    await house.launched(schedule=daily)
    for _ in range(6):
        house.clock.pass_by(seconds=90)
        await house.plan()
        await house.send_all()
        house.clock.now = house.clock.now.replace(day=house.clock.now.day + 1, hour=1, minute=59, second=0)
        if house.clock.now.day > 29:
            break
    assert sent(house) == 6


async def test_the_weekly_cap_counts_over_all_campaigns(house: House) -> None:
    await house.residents(2)
    for number in range(5):
        await house.planned(name=f"第{number}次")
        await house.send_all()
    assert Counter(one.to for one in house.provider.taken) == {phone(0): 3, phone(1): 3}  # type: ignore[attr-defined]


async def test_too_large_an_audience_waits_for_a_person(house: House) -> None:
    await house.residents(10)
    await house.launched()
    await house.residents(90, first=10)
    await house.plan()
    await house.send_all()
    assert sent(house) == 0


async def test_a_run_dearer_than_approved_waits_for_a_person(house: House) -> None:
    await house.residents(10)
    await house.planned(cost_ceiling=500 * 9)
    await house.send_all()
    assert sent(house) == 0


async def test_a_finished_campaign_cannot_be_resumed(house: House) -> None:
    await house.residents(1)
    campaign = await house.planned()
    await house.approvals.move(campaign, Move.CANCEL, "operator")
    with pytest.raises(MoveError, match="possible: nothing"):
        await house.approvals.move(campaign, Move.RESUME, "operator")


async def test_many_refusals_pause_a_campaign(house: House) -> None:
    await house.residents(100)
    assert isinstance(house.provider, ListProvider)
    house.provider.answers = {phone(n): [Refused(twilio_fault("21211"))] for n in range(100)}
    await house.planned(replace(IN_WAVES, waves=Waves((0.3,), 10)))
    await watch_and_send(house, 40)
    assert await campaign_state(house) is CampaignState.PAUSED


async def test_receipts_are_forgotten_and_what_they_said_is_kept(house: House) -> None:
    await house.residents(3)
    await house.planned()
    await watch_and_send(house, 3)
    for one in await house.deliveries():
        await house.receipts.take([Receipt(one.attempt or "", "delivered", "SM1")], house.clock())
    retention = Retention(ArchiveStore(house.database), house.clock, limit=2)
    assert await retention.retain() == 0
    house.clock.pass_by(days=91)
    assert [await retention.retain() for _ in range(3)] == [2, 1, 0]
    assert {one.state for one in await house.deliveries()} == {"delivered"}


async def receipts_for_all(house: House, status: str, code: str = "") -> None:
    for one in await house.deliveries():
        if one.attempt:
            await house.receipts.take([Receipt(one.attempt, status, "", code)], house.clock())


async def test_a_person_who_lets_a_paused_campaign_go_on_is_not_overruled_at_once(house: House) -> None:
    await house.residents(300)
    campaign = await house.planned(IN_WAVES, thresholds=Thresholds(least=3))
    await watch_and_send(house, 2)
    await receipts_for_all(house, "undelivered", "30007")
    await watch_and_send(house, 2)
    assert await campaign_state(house) is CampaignState.PAUSED
    await house.approvals.move(campaign, Move.RESUME, "operator")
    await watch_and_send(house, 12)
    assert (await campaign_state(house), sent(house)) == (CampaignState.RUNNING, 33)
    await receipts_for_all(house, "undelivered", "30007")
    await watch_and_send(house, 12)
    assert (await campaign_state(house), sent(house)) == (CampaignState.PAUSED, 33)


async def test_a_person_may_let_messages_go_under_the_policy_of_today(house: House) -> None:
    await house.residents(10)
    house.versions.held["childcare-subsidy"] = date(2026, 11, 1)
    campaign = await house.planned(policies={"childcare-subsidy": date(2025, 1, 1)})
    await house.send_all()
    assert sent(house) == 0, "nothing leaves though the watch has not looked yet"
    await house.watch.look()
    assert await campaign_state(house) is CampaignState.HELD
    await house.approvals.move(campaign, Move.RESUME, "operator")
    await watch_and_send(house, 3)
    assert sent(house) == 10


async def test_no_wave_waits_for_phones_that_are_off(house: House) -> None:
    await house.residents(300)
    await house.planned(IN_WAVES)
    await house.send_due()
    first = (await house.deliveries())[0].attempt or ""
    await house.receipts.take([Receipt(first, "undelivered", "", "30003")], house.clock())
    await watch_and_hear(house, 25)
    assert sent(house) == 300
    house.clock.pass_by(hours=6)
    await watch_and_send(house, 3)
    assert sent(house) == 301
    await receipts_for_all(house, "delivered")
    await house.watch.look()
    assert await campaign_state(house) is CampaignState.FINISHED


async def test_what_comes_back_after_a_campaign_was_canceled_is_not_planned_anew(house: House) -> None:
    await house.residents(3)
    campaign = await house.planned()
    await house.send_all()
    await house.approvals.move(campaign, Move.CANCEL, "operator")
    await house.watch.look()
    await receipts_for_all(house, "undelivered", "30003")
    assert {one.state for one in await house.deliveries()} == {"undelivered"}


async def test_a_run_given_up_ends_its_campaign_and_accounts_for_everybody(house: House) -> None:
    await house.residents(PAGE + 200)
    campaign = await house.planned(
        cost_ceiling=500 * (PAGE + 100)
    )  # met in the second page, when the first is laid out
    await house.send_all()
    assert sent(house) == 0
    assert await house.campaigns.drop(campaign, 1, "operator", house.clock())
    await watch_and_send(house, 3)
    assert await campaign_state(house) is CampaignState.FINISHED
    assert {one.state for one in await house.deliveries()} == {"canceled"}


async def test_messages_that_lay_unsent_through_a_standstill_wait_for_a_person(house: House) -> None:
    await house.residents(300)
    campaign = await house.planned(IN_WAVES)
    await house.send_due()
    await receipts_for_all(house, "delivered")
    await house.watch.look_first()
    assert await campaign_state(house) is CampaignState.RUNNING
    house.clock.pass_by(minutes=11)
    await house.watch.look()
    house.clock.pass_by(minutes=11)
    await house.watch.look()
    house.clock.pass_by(hours=5)
    await house.watch.look_first()
    assert await campaign_state(house) is CampaignState.HELD
    await watch_and_send(house, 3)
    assert sent(house) == 3
    await house.approvals.move(campaign, Move.RESUME, "operator")
    await house.watch.look_first()
    await watch_and_hear(house, 30)
    assert sent(house) == 300


async def test_a_warning_waits_for_no_other_campaign_of_its_sender(house: House) -> None:
    await house.residents(8_000)
    await house.planned()
    await house.send_due()
    before = sent(house)
    await house.residents(50, first=8_000, district="武昌区")
    await house.planned(
        name="暴雨", kind=CampaignKind.ALERT, over_cap_because="暴雨"
    )  # fmt: skip
    house.clock.pass_by(seconds=1)
    await house.send_due()
    assert before < sent(house)
    warned = [one for one in await house.deliveries() if one.run_id == 2]
    assert warned[0].state == "sent"


async def test_a_canceled_campaign_leaves_its_room_to_others(house: House) -> None:
    await house.residents(30_000)
    first = await house.planned()
    await house.approvals.move(first, Move.CANCEL, "operator")
    await house.planned(name="另一个")
    house.clock.pass_by(seconds=1)
    await house.send_due()
    assert sent(house) > 0
