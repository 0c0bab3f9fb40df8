"""The assessment and the policies over HTTP."""

import httpx
import pytest

RETIRED = {
    "self.age": 62,
    "self.hukou_type": "rural",
    "household.sons": 0,
    "household.daughters": 1,
    "household.children_living": 1,
    "household.birth_rule_violation": False,
}


async def test_facts_become_a_verdict_with_reasons_amount_and_sources(door: httpx.AsyncClient) -> None:
    body = {"facts": RETIRED, "benefits": ["rural-family-reward"], "as_of": "2026-11-25"}
    answer = (await door.post("/api/assess", json=body)).json()
    (verdict,) = answer["verdicts"]
    assert verdict["verdict"] == "eligible"
    assert verdict["amount"]["value"] == 960
    assert (verdict["amount"]["per"], verdict["amount"]["for"]) == ("year", "person")
    assert all(reason["citation"] for reason in verdict["reasons"])
    assert verdict["unchecked"]
    assert answer["next"] is None


async def test_what_is_open_is_asked_with_its_kind_and_options(door: httpx.AsyncClient) -> None:
    answer = (await door.post("/api/assess", json={"facts": {}, "benefits": ["rural-family-reward"]})).json()
    assert answer["verdicts"][0]["verdict"] == "unknown"
    assert answer["verdicts"][0]["next"]
    assert {"fact", "kind", "options"} <= set(answer["next"])


async def test_all_benefits_are_assessed_when_none_is_named(door: httpx.AsyncClient) -> None:
    answer = (await door.post("/api/assess", json={"facts": {}})).json()
    assert len(answer["verdicts"]) == 17


@pytest.mark.parametrize(
    ("facts", "where"),
    [
        ({"self.height": 170}, "self.height"),
        ({"self.age": "62"}, "self.age"),
        ({"self.age": True}, "self.age"),
        ({"self.age": 62.5}, "self.age"),
        ({"household.daughters": 3, "household.children_living": 2}, "household"),
        ({"household.youngest_child_born_on": "2027-01-01"}, "household.youngest_child_born_on"),
        ({"self.hukou_type": "city"}, "self.hukou_type"),
        ({"household.pregnant": "yes"}, "household.pregnant"),
        ({"self.age": None}, "self.age"),
        ({"self.retired_on": "2020-13"}, "self.retired_on"),
    ],
)
async def test_a_bad_fact_is_named(door: httpx.AsyncClient, facts: dict[str, object], where: str) -> None:
    response = await door.post("/api/assess", json={"facts": facts, "as_of": "2026-11-25"})
    assert response.status_code == 422
    assert response.json()["error"]["where"].startswith(where)


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"facts": []},
        {"facts": {}, "as_of": "2026-02-30"},
        {"facts": {}, "as_of": "0001-01-01"},
        {"facts": {}, "benefits": ["no-such"]},
        {"facts": {}, "x": 1},
    ],
)
async def test_a_bad_request_is_refused(door: httpx.AsyncClient, body: dict[str, object]) -> None:
    response = await door.post("/api/assess", json=body)
    assert response.status_code == 422
    assert response.json()["error"]["message"]


async def test_policies_are_listed_as_they_stand_on_the_day(door: httpx.AsyncClient) -> None:
    now = {one["id"]: one for one in (await door.get("/api/benefits")).json()["benefits"]}
    then = {one["id"]: one for one in (await door.get("/api/benefits?as_of=2012-06-30")).json()["benefits"]}
    assert len(now) == 17
    assert now["exam-bonus-points"]["state"] == "ended"
    assert then["exam-bonus-points"]["state"] == "in_force"


async def test_one_policy_is_given_in_full_with_sources(door: httpx.AsyncClient) -> None:
    now = (await door.get("/api/benefits/special-family-allowance?as_of=2026-11-25")).json()
    then = (await door.get("/api/benefits/special-family-allowance?as_of=2012-06-30")).json()
    assert set(now["answers"]) >= {"amount", "documents", "place"}
    assert (then["amount"]["min"], then["amount"]["max"]) == (150, 210)
    assert (await door.get("/api/benefits/no-such")).status_code == 404
    assert (await door.get("/api/benefits?as_of=x")).status_code == 422
