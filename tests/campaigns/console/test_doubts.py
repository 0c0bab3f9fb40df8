"""Doubtful deliveries of one campaign over HTTP: who sees them, and what a person may decide."""

from datetime import datetime

from campaigns.campaign import Move
from campaigns.schedule import Once
from tests.campaigns.console.conftest import Door
from tests.campaigns.console.doubtful import in_doubt, states


async def test_what_is_in_doubt_is_listed_without_naming_anybody(door: Door) -> None:
    campaign = await in_doubt(door, 3)
    answer = await door.call("author", "GET", f"/campaigns/{campaign}/doubts", 200)
    found = answer.json()
    assert not found["more"]
    assert len(found["deliveries"]) == 3
    first = found["deliveries"][0]
    assert (first["run"], first["wave"], first["why"], first["looks"]) == (1, 1, "timeout", 1)
    assert first["words"] == "服务商没有在时限内回答"
    assert first["decisions"] == ["treat_as_sent", "treat_as_not_sent", "send_again"]
    assert "+86" not in answer.text
    assert "居民" not in answer.text
    await door.call("author", "GET", "/campaigns/99/doubts", 404)


async def test_those_named_are_decided_about_and_no_other(door: Door) -> None:
    campaign = await in_doubt(door, 4)
    path = f"/campaigns/{campaign}/doubts"
    one, two, three, four = [
        row["delivery"] for row in (await door.call("operator", "GET", path)).json()["deliveries"]
    ]
    for delivery, decision in ((one, "treat_as_sent"), (two, "treat_as_not_sent"), (three, "send_again")):
        body = {"decision": decision, "deliveries": [delivery], "confirm": True}
        assert (await door.call("operator", "POST", f"{path}/decide", 200, json=body)).json() == {
            "settled": 1,
            "left": 0,
        }
        again = await door.call("operator", "POST", f"{path}/decide", 200, json=body)
        assert again.json() == {"settled": 0, "left": 1}
    assert await states(door) == {"sent": 6, "undelivered": 1, "planned": 1, "unknown": 1}
    left = (await door.call("operator", "GET", path)).json()["deliveries"]
    assert [row["delivery"] for row in left] == [four]
    log = (await door.call("operator", "GET", f"/audit?subject=delivery:{three}", 200)).json()
    assert [(entry["who"], entry["detail"]) for entry in log] == [("operator", "send_again")]


async def test_a_decision_needs_the_operator_a_confirmation_and_a_delivery_of_this_campaign(
    door: Door,
) -> None:
    campaign = await in_doubt(door, 1)
    other = await door.house.launched(
        name="另一个", schedule=Once(datetime.fromisoformat("2026-11-25T18:00"))
    )
    mine = (await door.call("operator", "GET", f"/campaigns/{campaign}/doubts")).json()["deliveries"]
    body = {"decision": "treat_as_sent", "deliveries": [mine[0]["delivery"]], "confirm": True}
    await door.call("author", "POST", f"/campaigns/{campaign}/doubts/decide", 403, json=body)
    mistakes: list[dict[str, object]] = [
        {"confirm": False},
        {"deliveries": []},
        {"deliveries": [2**63]},
        {"decision": "forget"},
    ]
    for wrong in mistakes:
        await door.call("operator", "POST", f"/campaigns/{campaign}/doubts/decide", 422, json=body | wrong)
    answer = await door.call("operator", "POST", f"/campaigns/{other}/doubts/decide", 200, json=body)
    assert answer.json() == {"settled": 0, "left": 1}
    assert (await states(door))["unknown"] == 1


async def test_what_is_in_doubt_for_less_than_an_hour_is_left_to_receipts(door: Door) -> None:
    campaign = await in_doubt(door, 1, minutes=59)
    path = f"/campaigns/{campaign}/doubts"
    (row,) = (await door.call("operator", "GET", path)).json()["deliveries"]
    assert row["decisions"] == []
    body = {"decision": "send_again", "deliveries": [row["delivery"]], "confirm": True}
    assert (await door.call("operator", "POST", f"{path}/decide", 200, json=body)).json()["settled"] == 0
    door.house.clock.pass_by(minutes=1)
    assert (await door.call("operator", "POST", f"{path}/decide", 200, json=body)).json()["settled"] == 1


async def test_nothing_of_a_canceled_campaign_is_sent_again(door: Door) -> None:
    campaign = await in_doubt(door, 1)
    await door.house.approvals.move(campaign, Move.CANCEL, "operator", "")
    path = f"/campaigns/{campaign}/doubts"
    (row,) = (await door.call("operator", "GET", path)).json()["deliveries"]
    assert row["decisions"] == ["treat_as_sent", "treat_as_not_sent"]
    body = {"decision": "send_again", "deliveries": [row["delivery"]], "confirm": True}
    assert (await door.call("operator", "POST", f"{path}/decide", 200, json=body)).json()["settled"] == 0
    body |= {"decision": "treat_as_not_sent"}
    assert (await door.call("operator", "POST", f"{path}/decide", 200, json=body)).json()["settled"] == 1
