"""Answers are switched off while the service runs, and residents tell whether they helped: over real HTTP."""

import asyncio
from pathlib import Path

import httpx
import pytest

from tests.served import served

pytestmark = pytest.mark.slow


async def test_answers_are_switched_off_at_once_and_feedback_is_counted(tmp_path: Path) -> None:
    async with served(tmp_path) as service, httpx.AsyncClient(base_url=service.url, timeout=30) as page:

        async def say(text: str) -> str:
            body = (await page.post("/api/chat", json={"session": "s1", "text": text})).json()
            return str(body["replies"])

        assert "960" in await say("奖扶多少钱")
        status, out, err = await service.command(
            "switch", "off", "rural-family-reward", "--why", "正在核对金额"
        )
        assert status == 0, err
        assert "is off" in out
        await asyncio.sleep(1.1)  # the promise is: within two seconds
        answer = await say("奖扶多少钱")
        assert "正在核对金额" in answer
        assert "960" not in answer
        assert "正在核对金额" in (await service.command("switch", "list"))[1]
        assert (await service.command("switch", "off", "nothing", "--why", "没有这个"))[0] == 2

        token = (await service.command("staff", "add", "管理", "--role", "admin"))[1].strip()
        base = f"http://127.0.0.1:{service.staff_port}/api/staff"
        headers = {"Authorization": f"Bearer {token}"}
        async with httpx.AsyncClient(headers=headers, timeout=30) as staff:
            assert (await staff.delete(f"{base}/switches/rural-family-reward")).status_code == 200
            assert (await staff.put(f"{base}/switches/web", json={"why": "系统升级"})).status_code == 200
            await asyncio.sleep(1.1)
            assert "系统升级" in await say("奖扶多少钱")
            assert (await staff.delete(f"{base}/switches/web")).status_code == 200
            assert (await staff.delete(f"{base}/switches/web")).status_code == 409
            await asyncio.sleep(1.1)
            assert "960" in await say("奖扶多少钱")

            assert "没帮助" in await say("奖扶要带什么材料")
            assert "对不起" in await say("没帮助")
            told = (await staff.get(f"{base}/feedback")).json()["feedback"]
            assert {"name": "rural-family-reward", "aspect": "documents", "helped": 0, "did_not": 1} in told
            entries = (await staff.get(f"{base}/audit")).json()
            assert [one["action"] for one in entries if "switch" in one["action"]] == [
                "switch off", "switch on", "switch off", "switch on",
            ]  # fmt: skip
        metrics = (await page.get("/metrics")).text
        assert (
            'huimin_feedback_total{aspect="documents",helped="false",name="rural-family-reward"} 1.0'
            in metrics
        )
        status, out, err = await service.command("feedback", "--since", "2026-01-01")
        assert status == 0, err
        assert "rural-family-reward\tdocuments\thelped 0\tdid not 1" in out
