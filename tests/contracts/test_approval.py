"""Two persons for every campaign, and an unbroken record of what they did, on both databases."""

from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import delete, update

from campaigns.approval import ApprovalError
from campaigns.audit import verify
from campaigns.authoring import Authoring
from campaigns.campaign import Campaign, CampaignError, CampaignState, MoveError, digest, written
from campaigns.schedule import Once, ScheduleError
from campaigns.sending import Exclusion
from db.audit_store import AuditStore
from db.models.audit import AuditRow
from tests.sending_house import DEFAULT, FRAME, House


def authoring(house: House) -> Authoring:
    return Authoring(
        house.campaigns, house.audience, house.composer.word, house.provider, FRAME, house.rules,
        lambda day: False, house.clock,
    )  # fmt: skip


async def submitted(house: House) -> tuple[int, str]:
    made = await house.campaigns.create(DEFAULT, "author", house.clock())
    return made, await house.approvals.submit(made, "requester")


@pytest.mark.parametrize("who", ["author", "requester"])
async def test_who_wrote_or_submitted_cannot_approve(house: House, who: str) -> None:
    made, seen = await submitted(house)
    with pytest.raises(ApprovalError, match="another person"):
        await house.approvals.approve(made, who, seen)


async def test_who_changed_it_once_cannot_approve_though_others_changed_it_since(house: House) -> None:
    made, _ = await submitted(house)
    for name, who in (("改过的文字", "second"), ("只改名字", "author")):
        await authoring(house).edit(made, replace(DEFAULT, name=name), who)
    seen = await house.approvals.submit(made, "author")
    for who in ("second", "requester"):
        with pytest.raises(ApprovalError, match="another person"):
            await house.approvals.approve(made, who, seen)
    await house.approvals.approve(made, "approver", seen)


async def test_what_was_not_seen_cannot_be_approved(house: House) -> None:
    made, _ = await submitted(house)
    with pytest.raises(ApprovalError, match="read it again"):
        await house.approvals.approve(made, "approver", digest("another text", 0))


CHANGES: list[dict[str, object]] = [
    {"texts": {"zh": "改过的文字。"}},
    {"audience": '{"districts":["洪山区"]}'},
    {"schedule": Once(datetime.fromisoformat("2026-11-26T10:00"))},
    {"sender": "+8610000009998"},
    {"cost_ceiling": 1},
]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: next(iter(change)))
async def test_any_change_voids_the_approval(house: House, change: dict[str, object]) -> None:
    made, seen = await submitted(house)
    await house.approvals.approve(made, "approver", seen)
    changed: Campaign = replace(DEFAULT, **change)  # type: ignore[arg-type]
    assert digest(written(changed), 0) != seen
    await authoring(house).edit(made, changed, "author")
    record = await house.approvals.record(made)
    assert (record.state, record.approval) == (CampaignState.DRAFT, None)
    with pytest.raises(MoveError):
        await house.approvals.launch(made, "operator")


async def test_a_launched_campaign_cannot_be_changed(house: House) -> None:
    made = await house.launched()
    with pytest.raises(MoveError, match="write a new one"):
        await authoring(house).edit(made, DEFAULT, "author")


async def test_a_time_that_has_passed_cannot_be_launched(house: House) -> None:
    made, seen = await submitted(house)
    await house.approvals.approve(made, "approver", seen)
    house.clock.pass_by(days=1)
    with pytest.raises(ScheduleError, match="later time"):
        await house.approvals.launch(made, "operator")


async def test_texts_that_cannot_be_sent_are_no_campaign(house: House) -> None:
    bad = replace(DEFAULT, texts={"zh": "看 https://example.com 打{hotline}"})
    with pytest.raises(CampaignError, match="hotline"):
        await authoring(house).create(bad, "author")


async def test_a_preview_tells_what_a_run_does(house: House) -> None:
    await house.residents(40)
    preview = await authoring(house).preview(DEFAULT)
    assert (preview.recipients, preview.segments, preview.cost) == (40, 40, 40 * 500)
    assert len(preview.first_messages) == 10
    await house.planned()
    await house.send_all()
    assert (await authoring(house).preview(DEFAULT)).recipients == 40
    for number in range(2):
        await house.planned(name=f"再来{number}")
        await house.send_all()
    assert dict((await authoring(house).preview(DEFAULT)).excluded) == {Exclusion.CAP: 40}


async def test_every_step_is_in_an_unbroken_log(house: House) -> None:
    await house.residents(3)
    made = await house.planned()
    trail = AuditStore(house.database)
    actions = [entry.action async for entry in trail.entries(f"campaign:{made}")]
    assert actions == ["create", "submit", "approve", "launch", "open run", "plan"]
    assert (await verify(trail)).broken_at is None


async def test_a_changed_or_missing_entry_breaks_the_log(house: House) -> None:
    await house.launched()
    trail = AuditStore(house.database)
    async with house.database.writing() as session:
        await session.execute(update(AuditRow).where(AuditRow.id == 3).values(who="nobody"))
    assert (await verify(trail)).broken_at == 3
    async with house.database.writing() as session:
        await session.execute(delete(AuditRow).where(AuditRow.id == 2))
    assert (await verify(trail)).broken_at == 3
