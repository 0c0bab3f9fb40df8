"""The address that Telegram calls with updates: only with the secret, and acknowledged only when answered."""

import hmac
import json
import logging

from aiogram import Bot
from aiogram.types import Update
from fastapi import APIRouter, HTTPException, Request, Response
from pydantic import ValidationError

from bot.channels.answering import Elsewhere
from bot.channels.telegram.polling import Take

logger = logging.getLogger(__name__)
PATH = "/telegram/webhook"
_HEADER = b"x-telegram-bot-api-secret-token"


def telegram_webhook(bot: Bot, take: Take, secret: str) -> APIRouter:
    """Give the route; `secret` is what Telegram was told to send along."""
    router = APIRouter()
    expected = secret.encode()

    @router.post(PATH, include_in_schema=False)
    async def webhook(request: Request) -> Response:
        # Compared as bytes: the framework would read the header as Latin-1, and comparing such text fails.
        given = next((value for name, value in request.scope["headers"] if name == _HEADER), b"")
        if not hmac.compare_digest(given, expected):
            raise HTTPException(401, "the secret does not fit")
        try:
            written = json.loads(await request.body())
            update = Update.model_validate(written, context={"bot": bot})
        except ValidationError:
            # It would come again and again, and never be understood.
            logger.warning("update of an unknown form left aside")
            return Response(status_code=200)
        except ValueError as error:
            raise HTTPException(400, "the body is not JSON") from error
        try:
            await take(update)
        except Elsewhere:
            return Response(status_code=500)
        except Exception:  # Telegram shall call again, whatever it was
            logger.exception("update not answered", extra={"update": update.update_id})
            return Response(status_code=500)
        return Response(status_code=200)

    return router
