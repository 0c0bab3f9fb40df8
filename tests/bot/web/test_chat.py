"""The chat over HTTP: the contract's shapes, and a clear 4xx for everything else."""

import asyncio

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

Body = dict[str, object]


async def test_a_question_is_answered_in_the_contracts_shape(door: httpx.AsyncClient) -> None:
    response = await door.post("/api/chat", json={"session": "s1", "text": "中考还加分吗"})
    body = response.json()
    assert response.status_code == 200
    assert set(body) >= {"session", "replies", "understood", "asking", "verdicts"}
    assert body["understood"]["benefits"] == ["exam-bonus-points"]
    assert body["understood"]["aspect"] == "status"
    said = "".join(reply["text"] for reply in body["replies"])
    assert "2018年8月27日" in said
    assert "武卫生计生通〔2018〕168号" in said
    assert response.headers["cache-control"] == "no-store"


async def test_an_option_may_be_taken_by_its_id_its_label_or_its_number(door: httpx.AsyncClient) -> None:
    for way in ("id", "label", "number"):
        first = (await door.post("/api/chat", json={"session": way, "text": "孕前检查要带什么"})).json()
        options = first["replies"][-1]["options"]
        choice = {"id": options[0]["id"], "label": options[0]["label"], "number": "1"}[way]
        second = (await door.post("/api/chat", json={"session": way, "text": choice})).json()
        assert second["understood"]["benefits"] == ["prepregnancy-checkup"], way
        assert second["asking"], way


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [
        (b"{", 422, "json_invalid"),
        (b"\xff\xfe", 422, "json_invalid"),
        (b"[]", 422, "model_attributes_type"),
        (b"{}", 422, "missing"),
        (b'{"session":"s","text":"a","more":1}', 422, "extra_forbidden"),
        (b'{"session":"","text":"a"}', 422, "string_too_short"),
        (b'{"session":"s","text":""}', 422, "string_too_short"),
        (b'{"session":1,"text":"a"}', 422, "string_type"),
        (b'{"session":"s","text":null}', 422, "string_type"),
        (b"[" * 60_000, 400, "http_400"),
        (b'{"session":"s","text":"' + b"a" * 70_000 + b'"}', 413, "too_large"),
    ],
)
async def test_a_bad_body_is_refused_in_one_shape(
    door: httpx.AsyncClient, content: bytes, status: int, code: str
) -> None:
    response = await door.post("/api/chat", content=content, headers={"content-type": "application/json"})
    error = response.json()["error"]
    assert (response.status_code, error["code"]) == (status, code)
    assert error["message"]


async def test_five_hundred_characters_are_heard_and_one_more_is_not(door: httpx.AsyncClient) -> None:
    longest = await door.post("/api/chat", json={"session": "s", "text": "好" * 500})
    longer = await door.post("/api/chat", json={"session": "s", "text": "好" * 501})
    assert longest.status_code == 200
    assert longer.status_code == 422
    assert longer.json()["error"]["where"] == "text"
    assert "500" in longer.json()["error"]["message"]


async def test_a_flood_of_one_session_is_held_back_and_others_are_not(door: httpx.AsyncClient) -> None:
    statuses = [
        (await door.post("/api/chat", json={"session": "fast", "text": "你好"})).status_code
        for _ in range(22)
    ]
    assert statuses[:20] == [200] * 20
    assert statuses[20:] == [429] * 2
    assert (await door.post("/api/chat", json={"session": "calm", "text": "你好"})).status_code == 200


async def test_a_message_sent_again_is_answered_again_and_heard_once(door: httpx.AsyncClient) -> None:
    message = {"session": "s", "text": "孕前检查我够不够条件", "message": "m1"}
    first, second = await asyncio.gather(*(door.post("/api/chat", json=message) for _ in range(2)))
    assert first.json() == second.json()
    assert first.json()["turn"] == 1


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.characters(), min_size=1, max_size=500), session=st.text(min_size=1, max_size=20))
async def test_no_text_whatever_breaks_the_door(door: httpx.AsyncClient, text: str, session: str) -> None:
    import json

    content = json.dumps({"session": session, "text": text}).encode()
    response = await door.post("/api/chat", content=content, headers={"content-type": "application/json"})
    assert response.status_code in {200, 429}


async def test_the_page_asks_nothing_of_another_host(door: httpx.AsyncClient) -> None:
    page = await door.get("/")
    assert page.status_code == 200
    assert "default-src 'self'" in page.headers["content-security-policy"]
    for name in ("index.html", "chat.css", "chat.js", "results.js", "voice.js", "icon.svg"):
        text = (await door.get(f"/{name}")).text.replace("http://www.w3.org/2000/svg", "")
        assert "http://" not in text, name
        assert "https://" not in text, name
