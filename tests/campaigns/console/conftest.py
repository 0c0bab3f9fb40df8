"""The staff's door on a database of its own, with one person of each role."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from prometheus_client import CollectorRegistry

from campaigns.authoring import Authoring
from campaigns.console.app import create_staff_app
from campaigns.console.desk import Desk, Office, Registers
from campaigns.console.drafting import Drafting, DraftRules
from campaigns.console.meters import SendingMeters
from campaigns.console.ports import Line, SimulatedPhone
from campaigns.console.sender_routes import sender_routes
from campaigns.console.staff import Role, StaffMember, token_hash
from campaigns.held_runs import HeldRunDecisions
from campaigns.importing import ContactImport
from campaigns.phone import e164
from campaigns.template_library import load_library
from campaigns.topic_list import load_topics
from campaigns.windows import at_any_hour
from db.account_store import AccountStore
from db.audit_store import AuditStore
from db.consent_store import ConsentStore
from db.contact_counts import ContactCounts
from db.contact_rows import CONSISTENCY
from db.contact_store import ContactStore
from db.depths import DepthStore
from db.policy_versions import BookVersions
from db.sender_store import SenderStore
from db.staff_store import StaffStore
from house_campaigns import consent_words, sensitive
from nlu.policybook import load_book
from tests.databases import scratch
from tests.sending_house import FRAME, START, House, everybody

TODAY = date(2026, 11, 25)
BENEFITS = {
    "rural-family-reward": "农村部分计划生育家庭奖励扶助",
    "urban-elder-bonus": "城镇独生子女年老父母一次性奖励",
}
VERSIONS = BookVersions(load_book(), load_topics())


@dataclass
class FakeSimulator:
    """Phones of a simulator, in memory."""

    said: dict[str, list[Line]] = field(default_factory=dict)

    async def phones(self, limit: int) -> Sequence[SimulatedPhone]:
        return [SimulatedPhone(phone, lines[-1]) for phone, lines in self.said.items()]

    async def lines(self, phone: str) -> Sequence[Line]:
        return self.said.get(phone, [])

    async def reply(self, phone: str, text: str) -> None:
        self.said.setdefault(phone, []).append(Line(text, True, START))


@dataclass
class Door:
    """The door, the house behind it, and who knocks."""

    app: FastAPI
    house: House
    client: httpx.AsyncClient
    simulator: FakeSimulator

    async def call(
        self, who: str, method: str, path: str, status: int | None = None, **more: Any
    ) -> httpx.Response:
        """Call as the person whose token is `who`; with `status` the answer must have it."""
        headers = {"Authorization": f"Bearer {who}"} if who else {}
        answer = await self.client.request(method, f"/api/staff{path}", headers=headers, **more)
        assert status is None or answer.status_code == status, answer.text
        return answer

    async def drafted(self, who: str = "author", **changes: Any) -> Mapping[str, Any]:
        """A new draft."""
        answer = await self.call(who, "POST", "/campaigns", 201, json=DRAFT | changes)
        return dict(answer.json())


DRAFT: dict[str, Any] = {
    "template": "old-age-rewards-rural",
    "values": {"hotline": "12345"},
    "waves": {"shares": [], "soak_minutes": 0},
}


@pytest.fixture
async def door(tmp_path: Path) -> AsyncIterator[Door]:
    async with scratch("sqlite", tmp_path, "") as database:
        house = House(database)
        staff = StaffStore(database)
        for role in Role:
            member = StaffMember(role.value, frozenset({role}), house.clock())
            await staff.add(member, token_hash(role.value), "cli:test")
        simulator = FakeSimulator()
        senders = partial(sender_routes, SenderStore(database), house.clock)
        app = create_staff_app(desk_of(house, simulator), SendingMeters(CollectorRegistry()), (senders,))
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://staff") as client:
            yield Door(app, house, client, simulator)


def desk_of(house: House, simulator: FakeSimulator) -> Desk:
    phone = partial(e164, fictional=True)
    word = house.composer.word
    authoring = Authoring(
        house.campaigns, house.audience, word, house.provider, FRAME, house.rules, _never, house.clock
    )
    rules = DraftRules("+8610000009999", at_any_hour(), "Asia/Shanghai", house.rules.price_per_segment)
    named = consent_words(load_book()).topic
    store = ContactStore(house.database, house.keyring, house.fingerprint)

    async def probe() -> Mapping[str, bool]:
        return {"database": True}

    return Desk(
        Registers(
            StaffStore(house.database),
            ContactCounts(house.database, everybody),
            ContactImport(store, phone, CONSISTENCY, house.clock),
            ConsentStore(house.database, house.fingerprint),
            AuditStore(house.database),
            phone,
            named,
        ),
        Office(
            house.campaigns,
            HeldRunDecisions(house.campaigns),
            Drafting(load_library(), VERSIONS, authoring, rules, house.clock, named, sensitive(load_book())),
            authoring,
            house.approvals,
            AccountStore(house.database, house.rules.price_per_segment),
            house.doubts,
        ),
        DepthStore(house.database),
        BENEFITS,
        FRAME,
        house.provider.capabilities,
        "CNY",
        "Asia/Shanghai",
        house.clock,
        lambda: TODAY,
        probe,
        simulator,
    )


def _never(day: date) -> bool:
    return False
