"""What holds of every sending, on both databases."""

import asyncio
from collections import Counter

import pytest

from campaigns.campaign import Move
from campaigns.consent import ConsentKind, ConsentRecord, ConsentSource
from campaigns.delivery import Accepted, Doubtful, DoubtReason, NeverSent, Outcome, Receipt, Refused
from campaigns.dispatch import FRESH_SECONDS, Dispatcher
from campaigns.faults import twilio_fault
from campaigns.provider import Found, Outgoing
from campaigns.sending import Decision, Lease
from db.audit_store import AuditStore
from db.consent_store import ConsentStore
from db.tallies import sums
from tests.sending_house import House, ListProvider, phone


def provider(house: House) -> ListProvider:
    assert isinstance(house.provider, ListProvider)
    return house.provider


async def states(house: House) -> Counter[str]:
    return Counter(one.state for one in await house.deliveries())


async def kept(house: House) -> Counter[str]:
    total: Counter[str] = Counter()
    async with house.database.reading() as session:
        for of_wave in (await sums(session, 1)).values():
            total.update(of_wave)
    return total


async def test_every_recipient_gets_one_message(house: House) -> None:
    await house.residents(120)
    await house.planned()
    await house.send_all()
    assert Counter(one.to for one in provider(house).taken) == Counter({phone(n): 1 for n in range(120)})
    assert await states(house) == {"sent": 120}
    assert (await kept(house))["sent"] == 120
    assert (await kept(house))["planned"] == 0


async def test_a_doubled_message_of_the_queue_changes_nothing(house: House) -> None:
    await house.residents(30)
    await house.planned()
    await house.handing_out.hand_out()
    for batch in [*house.courier.batches] * 3:
        await house.dispatcher.send_batch(batch)
    assert len(provider(house).taken) == 30


async def test_a_late_message_of_the_queue_changes_nothing(house: House) -> None:
    await house.residents(5)
    await house.planned()
    await house.handing_out.hand_out()
    house.clock.pass_by(seconds=30)
    assert not await house.dispatcher.send_batch(house.courier.batches[0])
    await house.send_all()
    assert len(provider(house).taken) == 5


async def test_who_opted_out_after_planning_gets_nothing(house: House) -> None:
    await house.residents(5)
    await house.planned()
    record = ConsentRecord(ConsentKind.OPT_OUT, house.clock(), ConsentSource.WORD)
    await ConsentStore(house.database, house.fingerprint).record([phone(3)], record)
    await house.send_all()
    assert phone(3) not in {one.to for one in provider(house).taken}
    assert await states(house) == {"sent": 4, "withheld": 1}


@pytest.mark.parametrize("move", [Move.PAUSE, Move.CANCEL])
async def test_nothing_leaves_after_a_stop(house: House, move: Move) -> None:
    await house.residents(5)
    campaign = await house.planned()
    await house.handing_out.hand_out()
    await house.approvals.move(campaign, move, "operator")
    assert not await house.dispatcher.send_batch(house.courier.batches[0])
    assert provider(house).taken == []


async def test_what_waits_for_a_slow_provider_is_not_called_after_a_stop(house: House) -> None:
    await house.residents(40)
    campaign = await house.planned()
    await house.handing_out.hand_out()
    slow = SlowProvider()
    dispatcher = Dispatcher(house.ledger, slow, house.composer.word, house.clock, concurrency=5)
    sending = asyncio.create_task(dispatcher.send_batch(house.courier.batches[0]))
    await slow.called.wait()
    await house.approvals.move(campaign, Move.PAUSE, "operator")
    assert await sending
    assert await states(house) == {"sent": 5, "planned": 35}
    await house.approvals.move(campaign, Move.RESUME, "operator")
    await house.send_all()
    assert await states(house) == {"sent": 40}


class SlowProvider(ListProvider):
    """Takes longer for a call than a stop may take."""

    def __init__(self) -> None:
        super().__init__()
        self.called = asyncio.Event()

    async def send(self, message: Outgoing) -> Outcome:
        self.called.set()
        await asyncio.sleep(1.5 * FRESH_SECONDS)
        return await super().send(message)


async def test_a_doubtful_attempt_is_never_sent_again_by_itself(house: House) -> None:
    await house.residents(1)
    provider(house).answers[phone(0)] = [Doubtful(DoubtReason.TIMEOUT)]
    await house.planned()
    await house.send_all()
    for _ in range(50):
        house.clock.pass_by(minutes=30)
        await house.reconciler.reconcile()
        await house.send_due()
    assert await states(house) == {"unknown": 1}
    assert provider(house).taken == []


