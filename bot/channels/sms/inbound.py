"""The address that Twilio calls with a resident's message: answered within a second, or by a message of its own."""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from typing import Annotated
from xml.sax.saxutils import escape

from fastapi import APIRouter, Header, Request, Response

from bot.channels.answering import Elsewhere, NotSent
from bot.channels.sms.door import SmsDoor
from bot.channels.sms.ports import LateSms

logger = logging.getLogger(__name__)
PATH = "/twilio/inbound"
WAIT_SECONDS = 0.8
"""So long the caller waits for the answer; the rest of a second is for the way."""

ReadForm = Callable[[Request, str | None], Awaitable[dict[str, str]]]
"""Gives the fields of a call with this signature, and refuses one that Twilio did not sign."""


class _Asked:
    """One call: the answer goes back in it, or by a message of its own when it is no longer waited for."""

    def __init__(self, phone: str, late: LateSms) -> None:
        self._phone, self._late = phone, late
        self._answer: asyncio.Future[str] = asyncio.get_running_loop().create_future()

    async def deliver(self, text: str) -> None:
        if self._answer.done():
            await self._late.send(self._phone, text)
        else:
            self._answer.set_result(text)

    def taken(self) -> str:
        """Give the answer, "" where there is none by now; from now on it goes by itself."""
        if not self._answer.done():
            self._answer.cancel()
        return "" if self._answer.cancelled() else self._answer.result()


def twilio_inbound(
    door: SmsDoor, late: LateSms, read_form: ReadForm, busy: str, wait_seconds: float = WAIT_SECONDS
) -> APIRouter:
    """Give the route; `busy` is said when a message could not be heard."""
    router = APIRouter()
    hearing: set[asyncio.Task[None]] = set()

    async def hear(sid: str, phone: str, text: str, asked: _Asked) -> None:
        try:
            await door.hear(sid, phone, text, asked.deliver)
        except Elsewhere:
            logger.info("message heard elsewhere")
        except Exception:  # whatever it was, the resident shall know that nothing was heard
            logger.exception("message not answered")
            with contextlib.suppress(NotSent):
                await asked.deliver(busy)

    @router.post(PATH, include_in_schema=False)
    async def inbound(
        request: Request, x_twilio_signature: Annotated[str | None, Header()] = None
    ) -> Response:
        form = await read_form(request, x_twilio_signature)
        sid, phone, text = form.get("MessageSid", ""), form.get("From", ""), form.get("Body", "")
        if not sid or not phone.startswith("+") or not text.strip():
            return _twiml("")
        asked = _Asked(phone[:32], late)
        task = asyncio.create_task(hear(sid[:64], phone[:32], text[:1600], asked))
        hearing.add(task)
        task.add_done_callback(hearing.discard)
        await asyncio.wait({task}, timeout=wait_seconds)
        return _twiml(asked.taken())

    return router


def _twiml(text: str) -> Response:
    message = f"<Message><Body>{escape(text)}</Body></Message>" if text else ""
    body = f'<?xml version="1.0" encoding="UTF-8"?><Response>{message}</Response>'
    return Response(body.encode("utf-8", "replace"), media_type="text/xml; charset=utf-8")
