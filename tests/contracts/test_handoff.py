"""Conversations that people have, on both databases: one has it, the bot is silent, and every answer arrives."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.channels.answering import NotSent
from bot.handoff import DeskRules, HandoffDesk, HandoffError, read_ticket
from bot.handoff_ports import CaseState, Fate, Letter, Voice
from bot.handoff_post import HandoffPost
from bot.handoff_staff import HandoffStaff
from bot.handoff_watch import HandoffWatch, Notice
from bot.memory import Line, Side
from bot.opening_hours import OFFICE_HOURS
from bot.ports import Speaker, Ticket
from bot.wording import Wording
from campaigns.delivery import Receipt
from db.handoff_postbag import OURS, DeskReceipts, HandoffPostbag
from db.handoff_store import HandoffStore
from db.key_rotation import reseal
from db.keyring import Keyring
from db.session import Database
from nlu.acts import Why
from tests.databases import scratch
from tests.fakes import Clock

HER, HIM = Speaker("telegram", "7"), Speaker("web", "a session")
LINES = (Line(Side.RESIDENT, "我要投诉"), Line(Side.SERVICE, "我转给工作人员"))
KEYS = Keyring([b"k" * 32])


@dataclass
class Office:
    """A desk with its staff, on a database."""

    database: Database
    clock: Clock = field(default_factory=Clock)
    rules: DeskRules = field(default_factory=DeskRules)
    sent: list[tuple[str, str]] = field(default_factory=list)
    attempts: list[str] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    trouble: list[Exception] = field(default_factory=list)
    wanted: bool = True

    def __post_init__(self) -> None:
        wording, rules = Wording.load(), self.rules
        self.store = HandoffStore(self.database, KEYS, b"a key for tests only")
        self.postbag = HandoffPostbag(self.database, KEYS)
        self.desk = HandoffDesk(self.store, rules, wording, self.clock)
        fits = {"telegram": lambda text: len(text) < 300}
        self.staff = HandoffStaff(self.store, self.store, rules, wording, self.clock, fits)
        self.post = HandoffPost(self.postbag, {"telegram": self.send}, self.clock)
        self.watch = HandoffWatch(self.store, self.store, self.tell, rules.hours, wording, self.clock)

    async def send(self, letter: Letter) -> bool:
        self.attempts.append(letter.attempt)
        if self.trouble:
            raise self.trouble.pop()
        if self.wanted:
            self.sent.append((letter.speaker.name, letter.text))
        return self.wanted

    async def tell(self, notice: Notice) -> None:
        if self.trouble:
            raise self.trouble.pop()
        self.notices.append(notice)

    async def call(self, speaker: Speaker, why: Why = Why.ASKED, lines: tuple[Line, ...] = ()) -> Ticket:
        ticket = await self.desk.open(speaker, why, lines)
        assert ticket is not None
        return ticket

    async def fates(self, number: int) -> list[Fate]:
        return [line.fate for line in await self.store.lines(number) if line.voice is not Voice.RESIDENT]


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
async def office(request: pytest.FixtureRequest, tmp_path: Path, postgres_url: str) -> AsyncIterator[Office]:
    async with scratch(request.param, tmp_path, postgres_url) as database:
        yield Office(database)


SATURDAY = datetime(2026, 11, 28, 2, tzinfo=UTC)


async def test_a_speaker_has_one_open_ticket_however_often_they_call(office: Office) -> None:
    tickets = await asyncio.gather(*(office.call(HER, Why.ASKED, LINES) for _ in range(5)))
    assert len({ticket.number for ticket in tickets}) == 1
    assert (await office.call(HIM, Why.MISSES, ())).number != tickets[0].number
    assert await office.desk.held(Speaker("telegram", "8")) is None


async def test_the_bot_is_silent_while_a_person_has_it_and_comes_back(office: Office) -> None:
    ticket = await office.call(HER, Why.ASKED, LINES)
    assert not ticket.silent
    number = read_ticket(ticket.number)
    await office.staff.take(number, "小王")
    held = await office.desk.held(HER)
    assert held is not None
    assert held.silent
    await office.desk.add(held, Line(Side.RESIDENT, "在吗"))
    assert [line.text for line in await office.store.lines(number)][-1] == "在吗"
    await office.staff.close(number, "小王")
    assert await office.desk.held(HER) is None


async def test_of_two_people_one_gets_it(office: Office) -> None:
    number = read_ticket((await office.call(HER, Why.ASKED, ())).number)
    took = await asyncio.gather(
        *(office.staff.take(number, who) for who in ("小王", "小李")), return_exceptions=True
    )
    assert sum(isinstance(one, HandoffError) for one in took) == 1
    case = await office.store.find(number)
    assert case is not None
    with pytest.raises(HandoffError, match="with"):
        await office.staff.reply(number, "小张", "您好")


async def test_who_is_silent_too_long_loses_it_and_the_resident_is_told(office: Office) -> None:
    number = read_ticket((await office.call(HER, Why.ASKED, ())).number)
    await office.staff.take(number, "小王")
    office.clock.move(minutes=14)
    await office.staff.reply(number, "小王", "我查一下")
    office.clock.move(minutes=14)
    assert await office.staff.give_back() == 0
    office.clock.move(minutes=2)
    held = await office.desk.held(HER)
    assert held is not None
    assert not held.silent
    assert await office.staff.give_back() == 1
    assert await office.staff.give_back() == 0
    await office.post.go_round()
    assert "有结果会告诉您" in office.sent[-1][1], "the last word was the person's"
    await office.staff.take(number, "小王")
    await office.desk.add(held, Line(Side.RESIDENT, "查到了吗"))
    office.clock.move(minutes=16)
    assert await office.staff.give_back() == 1
    await office.post.go_round()
    assert "还在排着" in office.sent[-1][1]


async def test_answers_are_carried_in_order_and_again_when_they_did_not_leave(office: Office) -> None:
    number = read_ticket((await office.call(HER)).number)
    await office.staff.reply(number, "小王", "您好,  材料\n带户口本")
    office.trouble = [NotSent(), NotSent()]
    await office.post.go_round()
    await office.post.go_round()
    assert office.sent == []
    assert await office.fates(number) == [Fate.DUE, Fate.DUE]
    for _ in range(2):
        office.clock.move(seconds=16)
        await office.post.go_round()
    await office.post.go_round()
    assert [name for name, _ in office.sent] == ["7", "7"]
    assert "值班工作人员来了" in office.sent[0][1]
    assert office.sent[1][1] == "值班工作人员:您好, 材料 带户口本"
    assert await office.fates(number) == [Fate.ARRIVED, Fate.ARRIVED]


async def test_an_answer_in_doubt_is_sent_again_only_when_a_person_says_so(office: Office) -> None:
    number = read_ticket((await office.call(HER)).number)
    await office.staff.take(number, "小王")
    office.trouble = [TimeoutError()]
    await office.post.go_round()
    office.clock.move(hours=1)
    await office.post.go_round()
    assert office.sent == []
    assert await office.fates(number) == [Fate.DOUBT]
    await office.watch.count()
    assert office.watch.waits.doubts == 1
    (line,) = await office.store.lines(number)
    await office.staff.again(number, line.number)
    await office.post.go_round()
    assert len(office.sent) == 1
    with pytest.raises(HandoffError, match="not sent twice"):
        await office.staff.again(number, line.number)


async def test_what_a_dead_process_had_under_way_is_in_doubt_and_not_sent_twice(office: Office) -> None:
    number = read_ticket((await office.call(HER)).number)
    await office.staff.take(number, "小王")
    assert len(await office.postbag.due(office.clock())) == 1  # and here the process dies
    await office.post.go_round()
    assert office.sent == []
    office.clock.move(minutes=3)
    await office.post.go_round()
    assert office.sent == []
    assert await office.fates(number) == [Fate.DOUBT]


async def test_two_processes_carry_each_answer_once(office: Office) -> None:
    for chat in range(8):
        number = read_ticket((await office.call(Speaker("telegram", str(chat)))).number)
        await office.staff.reply(number, "小王", "您好")
    await asyncio.gather(
        *(Office(office.database, office.clock, sent=office.sent).post.go_round() for _ in range(3))
    )
    await office.post.go_round()
    assert len(office.sent) == 16
    assert len(set(office.sent)) == 16
    for chat in range(8):
        mine = [text for name, text in office.sent if name == str(chat)]
        assert "来了" in mine[0], "the order was kept"


async def test_a_receipt_settles_what_was_in_doubt(office: Office) -> None:
    strays: list[Receipt] = []

    class Others:
        async def take(self, receipts: Sequence[Receipt], now: datetime) -> int:
            strays.extend(receipts)
            return len(receipts)

    number = read_ticket((await office.call(HER)).number)
    await office.staff.reply(number, "小王", "您好")
    office.trouble = [TimeoutError(), TimeoutError()]
    await office.post.go_round()
    assert await office.fates(number) == [Fate.DOUBT, Fate.DOUBT]
    receipts = DeskReceipts(Others(), {OURS: office.postbag})
    told = [Receipt(office.attempts[0], "delivered", "p1"), Receipt(office.attempts[1], "failed", "p2")]
    unknown = [Receipt("f" * 32, "delivered", "p3"), Receipt(OURS + "0" * 28, "delivered", "p4")]
    assert await receipts.take([*told, *unknown], office.clock()) == 2
    assert await office.fates(number) == [Fate.ARRIVED, Fate.REFUSED]
    assert strays == unknown


async def test_who_wants_nothing_from_us_gets_nothing_and_the_staff_see_it(office: Office) -> None:
    number = read_ticket((await office.call(HER)).number)
    office.wanted = False
    await office.staff.take(number, "小王")
    await office.post.go_round()
    assert await office.fates(number) == [Fate.REFUSED]


async def test_an_answer_that_the_channel_cannot_carry_is_refused_at_once(office: Office) -> None:
    number = read_ticket((await office.call(HER)).number)
    with pytest.raises(HandoffError, match="too long for this channel"):
        await office.staff.reply(number, "小王", "好" * 300)
    case = await office.store.find(number)
    assert case is not None
    assert case.state is CaseState.WAITING


async def test_a_page_fetches_what_people_said(office: Office) -> None:
    number = read_ticket((await office.call(HIM, Why.ASKED, LINES)).number)
    await office.staff.reply(number, "小王", "您好")
    await office.post.go_round()
    assert office.sent == []
    found = await office.store.since(HIM, 0, office.clock())
    assert found is not None
    assert [line.text for line in found[1]][-1] == "值班工作人员:您好"
    assert await office.fates(number) == [Fate.NONE, Fate.FETCH, Fate.FETCH]
    again = await office.store.since(HIM, found[1][-1].number, office.clock())
    assert again is not None
    assert list(again[1]) == []
    assert await office.fates(number) == [Fate.NONE, Fate.ARRIVED, Fate.ARRIVED], "the page has shown them"
    await office.staff.close(number, "小王")
    office.clock.move(hours=2)
    assert await office.store.since(HIM, 0, office.clock()) is None
    assert await office.store.since(HER, 0, office.clock()) is None


async def test_nobody_waits_unseen(office: Office) -> None:
    ticket = await office.call(HER, Why.COMPLAINT, LINES)
    office.clock.move(minutes=3)
    await office.watch.count()
    office.trouble = [NotSent()]
    assert [await office.watch.ring() for _ in range(3)] == [0, 1, 0]
    assert ticket.number in office.notices[0].text
    assert "等了3分钟" in office.notices[0].text
    waits = office.watch.waits
    assert (waits.waiting, waits.taken, waits.oldest_seconds) == (1, 0, 180.0)
    office.clock.move(minutes=11)
    assert await office.watch.ring() == 1, "the staff are reminded"
    await office.staff.take(read_ticket(ticket.number), "小王")
    await office.watch.count()
    assert (waits.waiting, waits.taken, waits.oldest_seconds) == (0, 1, 0.0)
    office.clock.move(minutes=11)
    assert await office.watch.ring() == 0


async def test_nobody_is_reminded_while_the_desk_is_closed(office: Office) -> None:
    office.clock.now = SATURDAY
    await office.call(HER)
    assert await office.watch.ring() == 1
    office.clock.move(hours=5)
    assert await office.watch.ring() == 0


async def test_outside_the_hours_the_ticket_says_when_people_answer(office: Office) -> None:
    now = await office.call(HER)
    assert "12345" in now.note
    assert "上班" not in now.note
    office.clock.now = SATURDAY
    note = (await office.call(HER)).note
    assert "11月30日(周一)09:00上班" in note
    assert "周一到周五09:00到17:00" in note
    assert "12345" in note
    assert "别关这个网页" in (await office.call(HIM)).note


async def test_a_desk_that_is_switched_off_gives_no_ticket(office: Office) -> None:
    closed = Office(office.database, rules=DeskRules(OFFICE_HOURS, open=False))
    assert await closed.desk.open(HER, Why.ASKED, ()) is None


async def test_no_person_is_called_by_short_message_for_a_private_matter(office: Office) -> None:
    phone = Speaker("sms", "+8610000000001")
    assert await office.desk.open(phone, Why.SENSITIVE, ()) is None
    assert await office.desk.open(phone, Why.ASKED, ()) is not None


async def test_the_patience_begins_anew_with_what_the_person_has_not_answered(office: Office) -> None:
    number = read_ticket((await office.call(HER)).number)
    await office.staff.reply(number, "小王", "请问哪年退休")
    office.clock.move(minutes=14)
    held = await office.desk.held(HER)
    assert held is not None
    assert await office.desk.add(held, Line(Side.RESIDENT, "2015年"))
    office.clock.move(minutes=10)
    assert not await office.desk.add(held, Line(Side.RESIDENT, "在吗"))
    assert await office.staff.give_back() == 0
    office.clock.move(minutes=6)
    assert await office.staff.give_back() == 1


async def test_what_a_resident_has_erased_is_gone(office: Office) -> None:
    number = read_ticket((await office.call(HER, Why.ASKED, LINES)).number)
    await office.staff.reply(number, "小王", "您好")
    await office.desk.forget(HER)
    await office.post.go_round()
    assert office.sent == []
    assert list(await office.store.lines(number)) == []
    assert await office.desk.held(HER) is None
    with pytest.raises(HandoffError, match="closed already"):
        await office.staff.reply(number, "小王", "还在吗")
    assert (await office.call(HER)).number != f"H{number:04}"


async def test_what_was_closed_long_ago_is_forgotten(office: Office) -> None:
    number = read_ticket((await office.call(HER, Why.ASKED, LINES)).number)
    await office.staff.close(number, "小王")
    assert await office.store.forget_closed(office.clock()) == 0
    office.clock.move(days=31)
    assert await office.store.forget_closed(office.clock()) == 1
    assert await office.store.find(number) is None


@pytest.mark.parametrize("written", ["H0007", "h7", "7", " H7 "])
def test_a_ticket_is_read_as_people_write_it(written: str) -> None:
    assert read_ticket(written) == 7


@pytest.mark.parametrize("written", ["", "A7", "-7", "7.0", "٧", "9" * 12])
def test_what_is_no_ticket_is_refused(written: str) -> None:
    with pytest.raises(HandoffError, match="no ticket"):
        read_ticket(written)


async def test_closed_and_unknown_tickets_cannot_be_answered(office: Office) -> None:
    number = read_ticket((await office.call(HER, Why.ASKED, ())).number)
    await office.staff.close(number, "小王")
    for act in (office.staff.take, office.staff.close):
        with pytest.raises(HandoffError, match="closed already"):
            await act(number, "小王")
    with pytest.raises(HandoffError, match="no ticket"):
        await office.staff.take(999, "小王")
    case = await office.store.find(number)
    assert case is not None
    assert case.state is CaseState.CLOSED


async def test_the_desk_opens_one_case_after_the_other(office: Office) -> None:
    tickets = [await office.call(Speaker("web", str(number))) for number in range(12)]
    assert len({ticket.number for ticket in tickets}) == 12


async def test_conversations_open_under_the_new_key_alone_after_they_were_sealed_anew(office: Office) -> None:
    number = read_ticket((await office.call(HER, Why.ASKED, LINES)).number)
    await office.staff.take(number, "小王")
    await office.call(HIM)
    await office.desk.forget(HIM)
    both, new = Keyring([b"n" * 32, b"k" * 32]), Keyring([b"n" * 32])
    assert await reseal(office.database, both) == 4
    assert await reseal(office.database, both) == 0
    lines = await HandoffStore(office.database, new, b"a key for tests only").lines(number)
    assert lines[0].text == "我要投诉"
    assert [one.speaker for one in await HandoffPostbag(office.database, new).due(office.clock())] == [HER]
