"""What those see who only look on: no small number, and none from which one could be reckoned."""

from campaigns.delivery import Receipt
from tests.campaigns.console.conftest import Door
from tests.sending_house import phone


async def test_who_only_looks_on_meets_no_small_number(door: Door) -> None:
    house = door.house
    await house.residents(4)
    path = f"/campaigns/{(await door.drafted())['id']}"
    stands = (await door.call("author", "POST", f"{path}/submit", 200)).json()
    assert stands["audience_size"] == 4
    assert (await door.call("approver", "GET", f"{path}/preview", 200)).json()["recipients"] == 4
    looked = (await door.call("viewer", "GET", f"{path}/preview", 200)).json()
    assert (looked["recipients"], looked["cost"], looked["first_messages"]) == (None, None, [])
    seen = (await door.call("viewer", "GET", path, 200)).json()
    assert (seen["audience_size"], seen["hash"], seen["campaign"]["cost_ceiling"]) == (None, None, None)
    assert (await door.call("viewer", "GET", "/campaigns", 200)).json()[0]["audience_size"] is None
    await door.call("approver", "POST", f"{path}/approve", 200, json={"hash": stands["hash"]})
    await door.call("operator", "POST", f"{path}/launch", 200)
    await house.plan()
    await house.send_all()
    (run,) = (await door.call("viewer", "GET", f"{path}/status", 200)).json()["runs"]
    assert (run["recipients"], run["accounted_for"], run["counts"]) == (None, None, {"sent": None})
    exact = (await door.call("operator", "GET", f"{path}/report", 200)).json()
    assert (exact["recipients"], exact["states"][0]["count"]) == (4, 4)
    assert exact["by"]["district"][0]["recipients"] is None
    told = (await door.call("viewer", "GET", f"{path}/report", 200)).json()
    assert (told["recipients"], told["cost"], told["states"][0]["count"]) == (None, None, None)
    csv = (await door.call("operator", "GET", f"{path}/report.csv", 200)).text
    assert "4" not in {cell for line in csv.splitlines() for cell in line.split(",")}


async def test_two_sizes_do_not_tell_a_viewer_by_how_few_they_differ(door: Door) -> None:
    await door.house.residents(32)
    size: dict[str, object] = {"audience": {}}
    assert (await door.call("viewer", "POST", "/audiences/size", 200, json=size)).json()["phones"] == 30
    assert (await door.call("author", "POST", "/audiences/size", 200, json=size)).json()["phones"] == 32


async def test_a_preview_does_not_tell_a_viewer_by_how_few_two_differ(door: Door) -> None:
    await door.house.residents(32)
    path = f"/campaigns/{(await door.drafted())['id']}/preview"
    first = (await door.call("viewer", "GET", path, 200)).json()
    assert (first["recipients"], first["languages"][0]["recipients"]) == (30, 30)
    assert (first["segments"], first["cost"], first["ends_at"], len(first["first_messages"])) == (
        None,
        None,
        None,
        1,
    )
    await door.call("operator", "POST", "/opt-outs", 200, json={"phones": [phone(0)]})
    second = (await door.call("viewer", "GET", path, 200)).json()
    assert second["recipients"] == first["recipients"]
    assert [one["count"] for one in second["excluded"]] == [None]
    assert (await door.call("operator", "GET", path, 200)).json()["recipients"] == 31


async def test_no_cost_tells_what_is_hidden_beside_it(door: Door) -> None:
    house = door.house
    await house.residents(30)
    path = f"/campaigns/{await house.launched()}"
    await house.plan()
    await house.send_all()
    attempts = [one.attempt or "" for one in await house.deliveries()]
    told = (await door.call("viewer", "GET", f"{path}/report", 200)).json()
    assert float(told["cost"]) > 0
    receipts = [Receipt(one, "delivered", "") for one in attempts[:27]]
    await house.receipts.take(receipts, house.clock())
    for who, shown in (("viewer", False), ("operator", True)):
        report = (await door.call(who, "GET", f"{path}/report", 200)).json()
        status = (await door.call(who, "GET", f"{path}/status", 200)).json()
        assert (report["cost"] is not None) is shown
        assert (report["runs"][0]["segments"] is not None) is shown
        assert (status["runs"][0]["segments"] is not None) is shown
    assert "cost,CNY,hidden" in (await door.call("operator", "GET", f"{path}/report.csv", 200)).text
