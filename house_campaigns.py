"""Joins the sending side: the stores and services of campaigns, for the staff's door, the tick, workers and commands."""

import gc
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from fastapi import APIRouter
from prometheus_client import CollectorRegistry
from sqlalchemy import text
from taskiq import AsyncBroker

from bot.consent_topics import consent_topics
from campaigns.approval import Approvals
from campaigns.authoring import Authoring
from campaigns.campaign import MONEY_UNITS, Thresholds
from campaigns.carrying import Carrier, make_broker
from campaigns.composing import Composer
from campaigns.confidential import Sensitive
from campaigns.consent_words import ConsentWords
from campaigns.console.app import MoreRoutes, create_staff_app
from campaigns.console.desk import Desk, Office, Registers
from campaigns.console.drafting import Drafting, DraftRules
from campaigns.console.meters import CountedReceipts, SendingMeters
from campaigns.console.sender_routes import sender_routes
from campaigns.dispatch import Dispatcher
from campaigns.handing_out import HandingOut
from campaigns.held_runs import HeldRunDecisions
from campaigns.holidays import holiday_or_makeup
from campaigns.importing import ContactImport
from campaigns.message import Frame
from campaigns.phone import e164
from campaigns.planning import Planner, PlanningRules
from campaigns.provider import Provider
from campaigns.providers.sandbox import SandboxProvider
from campaigns.providers.twilio import TwilioProvider
from campaigns.receipts import TRIED, ReceiptIntake, TriedOut
from campaigns.reconciling import Reconciler
from campaigns.replies import ReplyIntake
from campaigns.retaining import Retention
from campaigns.simulating import PhoneSimulator
from campaigns.template_library import load_library
from campaigns.ticking import Duty, Ticker
from campaigns.topic_list import load_topics
from campaigns.watch import Policies, Watch
from campaigns.webhooks import TwilioSignature, twilio_receipts
from db.account_store import AccountStore
from db.archive_store import ArchiveStore
from db.audience_pages import AudiencePages
from db.audience_query import AudienceSelection
from db.audit_store import AuditStore
from db.campaign_store import CampaignStore
from db.consent_store import ConsentStore
from db.contact_counts import ContactCounts
from db.contact_rows import CONSISTENCY
from db.contact_store import ContactStore
from db.depths import DepthStore
from db.doubt_store import DoubtStore
from db.fingerprint import open_fingerprint
from db.follow_store import topic_of
from db.hand_out_store import HandOutStore
from db.handoff_postbag import OURS as DESK
from db.handoff_postbag import DeskReceipts, HandoffPostbag, Reported
from db.hashes import Fingerprint
from db.keyring import Keyring, open_keyring
from db.ledger_store import LedgerStore
from db.migrate import require_newest
from db.news_postbag import OURS as NEWS
from db.outbox_store import OutboxStore
from db.policy_versions import BookVersions
from db.receipt_store import ReceiptStore
from db.reply_store import ReplyStore
from db.run_store import RunStore
from db.sender_store import SenderStore
from db.session import Database
from db.staff_store import StaffStore
from db.watch_store import WatchStore
from house import clock, open_database, residents_day, windows_of
from house_news import news_postbag
from nlu.catalogue import CATALOGUE
from nlu.normalise import clean
from nlu.policy import PolicyBook
from nlu.policybook import load_book
from settings import Settings, SettingsError

STATUS_PATH = "/twilio/status"
"""Where receipts come in at the public door; the attempt's id follows."""


@dataclass(frozen=True, slots=True)
class Stores:
    """What commands need that neither write nor send messages."""

    settings: Settings
    database: Database
    keyring: Keyring
    fingerprint: Fingerprint
    staff: StaffStore
    audit: AuditStore
    consents: ConsentStore
    importing: ContactImport
    phone: Callable[[str], str]


@asynccontextmanager
async def open_stores(settings: Settings) -> AsyncIterator[Stores]:
    """Join the stores on a database of the settings; `OutdatedError` when it was not brought up to date."""
    keyring = open_keyring(settings.secrets.data_key.get_secret_value(), settings.secrets.key_file).keyring
    database = open_database(settings, durable=True)
    try:
        await require_newest(database)
        async with database.writing() as session:
            fingerprint = await open_fingerprint(session, keyring)
        phone = partial(
            e164, region=settings.contacts.default_region, fictional=settings.contacts.accept_fictional
        )
        contacts = ContactStore(database, keyring, fingerprint)
        yield Stores(
            settings,
            database,
            keyring,
            fingerprint,
            StaffStore(database),
            AuditStore(database),
            ConsentStore(database, fingerprint),
            ContactImport(contacts, phone, CONSISTENCY, _local_clock(settings)),
            phone,
        )
    finally:
        await database.dispose()


