"""The staff's door with the desk behind it, and one person of each role."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from prometheus_client import CollectorRegistry

from bot.staff.handoff_routes import handoff_routes
from bot.staff.news_routes import news_routes
from bot.staff.switch_routes import feedback_routes, switch_routes
from bot.wording import Wording
from campaigns.console.app import create_staff_app
from campaigns.console.meters import SendingMeters
from campaigns.console.staff import Role, StaffMember, token_hash
from db.audit_store import AuditStore
from db.feedback_store import FeedbackStore
from db.staff_store import StaffStore
from db.switch_store import SwitchStore
from house_news import open_news
from settings import Settings
from tests.bot.web.conftest import assessor
from tests.campaigns.console.conftest import TODAY, Door, FakeSimulator, desk_of
from tests.contracts.test_handoff import KEYS, Office
from tests.databases import scratch
from tests.sending_house import House


class DeskDoor(Door):
    """The door, with the office that residents wait in."""

    office: Office


@pytest.fixture
async def door(tmp_path: Path) -> AsyncIterator[DeskDoor]:
    async with scratch("sqlite", tmp_path, "") as database:
        house, office = House(database), Office(database)
        staff = StaffStore(database)
        for role in Role:
            await staff.add(
                StaffMember(role.value, frozenset({role}), house.clock()), token_hash(role.value), "cli:test"
            )
        desk = desk_of(house, FakeSimulator())
        news = open_news(Settings(), database, KEYS, assessor().book, Wording.load(), office.clock)
        more = (
            handoff_routes(office.staff, office.store, AuditStore(database), office.rules, office.clock),
            switch_routes(SwitchStore(database), ("childcare-subsidy",), ("about",), office.clock),
            feedback_routes(FeedbackStore(database), lambda: TODAY),
            news_routes(news.desk),
        )
        app = create_staff_app(desk, SendingMeters(CollectorRegistry()), more)
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://staff") as client:
            made = DeskDoor(app, house, client, FakeSimulator())
            made.office = office
            yield made
