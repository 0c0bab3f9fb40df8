"""Every route of the desk says who may call it, and nobody else can."""

from campaigns.console.staff import Role
from tests.bot.staff.conftest import DeskDoor
from tests.campaigns.console.test_access import OPEN, routes_of

OURS = ("/handoffs", "/switches", "/feedback", "/news")


async def test_every_route_has_a_gate_and_stands_in_the_schema(door: DeskDoor) -> None:
    schema = (await door.client.get("/api/staff/openapi.json")).json()
    ours = {path for path in schema["paths"] if path.removeprefix("/api/staff").startswith(OURS)}
    assert len(ours) == 11
    for route, gate in routes_of(door):
        assert gate is not None or route.path in OPEN, route.path


async def test_every_operation_is_refused_without_a_token_and_to_other_roles(door: DeskDoor) -> None:
    roles = {
        (method, route.path.removeprefix("/api/staff")): gate.roles
        for route, gate in routes_of(door)
        if gate is not None
        for method in route.methods or ()
    }
    schema = (await door.client.get("/api/staff/openapi.json")).json()
    walked = 0
    for path, operations in schema["paths"].items():
        inner = path.removeprefix("/api/staff")
        if not inner.startswith(OURS):
            continue
        for method in operations:
            allowed = roles[method.upper(), inner]
            address = inner.replace("{number}", "1").replace("{line}", "1").replace("{target}", "channel:web")
            assert (await door.call("", method.upper(), address)).status_code == 401, path
            for role in Role:
                status = (await door.call(role.value, method.upper(), address)).status_code
                may = role in allowed or role is Role.ADMIN
                assert (status != 403) is may, (path, method, role, status)
            walked += 1
    assert walked >= 13
