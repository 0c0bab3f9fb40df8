"""Bad input at the staff's door: one clear refusal that says what and where, never a fault of ours."""

from json import dumps
from typing import Any

import pytest

from tests.campaigns.console.conftest import DRAFT, Door

NUL = "a\x00b"


@pytest.mark.parametrize(
    ("path", "body", "where"),
    [
        ("/campaigns", DRAFT | {"name": NUL}, "name"),
        ("/campaigns", DRAFT | {"name": "两行\n名字"}, "name"),
        ("/campaigns", DRAFT | {"sender": NUL}, "sender"),
        ("/campaigns", DRAFT | {"texts": {"zh": NUL}}, "texts.zh"),
        ("/campaigns", DRAFT | {"audience": {"districts": [NUL]}}, "audience.districts.0"),
        ("/campaigns", DRAFT | {"audience": {"languages": [NUL]}}, "audience.languages.0"),
        ("/audiences/size", {"audience": {"districts": ["\ud800"]}}, "audience.districts.0"),
        ("/opt-outs", {"phones": ["+8610000000001"], "topic": NUL}, "topic"),
        ("/opt-outs", {"phones": ["+8610000000001"], "reference": NUL}, "reference"),
        ("/campaigns/1/cancel", {"why": NUL}, "why"),
    ],
)
async def test_a_character_that_cannot_be_kept_is_refused(
    door: Door, path: str, body: dict[str, Any], where: str
) -> None:
    headers = {"Authorization": "Bearer admin", "Content-Type": "application/json"}
    answer = await door.client.post(f"/api/staff{path}", content=dumps(body), headers=headers)
    assert answer.status_code == 422
    assert answer.json()["error"]["where"] == where


@pytest.mark.parametrize(
    "path", ["/contacts/import?wording=a%00b", "/opt-outs/file?topic=a%00b", "/audit?subject=a%00b"]
)
async def test_a_character_that_cannot_be_kept_is_refused_in_an_address_too(door: Door, path: str) -> None:
    method = "GET" if path.startswith("/audit") else "POST"
    answer = await door.call("admin", method, path, 422, content=b"phone\n10000000001\n")
    assert answer.json()["error"]["code"] == "text"


@pytest.mark.parametrize(
    ("schedule", "says"),
    [
        ({"at": "9999-12-31T23:59:00"}, "2199"),
        ({"at": "0001-01-01T00:00:00"}, "2000"),
        ({"cron": "0 9 * * 1", "until": "9999-12-31T23:59:00"}, "2199"),
        ({"at": "2026-12-01T09:00:00", "zone": "Mars/X"}, "no time zone"),
        ({"zone": "Mars/X"}, "no time zone"),
        ({"zone": "Asia"}, "no time zone"),
        ({"at": "2026-12-01T09:00:00+08:00"}, "without offset"),
        ({"until": "2026-12-01T09:00:00"}, "give cron too"),
    ],
)
async def test_a_time_that_cannot_be_is_refused(door: Door, schedule: dict[str, Any], says: str) -> None:
    answer = await door.call("author", "POST", "/campaigns", 422, json=DRAFT | {"schedule": schedule})
    assert says in answer.json()["error"]["message"]


async def test_a_district_that_is_none_is_refused(door: Door) -> None:
    there, nowhere = ({"audience": {"districts": [name]}} for name in ("青山区", "火星区"))
    await door.call("author", "POST", "/campaigns", 201, json=DRAFT | there)
    for path in ("/campaigns", "/campaigns/preview"):
        answer = await door.call("author", "POST", path, 422, json=DRAFT | nowhere)
        assert "there is no '火星区'; there are 江岸区" in answer.json()["error"]["message"]


async def test_a_body_that_is_no_object_is_told_where(door: Door) -> None:
    answer = await door.call("author", "POST", "/campaigns", 422, json=[])
    assert answer.json()["error"]["where"] == "body"


async def test_the_only_admin_cannot_be_shut_out(door: Door) -> None:
    answer = await door.call("admin", "POST", "/staff/disable", 409, json={"name": "admin"})
    assert "only admin" in answer.json()["error"]["message"]
    await door.call("admin", "POST", "/staff", 201, json={"name": "另一位", "roles": ["admin"]})
    await door.call("admin", "POST", "/staff/disable", 200, json={"name": "admin"})


async def test_json_without_its_type_is_told_what_is_missing(door: Door) -> None:
    answer = await door.call("author", "POST", "/campaigns", 415, content=b'{"template": "girls-care"}')
    assert answer.json()["error"]["where"] == "Content-Type"
    assert "application/json" in answer.json()["error"]["message"]
