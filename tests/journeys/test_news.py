"""A resident on Telegram asks to be told of changes, is told, and blocks us: over real HTTP."""

import asyncio
from pathlib import Path

import httpx
import pytest

from tests.journeys.test_campaign import AROUND_THE_CLOCK
from tests.served import served
from tests.telegram_fake import TOKEN, telegram_fake

pytestmark = pytest.mark.slow


async def test_news_reach_whoever_asked_for_them_until_they_block_us(tmp_path: Path) -> None:
    async with telegram_fake() as fake:
        settings = {"HUIMIN_TELEGRAM__TOKEN": TOKEN, "HUIMIN_TELEGRAM__API_BASE": fake.url} | AROUND_THE_CLOCK
        async with served(tmp_path, **settings) as service, httpx.AsyncClient(timeout=60) as staff:
            tokens = {
                name: (await service.command("staff", "add", name, "--role", role))[1].strip()
                for name, role in (("王", "author"), ("李", "approver"))
            }
            base = f"http://127.0.0.1:{service.staff_port}/api/staff/news"

            async def call(who: str, method: str, path: str = "", **more: object) -> httpx.Response:
                headers = {"Authorization": f"Bearer {tokens[who]}"}
                return await staff.request(method, base + path, headers=headers, **more)  # type: ignore[arg-type]

            await fake.deliver(fake.said("关注育儿补贴"))
            (told,) = await fake.until(1)
            assert "有变化" in told
            made = await call("王", "POST", json={"benefit": "childcare-subsidy", "text": "明年起提高标准"})
            assert (made.status_code, made.json()["followers"]) == (201, 1)
            assert (await call("王", "POST", "/1/approve")).status_code == 403
            assert (await call("李", "POST", "/1/approve")).status_code == 200
            texts = await fake.until(2)
            assert "您关注的“育儿补贴”有变化:明年起提高标准。" in texts[1]
            for _ in range(100):
                (news,) = (await call("李", "GET")).json()["news"]
                if news["letters"] == {"arrived": 1} and news["state"] == "planned":
                    break
                await asyncio.sleep(0.2)
            else:
                raise AssertionError(news)
