"""Fetches updates from Telegram, and asks for later ones only when these are answered."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from itertools import groupby

from aiogram import Bot
from aiogram.exceptions import ClientDecodeError, TelegramAPIError, TelegramRetryAfter
from aiogram.methods import DeleteWebhook, GetUpdates
from aiogram.types import Update

from bot.channels.telegram.calling import patiently
from bot.channels.telegram.updates import ALLOWED, Moved, read

logger = logging.getLogger(__name__)
POLL_SECONDS = 25
AT_ONCE = 50
PAUSE_SECONDS = 1.0
LONGEST_PAUSE_SECONDS = 30.0

Take = Callable[[Update], Awaitable[None]]


async def poll(bot: Bot, take: Take, poll_seconds: int = POLL_SECONDS) -> None:
    """Fetch and answer updates until cancelled; what could not be answered is fetched again."""
    await patiently(bot, DeleteWebhook())
    offset: int | None = None
    pause = PAUSE_SECONDS
    while True:
        fetch = GetUpdates(offset=offset, limit=AT_ONCE, timeout=poll_seconds, allowed_updates=ALLOWED)
        try:
            updates = await bot(fetch, request_timeout=poll_seconds + 15)
        except TelegramRetryAfter as error:
            await asyncio.sleep(error.retry_after)
            continue
        except (TelegramAPIError, ClientDecodeError) as error:
            logger.warning("updates cannot be fetched", extra={"why": type(error).__name__, "seconds": pause})
            await asyncio.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE_SECONDS)
            continue
        failed = await _take_all(updates, take)
        if failed is not None:
            offset = failed
            await asyncio.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE_SECONDS)
        elif updates:
            offset, pause = updates[-1].update_id + 1, PAUSE_SECONDS


async def _take_all(updates: Sequence[Update], take: Take) -> int | None:
    """Answer the updates, those of one chat in their order; gives the first that must be fetched again."""
    chats = groupby(sorted(updates, key=lambda one: (_chat(one), one.update_id)), _chat)
    failed = await asyncio.gather(*(_take_in_order(list(own), take) for _, own in chats))
    return min((one for one in failed if one is not None), default=None)


async def _take_in_order(updates: Sequence[Update], take: Take) -> int | None:
    for update in updates:
        try:
            await take(update)
        except Exception:  # whatever went wrong with one resident's message, the others are served
            logger.exception("update not answered", extra={"update": update.update_id})
            return update.update_id
    return None


def _chat(update: Update) -> int:
    found = read(update)
    return found.chat if found is not None and not isinstance(found, Moved) else 0
