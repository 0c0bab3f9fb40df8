"""The conversation: in order, masked, remembered for a while, handed over when a person is wanted."""

import asyncio
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest

from bot.conversation import Conversation
from bot.ports import SessionStore, Speaker, Understanding
from bot.wording import Wording
from db.session_store import DatabaseSessionStore
from nlu.acts import Why
from nlu.eligibility import Assessor
from nlu.interpretation import Aspect, Intent, Interpretation
from nlu.lexicon import Lexicon, Names
from nlu.policy import PolicyBook
from nlu.policybook import load_book
from nlu.reading.people import Kin
from tests.databases import scratch
from tests.fakes import Clock, Desk, MemorySessionStore, ScriptedUnderstanding, WordUnderstanding

TODAY = date(2026, 11, 25)
ANNA = Speaker("web", "anna")
CAN_I = "我62岁,能领奖扶吗"
SCRIPT = {
    CAN_I: Interpretation(
        Intent.ASK_BENEFIT,
        0.95,
        benefits=("rural-family-reward",),
        aspect=Aspect.ELIGIBILITY,
        facts={"self.age": 62},
    ),
    "你好": Interpretation(Intent.GREET, 0.95),
    "你们不管事": Interpretation(Intent.COMPLAINT, 0.95),
    "我电话是[电话],奖扶多少": Interpretation(
        Intent.ASK_BENEFIT, 0.95, benefits=("rural-family-reward",), aspect=Aspect.AMOUNT
    ),
}


@pytest.fixture(scope="module")
def book() -> PolicyBook:
    return load_book(Path(__file__).parent.parent.parent / "nlu" / "policies")


@pytest.fixture(scope="module")
def wording() -> Wording:
    return Wording.load()


class House:
    """A conversation with everything around it."""

    def __init__(self, book: PolicyBook, wording: Wording) -> None:
        self.clock = Clock()
        self.store = MemorySessionStore()
        self.desk = Desk()
        self.understanding: Understanding = ScriptedUnderstanding(SCRIPT)
        self._made = (book, wording)

    def conversation(self, store: SessionStore | None = None, *, desk: bool = True) -> Conversation:
        book, wording = self._made
        return Conversation(
            store or self.store,
            self.understanding,
            Assessor(book),
            wording,
            self.clock,
            lambda: TODAY,
            self.desk if desk else None,
        )


@pytest.fixture
def house(book: PolicyBook, wording: Wording) -> House:
    return House(book, wording)


async def test_only_the_first_reply_of_a_session_introduces_the_service(house: House) -> None:
    conversation = house.conversation()
    first = await conversation.hear(ANNA, "你好")
    second = await conversation.hear(ANNA, "你好")
    assert first.replies[0].kind == "introduction"
    assert [reply.kind for reply in second.replies] == ["greeting"]


async def test_the_body_of_a_turn_is_that_of_the_contract(house: House) -> None:
    body = (await house.conversation().hear(ANNA, CAN_I)).to_json()
    assert body["understood"] == {
        "intent": "ask_benefit",
        "benefits": ["rural-family-reward"],
        "aspect": "eligibility",
        "facts": {"self.age": 62},
        "confidence": 0.95,
    }
    assert body["asking"]["fact"].startswith(("self.", "household."))
    assert body["asking"]["options"][-1] == {"id": "skip", "label": "不清楚,跳过"}
    assert {"text", "options"} <= set(body["replies"][-1])
    assert body["verdicts"] == []


async def test_numbers_that_name_somebody_are_neither_understood_nor_kept(house: House) -> None:
    understanding = WordUnderstanding(Lexicon(Names({}, {}, {})))
    house.understanding = understanding
    await house.conversation().hear(ANNA, "我身份证号是420106196005051234,农村户口")
    assert "420106196005051234" not in str(house.store.kept)


