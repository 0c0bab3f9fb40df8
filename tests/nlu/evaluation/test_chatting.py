"""Scores over the residents' door: dialogues read, walked turn by turn, and laid beside the bounds."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from nlu.evaluation.bounds import Machine, rows
from nlu.evaluation.chatting import NotAnsweredError, ask_all, understood, walk_all
from nlu.evaluation.figures import Evaluated, scores
from nlu.evaluation.lines import Line, LineError, read_label
from nlu.evaluation.report import render
from nlu.evaluation.scoring import Judged, JudgedTurn, turn_right
from nlu.evaluation.speed import Speed
from nlu.evaluation.talks import Spoken, Talk, Wanted, read_talks
from nlu.interpretation import Aspect, Intent, Interpretation

REWARD = "rural-family-reward"
ASKS = Interpretation(
    Intent.ASK_BENEFIT,
    0.9,
    benefits=(REWARD,),
    aspect=Aspect.AMOUNT,
    facts={"self.age": 63, "self.sex": "male"},
)


@pytest.mark.parametrize(
    ("wanted", "right"),
    [
        (Wanted(), True),
        (Wanted(Intent.ASK_BENEFIT, frozenset({REWARD}), Aspect.AMOUNT), True),
        (Wanted(Intent.TELL), False),
        (Wanted(benefits=frozenset({"one-child-allowance"})), False),
        (Wanted(aspect=Aspect.PLACE), False),
        (Wanted(topic="privacy"), False),
        (Wanted(facts={"self.age": 63}), True),
        (Wanted(facts={"self.age": 62}), False),
        (Wanted(facts={"spouse.age": 63}), False),
    ],
)
def test_of_a_turn_only_what_is_wanted_is_judged(wanted: Wanted, right: bool) -> None:
    talk = Talk("t", (Spoken("能领几多", wanted),))
    assert turn_right(JudgedTurn(talk, 1, wanted, ASKS)) is right


def test_dialogues_are_read_with_the_turns_nobody_judges(tmp_path: Path) -> None:
    (tmp_path / "dialogues_x.yaml").write_text(
        "- name: short\n  tags: [follow-up]\n  talk:\n  - say: 你好\n  - say: 二级的\n"
        "    heard: {intent: tell, facts: {self.complication_grade: 2}}\n",
        "utf-8",
    )
    (talk,) = read_talks(tmp_path)
    assert (talk.name, talk.tags, talk.turns[0].wanted) == ("short", ("follow-up",), None)
    assert talk.turns[1].wanted == Wanted(Intent.TELL, facts={"self.complication_grade": 2})


@pytest.mark.parametrize("heard", ["{intent: sing}", "{mood: bad}", "{aspect: price}"])
def test_a_dialogue_that_cannot_be_read_is_named(tmp_path: Path, heard: str) -> None:
    (tmp_path / "dialogues_x.yaml").write_text(
        f"- name: odd\n  talk:\n  - say: 你好\n    heard: {heard}\n", "utf-8"
    )
    with pytest.raises(LineError, match=r"dialogues_x\.yaml, odd"):
        read_talks(tmp_path)


class Door:
    """A residents' door that greets whoever comes first, and remembers who said what."""

    def __init__(self, status: int = 200, **more: Any) -> None:
        self.heard: list[tuple[str, str]] = []
        self.status, self.more = status, more

    async def chat(self, request: web.Request) -> web.Response:
        asked = await request.json()
        self.heard.append((asked["session"], asked["text"]))
        said = {"intent": "greet", "benefits": [], "aspect": "general", "facts": {}, "confidence": 0.9}
        return web.json_response({"replies": [], "understood": said | self.more}, status=self.status)


@pytest.fixture
async def doors() -> AsyncIterator[list[TestServer]]:
    opened: list[TestServer] = []
    yield opened
    for server in opened:
        await server.close()


async def opened(door: Door, doors: list[TestServer]) -> str:
    application = web.Application()
    application.router.add_post("/api/chat", door.chat)
    server = TestServer(application)
    await server.start_server()
    doors.append(server)
    return str(server.make_url(""))


