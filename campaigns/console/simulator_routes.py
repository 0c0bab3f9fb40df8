"""The phone simulator over HTTP: what would have reached the phones, and what their owners write back."""

from typing import Annotated

from fastapi import APIRouter, Depends

from campaigns.console.access import Gate
from campaigns.console.bodies import PhoneBody, ReplyBody
from campaigns.console.ports import Line, Simulator
from campaigns.console.shapes import Json
from campaigns.console.staff import Role, StaffMember

PHONES_SHOWN = 200


def simulator_routes(simulator: Simulator, gate: Gate) -> APIRouter:
    """Give the routes of the simulator; they are there only while the sandbox is the provider."""
    router = APIRouter(prefix="/simulator", tags=["simulator"])
    tester = Annotated[StaffMember, Depends(gate.to(Role.AUTHOR, Role.APPROVER, Role.OPERATOR))]

    @router.get("/phones")
    async def phones(who: tester) -> list[Json]:
        """The phones with the newest messages."""
        found = await simulator.phones(PHONES_SHOWN)
        return [{"phone": one.phone, "newest": _line(one.newest)} for one in found]

    @router.post("/lines")
    async def lines(who: tester, body: PhoneBody) -> list[Json]:
        """Everything to and from one phone, oldest first."""
        return [_line(line) for line in await simulator.lines(body.phone)]

    @router.post("/reply")
    async def reply(who: tester, body: ReplyBody) -> list[Json]:
        """Writes back from a phone, as its owner would; gives everything to and from it."""
        await simulator.reply(body.phone, body.text)
        return [_line(line) for line in await simulator.lines(body.phone)]

    return router


def _line(line: Line) -> Json:
    return {"text": line.text, "incoming": line.incoming, "at": line.at.isoformat()}