async def test_after_thirty_idle_minutes_nothing_is_remembered(house: House) -> None:
    conversation = house.conversation()
    await conversation.hear(ANNA, CAN_I)
    house.clock.move(minutes=30)
    turn = await conversation.hear(ANNA, "返回")
    assert turn.replies[0].kind == "introduction"
    assert turn.asking is None


async def test_clearing_deletes_at_once(house: House) -> None:
    conversation = house.conversation()
    await conversation.hear(ANNA, CAN_I)
    turn = await conversation.hear(ANNA, "清除")
    assert [reply.kind for reply in turn.replies] == ["forgotten"]
    assert house.store.kept == {}


async def test_a_restart_of_the_process_loses_nothing(house: House) -> None:
    asked = await house.conversation().hear(ANNA, CAN_I)
    again = await house.conversation().hear(ANNA, "继续")
    assert asked.asking is not None
    assert again.asking is not None
    assert again.asking.fact == asked.asking.fact


class Slow:
    """An understanding that takes its time, the less the later it is asked."""

    def __init__(self) -> None:
        self.delay = 0.05

    async def understand(self, text: str, asked: str | None, about: Kin, on: date) -> Interpretation:
        self.delay /= 2
        await asyncio.sleep(self.delay)
        return Interpretation(Intent.TELL, 0.9, facts={"household.children_ever": int(text[-1])})


async def test_messages_sent_together_are_taken_in_the_order_they_came(house: House) -> None:
    house.understanding = Slow()
    conversation = house.conversation()
    turns = await asyncio.gather(*(conversation.hear(ANNA, f"我生过{n}个孩子了吧{n}") for n in range(5)))
    assert [turn.number for turn in turns] == [1, 2, 3, 4, 5]
    assert [turn.understood.facts["household.children_ever"] for turn in turns] == [0, 1, 2, 3, 4]


async def test_speakers_do_not_wait_for_each_other(house: House) -> None:
    house.understanding = Slow()
    conversation = house.conversation()
    speakers = [Speaker("web", str(n)) for n in range(20)]
    turns = await asyncio.gather(
        *(conversation.hear(speaker, "我有1个孩子呀对不对1") for speaker in speakers)
    )
    assert {turn.number for turn in turns} == {1}


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
async def shared(
    request: pytest.FixtureRequest, tmp_path: Path, postgres_url: str
) -> AsyncIterator[SessionStore]:
    async with scratch(request.param, tmp_path, postgres_url) as database:
        yield DatabaseSessionStore(database, b"0123456789abcdef")


async def test_no_turn_is_lost_between_processes(house: House, shared: SessionStore) -> None:
    # Conversations that share nothing but the database stand for processes.
    processes = [house.conversation(shared) for _ in range(4)]
    turns = await asyncio.gather(*(each.hear(ANNA, "你好") for each in processes for _ in range(2)))
    assert sorted(turn.number for turn in turns) == list(range(1, 9))
    remembered = await shared.load(ANNA, house.clock())
    assert remembered is not None
    assert len(remembered.memory.lines) == 16


async def test_who_asks_for_a_person_gets_a_number(house: House) -> None:
    conversation = house.conversation()
    await conversation.hear(ANNA, CAN_I)
    turn = await conversation.hear(ANNA, "人工")
    assert "A001" in turn.replies[-1].text
    speaker, why, lines = house.desk.opened[0]
    assert (speaker, why) == (ANNA, Why.ASKED)
    assert [line.text for line in lines if line.side == "resident"] == [CAN_I, "人工"]
    assert lines[-1].text == "人工"


async def test_asking_twice_for_a_person_keeps_the_number(house: House) -> None:
    conversation = house.conversation()
    await conversation.hear(ANNA, "人工")
    turn = await conversation.hear(ANNA, "你们不管事")
    assert "A001" in "".join(reply.text for reply in turn.replies)
    assert len(house.desk.opened) == 1


