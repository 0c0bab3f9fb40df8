"""Joins the channels beside the web page: what each needs, its routes for the public door, and its jobs."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from secrets import token_hex
from typing import Any
from zoneinfo import ZoneInfo

from aiogram import Bot
from aiogram.utils.token import TokenValidationError
from aiohttp import ClientSession
from fastapi import APIRouter, Request

from bot.campaign_wording import CampaignWording
from bot.channels.answering import Answering, NotSent
from bot.channels.sms.discretion import Discretion
from bot.channels.sms.door import SmsDoor
from bot.channels.sms.inbound import twilio_inbound
from bot.channels.sms.occasions import Occasioned
from bot.channels.sms.saying import Pages
from bot.channels.telegram.door import TelegramDoor
from bot.channels.telegram.opening import announce, make_bot
from bot.channels.telegram.polling import poll
from bot.channels.telegram.webhook import PATH, telegram_webhook
from bot.channels.web.since import since_router
from bot.handoff_ports import Letter
from bot.handoff_post import HandoffPost, Send
from bot.handoff_staff import HandoffStaff
from bot.handoff_watch import HandoffWatch, Notice, Tell, Waits
from bot.staff.handoff_routes import handoff_routes
from bot.staff.news_routes import news_routes
from bot.staff.switch_routes import feedback_routes, switch_routes
from campaigns.console.app import MoreRoutes
from campaigns.delivery import NeverSent
from campaigns.provider import Capabilities, Outgoing, Provider
from campaigns.replies import ReplyIntake
from campaigns.segments import segments
from campaigns.simulating import PhoneSimulator
from campaigns.webhooks import TwilioSignature, signed_form
from db.arrival_store import ArrivalStore
from db.hand_out_store import HandOutStore
from db.handoff_postbag import HandoffPostbag
from db.hashes import Fingerprint
from db.mark_store import MarkStore
from db.news_store import NewsStore
from db.reply_store import ReplyStore
from db.switch_store import SwitchStore
from house import House, clock, residents_day
from house_campaigns import Stores, consent_words, sender_of
from house_desk import DeskSms, all_of, desk_rules, fits_of, signature_of, webhook
from house_news import NEWS_KEPT, open_news
from settings import SettingsError, Telegram

logger = logging.getLogger(__name__)
SENT_AGAIN_WITHIN = timedelta(days=2)
"""No channel sends a message again later than this."""
CASES_KEPT = timedelta(days=30)
"""So long what residents said to people is kept after it was closed."""
GO_ROUND_EVERY_SECONDS = 0.5
RING_EVERY_SECONDS = 2.0
LATE_PAUSES_SECONDS = (1.0, 5.0)
FORGET_EVERY_SECONDS = 3600.0

Job = Callable[[], Coroutine[Any, Any, None]]
"""Runs until it is cancelled."""
Spend = Callable[[str, int, datetime], Awaitable[None]]
"""Counts segments of a sender that left ahead of its campaigns."""


@dataclass(frozen=True, slots=True)
class Channels:
    """The routes for the public door, those for the staff's, and the jobs to be run beside them."""

    routes: tuple[APIRouter, ...]
    staff_routes: tuple[MoreRoutes, ...]
    jobs: tuple[Job, ...]
    waits: Waits
    """How many residents wait for a person, and how long."""


