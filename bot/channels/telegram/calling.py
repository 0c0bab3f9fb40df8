"""Calls to Telegram: waits when told to wait, tries again what surely did not arrive, and says what may have."""

import asyncio
import logging
from typing import TypeVar

from aiogram import Bot
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiogram.methods import TelegramMethod
from aiohttp import ClientConnectorError

from bot.channels.answering import NotSent

logger = logging.getLogger(__name__)
Given = TypeVar("Given")

LONGEST_WAIT_SECONDS = 60
PAUSES_SECONDS = (0.3, 1.0, 3.0)
"""Between the tries of a call that did not arrive."""


class Blocked(Exception):  # noqa: N818
    """The resident wants nothing from us any more."""


async def call(bot: Bot, method: TelegramMethod[Given]) -> Given:
    """Make the call; Blocked when the resident has blocked us, NotSent when it surely did not arrive.

    Any other error may have come after it arrived.
    """
    pauses = iter(PAUSES_SECONDS)
    waited = 0
    while True:
        try:
            return await bot(method)
        except TelegramRetryAfter as error:
            waited += error.retry_after
            if waited > LONGEST_WAIT_SECONDS:
                raise NotSent from error
            logger.warning("asked to wait", extra={"seconds": error.retry_after})
            await asyncio.sleep(error.retry_after)
        except TelegramForbiddenError as error:
            raise Blocked from error
        except (TelegramServerError, ClientDecodeError, TelegramNetworkError) as error:
            if isinstance(error, TelegramNetworkError) and not isinstance(
                error.__cause__, ClientConnectorError
            ):
                raise
            pause = next(pauses, None)
            if pause is None:
                raise NotSent from error
            await asyncio.sleep(pause)


async def patiently(bot: Bot, method: TelegramMethod[Given]) -> Given:
    """Make a call again and again until Telegram takes it: for what must be told once at the start."""
    pause = PAUSES_SECONDS[-1]
    while True:
        try:
            return await call(bot, method)
        except (NotSent, TelegramAPIError, ClientDecodeError) as error:
            why = type(error.__cause__ or error).__name__
            logger.warning("telegram cannot be reached", extra={"call": method.__api_method__, "why": why})
        await asyncio.sleep(pause)
        pause = min(2 * pause, LONGEST_WAIT_SECONDS)


async def try_once(bot: Bot, method: TelegramMethod[Given]) -> None:
    """Make a call that matters little: whatever becomes of it is well."""
    try:
        await bot(method)
    except (TelegramAPIError, ClientDecodeError) as error:
        logger.debug("call failed", extra={"call": method.__api_method__, "why": type(error).__name__})
