"""Conversations that people have, on both databases: one has it, the bot is silent, and every answer arrives."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.channels.answering import NotSent
from bot.handoff import HandoffDesk, HandoffError, HandoffStaff, read_ticket
from bot.handoff_ports import CaseState
from bot.handoff_post import HandoffPost
from bot.memory import Line, Side
from bot.opening_hours import OpeningHours
from bot.ports import Speaker
from bot.wording import Wording
from db.handoff_store import HandoffStore
from db.keyring import Keyring
from nlu.acts import Why
from tests.databases import scratch
from tests.fakes import Clock

HER, HIM = Speaker("telegram", "7"), Speaker("web", "a session")
LINES = (Line(Side.RESIDENT, "我要投诉"), Line(Side.SERVICE, "我转给工作人员"))


@dataclass
class Office:
    """A desk with its staff, on a database."""

    store: HandoffStore
    clock: Clock
    sent: list[tuple[str, str]] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    lost: int = 0

    def __post_init__(self) -> None:
        wording = Wording.load()
        self.desk = HandoffDesk(self.store, OpeningHours(), wording, self.clock)
        self.staff = HandoffStaff(self.store, self.store, wording, self.clock)
        self.post = HandoffPost(
            self.store, self.store, {"telegram": self.send}, self.tell, wording, self.clock
        )

    async def send(self, name: str, text: str) -> bool:
        if self.lost:
            self.lost -= 1
            raise NotSent
        self.sent.append((name, text))
        return True

    async def tell(self, text: str) -> bool:
        self.notices.append(text)
        return True


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
async def office(request: pytest.FixtureRequest, tmp_path: Path, postgres_url: str) -> AsyncIterator[Office]:
    async with scratch(request.param, tmp_path, postgres_url) as database:
        yield Office(HandoffStore(database, Keyring([b"k" * 32]), b"a key for tests only"), Clock())


async def test_a_speaker_has_one_open_ticket_however_often_they_call(office: Office) -> None:
    tickets = await asyncio.gather(*(office.desk.open(HER, Why.ASKED, LINES) for _ in range(5)))
    assert len({ticket.number for ticket in tickets}) == 1
    assert (await office.desk.open(HIM, Why.MISSES, ())).number != tickets[0].number
    assert await office.desk.held(Speaker("telegram", "8")) is None


async def test_the_bot_is_silent_while_a_person_has_it_and_comes_back(office: Office) -> None:
    ticket = await office.desk.open(HER, Why.ASKED, LINES)
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
    number = read_ticket((await office.desk.open(HER, Why.ASKED, ())).number)
    took = await asyncio.gather(
        *(office.staff.take(number, who) for who in ("小王", "小李")), return_exceptions=True
    )
    assert sum(isinstance(one, HandoffError) for one in took) == 1
    case = await office.store.find(number)
    assert case is not None
    with pytest.raises(HandoffError, match="with"):
        await office.staff.reply(number, "小张", "您好")


async def test_who_is_silent_too_long_loses_it_and_the_resident_is_told(office: Office) -> None:
    number = read_ticket((await office.desk.open(HER, Why.ASKED, ())).number)
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
    assert "还在排着" in office.sent[-1][1]


async def test_answers_are_carried_in_order_and_again_when_they_did_not_leave(office: Office) -> None:
    number = read_ticket((await office.desk.open(HER, Why.ASKED, ())).number)
    await office.staff.reply(number, "小王", "您好,  材料\n带户口本")
    office.lost = 2
    await office.post.go_round()
    assert office.sent == []
    await office.post.go_round()
    office.clock.move(seconds=61)
    await office.post.go_round()
    await office.post.go_round()
    assert [name for name, _ in office.sent] == ["7", "7"]
    assert "小王来了" in office.sent[0][1]
    assert office.sent[1][1] == "工作人员小王:您好, 材料 带户口本"


async def test_a_page_fetches_what_people_said(office: Office) -> None:
    number = read_ticket((await office.desk.open(HIM, Why.ASKED, LINES)).number)
    await office.staff.reply(number, "小王", "您好")
    await office.post.go_round()
    assert office.sent == []
    found = await office.store.since(HIM, 0, office.clock())
    assert found is not None
    assert [line.text for line in found[1]][-1] == "工作人员小王:您好"
    again = await office.store.since(HIM, found[1][-1].number, office.clock())
    assert again is not None
    assert list(again[1]) == []
    await office.staff.close(number, "小王")
    office.clock.move(hours=2)
    assert await office.store.since(HIM, 0, office.clock()) is None
    assert await office.store.since(HER, 0, office.clock()) is None


async def test_nobody_waits_unseen(office: Office) -> None:
    ticket = await office.desk.open(HER, Why.COMPLAINT, LINES)
    office.clock.move(minutes=3)
    await office.post.go_round()
    await office.post.go_round()
    assert len(office.notices) == 1
    assert ticket.number in office.notices[0]
    assert (office.post.waiting, office.post.oldest_seconds) == (1, 180.0)
    await office.staff.take(read_ticket(ticket.number), "小王")
    await office.post.go_round()
    assert (office.post.waiting, office.post.oldest_seconds) == (0, 0.0)


async def test_outside_the_hours_the_ticket_says_when_people_answer(office: Office) -> None:
    assert "12345" in (await office.desk.open(HER, Why.ASKED, ())).note
    office.clock.now = datetime(2026, 11, 28, 2, tzinfo=UTC)  # a Saturday
    assert "周一到周五09:00到17:00" in (await office.desk.open(HER, Why.ASKED, ())).note


async def test_what_was_closed_long_ago_is_forgotten(office: Office) -> None:
    number = read_ticket((await office.desk.open(HER, Why.ASKED, LINES)).number)
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
    number = read_ticket((await office.desk.open(HER, Why.ASKED, ())).number)
    await office.staff.close(number, "小王")
    for act in (office.staff.take, office.staff.close):
        with pytest.raises(HandoffError, match="closed already"):
            await act(number, "小王")
    with pytest.raises(HandoffError, match="no ticket"):
        await office.staff.take(999, "小王")
    case = await office.store.find(number)
    assert case is not None
    assert case.state is CaseState.CLOSED
