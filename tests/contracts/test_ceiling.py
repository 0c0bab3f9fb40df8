"""What was approved as the most a campaign may cost, on both databases: every try that is charged for counts."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest

from campaigns.campaign import CampaignState, Move, Thresholds
from campaigns.delivery import NeverSent, Receipt
from campaigns.faults import twilio_fault
from campaigns.schedule import Recurring
from db.account_store import AccountStore
from db.models.deliveries import DeliveryRow
from tests.sending_house import DEFAULT, House, ListProvider, phone

PRICE = 500
PATIENT = replace(DEFAULT, thresholds=Thresholds(undelivered=1.0))
"""A campaign that no share of failures stops."""


def provider(house: House) -> ListProvider:
    assert isinstance(house.provider, ListProvider)
    return house.provider


async def hours(house: House, count: int, is_off: Callable[[DeliveryRow], bool] = lambda one: True) -> None:
    """Let hours pass, in which phones that are off come back and the others are reached."""
    for _ in range(count):
        for _ in range(3):
            await house.send_due()
            house.clock.pass_by(seconds=2)
        for one in await house.deliveries():
            if one.state == "sent":
                told = ("undelivered", "30003") if is_off(one) else ("delivered", "")
                await house.receipts.take([Receipt(one.attempt or "", told[0], "", told[1])], house.clock())
        await house.watch.look()
        house.clock.pass_by(hours=1)


async def state(house: House) -> CampaignState:
    return (await house.campaigns.listed())[0].state


@pytest.mark.parametrize(("ceiling", "end"), [(29, CampaignState.HELD), (30, CampaignState.FINISHED)])
async def test_further_tries_are_made_within_the_ceiling_only(
    house: House, ceiling: int, end: CampaignState
) -> None:
    await house.residents(10)
    campaign = await house.planned(PATIENT, cost_ceiling=ceiling * PRICE)
    await hours(house, 14)
    assert (len(provider(house).taken), await state(house)) == (ceiling, end)
    assert (await AccountStore(house.database, PRICE).account(campaign)).cost == ceiling * PRICE


async def test_beyond_the_ceiling_a_person_is_asked_and_to_go_on_changes_nothing(house: House) -> None:
    await house.residents(10)
    campaign = await house.planned(PATIENT, cost_ceiling=15 * PRICE)
    await hours(house, 7)
    record = await house.approvals.record(campaign)
    assert (record.state, len(provider(house).taken)) == (CampaignState.HELD, 15)
    assert "超过批准的上限" in record.why
    await house.approvals.move(campaign, Move.RESUME, "operator")
    await hours(house, 2)
    assert (await state(house), len(provider(house).taken)) == (CampaignState.HELD, 15)
    await house.approvals.move(campaign, Move.CANCEL, "operator")
    await house.watch.look()
    assert Counter(one.state for one in await house.deliveries()) == {"canceled": 10}
    assert (await AccountStore(house.database, PRICE).account(campaign)).accounted_for == 10


async def test_further_tries_never_keep_first_ones_back(house: House) -> None:
    await house.residents(60)
    slow = replace(house.rules, segments_per_second=1 / 350, batch_size=1)  # six hours for all
    house.rules = slow
    house.runs = type(house.runs)(house.database, slow.segments_per_second)
    house.join()
    await house.planned(PATIENT, cost_ceiling=61 * PRICE)
    for _ in range(110):
        await house.send_due()
        for one in await house.deliveries():
            if one.state == "sent":
                await house.receipts.take(
                    [Receipt(one.attempt or "", "undelivered", "", "30003")], house.clock()
                )
        house.clock.pass_by(minutes=6)
    first = Counter(one.to for one in provider(house).taken)
    assert len(first) == 60, "everybody was written to"
    assert first.total() <= 61
    for _ in range(60):
        await house.send_due()
        house.clock.pass_by(minutes=11)
    assert await state(house) is CampaignState.HELD
    assert len(provider(house).taken) == 61


async def test_what_never_left_costs_nothing_and_is_tried_again(house: House) -> None:
    await house.residents(10)
    provider(house).answers = {phone(n): [NeverSent(twilio_fault("429", 1.0))] * 3 for n in range(10)}
    campaign = await house.planned(PATIENT, cost_ceiling=10 * PRICE)
    for _ in range(60):
        await house.send_due()
        house.clock.pass_by(seconds=5)
    assert len(provider(house).taken) == 10
    assert (await AccountStore(house.database, PRICE).account(campaign)).cost == 10 * PRICE


async def test_a_later_run_has_what_tries_of_earlier_ones_have_left(house: House) -> None:
    await house.residents(10)
    house.clock.pass_by(seconds=-60)
    daily = Recurring("0 10 * * *", datetime.fromisoformat("2026-11-26T23:00"))
    campaign = await house.launched(PATIENT, schedule=daily, cost_ceiling=25 * PRICE)
    house.clock.pass_by(seconds=61)
    await house.plan()
    await hours(house, 7, lambda one: one.tries == 1)
    assert len(provider(house).taken) == 20
    house.clock.pass_by(hours=17)
    await house.plan()
    runs = await AccountStore(house.database, PRICE).runs(campaign)
    assert [run.state for run in runs][1:] == ["held"]
    assert "上限" in runs[1].why
