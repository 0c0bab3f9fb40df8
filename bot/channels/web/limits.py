"""What keeps one speaker or one address from taking the door for itself, and a body from filling the memory."""

from dataclasses import dataclass, field

from limits import RateLimitItemPerMinute
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import MovingWindowRateLimiter
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.channels.web.faults import refusal

LARGEST_BODY_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True)
class Flood:
    """How many messages a minute one session and one address may send."""

    per_session: int
    per_address: int
    _limiter: MovingWindowRateLimiter = field(
        default_factory=lambda: MovingWindowRateLimiter(MemoryStorage())
    )

    async def admits(self, session: str, address: str) -> bool:
        """Counts one message, and says whether it is still within both limits."""
        if not await self._limiter.hit(RateLimitItemPerMinute(self.per_session), "session", session):
            return False
        return await self._limiter.hit(RateLimitItemPerMinute(self.per_address), "address", address)


class BodyLimit:
    """Refuses a body that is larger than any honest one, before it is read into memory."""

    def __init__(self, app: ASGIApp, largest: int = LARGEST_BODY_BYTES) -> None:
        self._app = app
        self._largest = largest

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on, or answers 413."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        chunks: list[bytes] = []
        size = 0
        more = True
        while more:
            message = await receive()
            if message["type"] != "http.request":
                return
            chunk = message.get("body", b"")
            size += len(chunk)
            if size > self._largest:
                text = f"内容太大:最多 {self._largest // 1024} KB"
                await refusal(413, "too_large", text)(scope, receive, send)
                return
            chunks.append(chunk)
            more = message.get("more_body", False)
        body = b"".join(chunks)
        given = False

        async def replay() -> Message:
            nonlocal given
            if given:
                return await receive()
            given = True
            return {"type": "http.request", "body": body, "more_body": False}

        await self._app(scope, replay, send)
