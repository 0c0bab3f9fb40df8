"""A resident calls for a person: on Telegram and on the page, answered from the command line."""

import asyncio
from pathlib import Path

import httpx
import pytest

from tests.served import served
from tests.telegram_fake import TOKEN, telegram_fake

pytestmark = pytest.mark.slow
STAFF_CHAT = -1009
AT_ANY_HOUR = {
    f"HUIMIN_DESK__HOURS__{day}": "00:00-23:59" for day in ("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN")
}


async def test_a_person_answers_on_telegram_and_on_the_page(tmp_path: Path) -> None:
    async with telegram_fake() as fake:
        settings = {"HUIMIN_TELEGRAM__TOKEN": TOKEN, "HUIMIN_TELEGRAM__API_BASE": fake.url}
        async with served(tmp_path, **settings) as service, httpx.AsyncClient(base_url=service.url) as page:
            await fake.deliver(fake.said("人工"))
            (told,) = await fake.until(1)
            assert "H0001" in told
            body = (await page.post("/api/chat", json={"session": "s1", "text": "人工"})).json()
            assert "H0002" in str(body["replies"])
            assert (await page.get("/api/chat/s1/since")).json()["state"] == "waiting"
            for _ in range(100):
                if "huimin_handoffs_waiting 2" in (await page.get("/metrics")).text:
                    break
                await asyncio.sleep(0.2)
            else:
                raise AssertionError("nobody counts who waits")

            status, token, err = await service.command("staff", "add", "小王", "--role", "operator")
            assert status == 0, err
            service.extra = {**service.extra, "HUIMIN_TOKEN": token.strip()}
            assert (await service.command("handoff", "list"))[1].count("waiting") == 2
            status, lines, err = await service.command("handoff", "take", "H0001")
            assert status == 0, err
            assert "居民: 人工" in lines
            await service.command("handoff", "reply", "H0001", "您好,我姓王")
            await service.command("handoff", "reply", "H0002", "请问有什么事")
            texts = await fake.until(3)
            assert "值班工作人员来了" in texts[1]
            assert texts[2] == "值班工作人员:您好,我姓王"
            fetched = (await page.get("/api/chat/s1/since")).json()
            assert fetched["state"] == "taken"
            assert fetched["lines"][-1]["text"] == "值班工作人员:请问有什么事"
            assert (await page.get(f"/api/chat/s1/since?line={fetched['last']}")).json()["lines"] == []

            await fake.deliver(fake.said("奖扶多少钱"))
            texts = await fake.until(4)
            assert "正在跟您说" in texts[3]
            assert "奖扶多少钱" in (await service.command("handoff", "take", "H0001"))[1]
            assert (await service.command("handoff", "close", "H0001"))[0] == 0
            assert "说完了" in (await fake.until(5))[4]
            await fake.deliver(fake.said("奖扶多少钱"))
            assert "960" in (await fake.until(6))[5]
            assert (await service.command("handoff", "close", "H0001"))[0] == 1
            assert (await service.command("handoff", "take", "what"))[0] == 1
            assert (await service.command("handoff", "list", "--token", "wrong"))[0] == 2
            assert (await service.command("audit", "verify"))[0] == 0


async def test_the_staff_are_told_in_their_chat_who_waits(tmp_path: Path) -> None:
    async with telegram_fake() as fake:
        settings = {"HUIMIN_TELEGRAM__TOKEN": TOKEN, "HUIMIN_TELEGRAM__API_BASE": fake.url}
        settings |= {
            "HUIMIN_TELEGRAM__STAFF_CHAT": str(STAFF_CHAT),
            "HUIMIN_DESK__HOLIDAYS": "false",
        } | AT_ANY_HOUR
        async with served(tmp_path, **settings):
            await fake.deliver(fake.said("人工"))
            await fake.until(2)
            (notice,) = [sent["text"] for _, sent in fake.sent() if int(sent["chat_id"]) == STAFF_CHAT]
            assert "H0001" in notice
