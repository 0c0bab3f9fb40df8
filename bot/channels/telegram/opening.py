"""What Telegram is told when the service starts: the commands, what the bot is, and where it is called."""

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.methods import SetMyCommands, SetMyDescription, SetWebhook
from aiogram.types import BotCommand

from bot.channels.telegram.calling import patiently, try_once
from bot.channels.telegram.updates import ALLOWED, COMMANDS
from bot.wording import Wording

TIMEOUT_SECONDS = 20


def make_bot(token: str, api_base: str = "") -> Bot:
    """Give the caller of the Bot API at `api_base` (default: Telegram's own); ValueError for what is no token."""
    session = AiohttpSession(timeout=TIMEOUT_SECONDS)
    if api_base:
        session.api = TelegramAPIServer.from_base(api_base.rstrip("/"))
    return Bot(token, session)


async def announce(bot: Bot, wording: Wording, webhook_url: str = "", secret: str = "") -> None:
    """Set the commands and the description, and the webhook if there is one."""
    commands = [BotCommand(command=name, description=wording.channel(f"command_{name}")) for name in COMMANDS]
    await patiently(bot, SetMyCommands(commands=commands))
    await try_once(bot, SetMyDescription(description=wording.channel("about")))
    if webhook_url:
        await patiently(bot, SetWebhook(url=webhook_url, secret_token=secret, allowed_updates=ALLOWED))
