"""A Bot API that validates every call with aiogram's own method models, keeps updates until they are acknowledged, and
misbehaves as told: on loopback only."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiogram.methods
import aiohttp
from aiogram.methods import TelegramMethod
from aiohttp import web

TOKEN = "42:fake-token-of-a-fake-bot-api"  # it opens nothing
LONGEST_TEXT, LONGEST_DATA = 4096, 64
PATIENCE_SECONDS = 240
METHODS: dict[str, type[TelegramMethod[Any]]] = {
    name.lower(): found
    for name, found in vars(aiogram.methods).items()
    if isinstance(found, type) and issubclass(found, TelegramMethod) and found is not TelegramMethod
}
RESIDENT = {"id": 7, "is_bot": False, "first_name": "居民"}
BOT = {"id": 42, "is_bot": True, "first_name": "惠民", "username": "huimin_test_bot"}


@dataclass
class TelegramFake:
    """What was called, what waits to be fetched, and what goes wrong next."""

    port: int = 0
    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    faults: dict[str, list[tuple[int, dict[str, Any]]]] = field(default_factory=dict)
    updates: list[dict[str, Any]] = field(default_factory=list)
    invalid: list[str] = field(default_factory=list)
    held: asyncio.Event = field(default_factory=asyncio.Event)
    hold: str = ""
    next_update: int = 100
    next_message: int = 1
    changed: asyncio.Condition = field(default_factory=asyncio.Condition)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    # What residents do

    def update(self, **content: Any) -> dict[str, Any]:
        self.next_update += 1
        return {"update_id": self.next_update, **content}

    def message(self, chat: int = 7, kind: str = "private", **content: Any) -> dict[str, Any]:
        self.next_message += 1
        return {
            "message_id": self.next_message,
            "date": 1_790_000_000,
            "chat": {"id": chat, "type": kind},
            "from": RESIDENT,
            **content,
        }

    def said(self, text: str, chat: int = 7) -> dict[str, Any]:
        return self.update(message=self.message(chat, text=text))

    def pressed(self, label: str, chat: int = 7) -> dict[str, Any]:
        """The button with this label under the newest message that has it."""
        for _, call in reversed(self.sent(chat)):
            for row in (call.get("reply_markup") or {}).get("inline_keyboard", []):
                for button in row:
                    if button["text"] == label:
                        return self.pressing(call, button["callback_data"], chat)
        raise AssertionError(f"no button {label!r}")

    def pressing(self, call: dict[str, Any], carried: str, chat: int = 7) -> dict[str, Any]:
        shown = self.message(chat, text=call["text"], reply_markup=call["reply_markup"]) | {"from": BOT}
        query = {
            "id": str(self.next_update),
            "from": RESIDENT,
            "chat_instance": "1",
            "message": shown,
            "data": carried,
        }
        return self.update(callback_query=query)

    async def deliver(self, *updates: dict[str, Any]) -> None:
        async with self.changed:
            self.updates.extend(updates)
            self.changed.notify_all()

    async def release(self) -> None:
        """Lets the calls go on that were held up."""
        async with self.changed:
            self.hold = ""
            self.changed.notify_all()

    # What became of it

    def sent(self, chat: int | None = None) -> list[tuple[str, dict[str, Any]]]:
        return [
            (name, call)
            for name, call in self.calls
            if name == "sendMessage" and (chat is None or call["chat_id"] == str(chat))
        ]

    def texts(self, chat: int | None = None) -> list[str]:
        return [call["text"] for _, call in self.sent(chat)]

    def of(self, name: str) -> list[dict[str, Any]]:
        return [call for called, call in self.calls if called == name]

    async def until(
        self, texts: int, chat: int | None = None, seconds: float = PATIENCE_SECONDS
    ) -> list[str]:
        """Waits until so many messages were sent."""
        async with asyncio.timeout(seconds), self.changed:
            await self.changed.wait_for(lambda: len(self.texts(chat)) >= texts)
        return self.texts(chat)

    async def acknowledged(self, seconds: float = PATIENCE_SECONDS) -> None:
        """Waits until every update was acknowledged."""
        async with asyncio.timeout(seconds), self.changed:
            await self.changed.wait_for(lambda: not self.updates)

    # The Bot API

    async def answer(self, request: web.Request) -> web.Response:
        name = request.match_info["method"]
        form = {key: _plain(str(value)) for key, value in (await request.post()).items()}
        model = METHODS[name.lower()]
        try:
            model.model_validate(form)
            _hold_to_limits(form)
        except (ValueError, AssertionError) as error:
            self.invalid.append(f"{name}: {error}")
            return _refused(400, f"Bad Request: {error}"[:200])
        if name == "getUpdates":
            return await self._fetch(form)
        if self.hold == name:
            self.held.set()
            async with self.changed:
                await self.changed.wait_for(lambda: self.hold != name)
            return _refused(502, "the caller is gone")
        if faults := self.faults.get(name):
            status, extra = faults.pop(0)
            if extra.pop("after", False):
                self.calls.append((name, form))
            return _refused(status, f"injected {status}", **extra)
        async with self.changed:
            self.calls.append((name, form))
            self.changed.notify_all()
        if name == "getMe":
            return _given(BOT)
        if name == "sendMessage":
            return _given(self.message(int(form["chat_id"]), text=form["text"]))
        return _given(True)

    async def _fetch(self, form: dict[str, Any]) -> web.Response:
        async with self.changed:
            offset = int(form.get("offset") or 0)
            self.updates = [one for one in self.updates if one["update_id"] >= offset]
            self.changed.notify_all()
            if not self.updates:
                try:
                    async with asyncio.timeout(min(float(form.get("timeout") or 0), 2)):
                        await self.changed.wait_for(lambda: bool(self.updates))
                except TimeoutError:
                    pass
            return _given(list(self.updates))


def _plain(value: str) -> Any:
    return json.loads(value) if value[:1] in "[{" else value


def _hold_to_limits(form: dict[str, Any]) -> None:
    text = form.get("text")
    if text is not None:
        assert 0 < len(text.encode("utf-16-le")) // 2 <= LONGEST_TEXT, "message is too long"
    for row in (form.get("reply_markup") or {}).get("inline_keyboard", []):
        assert len(row) <= 8
        for button in row:
            assert 0 < len(button["callback_data"].encode()) <= LONGEST_DATA, "BUTTON_DATA_INVALID"


def _given(result: Any) -> web.Response:
    return web.json_response({"ok": True, "result": result})


def _refused(status: int, description: str, **extra: Any) -> web.Response:
    body = {"ok": False, "error_code": status, "description": description}
    if "retry_after" in extra:
        body["parameters"] = {"retry_after": extra["retry_after"]}
    return web.json_response(body, status=status)


@asynccontextmanager
async def telegram_fake() -> AsyncIterator[TelegramFake]:
    """Serves for as long as the block lasts; afterwards every call must have been a valid one."""
    fake = TelegramFake()
    app = web.Application()
    app.router.add_post(f"/bot{TOKEN}/{{method}}", fake.answer)
    runner = web.AppRunner(app, shutdown_timeout=0.2)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    fake.port = runner.addresses[0][1]
    try:
        yield fake
    finally:
        await runner.cleanup()
    assert fake.invalid == []


async def post(url: str, update: dict[str, Any], secret: bytes | None) -> int:
    """Calls a webhook as Telegram would; gives the status."""
    headers = (
        {} if secret is None else {b"X-Telegram-Bot-Api-Secret-Token".decode(): secret.decode("latin-1")}
    )
    async with (
        aiohttp.ClientSession() as session,
        session.post(url, json=update, headers=headers) as response,
    ):
        return response.status
