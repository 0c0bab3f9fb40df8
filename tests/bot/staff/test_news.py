"""News over HTTP: one writes and sees what would be read, another lets it go."""

from tests.bot.staff.conftest import DeskDoor

NEWS = {"benefit": "childcare-subsidy", "text": "明年起提高标准"}


async def test_one_writes_and_another_lets_it_go(door: DeskDoor) -> None:
    made = (await door.call("author", "POST", "/news", 201, json=NEWS)).json()
    assert made["followers"] == 0
    assert made["letters"]["sms"].endswith("拒收请回复R")
    number = made["number"]
    await door.call("author", "POST", f"/news/{number}/approve", 403)
    await door.call("approver", "POST", f"/news/{number}/approve", 200)
    await door.call("approver", "POST", f"/news/{number}/approve", 409)
    (seen,) = (await door.call("viewer", "GET", "/news", 200)).json()["news"]
    assert (seen["author"], seen["approver"], seen["state"]) == ("author", "approver", "planning")
    actions = [
        one["action"]
        for one in (await door.call("viewer", "GET", f"/audit?subject=news {number}", 200)).json()
    ]
    assert actions == ["write news", "approve news"]


async def test_nobody_lets_go_what_they_wrote_not_even_an_admin(door: DeskDoor) -> None:
    number = (await door.call("admin", "POST", "/news", 201, json=NEWS)).json()["number"]
    answer = await door.call("admin", "POST", f"/news/{number}/approve", 409)
    assert "another person" in answer.json()["error"]["message"]


async def test_what_cannot_be_written_is_told(door: DeskDoor) -> None:
    await door.call("author", "POST", "/news", 422, json={"benefit": "nothing", "text": "变了"})
    await door.call("author", "POST", "/news", 422, json=NEWS | {"text": "长" * 151})
