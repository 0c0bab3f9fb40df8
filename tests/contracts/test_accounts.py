"""What holds of replies, simulated phones and accounts, on both databases."""

from datetime import date, datetime, timedelta

from campaigns.consent import Basis, Standing
from campaigns.consent_words import ConsentWords
from campaigns.delivery import DeliveryState, Receipt
from campaigns.provider import Outgoing
from campaigns.replies import ReplyIntake
from campaigns.schedule import Once
from campaigns.sending import Exclusion
from campaigns.simulating import PhoneSimulator
from db.account_store import AccountStore
from db.consent_store import ConsentStore
from db.depths import DepthStore
from db.outbox_store import OutboxStore
from db.reply_store import ReplyStore
from house_campaigns import consent_words
from nlu.policybook import load_book
from tests.sending_house import FRAME, House, phone

BOOK = load_book()


def simulator(house: House) -> tuple[OutboxStore, PhoneSimulator]:
    outbox = OutboxStore(house.database, house.keyring, house.fingerprint)
    replies = ReplyIntake(ReplyStore(house.database, house.fingerprint), consent_words(BOOK), house.clock)
    return outbox, PhoneSimulator(outbox, replies, FRAME.signature, house.clock)


async def test_a_message_lands_once_however_often_its_attempt_is_put(house: House) -> None:
    outbox, _ = simulator(house)
    message = Outgoing("a" * 32, phone(1), "您好", "sandbox")
    await outbox.put([message, message], house.clock())
    await outbox.put([message], house.clock())
    assert [line.text for line in await outbox.lines(phone(1))] == ["您好"]
    found = await outbox.sent_to(phone(1), house.clock() - timedelta(minutes=1))
    assert [(one.provider_id, one.text) for one in found] == [("SB" + "a" * 32, "您好")]
    assert await outbox.sent_to(phone(1), house.clock() + timedelta(minutes=1)) == []


async def test_the_phones_with_the_newest_messages_come_first(house: House) -> None:
    outbox, _ = simulator(house)
    for number in (1, 2, 1):
        await outbox.put([Outgoing("", phone(number), f"第{number}", "sandbox")], house.clock())
    assert [one.phone for one in await outbox.phones(10)] == [phone(1), phone(2)]
    assert len(await outbox.phones(1)) == 1


async def test_a_reply_of_an_opt_out_word_is_recorded_counted_and_confirmed(house: House) -> None:
    await house.residents(2)
    made = await house.planned()
    await house.send_all()
    _, phones = simulator(house)
    await phones.reply(phone(0), "退订")
    await phones.reply(phone(1), "请问到哪里办")
    consents = ConsentStore(house.database, house.fingerprint)
    assert await consents.standing_of(phone(0), "", Basis.DUTY) is Standing.OPTED_OUT
    assert await consents.standing_of(phone(1), "", Basis.DUTY) is Standing.ALLOWED
    (run,) = await AccountStore(house.database, 500).runs(made)
    assert (run.replies, run.opt_outs) == (2, 1)
    assert [line.incoming for line in await phones.lines(phone(0))] == [True, False]
    assert [line.incoming for line in await phones.lines(phone(1))] == [True]


async def test_a_topic_is_refused_by_its_name_and_wanted_again(house: House) -> None:
    _, phones = simulator(house)
    consents = ConsentStore(house.database, house.fingerprint)

    async def standings() -> list[Standing]:
        topics = ("childcare-subsidy", "follow:childcare-subsidy", "girls-care")
        return [await consents.standing_of(phone(0), topic, Basis.DUTY) for topic in topics]

    await phones.reply(phone(0), "请退订育儿补贴的短信")
    assert await standings() == [Standing.OPTED_OUT, Standing.OPTED_OUT, Standing.ALLOWED]
    house.clock.pass_by(minutes=1)
    await phones.reply(phone(0), "订阅育儿补贴")
    assert await standings() == [Standing.ALLOWED] * 3
    answers = [line.text for line in await phones.lines(phone(0)) if not line.incoming]
    assert "退订“育儿补贴”的短信" in answers[0]
    assert "“订阅育儿补贴”" in answers[0]
    assert "恢复“育儿补贴”的短信" in answers[1]