@asynccontextmanager
async def open_channels(
    house: House, stores: Stores, provider: Provider, simulator: PhoneSimulator | None = None
) -> AsyncIterator[Channels]:
    """Join the channels that the settings turn on; `provider` carries short messages. SettingsError when one cannot be.

    A `simulator`'s phones are answered as a provider's would be.
    """
    settings, wording, fingerprint = house.settings, house.rules.wording, stores.fingerprint
    arrivals = ArrivalStore(house.database)
    marks = MarkStore(house.database, fingerprint.of_phone("sessions"))
    answering = Answering(house.store, arrivals, wording, clock)

    async def forget() -> None:
        while True:
            await arrivals.forget_before(clock() - SENT_AGAIN_WITHIN)
            await marks.forget_pages_before(clock() - SENT_AGAIN_WITHIN)
            await house.handoffs.forget_closed(clock() - CASES_KEPT)
            await NewsStore(house.database).forget_before(clock() - NEWS_KEPT)
            await asyncio.sleep(FORGET_EVERY_SECONDS)

    jobs: list[Job] = [forget]
    routes: list[APIRouter] = [since_router(house.handoffs, clock)]
    desk_sms = DeskSms(
        provider,
        stores.consents,
        HandOutStore(house.database).spend,
        sender_of(settings),
        signature_of(settings),
        clock,
    )
    senders: dict[str, Send] = {"sms": desk_sms.send}
    tells: list[Tell] = []
    bot = bot_of(settings.telegram)
    async with ClientSession() as calls:
        try:
            if bot is not None:
                door = TelegramDoor(bot, house.conversation, answering, marks, wording, clock)
                # A secret that is not given is derived, so that the webhook is never open.
                derived = fingerprint.of_phone("telegram webhook").hex()
                job, route = telegram_side(bot, door, house, derived)
                jobs.append(job)
                senders["telegram"] = partial(_by_telegram, door)
                if staff_chat := settings.telegram.staff_chat:
                    tells.append(partial(_to_chat, door, staff_chat))
                routes += route
            if url := settings.desk.webhook_url.get_secret_value():
                tells.append(webhook(calls, url))
            routes += sms_side(house, answering, marks, fingerprint, provider, simulator)
            rules, book = desk_rules(settings), house.handoffs
            staff = HandoffStaff(book, book, rules, wording, clock, fits_of(settings))
            post = HandoffPost(HandoffPostbag(house.database, house.keyring), senders, clock)
            remind = timedelta(minutes=settings.desk.remind_minutes)
            watch = HandoffWatch(book, book, all_of(tells), rules.hours, wording, clock, remind)
            jobs += [
                partial(again_and_again, "carry answers", GO_ROUND_EVERY_SECONDS, post.go_round),
                partial(again_and_again, "give back", GO_ROUND_EVERY_SECONDS, staff.give_back),
                partial(again_and_again, "count waiting", GO_ROUND_EVERY_SECONDS, watch.count),
                partial(again_and_again, "tell the staff", RING_EVERY_SECONDS, watch.ring),
            ]
            policies = house.rules.assessor.book
            news = open_news(settings, house.database, house.keyring, policies, wording, clock)
            jobs += [
                partial(again_and_again, "plan news", GO_ROUND_EVERY_SECONDS, news.planner.plan_next),
                partial(
                    again_and_again,
                    "carry news",
                    GO_ROUND_EVERY_SECONDS,
                    HandoffPost(news.postbag, senders, clock).go_round,
                ),
            ]
            staff_routes = (
                news_routes(news.desk),
                handoff_routes(staff, book, stores.audit, rules, clock),
                switch_routes(SwitchStore(house.database), policies.benefits, policies.topics, clock),
                feedback_routes(house.feedback, residents_day(settings)),
            )
            yield Channels(tuple(routes), staff_routes, tuple(jobs), watch.waits)
        finally:
            if bot is not None:
                await bot.session.close()


async def again_and_again(
    duty: str, every_seconds: float, work: Callable[[], Coroutine[Any, Any, object]]
) -> None:
    """Do one thing round after round until cancelled."""
    while True:
        try:
            await work()
        except Exception:  # one round that fails must not end all others
            logger.exception("round failed", extra={"duty": duty})
        await asyncio.sleep(every_seconds)


async def _by_telegram(door: TelegramDoor, letter: Letter) -> bool:
    return await door.send(letter.speaker.name, letter.text)


async def _to_chat(door: TelegramDoor, chat: str, notice: Notice) -> None:
    if not await door.send(chat, notice.text):
        raise NotSent


