"""A resident calls for a person by short message: the staff are told by webhook, and the answer is one message."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from aiohttp import web

from tests.served import free_port, served

pytestmark = pytest.mark.slow
PHONE = "+8610000000001"  # cannot be allocated


@asynccontextmanager
async def bell(port: int, told: list[dict[str, Any]]) -> AsyncIterator[None]:
    """What the staff's webhook leads to; it fails at first."""

    async def ring(request: web.Request) -> web.Response:
        told.append(await request.json())
        return web.Response(status=503 if len(told) == 1 else 204)

    app = web.Application()
    app.router.add_post("/hook", ring)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    try:
        yield
    finally:
        await runner.cleanup()


async def test_a_person_answers_a_phone_with_one_message_and_an_opt_out_is_kept(tmp_path: Path) -> None:
    told: list[dict[str, Any]] = []
    port = free_port()
    settings = {"HUIMIN_DESK__WEBHOOK_URL": f"http://127.0.0.1:{port}/hook"}
    async with (
        bell(port, told),
        served(tmp_path, **settings) as service,
        httpx.AsyncClient(timeout=60) as staff,
    ):
        token = (await service.command("staff", "add", "王", "--role", "desk", "--role", "author"))[1].strip()
        base, headers = (
            f"http://127.0.0.1:{service.staff_port}/api/staff",
            {"Authorization": f"Bearer {token}"},
        )

        async def asks(method: str, path: str, **more: Any) -> Any:
            answer = await staff.request(method, base + path, headers=headers, **more)
            assert answer.status_code < 300, answer.text
            return answer.json()

        async def until_lines(count: int) -> list[str]:
            for _ in range(300):
                lines = await asks("POST", "/simulator/lines", json={"phone": PHONE})
                texts = [line["text"] for line in lines if not line["incoming"]]
                if len(texts) >= count:
                    return texts
                await asyncio.sleep(0.2)
            raise AssertionError(texts)

        await asks("POST", "/simulator/reply", json={"phone": PHONE, "text": "人工"})
        assert "H0001" in (await until_lines(1))[0]
        for _ in range(300):
            if len(told) == 2:
                break
            await asyncio.sleep(0.2)
        assert [one["ticket"] for one in told] == ["H0001", "H0001"], (
            "told again, because the first was not taken"
        )
        assert told[1]["why"] == "asked"
        assert set(told[1]) == {"text", "ticket", "why", "waiting", "waited_seconds"}

        await asks("POST", "/handoffs/1/reply", json={"text": "带户口本到村里"})
        texts = await until_lines(3)
        assert texts[1].startswith("【武汉卫健】值班工作人员来了")
        assert texts[2] == "【武汉卫健】值班工作人员:带户口本到村里"
        for _ in range(300):
            fates = [line["fate"] for line in (await asks("GET", "/handoffs/1"))["lines"]]
            if fates[-2:] == ["arrived", "arrived"]:
                break
            await asyncio.sleep(0.2)
        else:
            raise AssertionError(fates)

        await asks("POST", "/simulator/reply", json={"phone": PHONE, "text": "退订"})
        count = len(await until_lines(4))
        await asks("POST", "/handoffs/1/reply", json={"text": "还有问题吗"})
        for _ in range(300):
            last = (await asks("GET", "/handoffs/1"))["lines"][-1]
            if last["fate"] == "refused":
                break
            await asyncio.sleep(0.2)
        else:
            raise AssertionError(last)
        assert len(await until_lines(count)) == count, "who has opted out since gets nothing"