async def test_a_refusal_of_what_nobody_knows_ends_everything_and_says_so(house: House) -> None:
    _, phones = simulator(house)
    await phones.reply(phone(0), "退订天气预报")
    consents = ConsentStore(house.database, house.fingerprint)
    assert await consents.standing_of(phone(0), "girls-care", Basis.DUTY) is Standing.OPTED_OUT
    (_, answer) = await phones.lines(phone(0))
    assert "全部退订" in answer.text
    assert "“订阅”" in answer.text


async def test_a_reply_that_comes_twice_counts_once(house: House) -> None:
    await house.residents(1)
    made = await house.planned()
    await house.send_all()
    replies = ReplyIntake(ReplyStore(house.database, house.fingerprint), ConsentWords(), house.clock)
    assert (await replies.take("SM1", phone(0), "TD")).again is False
    assert (await replies.take("SM1", phone(0), "TD")).again is True
    (run,) = await AccountStore(house.database, 500).runs(made)
    assert (run.replies, run.opt_outs) == (1, 1)


async def test_a_reply_is_to_the_newest_campaign_that_reached_the_phone(house: House) -> None:
    await house.residents(2)
    texts = {"zh": "您好", "en": "Hello"}
    await house.planned(name="先发的", texts=texts)
    await house.send_all()
    house.clock.pass_by(days=1)
    newest = await house.planned(
        name="后发的",
        texts=texts,
        policies={"childcare-subsidy": date(2025, 1, 1)},
        schedule=Once(datetime.fromisoformat("2026-11-26T10:00")),
    )
    replies = ReplyStore(house.database, house.fingerprint)
    before = await replies.occasion(phone(0), house.clock())
    assert before is not None
    assert before.name == "先发的"
    await house.send_all()
    found = await replies.occasion(phone(0), house.clock())
    assert found is not None
    assert (found.campaign, found.name, found.language) == (newest, "后发的", "zh")
    assert found.policies == {"childcare-subsidy": date(2025, 1, 1)}
    assert found.at <= house.clock()
    assert await replies.occasion(phone(9), house.clock()) is None
    assert await replies.occasion(phone(0), house.clock() + timedelta(days=15)) is None


async def test_an_account_tells_states_faults_exclusions_and_cost(house: House) -> None:
    await house.residents(20, district="洪山区")
    await house.residents(3, first=20, district="武昌区")
    _, phones = simulator(house)
    await phones.reply(phone(0), "退订")
    made = await house.planned()
    await house.send_all()
    attempts = [one.attempt or "" for one in await house.deliveries()]
    told = [Receipt(one, "delivered", "") for one in attempts[:15]]
    told += [Receipt(one, "failed", "", "30007") for one in attempts[15:]]
    await house.receipts.take(told, house.clock())
    account = await AccountStore(house.database, 500).account(made)
    assert account.recipients == account.accounted_for == 22
    assert account.counts == {DeliveryState.DELIVERED: 15, DeliveryState.UNDELIVERED: 7}
    assert account.exclusions == {Exclusion.OPTED_OUT: 1}
    assert [(one.kind, one.code, one.count) for one in account.faults] == [("content", "30007", 7)]
    assert account.cost == 22 * 500
    districts = {share.name: share.recipients for share in account.by["district"]}
    assert districts == {"洪山区": None, "武昌区": None}, "one small district hides the next, too"


async def test_an_account_tells_what_will_be_tried_again_and_when(house: House) -> None:
    await house.residents(6)
    made = await house.planned()
    (run,) = await AccountStore(house.database, 500).runs(made)
    assert run.next_at is not None
    assert run.next_at <= house.clock()
    await house.send_all()
    attempts = [one.attempt or "" for one in await house.deliveries()]
    await house.receipts.take([Receipt(one, "undelivered", "", "30003") for one in attempts], house.clock())
    account = await AccountStore(house.database, 500).account(made)
    assert account.faults == ()
    assert [(one.kind, one.code, one.count) for one in account.retries] == [("unreachable", "30003", 6)]
    (run,) = account.runs
    assert run.next_at is not None
    assert run.next_at > house.clock() + timedelta(hours=1)


async def test_operators_see_how_much_waits(house: House) -> None:
    await house.residents(120)
    await house.planned()
    depth = await DepthStore(house.database).depth(house.clock())
    assert depth.batches_waiting >= depth.batches_due >= 1
    await house.send_all()
    assert (await DepthStore(house.database).depth(house.clock())).batches_waiting == 0