@dataclass(frozen=True, slots=True)
class Waits:
    """How long the sending side waits for others; tests of crashes wait less."""

    lease: timedelta = timedelta(seconds=60)
    """For a worker that took a batch, before its attempts count as doubtful: longer than any call by far."""
    planning: timedelta = timedelta(seconds=60)
    """For whoever plans a page."""
    receipt: timedelta = timedelta(seconds=60)
    """For the receipt of a doubtful attempt, before it is looked for at the provider."""


_PATIENT = Waits()


@dataclass(frozen=True, slots=True)
class Sending:
    """The services that write, plan and send, on the stores."""

    stores: Stores
    desk: Desk
    meters: SendingMeters
    provider: Provider
    simulator: PhoneSimulator | None
    """The sandbox's phones, None where a real provider sends."""
    dispatcher: Dispatcher
    receipts: ReceiptIntake
    duties: tuple[Duty, ...]
    """Everything the tick does but handing out, which needs a carrier."""
    look_first: Callable[[], Awaitable[None]]
    """Done once before anything is handed out."""

    def public_routes(self) -> list[APIRouter]:
        """Give the routes by which the provider calls us at the public door."""
        settings = self.stores.settings
        token = settings.sms.twilio.auth_token.get_secret_value()
        if settings.sms.provider != "twilio" or not settings.public.url:
            return []
        return [twilio_receipts(self.receipts, TwilioSignature(token, settings.public.url))]

    def app(self, *more: MoreRoutes) -> Any:
        """Give the staff's application; `more` are routes of other parts of the house."""
        senders = partial(sender_routes, SenderStore(self.stores.database), self.desk.clock)
        return create_staff_app(self.desk, self.meters, (senders, *more))

    @asynccontextmanager
    async def under_way(self) -> AsyncIterator[Carrier]:
        """Tick and hand out while the block lasts; the carrier given must be let `work`."""
        settings = self.stores.settings
        hand_out = HandOutStore(self.stores.database)
        broker = broker_of(settings)
        async with Carrier(broker, self.dispatcher.send_batch) as carrier:
            handing_out = HandingOut(hand_out, carrier, holiday_or_makeup, clock)
            ticker = Ticker((*self.duties, Duty("hand out", handing_out.hand_out, timedelta(seconds=0.5))))
            await self.look_first()
            ticker.start()
            gc.freeze()  # what is loaded stays: walking it again and again takes a third of a sender's time
            try:
                yield carrier
            finally:
                await ticker.stop()
                await self.dispatcher.close()


@asynccontextmanager
async def open_sending(
    stores: Stores, book: PolicyBook | None = None, waits: Waits = _PATIENT
) -> AsyncIterator[Sending]:
    """Join the services; `book` spares reading the policies twice."""
    settings, database = stores.settings, stores.database
    book = book or load_book()
    meters = SendingMeters(CollectorRegistry())
    letters: dict[str, Reported] = {
        TRIED: TriedOut(),
        DESK: HandoffPostbag(database, stores.keyring),
        NEWS: news_postbag(stores.settings, database, stores.keyring),
    }
    desk_too = DeskReceipts(ReceiptStore(database), letters)
    receipts = ReceiptIntake(CountedReceipts(desk_too, meters), clock)
    provider, simulator = provider_of(stores, receipts, consent_words(book))
    frame = Frame(
        settings.sms.signature, {"zh": settings.sms.opt_out_tail, "en": settings.sms.opt_out_tail_en}
    )
    word = Composer(frame, provider.capabilities).word
    rules = replace(planning_rules(settings), lease=waits.planning)
    selection = AudienceSelection(book)
    cap = settings.campaigns.weekly_cap
    audience = AudiencePages(database, stores.keyring, selection, cap)
    campaigns, runs = CampaignStore(database), RunStore(database, rules.segments_per_second)
    doubts = DoubtStore(database, stores.keyring)
    authoring = Authoring(campaigns, audience, word, provider, frame, rules, holiday_or_makeup, clock)
    grace = timedelta(minutes=settings.campaigns.overdue_grace_minutes)
    planner = Planner(runs, runs, audience, word, rules, holiday_or_makeup, clock)
    reconciler = Reconciler(doubts, doubts, provider, clock, waits.receipt)
    watching = WatchStore(database)
    versions = BookVersions(book, load_topics())
    policies = Policies(versions, clock, settings.campaigns.zone)
    watch = Watch(watching, watching, policies, clock, grace=grace)
    ledger = LedgerStore(database, stores.keyring, cap, policies.outdated, rules.price_per_segment)
    second = timedelta(seconds=1)
    named = consent_words(book).topic

    async def probe() -> Mapping[str, bool]:
        async with database.reading() as session:
            await session.execute(text("SELECT 1"))
        return {"database": True}

    counts = ContactCounts(database, selection)
    desk = Desk(
        Registers(
            stores.staff,
            counts,
            stores.importing,
            stores.consents,
            stores.audit,
            stores.phone,
            named,
        ),
        Office(
            campaigns,
            HeldRunDecisions(campaigns),
            Drafting(
                load_library(),
                versions,
                authoring,
                draft_rules(settings),
                clock,
                named,
                sensitive(book),
                counts.districts,
            ),
            authoring,
            Approvals(campaigns, campaigns.hands, audience, clock, grace, settings.campaigns.zone),
            AccountStore(database, rules.price_per_segment),
            doubts,
        ),
        DepthStore(database),
        {name: policy.name for name, policy in book.benefits.items()},
        frame,
        provider.capabilities,
        settings.sms.currency,
        settings.campaigns.zone,
        clock,
        residents_day(settings),
        probe,
        simulator,
    )
    try:
        yield Sending(
            stores,
            desk,
            meters,
            provider,
            simulator,
            Dispatcher(ledger, provider, word, clock, lease=waits.lease, told=meters.told),
            receipts,
            (
                Duty("open runs", planner.open_due, second),
                Duty("plan runs", planner.plan_next, second / 2),
                Duty("reconcile", reconciler.reconcile, 5 * second),
                Duty("watch", watch.look, second),
                Duty("retain", Retention(ArchiveStore(database), clock).retain, 60 * second),
            ),
            watch.look_first,
        )
    finally:
        await provider.close()


