"""Health, metrics, OpenAPI: what operators and other programs rely on."""

import httpx

from tests.bot.web.conftest import Health


async def test_the_door_is_ready_without_understanding_and_says_so(door: httpx.AsyncClient) -> None:
    response = await door.get("/health/ready")
    assert response.status_code == 200
    assert response.json()["checks"] == {"database": True, "understanding": False}


async def test_the_door_is_not_ready_without_its_database(door: httpx.AsyncClient, health: Health) -> None:
    health.database = False
    assert (await door.get("/health/ready")).status_code == 503
    assert (await door.get("/health/live")).status_code == 200


async def test_turns_are_counted_by_intent(door: httpx.AsyncClient) -> None:
    await door.post("/api/chat", json={"session": "s", "text": "公积金怎么提取"})
    metrics = (await door.get("/metrics")).text
    assert 'huimin_turns_total{degraded="true",intent="out_of_scope"} 1.0' in metrics
    assert "huimin_turn_seconds_bucket" in metrics


async def test_openapi_names_every_public_route_of_the_contract(door: httpx.AsyncClient) -> None:
    paths = (await door.get("/api/openapi.json")).json()["paths"]
    assert {
        "/api/chat",
        "/api/assess",
        "/api/benefits",
        "/api/benefits/{benefit}",
        "/health/live",
        "/health/ready",
        "/metrics",
    } <= set(paths)