async def test_while_a_person_has_the_conversation_the_service_is_silent(house: House) -> None:
    conversation = house.conversation()
    await conversation.hear(ANNA, "人工")
    house.desk.take(ANNA)
    turn = await conversation.hear(ANNA, "我的钱怎么还没到")
    assert [reply.kind for reply in turn.replies] == ["handoff"]
    assert "值班工作人员" in turn.replies[0].text
    assert [line.text for _, line in house.desk.added] == ["我的钱怎么还没到"]
    turn = await conversation.hear(ANNA, "在吗")
    assert turn.replies == (), "who is there is told once"


async def test_a_person_sees_the_words_of_a_button_that_was_pressed(house: House) -> None:
    conversation = house.conversation()
    await conversation.hear(ANNA, "人工")
    offered = (await conversation.hear(ANNA, CAN_I)).replies[-1].options[0]
    house.desk.take(ANNA)
    await conversation.hear(ANNA, offered.id)
    assert [line.text for _, line in house.desk.added] == [offered.label]


async def test_danger_to_a_life_is_answered_whoever_has_the_conversation(house: House) -> None:
    conversation = house.conversation()
    await conversation.hear(ANNA, "人工")
    house.desk.take(ANNA)
    turn = await conversation.hear(ANNA, "我不想活了")
    assert "120" in turn.replies[0].text
    assert [line.text for _, line in house.desk.added] == ["我不想活了"]


async def test_who_wants_all_forgotten_is_heard_whoever_has_the_conversation(house: House) -> None:
    conversation = house.conversation()
    await conversation.hear(ANNA, "人工")
    house.desk.take(ANNA)
    turn = await conversation.hear(ANNA, "清除")
    assert turn.understood.intent is Intent.FORGET
    assert house.desk.forgotten == [ANNA]


async def test_who_tells_of_a_loss_is_led_to_a_person_once(house: House) -> None:
    house.understanding = WordUnderstanding(Lexicon(Names.of(house._made[0])))
    conversation = house.conversation()
    turn = await conversation.hear(ANNA, "我55岁,独生子去年走了,能领什么")
    assert [why for _, why, _ in house.desk.opened] == [Why.SENSITIVE]
    assert "A001" in turn.replies[-1].text
    assert len(turn.replies) > 1, "and is answered all the same"
    turn = await conversation.hear(ANNA, "跳过")
    assert "handoff" not in [reply.kind for reply in turn.replies]


async def test_without_a_desk_a_person_is_found_elsewhere(house: House) -> None:
    turn = await house.conversation(desk=False).hear(ANNA, "人工")
    assert "12345" in turn.replies[-1].text


async def test_in_one_turn_only_one_reply_has_options(house: House) -> None:
    house.understanding = WordUnderstanding(Lexicon(Names.of(house._made[0])))
    conversation = house.conversation()
    for text in ("你好", CAN_I, "要带什么材料", "那我老公呢", "0", "2", "帮我查能享受哪些"):
        turn = await conversation.hear(ANNA, text)
        assert sum(bool(reply.options) for reply in turn.replies) <= 1


async def test_facts_beyond_the_contract_stand_under_a_key_of_their_own(house: House) -> None:
    understanding = WordUnderstanding(Lexicon(Names({}, {}, {})))
    house.understanding = understanding
    body = (await house.conversation().hear(ANNA, "我1962年5月1日生的,农村户口")).to_json()
    assert body["understood"]["facts"] == {"self.age": 64, "self.hukou_type": "rural"}
    assert body["understood"]["further_facts"] == {"self.born_on": "1962-05-01"}


async def test_what_follows_strictly_is_told_to_programs_and_to_nobody_else(house: House) -> None:
    house.understanding = WordUnderstanding(Lexicon(Names({}, {}, {})))
    turn = await house.conversation().hear(ANNA, "独生女走了,我五十一")
    assert dict(turn.understood.facts) == {
        "self.age": 51,
        "household.children_ever": 1,
        "household.children_living": 0,
    }
    told = turn.to_json()["understood"]["facts"]
    assert (told["household.sons"], told["household.daughters"]) == (0, 0)
