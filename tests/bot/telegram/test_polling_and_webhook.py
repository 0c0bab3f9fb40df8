"""Updates count as taken only when they are answered, fetched or called, and only Telegram may call."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

import httpx
import pytest
from fastapi import FastAPI

from bot.channels.telegram.opening import announce
from bot.channels.telegram.polling import poll
from bot.channels.telegram.updates import COMMANDS
from bot.channels.telegram.webhook import telegram_webhook
from bot.wording import Wording
from tests.bot.telegram.conftest import Room

SECRET = "a-secret"


@contextlib.asynccontextmanager
async def polling(room: Room) -> AsyncIterator[None]:
    job = asyncio.create_task(poll(room.bot, room.door().take, 2))
    try:
        yield
    finally:
        job.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await job


async def test_fetched_updates_are_answered_and_then_acknowledged(room: Room) -> None:
    async with polling(room):
        await room.fake.deliver(*(room.fake.said("你好", chat) for chat in range(1, 9)))
        await room.fake.acknowledged()
    assert len(room.fake.texts()) == 8


async def test_one_chat_that_fails_holds_up_no_other(room: Room) -> None:
    room.fake.faults["sendMessage"] = [(502, {})] * 4
    async with polling(room):
        await room.fake.deliver(room.fake.said("你好", 1))
        await room.fake.deliver(room.fake.said("你好", 2))
        await room.fake.until(2, seconds=30)
        await room.fake.acknowledged()
    assert sorted(call["chat_id"] for _, call in room.fake.sent()) == ["1", "2"]


async def test_fetching_goes_on_after_faults(room: Room) -> None:
    async with polling(room):
        await room.fake.deliver(room.fake.said("你好"))
        await room.fake.until(1)
    room.fake.faults["getMe"] = []
    assert len(room.fake.of("deleteWebhook")) == 1


async def test_the_commands_are_told_in_chinese(room: Room) -> None:
    await announce(room.bot, Wording.load(), "https://bot.example/telegram/webhook", SECRET)
    (told,) = room.fake.of("setMyCommands")
    assert [command["command"] for command in told["commands"]] == list(COMMANDS)
    assert all(not command["description"].isascii() for command in told["commands"])
    (hook,) = room.fake.of("setWebhook")
    assert hook["secret_token"] == SECRET
    assert "callback_query" in hook["allowed_updates"]


@pytest.fixture
async def client(room: Room) -> AsyncIterator[httpx.AsyncClient]:
    app = FastAPI()
    app.include_router(telegram_webhook(room.bot, room.door().take, SECRET))
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://door") as made:
        yield made


async def call(client: httpx.AsyncClient, secret: bytes | None, body: object) -> int:
    headers = [] if secret is None else [(b"X-Telegram-Bot-Api-Secret-Token", secret)]
    return (await client.post("/telegram/webhook", json=body, headers=headers)).status_code


@pytest.mark.parametrize("secret", [None, b"", b"another", "秘密".encode(), b"a-secret\xff", b"\xe9"])
async def test_nobody_without_the_secret_may_call(
    room: Room, client: httpx.AsyncClient, secret: bytes | None
) -> None:
    assert await call(client, secret, room.fake.said("你好")) == 401
    assert room.fake.calls == []


async def test_a_call_is_acknowledged_when_it_is_answered(room: Room, client: httpx.AsyncClient) -> None:
    update = room.fake.said("你好")
    assert await call(client, SECRET.encode(), update) == 200
    assert await call(client, SECRET.encode(), update) == 200
    assert len(room.fake.texts()) == 1


async def test_a_call_that_fails_is_asked_for_again(room: Room, client: httpx.AsyncClient) -> None:
    room.fake.faults["sendMessage"] = [(502, {})] * 4
    update = room.fake.said("你好")
    assert await call(client, SECRET.encode(), update) == 500
    assert await call(client, SECRET.encode(), update) == 200
    assert len(room.fake.texts()) == 1


async def test_an_update_of_an_unknown_form_does_not_come_again(
    room: Room, client: httpx.AsyncClient
) -> None:
    assert await call(client, SECRET.encode(), {"update_id": 5, "message": {"new": "form"}}) == 200
    assert await call(client, SECRET.encode(), {"no": "update"}) == 200
    response = await client.post(
        "/telegram/webhook", content=b"{", headers={"X-Telegram-Bot-Api-Secret-Token": SECRET}
    )
    assert response.status_code == 400
