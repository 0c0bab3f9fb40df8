"""The public application: made from the conversation and the rules, served by whoever joins them."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import Annotated, Any

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.staticfiles import StaticFiles
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest
from pydantic import BaseModel, ConfigDict, Field, field_validator
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.channels.web.benefits import benefits_router
from bot.channels.web.faults import Utf8Response, add_refusals, refusal
from bot.channels.web.limits import BodyLimit, Flood
from bot.conversation import Busy, Conversation, Speaker
from bot.wording import Wording
from nlu.eligibility import Assessor
from nlu.policybook import PolicyBook

PAGE = Path(__file__).parent.parent.parent / "page"
LONGEST_TEXT = 500
REMEMBERED_ANSWERS = 2000
HEADERS = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
}

Probe = Callable[[], Awaitable[Mapping[str, bool]]]
"""Gives, by name, whether each thing that the door needs is there."""


class ChatRequest(BaseModel):
    """One message of one session. `message` is the page's own id of it: sent again, it is answered again, not heard twice."""

    model_config = ConfigDict(extra="forbid")

    session: Annotated[str, Field(min_length=1, max_length=128)]
    text: Annotated[str, Field(min_length=1, max_length=LONGEST_TEXT)]
    message: Annotated[str, Field(min_length=1, max_length=64)] | None = None

    @field_validator("session", "text")
    @classmethod
    def _whole_characters(cls, value: str) -> str:
        """A lone surrogate is no character: it could be neither stored nor answered."""
        return value.encode("utf-8", "replace").decode("utf-8").replace("\x00", "")


class Meters:
    """What operators watch at this door."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self.registry = registry
        self.turns = Counter("huimin_turns", "Turns answered", ("intent", "degraded"), registry=registry)
        self.seconds = Histogram(
            "huimin_turn_seconds",
            "Time to answer a turn",
            registry=registry,
            buckets=(0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5),
        )
        self.refused = Counter(
            "huimin_refused_requests", "Requests refused at the public door", ("reason",), registry=registry
        )


class _Answered:
    """The last answers by message id, so that a page that lost one on the way can ask for it again."""

    def __init__(self) -> None:
        self._bodies: OrderedDict[tuple[str, str], asyncio.Future[dict[str, Any]]] = OrderedDict()

    async def once(
        self, key: tuple[str, str], make: Callable[[], Awaitable[dict[str, Any]]]
    ) -> dict[str, Any]:
        known = self._bodies.get(key)
        if known is not None:
            return await asyncio.shield(known)
        future: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        self._bodies[key] = future
        while len(self._bodies) > REMEMBERED_ANSWERS:
            self._bodies.popitem(last=False)
        try:
            body = await make()
        except BaseException:
            self._bodies.pop(key, None)
            future.cancel()
            raise
        future.set_result(body)
        return body


class GuardHeaders:
    """Nothing of a resident's may be cached on the way, and nothing of another host's may run on the page."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Adds the headers to every answer."""

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                if scope["path"].startswith("/api/"):
                    headers.setdefault("Cache-Control", "no-store")
            await send(message)

        await self._app(scope, receive, guarded)


def _chat_router(conversation: Conversation, flood: Flood, meters: Meters) -> APIRouter:
    router = APIRouter(prefix="/api", tags=["chat"])
    answered = _Answered()

    async def turn(request: ChatRequest) -> dict[str, Any]:
        started = perf_counter()
        heard = await conversation.hear(Speaker("web", request.session), request.text)
        meters.seconds.observe(perf_counter() - started)
        meters.turns.labels(heard.understood.intent.value, str(heard.understood.degraded).lower()).inc()
        return {"session": request.session, **heard.to_json()}

    @router.post("/chat", response_model=None)
    async def post_chat(request: ChatRequest, http: Request) -> Response | dict[str, Any]:
        """Hears one message and answers it (contract, section 6).

        `understood.facts` holds facts of the contract's list; others that were told stand in `understood.further_facts`.
        """
        address = http.client.host if http.client else ""
        if not await flood.admits(request.session, address):
            meters.refused.labels("flood").inc()
            return refusal(429, "too_many", "您发得太快了,请歇一分钟再发。", "session", {"Retry-After": "60"})
        try:
            if request.message is None:
                return await turn(request)
            return await answered.once((request.session, request.message), lambda: turn(request))
        except Busy as busy:
            meters.refused.labels("busy").inc()
            return refusal(429, "busy", str(busy), "session", {"Retry-After": "2"})

    return router


def _operator_router(probe: Probe, meters: Meters) -> APIRouter:
    router = APIRouter(tags=["operation"])

    @router.get("/health/live")
    async def live() -> dict[str, str]:
        """The process answers."""
        return {"status": "ok"}

    @router.get("/health/ready", response_model=None)
    async def ready() -> Response:
        """What the door needs is there; without understanding it still answers by menu and keywords, so that is only said."""
        found = dict(await probe())
        whole = all(there for name, there in found.items() if name != "understanding")
        return Utf8Response(
            {"status": "ok" if whole else "unavailable", "checks": found}, 200 if whole else 503
        )

    @router.get("/metrics", response_model=None)
    async def metrics() -> Response:
        """Counters and timings in Prometheus' text form."""
        return Response(generate_latest(meters.registry), media_type=CONTENT_TYPE_LATEST)

    return router


def create_app(
    conversation: Conversation,
    assessor: Assessor,
    book: PolicyBook,
    wording: Wording,
    today: Callable[[], date],
    flood: Flood,
    probe: Probe,
    meters: Meters,
    routes: Sequence[APIRouter] = (),
) -> FastAPI:
    """Gives the public application; `routes` are those of other channels and of providers."""
    app = FastAPI(
        title="惠民 Huimin",
        description="What residents are entitled to: chat, assessment, policies.",
        version="1",
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        default_response_class=Utf8Response,
    )
    add_refusals(app)
    app.include_router(_chat_router(conversation, flood, meters))
    app.include_router(benefits_router(assessor, book, wording, today))
    app.include_router(_operator_router(probe, meters))
    for others in routes:
        app.include_router(others)
    app.add_middleware(BodyLimit)

    app.add_middleware(GuardHeaders)
    app.mount("/", StaticFiles(directory=PAGE, html=True), name="page")
    return app
