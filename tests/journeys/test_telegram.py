"""The whole service on Telegram: polling and webhook, killed between hearing and answering, and nobody is answered twice."""

import asyncio
import signal
from pathlib import Path

import pytest
from aiohttp import ClientError

from tests.served import served
from tests.telegram_fake import TOKEN, post, telegram_fake

pytestmark = pytest.mark.slow


async def test_a_resident_is_answered_by_polling_though_the_service_is_killed(tmp_path: Path) -> None:
    async with telegram_fake() as fake:
        settings = {"HUIMIN_TELEGRAM__TOKEN": TOKEN, "HUIMIN_TELEGRAM__API_BASE": fake.url}
        async with served(tmp_path, **settings) as service:
            await fake.deliver(fake.said("/check"))
            await fake.until(1)
            await fake.acknowledged()
            fake.hold = "sendChatAction"
            await fake.deliver(fake.pressed("企业"))
            await asyncio.wait_for(fake.held.wait(), 20)
            await service.stop(signal.SIGKILL)
            assert len(fake.texts()) == 1
            await fake.release()
            await service.start()
            await fake.until(2, seconds=40)
            await fake.acknowledged()
            await fake.deliver(fake.said("谢谢"))
            texts = await fake.until(3)
            assert len(texts) == len(set(texts)) == 3


async def test_a_resident_is_answered_by_webhook_though_the_service_is_killed(tmp_path: Path) -> None:
    async with telegram_fake() as fake:
        settings = {
            "HUIMIN_TELEGRAM__TOKEN": TOKEN,
            "HUIMIN_TELEGRAM__API_BASE": fake.url,
            "HUIMIN_TELEGRAM__WEBHOOK_URL": "https://bot.example",
        }
        async with served(tmp_path, **settings) as service:
            async with fake.changed:
                await asyncio.wait_for(fake.changed.wait_for(lambda: bool(fake.of("setWebhook"))), 20)
            (hook,) = fake.of("setWebhook")
            secret = str(hook["secret_token"]).encode()
            address = f"{service.url}/telegram/webhook"
            assert await post(address, fake.said("你好"), b"wrong") == 401
            fake.hold = "sendMessage"
            update = fake.said("奖扶多少钱")
            lost = asyncio.create_task(post(address, update, secret))
            await asyncio.wait_for(fake.held.wait(), 20)
            await service.stop(signal.SIGKILL)
            with pytest.raises(ClientError):
                await lost
            await fake.release()
            await service.start()
            for _ in range(60):
                if await post(address, update, secret) == 200:
                    break
                await asyncio.sleep(0.5)
            assert await post(address, update, secret) == 200
            assert len(fake.texts()) == 1
            assert "断了一下" in fake.texts()[0]