async def test_a_doubtful_attempt_is_settled_by_its_receipt(house: House) -> None:
    await house.residents(1)
    provider(house).answers[phone(0)] = [Doubtful(DoubtReason.DROPPED)]
    await house.planned()
    await house.send_all()
    attempt = (await house.deliveries())[0].attempt or ""
    await house.receipts.take([Receipt(attempt, "delivered", "SM1")], house.clock())
    assert await states(house) == {"delivered": 1}


async def test_a_doubtful_attempt_is_found_at_the_provider(house: House) -> None:
    await house.residents(2)
    for one in (0, 1):
        provider(house).answers[phone(one)] = [Doubtful(DoubtReason.TIMEOUT)]
    await house.planned()
    await house.send_due()
    text = house.composer.word
    words = "【武汉卫健】年满60岁的老人可以到社区问一问奖励扶助。拒收请回复R"
    assert text is not None
    provider(house).there[phone(0)] = [Found("SMx", "delivered", words, house.clock())]
    provider(house).there[phone(1)] = [Found("SMy", "delivered", "别的话", house.clock())]
    house.clock.pass_by(minutes=5)
    assert await house.reconciler.reconcile() == 1
    assert await states(house) == {"delivered": 1, "unknown": 1}


async def test_a_decision_settles_a_doubt_and_is_recorded(house: House) -> None:
    await house.residents(2)
    for one in (0, 1):
        provider(house).answers[phone(one)] = [Doubtful(DoubtReason.TIMEOUT)]
    await house.planned()
    await house.send_due()
    first, second = [one.id for one in await house.deliveries()]
    assert await house.doubts.decide([first], Decision.TREAT_AS_SENT, "operator", house.clock()) == 1
    assert await house.doubts.decide([second], Decision.SEND_AGAIN, "operator", house.clock()) == 1
    assert await house.doubts.decide([first], Decision.SEND_AGAIN, "operator", house.clock()) == 0
    await house.send_all()
    assert await states(house) == {"sent": 2}
    assert len(provider(house).taken) == 1
    entries = [entry.detail async for entry in AuditStore(house.database).entries(f"delivery:{first}")]
    assert entries == ["treat_as_sent"]


async def test_doubts_are_listed_by_campaign_with_how_often_they_were_looked_for(house: House) -> None:
    await house.residents(3)
    for one in (0, 1):
        provider(house).answers[phone(one)] = [Doubtful(DoubtReason.DROPPED)]
    campaign = await house.planned()
    await house.send_due()
    assert [one.looks for one in await house.doubts.of_campaign(campaign, 10)] == [0, 0]
    house.clock.pass_by(minutes=5)
    await house.reconciler.reconcile()
    found = await house.doubts.of_campaign(campaign, 10)
    assert [(one.run, one.wave, one.why, one.looks, one.again) for one in found] == [
        (1, 0, "dropped_connection", 1, True)
    ] * 2
    assert {one.delivery for one in found} == {
        one.id for one in await house.deliveries() if one.state == "unknown"
    }
    assert len(await house.doubts.of_campaign(campaign, 1)) == 1
    assert await house.doubts.of_campaign(campaign + 1, 10) == []
    await house.approvals.move(campaign, Move.CANCEL, "operator", "")
    assert [one.again for one in await house.doubts.of_campaign(campaign, 10)] == [False, False]


async def test_what_never_left_is_tried_again_as_one_message(house: House) -> None:
    await house.residents(3)
    provider(house).answers[phone(1)] = [NeverSent(twilio_fault("429", 1.0))] * 3
    await house.planned()
    for _ in range(60):
        await house.send_due()
        house.clock.pass_by(seconds=5)
    assert await states(house) == {"sent": 3}
    assert Counter(one.to for one in provider(house).taken) == Counter(phone(n) for n in range(3))


async def test_a_wrong_number_is_left_alone_afterwards(house: House) -> None:
    await house.residents(2)
    provider(house).answers[phone(1)] = [Refused(twilio_fault("21211"))]
    await house.planned()
    await house.send_all()
    assert await states(house) == {"sent": 1, "refused": 1}
    assert (
        await house.audience.count(
            (await house.campaigns.listed())[0].campaign, house.clock().date(), house.clock()
        )
        == 1
    )


