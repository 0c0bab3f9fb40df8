"""What a person said to a session since the page asked last."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Annotated, Any, Protocol

from fastapi import APIRouter, Path, Query

from bot.handoff_ports import Case, CaseLine, CaseState
from bot.ports import Speaker


class Said(Protocol):
    """Where the lines of people are kept."""

    async def since(
        self, speaker: Speaker, line: int, now: datetime
    ) -> tuple[Case, Sequence[CaseLine]] | None:
        """Give the speaker's newest case and what people said in it after a line."""
        ...


def since_router(said: Said, clock: Callable[[], datetime]) -> APIRouter:
    """Give the route `/api/chat/{session}/since`."""
    router = APIRouter(prefix="/api", tags=["chat"])

    @router.get("/chat/{session}/since")
    async def since(
        session: Annotated[str, Path(min_length=1, max_length=128)],
        line: Annotated[int, Query(ge=0, le=2**53)] = 0,
    ) -> dict[str, Any]:
        """What people said to this session after a line; `state` is none, waiting, taken or closed."""
        found = await said.since(Speaker("web", session), line, clock())
        if found is None:
            return {"state": "none", "ticket": None, "lines": [], "last": line}
        case, lines = found
        told = [{"line": one.number, "text": one.text, "kind": one.voice.value} for one in lines]
        last = max((one.number for one in lines), default=line)
        return {
            "state": CaseState(case.state).value, "ticket": case.ticket, "lines": told, "last": last,
        }  # fmt: skip

    return router