@asynccontextmanager
async def open_worker(stores: Stores) -> AsyncIterator[Carrier]:
    """Give a carrier whose `work` sends what others hand out."""
    async with open_sending(stores) as sending:
        broker = broker_of(stores.settings)
        async with Carrier(broker, sending.dispatcher.send_batch) as carrier:
            gc.freeze()
            yield carrier
            await sending.dispatcher.close()


def provider_of(
    stores: Stores, receipts: ReceiptIntake, words: ConsentWords
) -> tuple[Provider, PhoneSimulator | None]:
    """Give the provider that the settings choose, with its phones if they are simulated; SettingsError when it cannot be."""
    sms = stores.settings.sms
    if sms.provider == "sandbox":
        outbox = OutboxStore(stores.database, stores.keyring, stores.fingerprint)
        replies = ReplyIntake(ReplyStore(stores.database, stores.fingerprint), words, clock)
        simulator = PhoneSimulator(outbox, replies, sms.signature, clock)
        return SandboxProvider(outbox, receipts.take, clock), simulator
    if sms.provider == "twilio":
        twilio = sms.twilio
        if not twilio.account_sid or not twilio.auth_token.get_secret_value():
            raise SettingsError(
                "sms.provider is twilio: set HUIMIN_SMS__TWILIO__ACCOUNT_SID and HUIMIN_SMS__TWILIO__AUTH_TOKEN"
            )
        public = stores.settings.public.url.rstrip("/")
        callback = public + STATUS_PATH if public else ""
        token = twilio.auth_token.get_secret_value()
        client = TwilioProvider(twilio.account_sid, token, callback, twilio.base_url, twilio.timeout_seconds)
        return client, None
    raise SettingsError(f"sms.provider: {sms.provider} is not there yet: choose sandbox or twilio")


def consent_words(book: PolicyBook) -> ConsentWords:
    """Give what reads residents' wishes about messages; the names are gathered when one is first needed."""
    return ConsentWords(lambda: consent_topics(book, load_topics(), load_library().values(), topic_of), clean)


def sensitive(book: PolicyBook) -> Sensitive:
    """Give what is private to those whom a campaign is about."""
    return Sensitive(
        frozenset(policy.id for policy in book.benefits.values() if policy.sensitive),
        frozenset(fact for fact, known in CATALOGUE.items() if known.sensitive),
    )


def broker_of(settings: Settings) -> AsyncBroker:
    """Give what carries batches between this process and others."""
    return make_broker(settings.broker.url.get_secret_value(), settings.broker.queue)


def sender_of(settings: Settings) -> str:
    """Give who sends where a campaign names nobody."""
    twilio = settings.sms.twilio
    return twilio.messaging_service_sid or twilio.sender or settings.sms.provider


def planning_rules(settings: Settings) -> PlanningRules:
    """Give the house's figures for planning."""
    return PlanningRules(
        settings.sms.segments_per_second,
        settings.campaigns.batch_size,
        round(settings.sms.price_per_segment * MONEY_UNITS),
        timedelta(minutes=settings.campaigns.overdue_grace_minutes),
        settings.campaigns.zone,
    )


def draft_rules(settings: Settings) -> DraftRules:
    """Give the house's figures for drafts."""
    price = planning_rules(settings).price_per_segment
    thresholds = Thresholds(**settings.campaigns.thresholds.model_dump())
    return DraftRules(sender_of(settings), windows_of(settings), settings.campaigns.zone, price, thresholds)


def _local_clock(settings: Settings) -> Callable[[], datetime]:
    zone = ZoneInfo(settings.clock.zone)
    return lambda: clock().astimezone(zone)
