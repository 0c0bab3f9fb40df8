"""The whole service on Telegram: polling and webhook, killed between hearing and answering, and nobody is answered twice."""

import asyncio
import json
import signal
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientError

from tests.served import served
from tests.telegram_fake import PATIENCE_SECONDS, TOKEN, TelegramFake, post, telegram_fake

pytestmark = pytest.mark.slow


async def answered(address: str, update: dict[str, Any], secret: bytes) -> None:
    """Calls as Telegram would, again and again until the update is acknowledged."""
    for _ in range(2 * PATIENCE_SECONDS):
        if await post(address, update, secret) == 200:
            return
        await asyncio.sleep(0.5)
    raise AssertionError("the update is never acknowledged")


async def hook_of(fake: TelegramFake) -> bytes:
    """Waits until the webhook is set; gives its secret."""
    async with asyncio.timeout(PATIENCE_SECONDS), fake.changed:
        await fake.changed.wait_for(lambda: bool(fake.of("setWebhook")))
    return str(fake.of("setWebhook")[-1]["secret_token"]).encode()


async def test_a_resident_is_answered_by_polling_though_the_service_is_killed(tmp_path: Path) -> None:
    async with telegram_fake() as fake:
        settings = {"HUIMIN_TELEGRAM__TOKEN": TOKEN, "HUIMIN_TELEGRAM__API_BASE": fake.url}
        async with served(tmp_path, **settings) as service:
            await fake.deliver(fake.said("/check"))
            await fake.until(1)
            await fake.acknowledged()
            fake.hold = "sendChatAction"
            await fake.deliver(fake.pressed("企业"))
            await asyncio.wait_for(fake.held.wait(), PATIENCE_SECONDS)
            await service.stop(signal.SIGKILL)
            assert len(fake.texts()) == 1
            await fake.release()
            await service.start()
            await fake.until(2)
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
                await asyncio.wait_for(
                    fake.changed.wait_for(lambda: bool(fake.of("setWebhook"))), PATIENCE_SECONDS
                )
            (hook,) = fake.of("setWebhook")
            secret = str(hook["secret_token"]).encode()
            address = f"{service.url}/telegram/webhook"
            (told,) = fake.of("setMyCommands")
            assert [one["command"] for one in told["commands"]] == [
                "start",
                "menu",
                "check",
                "human",
                "forget",
                "help",
            ]
            assert not any(one["description"].isascii() for one in told["commands"])
            for wrong in (None, b"", b"wrong", "秘密".encode(), secret + b"\xff"):
                assert await post(address, fake.said("你好"), wrong) == 401
            fake.hold = "sendMessage"
            update = fake.said("奖扶多少钱")
            lost = asyncio.create_task(post(address, update, secret))
            await asyncio.wait_for(fake.held.wait(), PATIENCE_SECONDS)
            await service.stop(signal.SIGKILL)
            with pytest.raises(ClientError):
                await lost
            await fake.release()
            await service.start()
            await answered(address, update, secret)
            assert await post(address, update, secret) == 200
            assert len(fake.texts()) == 1
            assert "断了一下" in fake.texts()[0]


async def test_two_processes_hear_one_resident_in_turn_and_heed_what_telegram_refuses(tmp_path: Path) -> None:
    async with telegram_fake() as fake:
        settings = {
            "HUIMIN_TELEGRAM__TOKEN": TOKEN,
            "HUIMIN_TELEGRAM__API_BASE": fake.url,
            "HUIMIN_TELEGRAM__WEBHOOK_URL": "https://bot.example",
        }
        async with served(tmp_path, **settings) as one, served(tmp_path, **settings) as two:
            secret = await hook_of(fake)
            doors = [f"{service.url}/telegram/webhook" for service in (one, two)]
            await answered(doors[0], fake.said("/check"), secret)
            told = ("我62岁", "我是女的", "我是农村户口", "我结婚了", "我只有一个女儿", "我没有超生")
            updates = [fake.said(words) for words in told]
            calls = [answered(doors[place % 2], update, secret) for place, update in enumerate(updates)]
            # Telegram gives up waiting, and calls the other process with the same update.
            calls += [
                answered(doors[(place + 1) % 2], update, secret) for place, update in enumerate(updates)
            ]
            await asyncio.gather(*calls)
            assert len(fake.texts()) == 1 + len(updates)
            kept = remembered(tmp_path)
            assert {
                "self.age": 62, "self.sex": "female", "self.hukou_type": "rural", "household.birth_rule_violation": False,
                "household.marital_status": "married", "household.daughters": 1,
            }.items() <= kept.items()  # fmt: skip

            fake.faults["sendMessage"] = [(429, {"retry_after": 1}), (502, {})]
            await answered(doors[1], fake.said("谢谢", 8), secret)
            assert len(fake.texts(8)) == 1
            fake.faults["sendMessage"] = [(403, {})]
            await answered(doors[0], fake.said("谢谢", 9), secret)
            assert fake.texts(9) == []


def remembered(folder: Path) -> dict[str, object]:
    """Gives the facts of the only conversation."""
    with closing(sqlite3.connect(folder / "huimin.db")) as database:
        ((content,),) = database.execute("SELECT content FROM sessions").fetchall()
    facts: dict[str, object] = json.loads(content)["state"]["facts"]
    return facts
