"""News for those who asked, on both databases: within hours and pace, by consent read at the last moment, each once."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.channels.answering import NotSent
from bot.handoff_ports import Fate, Letter
from bot.handoff_post import HandoffPost
from bot.news import NewsError, NewsState
from bot.ports import Speaker
from bot.wording import Wording
from campaigns.consent import Basis, ConsentKind, ConsentRecord, ConsentSource, Standing
from campaigns.delivery import Receipt
from db.consent_store import ConsentStore
from db.follow_store import FollowStore, reseal_followers, topic_of
from db.hashes import Fingerprint
from db.keyring import Keyring
from db.session import Database
from house_news import open_news
from settings import Settings
from tests.bot.web.conftest import assessor
from tests.databases import scratch
from tests.fakes import Clock

CARE, RURAL = "childcare-subsidy", "rural-family-reward"
PHONE = Speaker("sms", "+8610000000001")
KEYS, PRINT = Keyring([b"k" * 32]), Fingerprint(b"f" * 32)


def chat(number: int) -> Speaker:
    return Speaker("telegram", str(number))


@dataclass
class Room:
    """Those who write news, those who read it, and the way between."""

    database: Database
    clock: Clock = field(default_factory=Clock)
    sent: list[Letter] = field(default_factory=list)
    blocked: set[str] = field(default_factory=set)
    trouble: list[Exception] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.news = open_news(Settings(), self.database, KEYS, assessor().book, Wording.load(), self.clock)
        self.followers = FollowStore(self.database, KEYS, PRINT)
        self.consents = ConsentStore(self.database, PRINT)
        self.post = HandoffPost(self.news.postbag, {"telegram": self.send, "sms": self.send}, self.clock)

    async def send(self, letter: Letter) -> bool:
        if self.trouble:
            raise self.trouble.pop()
        if letter.speaker.name in self.blocked:
            return False
        self.sent.append(letter)
        return True

    async def let_go(self, benefit: str = CARE, text: str = "明年起提高标准") -> int:
        news = await self.news.desk.write(benefit, text, "王")
        await self.news.desk.approve(news.number, "李")
        while await self.news.planner.plan_next():
            pass
        return news.number

    async def letters(self) -> dict[Fate, int]:
        return dict((await self.news.desk.stands())[0].letters)

    async def rounds(self, seconds: int) -> None:
        for _ in range(seconds):
            await self.post.go_round()
            self.clock.move(seconds=1)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
async def room(request: pytest.FixtureRequest, tmp_path: Path, postgres_url: str) -> AsyncIterator[Room]:
    async with scratch(request.param, tmp_path, postgres_url) as database:
        yield Room(database)


async def test_only_those_who_asked_for_it_get_it_on_the_channel_they_asked_on(room: Room) -> None:
    await room.followers.follow(chat(1), CARE, room.clock())
    await room.followers.follow(PHONE, CARE, room.clock())
    await room.followers.follow(chat(2), RURAL, room.clock())
    await room.let_go()
    await room.rounds(10)
    assert {letter.speaker for letter in room.sent} == {chat(1), PHONE}
    (by_chat,) = [letter.text for letter in room.sent if letter.speaker == chat(1)]
    assert "您关注的“育儿补贴”有变化:明年起提高标准。" in by_chat
    (by_phone,) = [letter.text for letter in room.sent if letter.speaker == PHONE]
    assert by_phone.endswith("拒收请回复R")
    assert await room.letters() == {Fate.ARRIVED: 2}
    assert (await room.news.desk.stands())[0].news.state is NewsState.PLANNED
    assert dict(await room.news.desk.followers()) == {CARE: 2, RURAL: 1}


async def test_nothing_leaves_before_another_person_lets_it_go(room: Room) -> None:
    await room.followers.follow(chat(1), CARE, room.clock())
    news = await room.news.desk.write(CARE, "明年起提高标准", "王")
    with pytest.raises(NewsError, match="another person"):
        await room.news.desk.approve(news.number, "王")
    assert await room.news.planner.plan_next() == 0
    await room.rounds(2)
    assert room.sent == []
    await room.news.desk.approve(news.number, "李")
    with pytest.raises(NewsError, match="already"):
        await room.news.desk.approve(news.number, "赵")
    with pytest.raises(NewsError, match="no news"):
        await room.news.desk.approve(99, "李")


async def test_consent_is_read_again_when_a_letter_leaves(room: Room) -> None:
    for number in (1, 2):
        await room.followers.follow(chat(number), CARE, room.clock())
    await room.followers.follow(PHONE, CARE, room.clock())
    await room.let_go()
    await room.followers.leave(chat(1), CARE, room.clock() + timedelta(seconds=1))
    word = ConsentRecord(ConsentKind.OPT_OUT, room.clock() + timedelta(seconds=1), ConsentSource.WORD)
    await room.consents.record([PHONE.name], word)
    await room.rounds(10)
    assert [letter.speaker for letter in room.sent] == [chat(2)]
    assert await room.letters() == {Fate.ARRIVED: 1, Fate.WITHHELD: 2}
    standing = await room.consents.standing_of(PHONE.name, topic_of(CARE), Basis.CONSENT)
    assert standing is Standing.OPTED_OUT


async def test_whoever_blocks_us_on_telegram_follows_nothing_any_more(room: Room) -> None:
    for benefit in (CARE, RURAL):
        await room.followers.follow(chat(1), benefit, room.clock())
    room.blocked.add("1")
    await room.let_go()
    await room.rounds(5)
    assert dict(await room.news.desk.followers()) == {}
    records = await room.consents.records_of("telegram:1")
    assert (records[-1].kind, records[-1].source) == (ConsentKind.OPT_OUT, ConsentSource.PROVIDER)
    await room.let_go(RURAL)
    await room.rounds(5)
    assert room.sent == []


async def test_letters_leave_in_the_hours_of_campaigns_and_at_their_pace(room: Room) -> None:
    room.clock.now = datetime(2026, 11, 25, 14, tzinfo=UTC)  # ten in the evening
    for number in range(50):
        await room.followers.follow(chat(number), CARE, room.clock())
    await room.let_go()
    await room.rounds(3)
    assert room.sent == []
    room.clock.now = datetime(2026, 11, 26, 0, tzinfo=UTC)  # eight in the morning
    seen = []
    for _ in range(4):
        await room.rounds(1)
        seen.append(len(room.sent))
    assert seen[0] <= 21, "twenty a second"
    assert seen[-1] == 50
    assert len({letter.speaker for letter in room.sent}) == 50


async def test_a_letter_that_missed_its_hours_waits_for_the_next(room: Room) -> None:
    await room.followers.follow(chat(1), CARE, room.clock())
    await room.let_go()
    room.clock.now = datetime(
        2026, 11, 25, 15, tzinfo=UTC
    )  # eleven in the evening: the service was down all day
    await room.rounds(3)
    assert room.sent == []
    room.clock.now = datetime(2026, 11, 26, 0, 0, 1, tzinfo=UTC)
    await room.rounds(2)
    assert len(room.sent) == 1


async def test_two_processes_send_each_letter_once_and_doubts_are_not_sent_again(room: Room) -> None:
    for number in range(12):
        await room.followers.follow(chat(number), CARE, room.clock())
    news = await room.news.desk.write(CARE, "明年起提高标准", "王")
    await room.news.desk.approve(news.number, "李")
    await asyncio.gather(*(room.news.planner.plan_next() for _ in range(3)))
    room.trouble = [TimeoutError(), NotSent()]
    room.clock.move(seconds=5)
    await asyncio.gather(
        *(Room(room.database, room.clock, room.sent, trouble=room.trouble).post.go_round() for _ in range(3))
    )
    await room.rounds(40)
    assert len(room.sent) == 11
    assert len({letter.speaker for letter in room.sent}) == 11
    assert await room.letters() == {Fate.ARRIVED: 11, Fate.DOUBT: 1}


async def test_a_receipt_settles_a_letter(room: Room) -> None:
    await room.followers.follow(PHONE, CARE, room.clock())
    await room.let_go()
    (letter,) = await room.news.postbag.due(room.clock())
    assert await room.news.postbag.reported([Receipt(letter.attempt, "delivered", "p")]) == {letter.attempt}
    await room.news.postbag.settle(letter, Fate.DOUBT, room.clock())
    assert await room.letters() == {Fate.ARRIVED: 1}


async def test_what_cannot_be_sent_is_refused_at_once(room: Room) -> None:
    for benefit, text in (("nothing", "变了"), (CARE, "变"), (CARE, "长" * 151)):
        with pytest.raises(NewsError):
            await room.news.desk.write(benefit, text, "王")


async def test_followers_are_reached_under_the_new_key_alone_after_they_were_sealed_anew(room: Room) -> None:
    await room.followers.follow(chat(1), CARE, room.clock())
    assert await reseal_followers(room.database, Keyring([b"n" * 32, b"k" * 32])) == 1
    assert await reseal_followers(room.database, Keyring([b"n" * 32, b"k" * 32])) == 0
    await room.let_go()
    new = Keyring([b"n" * 32])
    postbag = open_news(Settings(), room.database, new, assessor().book, Wording.load(), room.clock).postbag
    assert [one.speaker for one in await postbag.due(room.clock())] == [chat(1)]