async def test_every_line_is_said_in_a_conversation_of_its_own(doors: list[TestServer]) -> None:
    door = Door()
    judged = await ask_all(
        [Line("你好", read_label("greet")), Line("在吗", read_label("greet"))], await opened(door, doors)
    )
    assert len({session for session, _ in door.heard}) == 2
    assert all(one.said.intent is Intent.GREET for one in judged)


async def test_a_dialogue_is_held_in_one_conversation_in_order(doors: list[TestServer]) -> None:
    door = Door()
    talk = Talk("t", (Spoken("一"), Spoken("二", Wanted(Intent.GREET)), Spoken("三", Wanted(Intent.TELL))))
    turns = await walk_all([talk], await opened(door, doors))
    assert [text for _, text in door.heard] == ["一", "二", "三"]
    assert len({session for session, _ in door.heard}) == 1
    assert [(turn.number, turn_right(turn)) for turn in turns] == [(2, True), (3, False)]


@pytest.mark.parametrize(
    ("door", "says"),
    [
        (Door(429), "MESSAGES_PER_MINUTE_PER_ADDRESS"),
        (Door(500), "answered 500"),
        (Door(degraded=True), "without its model"),
        (Door(intent="sing"), "did not answer"),
    ],
)
async def test_no_score_is_given_for_what_was_not_answered(
    doors: list[TestServer], door: Door, says: str
) -> None:
    with pytest.raises(NotAnsweredError, match=says):
        await ask_all([Line("你好", read_label("greet"))], await opened(door, doors))


def test_a_question_which_is_meant_counts_as_understood_in_part() -> None:
    said = {
        "intent": "ask_benefit",
        "benefits": [REWARD],
        "aspect": "amount",
        "facts": {},
        "confidence": 0.9,
    }
    assert understood({"understood": said, "replies": [{"kind": "clarify"}]}).ambiguous is not None
    assert understood({"understood": said, "replies": [{"kind": "answer"}]}).ambiguous is None


def test_every_bound_is_said_beside_what_was_found() -> None:
    wanted = Wanted(Intent.ASK_BENEFIT)
    talk = Talk("t", (Spoken("一", wanted), Spoken("二", wanted)), ("switch",))
    turns = [JudgedTurn(talk, place, wanted, ASKS) for place in (1, 2)]
    plain = Judged(
        Line("我63,多少钱", read_label(f"ask_benefit/{REWARD}+amount"), facts={"self.age": 63}), ASKS
    )
    noisy = Judged(Line("我63,多少前", read_label(f"ask_benefit/{REWARD}+place"), ("typo",)), ASKS)
    evaluated = Evaluated([plain, noisy], turns)
    machine = Machine(Speed(0.005, 0.030, 150.0, 200.0), 8.0, 950_000_000, None)
    holds = {row.name: row.holds for row in rows(evaluated, machine)}
    assert holds["benefits"] is True
    assert holds["aspect"] is False
    assert holds["emergencies"] is None
    assert holds["follow-ups"] is True
    assert holds["typo below plain lines"] is False
    assert (holds["latency p50, one client"], holds["latency p99, one client"]) == (True, False)
    assert (holds["messages a second, 8 clients"], holds["ready after start"]) == (True, True)
    assert (holds["memory"], holds["training"]) == (False, None)
    assert scores(evaluated)["follow-ups"].share == 1.0
    assert any("self.sex" in line for line in render(evaluated, machine))


def test_figures_alone_show_none_of_the_words() -> None:
    one = Judged(Line("能领几多", read_label("greet")), ASKS)
    talk = Talk("t", (Spoken("没人看的话", Wanted(Intent.GREET)),))
    evaluated = Evaluated([one], [JudgedTurn(talk, 1, Wanted(Intent.GREET), ASKS)])
    told = "\n".join(render(evaluated, Machine(), words=False))
    assert "能领几多" not in told
    assert "没人看的话" not in told
    assert "能领几多" in "\n".join(render(evaluated, Machine()))
