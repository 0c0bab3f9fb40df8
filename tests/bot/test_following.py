"""Residents ask to be told of changes, in their words; only where they can be reached, and until they want it no more."""

from collections.abc import Sequence
from datetime import datetime

import pytest

from bot.conversation import Conversation
from bot.following import Following, Wanted, Wish, read_wish
from bot.ports import Speaker
from bot.turn import Turn
from bot.wording import Wording
from nlu.interpretation import Intent
from nlu.lexicon import Lexicon, Names
from tests.bot.steered import Counted, said
from tests.bot.web.conftest import TODAY, assessor
from tests.fakes import Clock, MemorySessionStore, WordUnderstanding

CHAT, PHONE, PAGE = Speaker("telegram", "7"), Speaker("sms", "+8610000000001"), Speaker("web", "a")
CARE = "childcare-subsidy"


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("关注育儿补贴", Wanted(Wish.FOLLOW, "育儿补贴")),
        ("我想关注一下育儿补贴的变化。", Wanted(Wish.FOLLOW, "育儿补贴")),
        ("关注", Wanted(Wish.FOLLOW)),
        ("育儿补贴政策有变化的话通知我", Wanted(Wish.FOLLOW, "育儿补贴")),
        ("变了告诉我一声", Wanted(Wish.FOLLOW)),
        ("follow:childcare-subsidy", Wanted(Wish.FOLLOW, CARE)),
        ("取消关注", Wanted(Wish.LEAVE)),
        ("不要关注育儿补贴了", Wanted(Wish.LEAVE, "育儿补贴了")),
        ("退订", Wanted(Wish.LEAVE_ALL)),
        ("n", None),
        ("育儿补贴多少钱", None),
        ("政策变了没有", None),
        ("告诉我育儿补贴怎么办", None),
    ],
)
def test_a_wish_is_read_from_a_whole_utterance(words: str, wanted: Wanted | None) -> None:
    assert read_wish(words) == wanted


class Followed:
    """A `Followers` in memory."""

    def __init__(self) -> None:
        self.kept: list[tuple[Speaker, str]] = []

    async def follow(self, speaker: Speaker, benefit: str, now: datetime) -> None:
        self.kept.append((speaker, benefit))

    async def leave(self, speaker: Speaker, benefit: str | None, now: datetime) -> Sequence[str]:
        gone = [one for one in self.kept if one[0] == speaker and benefit in (None, one[1])]
        self.kept = [one for one in self.kept if one not in gone]
        return [name for _, name in gone]


class Talk:
    """Somebody who talks."""

    def __init__(self) -> None:
        self.followed, wording = Followed(), Wording.load()
        self.conversation = Conversation(
            MemorySessionStore(), WordUnderstanding(Lexicon(Names.of(assessor().book))), assessor(), wording, Clock(),
            lambda: TODAY, feedback=Counted(),
            following=Following(self.followed, assessor().book, wording, Clock()),
        )  # fmt: skip

    async def hear(self, speaker: Speaker, text: str) -> Turn:
        return await self.conversation.hear(speaker, text)


@pytest.fixture
def talk() -> Talk:
    return Talk()


def offers(turn: Turn) -> list[str]:
    return [one.id for reply in turn.replies for one in reply.options if one.id.startswith("follow:")]


async def test_whoever_can_be_reached_is_offered_it_after_an_answer_and_takes_it_by_one_tap(
    talk: Talk,
) -> None:
    turn = await talk.hear(CHAT, "育儿补贴多少钱")
    assert offers(turn) == [f"follow:{CARE}"]
    options = turn.replies[-1].options
    place = next(place for place, one in enumerate(options, 1) if one.id == f"follow:{CARE}")
    turn = await talk.hear(CHAT, str(place))
    assert talk.followed.kept == [(CHAT, CARE)]
    assert turn.understood.intent is Intent.OPT_IN
    assert "取消关注" in said(turn)
    assert offers(turn) == []
    assert turn.replies[-1].options, "what else was offered is still there"


async def test_the_last_subject_is_meant_where_none_is_named(talk: Talk) -> None:
    await talk.hear(PHONE, "育儿补贴多少钱")
    await talk.hear(PHONE, "关注")
    assert talk.followed.kept == [(PHONE, CARE)]
    assert "哪一项" in said(await talk.hear(CHAT, "关注"))


async def test_it_is_undone_by_one_word(talk: Talk) -> None:
    await talk.hear(CHAT, "关注育儿补贴")
    await talk.hear(CHAT, "农村奖扶有变化通知我")
    turn = await talk.hear(CHAT, "取消关注育儿补贴")
    assert turn.understood.intent is Intent.OPT_OUT
    assert [name for _, name in talk.followed.kept] == ["rural-family-reward"]
    assert "不再主动" in said(await talk.hear(CHAT, "退订"))
    assert talk.followed.kept == []
    assert "没有关注" in said(await talk.hear(CHAT, "取消关注"))


async def test_a_letter_that_answers_a_question_ends_nothing(talk: Talk) -> None:
    await talk.hear(CHAT, "关注育儿补贴")
    await talk.hear(CHAT, "n")
    assert talk.followed.kept


async def test_on_the_page_nobody_can_be_reached_and_that_is_said(talk: Talk) -> None:
    turn = await talk.hear(PAGE, "育儿补贴多少钱")
    assert offers(turn) == []
    assert "网页关了" in said(await talk.hear(PAGE, "关注育儿补贴"))
    assert talk.followed.kept == []


async def test_a_private_matter_is_not_sent_to_a_shared_phone(talk: Talk) -> None:
    assert "短信里不发" in said(await talk.hear(PHONE, "follow:special-family-allowance"))
    assert talk.followed.kept == []
    await talk.hear(CHAT, "follow:special-family-allowance")
    assert len(talk.followed.kept) == 1


async def test_words_about_something_else_are_heard_as_what_they_are(talk: Talk) -> None:
    turn = await talk.hear(CHAT, "我的户口改了告诉我")
    assert turn.understood.intent is not Intent.OPT_IN
