"""The sending side put together for tests: invented residents, one campaign, a provider of the test's choice."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import ColumnElement, insert, select, true

from campaigns.approval import Approvals
from campaigns.campaign import Campaign, CampaignKind, Waves
from campaigns.composing import Composer
from campaigns.consent import Basis
from campaigns.delivery import Accepted, Outcome
from campaigns.dispatch import Dispatcher
from campaigns.handing_out import HandingOut
from campaigns.message import Frame
from campaigns.planning import Planner, PlanningRules
from campaigns.provider import Capabilities, Found, Outgoing, Provider
from campaigns.providers.twilio import CAPABILITIES
from campaigns.reconciling import Reconciler
from campaigns.schedule import Once
from campaigns.watch import Policies, Watch
from campaigns.windows import at_any_hour
from db.audience_pages import AudiencePages
from db.campaign_store import CampaignStore
from db.doubt_store import DoubtStore
from db.hand_out_store import HandOutStore
from db.hashes import Fingerprint
from db.identity import seal_identity
from db.keyring import Keyring
from db.ledger_store import LedgerStore
from db.models.contacts import CONTACTS
from db.models.deliveries import DeliveryRow
from db.receipt_store import ReceiptStore
from db.run_store import RunStore
from db.sender_store import SenderStore
from db.session import Database
from db.watch_store import WatchStore

START = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
FRAME = Frame("武汉卫健", {"zh": "拒收请回复R", "en": "Reply R to stop"})
KEY = bytes(range(32))
RULES = PlanningRules(1_000.0, 50, 500, timedelta(hours=1))
DEFAULT = Campaign(
    name="老年奖励",
    kind=CampaignKind.NOTICE,
    texts={"zh": "年满60岁的老人可以到社区问一问奖励扶助。"},
    audience="{}",
    schedule=Once(datetime.fromisoformat("2026-11-25T10:00")),
    sender="+8610000009999",
    cost_ceiling=10_000_000_000,
    basis=Basis.DUTY,
    policies={"rural-family-reward": date(2018, 1, 1)},
    windows=at_any_hour(),
    waves=Waves((), 0),
)


@dataclass
class Hands:
    """A clock that a test moves."""

    now: datetime = START

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, **time: float) -> None:
        self.now += timedelta(**time)


@dataclass
class ListProvider:
    """Takes everything in and keeps it, unless an answer was laid ready for the number."""

    answers: dict[str, list[Outcome]] = field(default_factory=dict)
    taken: list[Outgoing] = field(default_factory=list)
    there: dict[str, list[Found]] = field(default_factory=dict)

    @property
    def capabilities(self) -> Capabilities:
        return CAPABILITIES

    async def send(self, message: Outgoing) -> Outcome:
        waiting = self.answers.get(message.to)
        if waiting:
            return waiting.pop(0)
        self.taken.append(message)
        return Accepted(f"SM{len(self.taken):032x}")

    async def find(self, to: str, since: datetime) -> list[Found]:
        return self.there.get(to, [])

    async def close(self) -> None:
        return None


@dataclass
class Kept:
    """A courier that keeps what it is to carry until the test lets it go."""

    batches: list[int] = field(default_factory=list)

    async def carry(self, batch: int) -> None:
        self.batches.append(batch)


@dataclass
class Versions:
    """Which version of a policy holds, as the test says."""

    held: dict[str, date] = field(default_factory=dict)

    def version_on(self, name: str, day: date) -> date | None:
        return self.held.get(name)


def everybody(definition: str, on: date) -> ColumnElement[bool]:
    """An audience of all contacts."""
    return true()


def phone(number: int) -> str:
    """An invented number: none begins so."""
    return f"+8610000{number:06d}"


class House:
    """Everything of the sending side, on one database."""

    def __init__(self, database: Database, provider: Provider | None = None, rules: PlanningRules = RULES):
        self.database, self.rules = database, rules
        self.keyring, self.fingerprint = Keyring([KEY]), Fingerprint(KEY)
        self.clock = Hands()
        self.provider = provider or ListProvider()
        self.composer = Composer(FRAME, self.provider.capabilities)
        self.audience = AudiencePages(database, self.keyring, everybody, 3)
        self.runs = RunStore(database, rules.segments_per_second)
        self.campaigns = CampaignStore(database)
        self.hand_outs = HandOutStore(database)
        self.senders = SenderStore(database)
        self.doubts = DoubtStore(database, self.keyring)
        self.receipts = ReceiptStore(database)
        self.watching = WatchStore(database)
        self.versions = Versions()
        self.policies = Policies(self.versions, self.clock)
        self.ledger = LedgerStore(database, self.keyring, 3, self.policies.outdated, rules.price_per_segment)
        self.courier = Kept()
        self.join()

    def join(self) -> None:
        """Make the services anew, as a new process would."""
        word, clock = self.composer.word, self.clock
        self.approvals = Approvals(self.campaigns, self.campaigns.hands, self.audience, clock)
        self.planner = Planner(self.runs, self.runs, self.audience, word, self.rules, _never, clock)
        self.handing_out = HandingOut(self.hand_outs, self.courier, _never, clock)
        self.dispatcher = Dispatcher(self.ledger, self.provider, word, clock)
        self.watch = Watch(self.watching, self.watching, self.policies, clock)
        self.reconciler = Reconciler(self.doubts, self.doubts, self.provider, clock)

    async def residents(self, count: int, first: int = 0, district: str = "洪山区") -> None:
        """Register invented residents."""
        await register(self.database, self.keyring, self.fingerprint, count, first, district)

    async def launched(self, campaign: Campaign = DEFAULT, **changes: object) -> int:
        """A campaign that was approved by a second person and launched."""
        made = await self.campaigns.create(replace(campaign, **changes), "author", self.clock())  # type: ignore[arg-type]
        seen = await self.approvals.submit(made, "author")
        await self.approvals.approve(made, "approver", seen)
        await self.approvals.launch(made, "operator")
        return made

    async def planned(self, campaign: Campaign = DEFAULT, **changes: object) -> int:
        """A launched campaign whose first run is planned."""
        made = await self.launched(campaign, **changes)
        await self.plan()
        return made

    async def plan(self) -> None:
        """Open what is due, and plan it."""
        await self.planner.open_due()
        while await self.planner.plan_next():
            pass

    async def send_due(self) -> int:
        """Hand out and send what is due now; gives how many batches were sent."""
        await self.handing_out.hand_out()
        batches, self.courier.batches = self.courier.batches, []
        return sum([await self.dispatcher.send_batch(batch) for batch in batches])

    async def send_all(self) -> None:
        """Let time pass until nothing waits any more."""
        idle = 0
        while idle < 5:
            idle = 0 if await self.send_due() else idle + 1
            self.clock.pass_by(seconds=1)

    async def deliveries(self) -> Sequence[DeliveryRow]:
        """Every delivery there is."""
        async with self.database.reading() as session:
            return (await session.scalars(select(DeliveryRow).order_by(DeliveryRow.id))).all()


def _never(day: date) -> bool:
    return False


async def register(
    database: Database, keyring: Keyring, fingerprint: Fingerprint, count: int, first: int, district: str
) -> None:
    """Write contacts, each with a phone of its own."""
    rows = []
    for number in range(first, first + count):
        person = fingerprint.of_person(phone(number), f"居民{number}")
        rows.append(
            {
                "person_hash": person,
                "phone_hash": fingerprint.of_phone(phone(number)),
                "identity": seal_identity(keyring, phone(number), f"居民{number}", person),
                "language": "zh",
                "district": district,
                "updated_at": START,
            }
        )
    async with database.changing() as connection:
        for start in range(0, len(rows), 5_000):
            await connection.execute(insert(CONTACTS), rows[start : start + 5_000])
