"""Every route says who may call it, and nobody else can."""

import pytest
from fastapi.routing import APIRoute

from campaigns.console.access import Allow
from campaigns.console.staff import EVERY_ROLE, Role
from tests.campaigns.console.conftest import Door

OPEN = {"/health/live", "/health/ready", "/metrics"}


def routes_of(door: Door) -> list[tuple[APIRoute, Allow | None]]:
    """Every route with its gate, as OpenAPI and the router both know them."""
    found = []
    for route in all_routes(door.app.routes):
        gates = [one.call for one in route.dependant.dependencies if isinstance(one.call, Allow)]
        found.append((route, gates[0] if gates else None))
    return found


def all_routes(routes: object) -> list[APIRoute]:
    assert isinstance(routes, list)
    found: list[APIRoute] = []
    for route in routes:
        if isinstance(route, APIRoute):
            found.append(route)
        elif hasattr(route, "effective_route_contexts"):
            found += [one.original_route for one in route.effective_route_contexts()]
    return found


async def test_every_route_under_api_has_a_gate_and_no_other_shows_anything(door: Door) -> None:
    schema = (await door.client.get("/api/staff/openapi.json")).json()
    told = set(schema["paths"])
    gated = routes_of(door)
    assert len(told) > 25
    for route, gate in gated:
        if route.path in OPEN:
            continue
        assert gate is not None, route.path
        assert gate.roles <= EVERY_ROLE


async def test_every_operation_is_refused_without_a_token_and_to_other_roles(door: Door) -> None:
    schema = (await door.client.get("/api/staff/openapi.json")).json()
    roles = {
        (method, route.path.removeprefix("/api/staff")): gate.roles
        for route, gate in routes_of(door)
        if gate is not None
        for method in route.methods or ()
    }
    walked = 0
    for path, operations in schema["paths"].items():
        if path in OPEN:
            continue
        inner = path.removeprefix("/api/staff")
        for method in operations:
            allowed = roles[method.upper(), inner]
            address = inner.replace("{id}", "1").replace("{number}", "1")
            assert (await door.call("", method.upper(), address)).status_code == 401, path
            for role in Role:
                status = (await door.call(role.value, method.upper(), address)).status_code
                may = role in allowed or role is Role.ADMIN
                assert (status != 403) is may, (path, method, role, status)
                assert status != 401
            walked += 1
    assert walked > 30


@pytest.mark.parametrize("token", ["", "nobody", "hm_" + "x" * 43])
async def test_a_wrong_token_is_refused_in_the_one_shape(door: Door, token: str) -> None:
    answer = await door.call(token, "GET", "/me", 401)
    assert answer.json()["error"]["code"] == "http_401"
    assert answer.headers["www-authenticate"].startswith("Bearer")


async def test_a_disabled_token_is_refused_at_once(door: Door) -> None:
    await door.call("viewer", "GET", "/me", 200)
    await door.call("admin", "POST", "/staff/disable", 200, json={"name": "viewer"})
    await door.call("viewer", "GET", "/me", 401)


async def test_a_new_person_gets_a_token_that_opens(door: Door) -> None:
    made = await door.call("admin", "POST", "/staff", 201, json={"name": "王写", "roles": ["author"]})
    mine = await door.call(made.json()["token"], "GET", "/me", 200)
    assert mine.json()["name"] == "王写"
    again = await door.call("admin", "POST", "/staff", 422, json={"name": "王写", "roles": ["viewer"]})
    assert "王写" in again.json()["error"]["message"]
    await door.call("admin", "POST", "/staff", 422, json={"name": "赵", "roles": ["king"]})
    await door.call("admin", "POST", "/staff", 422, json={"name": "machine", "roles": ["viewer"]})


async def test_answers_carry_the_headers_that_guard_a_page(door: Door) -> None:
    for path in ("/api/staff/me", "/health/live", "/"):
        headers = (await door.client.get(path)).headers
        assert "default-src 'self'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
    assert (await door.client.get("/api/staff/me")).headers["cache-control"] == "no-store"


async def test_a_body_that_is_too_large_is_refused(door: Door) -> None:
    answer = await door.call("author", "POST", "/campaigns", 413, content=b"{" + b" " * 300_000)
    assert answer.json()["error"]["code"] == "http_413"