def bot_of(telegram: Telegram) -> Bot | None:
    """Give the caller of the Bot API; None where there is no token."""
    token = telegram.token.get_secret_value()
    if not token:
        return None
    try:
        return make_bot(token, telegram.api_base)
    except TokenValidationError as error:
        raise SettingsError(
            "HUIMIN_TELEGRAM__TOKEN is no token: it looks like 123456:ABC…, as @BotFather gives it"
        ) from error


class LateAnswers:
    """Sends answers for which Twilio could not wait, as messages of their own."""

    def __init__(self, provider: Provider, sender: str, spend: Spend) -> None:
        """Take the provider, the number they come from, and where its segments are counted."""
        self._provider, self._sender, self._spend = provider, sender, spend

    async def send(self, phone: str, text: str) -> None:
        """Send; NotSent when it surely did not leave, though it was tried again."""
        # It waits for nobody: the sender's campaigns wait for it.
        await self._spend(self._sender, segments(text, self._provider.capabilities.segment_rule), clock())
        for pause in (*LATE_PAUSES_SECONDS, None):
            outcome = await self._provider.send(Outgoing(token_hex(16), phone, text, self._sender))
            if not isinstance(outcome, NeverSent):
                logger.info("late answer sent", extra={"outcome": type(outcome).__name__})
                return
            if pause is not None:
                await asyncio.sleep(pause)
        raise NotSent


def sms_side(
    house: House,
    answering: Answering,
    marks: MarkStore,
    fingerprint: Fingerprint,
    provider: Provider,
    simulator: PhoneSimulator | None,
) -> list[APIRouter]:
    """Give the route for short messages that come in; none while nobody could sign them."""
    settings, wording = house.settings, house.rules.wording
    door = sms_door(house, answering, marks, fingerprint, provider.capabilities)
    if simulator is not None:
        simulator.connect(door.hear)
    token = settings.sms.twilio.auth_token.get_secret_value()
    if not token or not settings.public.url:
        return []
    signature = TwilioSignature(token, settings.public.url)

    async def read_form(request: Request, given: str | None) -> dict[str, str]:
        return await signed_form(request, signature, given)

    late = LateAnswers(provider, sender_of(settings), HandOutStore(house.database).spend)
    return [twilio_inbound(door, late, read_form, wording.frame("busy"))]


def sms_door(
    house: House, answering: Answering, marks: MarkStore, fingerprint: Fingerprint, able: Capabilities
) -> SmsDoor:
    """Give the door by short message for a provider that is able to do this."""
    settings, wording, book = house.settings, house.rules.wording, house.rules.assessor.book
    replies = ReplyStore(house.database, fingerprint)
    discretion = Discretion.of(book)
    return SmsDoor(
        house.conversation,
        answering,
        house.store,
        marks,
        ReplyIntake(replies, consent_words(book), clock),
        replies,
        Occasioned(
            book,
            discretion,
            CampaignWording.load(),
            settings.sms.signature,
            ZoneInfo(settings.clock.zone),
            residents_day(settings),
        ),
        discretion,
        Pages(
            lambda text: segments(text, able.segment_rule),
            f"【{settings.sms.signature}】" if able.signature_in_text else "",
            wording.channel("sms_more"),
            wording.channel("sms_ways", words="{words}"),
        ),
        wording,
        clock,
        link=settings.public.url if able.links else "",
        confirmed_elsewhere=able.confirms_opt_out,
    )


def telegram_side(bot: Bot, door: TelegramDoor, house: House, derived: str) -> tuple[Job, list[APIRouter]]:
    """Give the job and the routes: a webhook where one is set, else polling."""
    telegram, wording = house.settings.telegram, house.rules.wording
    if not telegram.webhook_url:

        async def fetch() -> None:
            await announce(bot, wording)
            await poll(bot, door.take)

        return fetch, []
    secret = telegram.webhook_secret.get_secret_value() or derived
    base = telegram.webhook_url.rstrip("/")
    url = base if base.endswith(PATH) else base + PATH

    async def be_called() -> None:
        await announce(bot, wording, url, secret)
        await asyncio.Event().wait()

    return be_called, [telegram_webhook(bot, door.take, secret)]
