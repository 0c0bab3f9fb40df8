"""What a first small wave can stop, on both databases."""

from collections import Counter
from dataclasses import replace

import pytest

from campaigns.campaign import CampaignState, Move, Waves
from campaigns.consent import ConsentKind, ConsentRecord, ConsentSource
from campaigns.delivery import Receipt
from db.account_store import AccountStore
from db.consent_store import ConsentStore
from db.tallies import sums
from tests.sending_house import DEFAULT, House, ListProvider, phone

IN_WAVES = replace(DEFAULT, waves=Waves((0.01, 0.10), 10))


def sent(house: House) -> int:
    assert isinstance(house.provider, ListProvider)
    return len(house.provider.taken)


async def stands(house: House) -> tuple[CampaignState, int]:
    """The state of the campaign, and how many messages went out."""
    return (await house.campaigns.listed())[0].state, sent(house)


async def pass_by(house: House, minutes: int, status: str = "", code: str = "") -> None:
    """Send and watch; each message that is out is reported as `status`."""
    for _ in range(minutes):
        await house.send_due()
        for one in await house.deliveries():
            if status and one.state == "sent":
                await house.receipts.take([Receipt(one.attempt or "", status, "", code)], house.clock())
        await house.watch.look()
        house.clock.pass_by(minutes=1)


@pytest.mark.parametrize(("recipients", "first"), [(60, 1), (300, 3), (884, 9)])
@pytest.mark.parametrize("code", ["30003", "30005"])
async def test_a_wave_that_comes_back_stops_the_campaign_however_small(
    house: House, recipients: int, first: int, code: str
) -> None:
    await house.residents(recipients)
    await house.planned(IN_WAVES)
    await pass_by(house, 30, "undelivered", code)
    assert await stands(house) == (CampaignState.PAUSED, first)
    assert f"未送达 {first}/{first}" in (await house.campaigns.listed())[0].why


async def test_a_wave_of_which_nothing_is_heard_waits_and_then_asks_a_person(house: House) -> None:
    await house.residents(300)
    campaign = await house.planned(IN_WAVES)
    await pass_by(house, 60)
    assert await stands(house) == (CampaignState.RUNNING, 3)
    await pass_by(house, 20)
    assert await stands(house) == (CampaignState.HELD, 3)
    assert "0/3 条收到回执" in (await house.campaigns.listed())[0].why
    await house.approvals.move(campaign, Move.RESUME, "operator")
    await pass_by(house, 5)
    assert await stands(house) == (CampaignState.RUNNING, 33)
    await pass_by(house, 80)
    assert await stands(house) == (CampaignState.HELD, 33)


async def test_a_wave_that_is_heard_of_late_opens_the_next_one(house: House) -> None:
    await house.residents(300)
    await house.planned(IN_WAVES)
    await pass_by(house, 40)
    assert sent(house) == 3
    await pass_by(house, 2, "delivered")
    assert await stands(house) == (CampaignState.RUNNING, 33)


async def test_what_arrives_at_the_second_try_is_still_judged_by_the_first(house: House) -> None:
    await house.residents(40)
    campaign = await house.planned()
    await house.send_due()
    await pass_by(house, 1, "undelivered", "30003")
    assert (await stands(house))[0] is CampaignState.PAUSED
    await house.approvals.move(campaign, Move.RESUME, "operator")
    house.clock.pass_by(hours=6)
    await pass_by(house, 2, "delivered")
    assert await stands(house) == (CampaignState.FINISHED, 80)
    account = await AccountStore(house.database, 500).account(campaign)
    assert account.cost == 80 * 500, "a try that came back was charged for"


async def test_a_message_that_was_off_and_then_reported_as_arrived_is_not_held_against_it(
    house: House,
) -> None:
    await house.residents(300)
    await house.planned(IN_WAVES)
    await house.send_due()
    for status, code in (("undelivered", "30003"), ("delivered", "")):
        for one in (await house.deliveries())[:3]:
            await house.receipts.take([Receipt(one.attempt or "", status, "", code)], house.clock())
    await pass_by(house, 13, "delivered")
    assert await stands(house) == (CampaignState.RUNNING, 33)


async def opted_out(house: House, *numbers: int) -> None:
    """Somebody of these says no after the run was planned."""
    record = ConsentRecord(ConsentKind.OPT_OUT, house.clock(), ConsentSource.WORD)
    await ConsentStore(house.database, house.fingerprint).record([phone(n) for n in numbers], record)


async def test_a_wave_of_which_nothing_left_is_topped_up_before_the_next_one(house: House) -> None:
    await house.residents(300)
    await house.planned(IN_WAVES)
    first = {one.contact_id - 1 for one in await house.deliveries() if one.wave == 0}
    await opted_out(house, *first)
    await pass_by(house, 30, "undelivered", "30005")
    assert await stands(house) == (CampaignState.PAUSED, 3), "three felt the way, and stopped the rest"
    states = {one.contact_id - 1: one.state for one in await house.deliveries()}
    assert {states[number] for number in first} == {"withheld"}


async def test_what_is_topped_up_keeps_every_count(house: House) -> None:
    await house.residents(300)
    await house.planned(IN_WAVES)
    waves = Counter(one.wave for one in await house.deliveries())
    assert waves == {0: 3, 1: 30, 2: 267}
    await opted_out(house, *range(150))
    await pass_by(house, 90, "delivered")
    assert await stands(house) == (CampaignState.FINISHED, 150)
    after = await house.deliveries()
    assert Counter(one.state for one in after) == {"delivered": 150, "withheld": 150}
    of_wave = Counter(one.wave for one in after if one.state == "delivered")
    assert (of_wave[0], of_wave[1]) == (3, 30), "each wave had its size"
    async with house.database.reading() as session:
        for wave, tally in (await sums(session, 1)).items():
            assert tally["planned"] == 0
            assert tally["delivered"] == of_wave[wave]
    each = Counter(one.to for one in provider_of(house).taken)
    assert set(each.values()) == {1}


async def test_when_nobody_is_left_to_top_up_with_the_run_ends(house: House) -> None:
    await house.residents(40)
    await house.planned(IN_WAVES)
    await opted_out(house, *range(40))
    await pass_by(house, 60)
    assert await stands(house) == (CampaignState.FINISHED, 0)


def provider_of(house: House) -> ListProvider:
    assert isinstance(house.provider, ListProvider)
    return house.provider
