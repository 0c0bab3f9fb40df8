"""Switches over HTTP: everybody looks, an admin switches, and what cannot be is told."""

from tests.bot.staff.conftest import DeskDoor


async def test_an_admin_switches_and_everybody_sees_it(door: DeskDoor) -> None:
    made = await door.call("admin", "PUT", "/switches/childcare-subsidy", 200, json={"why": "正在核对。"})
    assert (made.json()["why"], made.json()["who"]) == ("正在核对", "admin")
    (seen,) = (await door.call("viewer", "GET", "/switches", 200)).json()
    assert seen["target"] == "childcare-subsidy"
    await door.call("admin", "DELETE", "/switches/childcare-subsidy", 200)
    await door.call("admin", "DELETE", "/switches/childcare-subsidy", 409)
    assert (await door.call("viewer", "GET", "/switches", 200)).json() == []


async def test_what_cannot_be_switched_is_told(door: DeskDoor) -> None:
    answer = await door.call("admin", "PUT", "/switches/nothing", 404, json={"why": "没有这个"})
    assert "childcare-subsidy" in answer.json()["error"]["message"]
    await door.call("admin", "PUT", "/switches/sms", 422, json={"why": ""})
    await door.call("admin", "PUT", "/switches/sms", 422, json={"why": "。。"})


async def test_sums_of_feedback_are_there_for_everybody(door: DeskDoor) -> None:
    told = (await door.call("viewer", "GET", "/feedback?since=2026-11-01", 200)).json()
    assert told == {"since": "2026-11-01", "feedback": []}