async def test_a_crash_after_the_claim_leaves_doubt_and_nothing_is_sent_twice(house: House) -> None:
    await house.residents(60)
    await house.planned()
    await house.handing_out.hand_out()
    lease = Lease("dead", house.clock.now.replace(year=2026, hour=2, minute=1))
    claimed = await house.ledger.claim(house.courier.batches[0], lease, house.clock(), house.composer.word)
    assert claimed is not None
    house.clock.pass_by(minutes=5)
    assert await house.reconciler.reconcile() == 0
    await house.send_all()
    assert await states(house) == {"unknown": len(claimed.errands), "sent": 60 - len(claimed.errands)}


async def test_a_worker_that_comes_back_late_is_still_heard(house: House) -> None:
    await house.residents(1)
    await house.planned()
    await house.handing_out.hand_out()
    lease = Lease("slow", house.clock.now.replace(minute=1))
    claimed = await house.ledger.claim(house.courier.batches[0], lease, house.clock(), house.composer.word)
    assert claimed is not None
    house.clock.pass_by(minutes=5)
    await house.doubts.release(house.clock())
    from campaigns.sending import Attempted

    await house.ledger.settle(claimed, [Attempted(claimed.errands[0], Accepted("SM9"))], house.clock())
    assert await states(house) == {"sent": 1}


RECEIPTS = [
    (["sent", "delivered"], "delivered"),
    (["delivered", "sent"], "delivered"),
    (["delivered", "delivered", "queued"], "delivered"),
    (["failed", "delivered"], "delivered"),
    (["delivered", "undelivered"], "undelivered"),
    (["nonsense"], "sent"),
    (["read", "delivered"], "delivered"),
]


@pytest.mark.parametrize(("statuses", "state"), RECEIPTS)
async def test_receipts_settle_in_any_order(house: House, statuses: list[str], state: str) -> None:
    await house.residents(1)
    await house.planned()
    await house.send_all()
    attempt = (await house.deliveries())[0].attempt or ""
    for status in statuses:
        await house.receipts.take(
            [
                Receipt(
                    attempt,
                    status,
                    "SM1",
                    "30005" if "d" in status and status in ("failed", "undelivered") else "",
                )
            ],
            house.clock(),
        )
    assert await states(house) == {state: 1}
    assert (await kept(house))[state] == 1


async def test_a_receipt_may_come_before_the_answer(house: House) -> None:
    await house.residents(1)
    await house.planned()
    await house.handing_out.hand_out()
    lease = Lease("mine", house.clock.now.replace(minute=1))
    claimed = await house.ledger.claim(house.courier.batches[0], lease, house.clock(), house.composer.word)
    assert claimed is not None
    errand = claimed.errands[0]
    await house.receipts.take([Receipt(errand.attempt, "delivered", "SM1")], house.clock())
    from campaigns.sending import Attempted

    await house.ledger.settle(claimed, [Attempted(errand, Doubtful(DoubtReason.TIMEOUT))], house.clock())
    assert await states(house) == {"delivered": 1}


async def test_a_phone_that_was_off_is_tried_again_hours_later_at_most_twice(house: House) -> None:
    await house.residents(1)
    await house.planned()
    for _ in range(60):
        await house.send_due()
        attempt = (await house.deliveries())[0].attempt or ""
        if attempt:
            await house.receipts.take([Receipt(attempt, "undelivered", "", "30003")], house.clock())
        house.clock.pass_by(hours=1)
    assert len(provider(house).taken) == 3
    assert await states(house) == {"undelivered": 1}


async def test_a_receipt_of_no_attempt_of_ours_is_counted_as_stray(house: House) -> None:
    assert await house.receipts.take([Receipt("0" * 32, "delivered", "SM1")], house.clock()) == 1


async def test_a_provider_code_records_an_opt_out(house: House) -> None:
    await house.residents(1)
    provider(house).answers[phone(0)] = [Refused(twilio_fault("21610"))]
    await house.planned()
    await house.send_all()
    records = await ConsentStore(house.database, house.fingerprint).records_of(phone(0))
    assert [(one.kind, one.source) for one in records] == [(ConsentKind.OPT_OUT, ConsentSource.PROVIDER)]


async def test_an_account_fault_stops_every_sender(house: House) -> None:
    await house.residents(200)
    provider(house).answers[phone(7)] = [Refused(twilio_fault("20003"))]
    await house.planned()
    await house.send_all()
    planned = (await states(house))["planned"]
    assert [one.paused for one in await house.senders.listed()] == [True]
    assert await house.senders.let_go("+8610000009999", "operator", house.clock())
    assert not await house.senders.let_go("+8610000009999", "operator", house.clock())
    await house.send_all()
    assert planned > 0
    assert (await states(house))["sent"] == 199
