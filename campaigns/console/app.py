"""The staff's application: JSON under /api/staff, the pages, and what operators ask."""

from collections.abc import Callable, Sequence
from pathlib import Path

from fastapi import APIRouter, FastAPI, Response
from fastapi.staticfiles import StaticFiles
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from campaigns.console.access import Gate
from campaigns.console.campaign_routes import campaign_routes, move_routes
from campaigns.console.choice_routes import choice_routes
from campaigns.console.desk import Desk
from campaigns.console.doubt_routes import doubt_routes
from campaigns.console.faults import Utf8Response, add_refusals
from campaigns.console.guards import Guards
from campaigns.console.meters import SendingMeters
from campaigns.console.register_routes import contact_routes, record_routes
from campaigns.console.report_routes import report_routes
from campaigns.console.simulator_routes import simulator_routes

PAGES = Path(__file__).parent / "pages"
API = "/api/staff"

MoreRoutes = Callable[[Gate], APIRouter]
"""Makes the routes of another part of the house, each with its roles."""


def create_staff_app(desk: Desk, meters: SendingMeters, more: Sequence[MoreRoutes] = ()) -> FastAPI:
    """Give the staff's application; it must never be served on the public port."""
    app = FastAPI(
        title="惠民 Huimin, staff",
        description="Residents, campaigns and their moves, reports, opt-outs, audit log. Every route says its roles.",
        version="1",
        openapi_url=f"{API}/openapi.json",
        docs_url=None,
        redoc_url=None,
        default_response_class=Utf8Response,
    )
    add_refusals(app)
    gate = Gate(desk.registers.staff)
    for router in (
        campaign_routes(desk, gate),
        choice_routes(desk, gate),
        move_routes(desk, gate),
        report_routes(desk, gate),
        doubt_routes(desk, gate),
        contact_routes(desk, gate),
        record_routes(desk, gate),
    ):
        app.include_router(router, prefix=API)
    for make in more:
        app.include_router(make(gate), prefix=API)
    if desk.simulator is not None:
        app.include_router(simulator_routes(desk.simulator, gate), prefix=API)
    app.include_router(_operator_routes(desk, meters))
    app.add_middleware(Guards)
    app.mount("/", StaticFiles(directory=PAGES, html=True), name="pages")
    return app


def _operator_routes(desk: Desk, meters: SendingMeters) -> APIRouter:
    router = APIRouter(tags=["operation"])

    @router.get("/health/live")
    async def live() -> dict[str, str]:
        """The process answers."""
        return {"status": "ok"}

    @router.get("/health/ready", response_model=None)
    async def ready() -> Response:
        """What the door needs is there."""
        found = dict(await desk.probe())
        whole = all(found.values())
        return Utf8Response(
            {"status": "ok" if whole else "unavailable", "checks": found}, 200 if whole else 503
        )

    @router.get("/metrics", response_model=None)
    async def metrics() -> Response:
        """Counters, timings and depths in Prometheus' text form."""
        meters.show(await desk.depths.depth(desk.clock()))
        return Response(generate_latest(meters.registry), media_type=CONTENT_TYPE_LATEST)

    return router
