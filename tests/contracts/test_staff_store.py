"""What holds of the staff, on both databases."""

from datetime import UTC, datetime

from campaigns.console.staff import Role, StaffMember, new_token, token_hash
from db.audit_store import AuditStore
from db.staff_store import StaffStore
from tests.sending_house import House

NOW = datetime(2026, 11, 25, tzinfo=UTC)
LI = StaffMember("李审", frozenset({Role.APPROVER, Role.VIEWER}), NOW)


async def test_a_token_tells_who_holds_it(house: House) -> None:
    staff, token = StaffStore(house.database), new_token()
    assert await staff.add(LI, token_hash(token), "cli:root")
    assert await staff.by_token(token_hash(token)) == LI
    assert await staff.by_token(token_hash(new_token())) is None


async def test_a_name_is_given_once(house: House) -> None:
    staff, token = StaffStore(house.database), new_token()
    await staff.add(LI, token_hash(token), "cli:root")
    await staff.disable("李审", "cli:root", NOW)
    assert not await staff.add(LI, token_hash(new_token()), "cli:root")
    assert len(await staff.listed()) == 1


async def test_a_disabled_token_opens_nothing(house: House) -> None:
    staff, token = StaffStore(house.database), new_token()
    await staff.add(LI, token_hash(token), "cli:root")
    assert await staff.disable("李审", "admin", NOW)
    assert not await staff.disable("李审", "admin", NOW)
    assert await staff.by_token(token_hash(token)) is None
    assert [one.disabled_at for one in await staff.listed()] == [NOW]


async def test_letting_in_and_out_is_in_the_audit_log(house: House) -> None:
    staff = StaffStore(house.database)
    await staff.add(LI, token_hash(new_token()), "cli:root")
    await staff.disable("李审", "admin", NOW)
    told = [
        (one.who, one.action, one.detail) async for one in AuditStore(house.database).entries("staff:李审")
    ]
    assert told == [("cli:root", "add staff", "approver,viewer"), ("admin", "disable staff", "")]
