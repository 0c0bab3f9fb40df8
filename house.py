"""Makes the adapters and joins them to the ports: the only place that knows every part."""

import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from aiohttp import ClientSession

from bot.conversation import Conversation
from bot.following import Following
from bot.handoff import HandoffDesk
from bot.ports import Understanding
from bot.staff.feedback_meter import CountedFeedback
from bot.switches import Switches
from bot.wording import Wording
from campaigns.windows import WindowError, Windows, changed, default_windows
from db.feedback_store import FeedbackStore
from db.fingerprint import open_fingerprint
from db.follow_store import FollowStore
from db.handoff_store import HandoffStore
from db.keyring import Keyring, open_keyring
from db.migrate import upgrade
from db.session import Database
from db.session_store import DatabaseSessionStore
from db.switch_store import SwitchStore
from house_desk import desk_rules
from nlu.eligibility import Assessor
from nlu.lexicon import Lexicon, Names
from nlu.normalise import warm_up
from nlu.policybook import load_book
from nlu.rasa_client import RasaClient
from nlu.rasa_process import Launch, RasaProcess, answers, attended
from nlu.training import PROJECT, wanted_model
from settings import Settings, SettingsError


def clock() -> datetime:
    """Gives the present instant, in UTC."""
    return datetime.now(UTC)


def residents_day(settings: Settings) -> Callable[[], date]:
    """Gives the clock by which rules are asked: the residents' calendar, or the one day that was fixed."""
    fixed, zone = settings.clock.today, ZoneInfo(settings.clock.zone)
    return lambda: fixed or datetime.now(zone).date()


def windows_of(settings: Settings) -> Windows:
    """Gives the hours in which campaigns and news leave: every day's, and where a kind of day has its own, those.

    `SettingsError` when they end before they begin, or no weekday is open.
    """
    hours = settings.campaigns
    try:
        every_day = default_windows(hours.window_from, hours.window_until, hours.zone)
    except WindowError as error:
        raise SettingsError(f"campaigns.window_from, campaigns.window_until: {error}") from error
    try:
        return changed(every_day, hours.windows.model_dump(exclude_none=True))
    except WindowError as error:
        raise SettingsError(f"campaigns.{error}") from error


def open_database(settings: Settings, *, durable: bool = False) -> Database:
    """Gives the database of the settings; `SettingsError` when a SQLite file lies in a folder that is not there.

    Only `var`, where everything of the service lies by default, is made: any other is more likely a slip.
    `durable` is for those who send messages: nothing committed is lost in a power cut.
    """
    url = settings.database.url
    if url.startswith("sqlite") and (path := url.partition(":///")[2]) and path != ":memory:":
        folder = Path(path.partition("?")[0]).parent
        if folder == Path("var"):
            folder.mkdir(exist_ok=True)
        if not folder.is_dir():
            raise SettingsError(
                f"database.url: there is no folder {folder}: make it, or mend HUIMIN_DATABASE__URL"
            )
    return Database(url, durable=durable)


@dataclass(frozen=True, slots=True)
class Rules:
    """What is read once and never changes while the service runs."""

    assessor: Assessor
    wording: Wording
    lexicon: Lexicon

    @classmethod
    def load(cls) -> "Rules":
        """Reads policies and replies; PolicyBookError or WordingError hold every fault."""
        book = load_book()
        warm_up()
        return cls(Assessor(book), Wording.load(), Lexicon(Names.of(book)))


@dataclass(frozen=True, slots=True)
class House:
    """Everything joined, for as long as `open_house` holds it open."""

    settings: Settings
    rules: Rules
    database: Database
    keyring: Keyring
    key_made: Path | None
    store: DatabaseSessionStore
    handoffs: HandoffStore
    conversation: Conversation
    feedback: CountedFeedback
    understanding: RasaProcess | None
    """The understanding process to be kept alive here; None when somebody else's is asked."""
    understanding_url: str

    async def understands(self) -> bool:
        """Says whether the trained model answers by now."""
        if self.understanding is not None:
            return self.understanding.ready
        return await answers(self.understanding_url)


def understanding_of(settings: Settings) -> tuple[RasaProcess | None, str]:
    """Gives the process to keep alive (none when another's address is set, or there is no environment), and the address."""
    if settings.nlu.url:
        return None, settings.nlu.url
    launch = Launch(PROJECT, wanted_model(), settings.nlu.port)
    if not settings.nlu.enabled or not launch.model.exists():
        return None, launch.url
    return RasaProcess(launch), launch.url


@asynccontextmanager
async def open_house(settings: Settings) -> AsyncIterator[House]:
    """Joins everything on the settings' database, which must have been brought up to date."""
    rules = Rules.load()
    opened = open_keyring(settings.secrets.data_key.get_secret_value(), settings.secrets.key_file)
    database = open_database(settings)
    process, url = understanding_of(settings)
    try:
        async with ClientSession() as session:
            async with database.writing() as writing:
                fingerprint = await open_fingerprint(writing, opened.keyring)
            key = fingerprint.of_phone("sessions")
            store = DatabaseSessionStore(database, key, timedelta(minutes=settings.chat.idle_minutes))
            handoffs = HandoffStore(database, opened.keyring, key)
            desk = HandoffDesk(handoffs, desk_rules(settings), rules.wording, clock)
            understanding: Understanding = RasaClient(
                session, url, rules.lexicon, timeout_seconds=settings.nlu.timeout_seconds
            )
            counted = CountedFeedback(FeedbackStore(database))
            conversation = Conversation(
                store,
                understanding,
                rules.assessor,
                rules.wording,
                clock,
                residents_day(settings),
                desk,
                Switches(SwitchStore(database).off),
                counted,
                Following(
                    FollowStore(database, opened.keyring, fingerprint),
                    rules.assessor.book,
                    rules.wording,
                    clock,
                ),
            )
            yield House(
                settings,
                rules,
                database,
                opened.keyring,
                opened.made,
                store,
                handoffs,
                conversation,
                counted,
                process,
                url,
            )
    finally:
        await database.dispose()


@asynccontextmanager
async def passing_conversation(settings: Settings) -> AsyncIterator[Conversation]:
    """Gives a conversation that leaves nothing behind; understanding is started for it where none answers."""
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite+aiosqlite:///{folder}/passing.db")
        try:
            await upgrade(database)
            rules = Rules.load()
            process, url = understanding_of(settings)
            if process is not None and await answers(url):
                process = None
            async with ClientSession() as session, attended(process):
                understanding = RasaClient(
                    session, url, rules.lexicon, timeout_seconds=settings.nlu.timeout_seconds
                )
                store = DatabaseSessionStore(database, b"a conversation of one line")
                yield Conversation(
                    store, understanding, rules.assessor, rules.wording, clock, residents_day(settings)
                )
        finally:
            await database.dispose()
