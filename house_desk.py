"""Joins the desk at which people take over: its rules, how its answers leave, and how the staff are told."""

import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import aiohttp
from aiohttp import ClientSession, ClientTimeout

from bot.channels.answering import NotSent
from bot.channels.sms.saying import MOST_SEGMENTS
from bot.handoff import DeskRules
from bot.handoff_ports import Letter
from bot.handoff_staff import Fits
from bot.handoff_watch import Notice, Tell
from bot.opening_hours import HoursError, OpeningHours, read_week
from campaigns.consent import ALL_TOPICS, ConsentKind
from campaigns.console.ports import ConsentBook
from campaigns.delivery import Accepted, Doubtful, NeverSent
from campaigns.holidays import worked
from campaigns.provider import Capabilities, Outgoing, Provider
from campaigns.providers import sandbox, twilio
from campaigns.segments import segments
from settings import Settings, SettingsError

logger = logging.getLogger(__name__)
NOTICE_SECONDS = ClientTimeout(total=10)


def desk_rules(settings: Settings) -> DeskRules:
    """Give the desk's rules; SettingsError names the hours that cannot be."""
    desk = settings.desk
    week = desk.hours
    try:
        days = read_week((week.mon, week.tue, week.wed, week.thu, week.fri, week.sat, week.sun))
    except HoursError as error:
        raise SettingsError(f"desk.hours: {error}") from error
    hours = OpeningHours(days, settings.clock.zone)
    if desk.holidays:
        hours = OpeningHours(days, settings.clock.zone, worked)
    return DeskRules(hours, desk.role, timedelta(minutes=desk.silent_minutes), desk.open)


def capabilities_of(settings: Settings) -> Capabilities:
    """Give what the chosen provider can do, without opening it."""
    return twilio.CAPABILITIES if settings.sms.provider == "twilio" else sandbox.CAPABILITIES


def fits_of(settings: Settings) -> dict[str, Fits]:
    """Give what is too long for one answer, by channel."""
    signed, able = signature_of(settings), capabilities_of(settings)

    def fits(text: str) -> bool:
        whole = signed + text
        return len(whole) <= able.longest_text and segments(whole, able.segment_rule) <= MOST_SEGMENTS

    return {"sms": fits}


def signature_of(settings: Settings) -> str:
    """Give what each short message begins with."""
    return f"【{settings.sms.signature}】" if capabilities_of(settings).signature_in_text else ""


Spend = Callable[[str, int, datetime], Awaitable[None]]
"""Counts segments that left for a sender."""


class InDoubtError(Exception):
    """Nobody knows whether the provider took the message in."""


class DeskSms:
    """Sends people's answers as short messages, each under the attempt by which a receipt finds it again."""

    def __init__(
        self,
        provider: Provider,
        consents: ConsentBook,
        spend: Spend,
        sender: str,
        signature: str,
        clock: Callable[[], datetime],
    ) -> None:
        """Take who carries, where opt-outs are recorded and segments counted, and what messages come from and begin with."""
        self._provider, self._consents, self._spend = provider, consents, spend
        self._sender, self._signature, self._clock = sender, signature, clock

    async def send(self, letter: Letter) -> bool:
        """Send; False when they want none any more, or the provider refuses; NotSent when it did not leave."""
        phone = letter.speaker.name
        if await self._opted_out_since(phone, letter.asked_at):
            return False
        text = self._signature + letter.text
        # It waits for nobody: the sender's campaigns wait for it.
        await self._spend(
            self._sender, segments(text, self._provider.capabilities.segment_rule), self._clock()
        )
        outcome = await self._provider.send(Outgoing(letter.attempt, phone, text, self._sender))
        match outcome:
            case Accepted():
                return True
            case NeverSent():
                raise NotSent
            case Doubtful(reason):
                raise InDoubtError(reason.value)
        logger.info("answer of a person refused", extra={"code": outcome.fault.code})
        return False

    async def _opted_out_since(self, phone: str, asked_at: datetime) -> bool:
        """Who asks a person wants the answer, whatever they said of mass messages before; who opts out after that does not."""
        of_all = (one for one in await self._consents.records_of(phone) if one.topic == ALL_TOPICS)
        newest = max(of_all, key=lambda one: one.at, default=None)
        return newest is not None and newest.kind is ConsentKind.OPT_OUT and newest.at >= asked_at


def webhook(session: ClientSession, url: str) -> Tell:
    """Give what tells the staff by a POST of JSON; anything but a 2xx is told again."""

    async def tell(notice: Notice) -> None:
        body = {
            "text": notice.text, "ticket": notice.ticket, "why": notice.why.value,
            "waiting": notice.waiting, "waited_seconds": notice.waited_seconds,
        }  # fmt: skip
        try:
            async with session.post(url, json=body, timeout=NOTICE_SECONDS) as answer:
                if not 200 <= answer.status < 300:
                    raise NotSent
        except (aiohttp.ClientError, TimeoutError) as error:
            raise NotSent from error

    return tell


def all_of(tells: list[Tell]) -> Tell | None:
    """Give what tells all of them; None when there are none. It failed when every one did."""
    if not tells:
        return None

    async def tell(notice: Notice) -> None:
        failed = 0
        for one in tells:
            try:
                await one(notice)
            except NotSent:
                failed += 1
        if failed == len(tells):
            raise NotSent

    return tell
