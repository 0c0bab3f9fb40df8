"""The desk over HTTP: a resident waits, is taken, answered, and given back."""

from bot.handoff import read_ticket
from bot.memory import Line, Side
from campaigns.audit import verify
from db.audit_store import AuditStore
from nlu.acts import Why
from tests.bot.staff.conftest import DeskDoor
from tests.contracts.test_handoff import HER, LINES, Office


async def test_a_resident_is_taken_answered_and_given_back(door: DeskDoor) -> None:
    ticket = await door.office.call(HER, Why.COMPLAINT, LINES)
    door.office.clock.move(minutes=2)
    listed = (await door.call("desk", "GET", "/handoffs", 200)).json()
    assert listed["desk"] == {"open": True, "hours": "周一到周五09:00到17:00", "role": "值班工作人员"}
    (case,) = listed["handoffs"]
    assert (case["ticket"], case["why"], case["state"], case["waited_seconds"]) == (
        ticket.number,
        "complaint",
        "waiting",
        120,
    )
    number = case["number"]
    shown = (await door.call("desk", "GET", f"/handoffs/{number}", 200)).json()
    assert [line["text"] for line in shown["lines"]] == ["我要投诉", "我转给工作人员"]
    taken = (await door.call("desk", "POST", f"/handoffs/{number}/take", 200)).json()
    assert (taken["state"], taken["taken_by"]) == ("taken", "desk")
    await door.call("operator", "POST", f"/handoffs/{number}/take", 409)
    await door.call("desk", "POST", f"/handoffs/{number}/reply", 200, json={"text": "您好,请讲"})
    await door.office.post.go_round()
    assert [text for _, text in door.office.sent][-1] == "值班工作人员:您好,请讲"
    held = await door.office.desk.held(HER)
    assert held is not None
    await door.office.desk.add(held, Line(Side.RESIDENT, "材料要哪些"))
    shown = (await door.call("desk", "GET", f"/handoffs/{number}", 200)).json()
    assert shown["mine"] is True
    assert [line["fate"] for line in shown["lines"]] == ["", "", "arrived", "arrived", ""]
    await door.call("desk", "POST", f"/handoffs/{number}/close", 200)
    await door.call("desk", "POST", f"/handoffs/{number}/reply", 409, json={"text": "还在吗"})
    assert (await door.call("desk", "GET", "/handoffs", 200)).json()["handoffs"] == []
    closed = (await door.call("desk", "GET", "/handoffs?closed=true", 200)).json()["handoffs"]
    assert [one["ticket"] for one in closed] == [ticket.number]
    entries = (await door.call("viewer", "GET", f"/audit?subject={ticket.number}", 200)).json()
    assert [(one["who"], one["action"]) for one in entries] == [
        ("desk", "handoff take"), ("desk", "handoff reply"), ("desk", "handoff close"),
    ]  # fmt: skip
    assert (await verify(AuditStore(door.house.database))).broken_at is None


async def test_what_may_not_have_arrived_is_shown_and_sent_again_by_a_person(door: DeskDoor) -> None:
    office: Office = door.office
    number = read_ticket((await office.call(HER)).number)
    office.trouble = [TimeoutError()]
    await door.call("desk", "POST", f"/handoffs/{number}/take", 200)
    await office.post.go_round()
    (line,) = (await door.call("desk", "GET", f"/handoffs/{number}", 200)).json()["lines"]
    assert line["fate"] == "doubt"
    await door.call("desk", "POST", f"/handoffs/{number}/lines/{line['line']}/again", 200)
    await office.post.go_round()
    assert len(office.sent) == 1
    await door.call("desk", "POST", f"/handoffs/{number}/lines/{line['line']}/again", 409)


async def test_what_cannot_be_is_told(door: DeskDoor) -> None:
    await door.call("desk", "GET", "/handoffs/99", 404)
    await door.call("desk", "POST", "/handoffs/99/take", 404)
    await door.call("desk", "POST", "/handoffs/99/reply", 422, json={"text": ""})
    await door.call("desk", "POST", "/handoffs/99/reply", 422, json={"text": "好" * 501})
    number = read_ticket((await door.office.call(HER)).number)
    await door.call("desk", "POST", f"/handoffs/{number}/reply", 409, json={"text": "   "})
