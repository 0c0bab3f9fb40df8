"""Two persons for every campaign, and an unbroken record of what they did, on both databases."""

from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import delete, func, select, update

from campaigns.approval import ApprovalError
from campaigns.audit import verify
from campaigns.authoring import Authoring
from campaigns.campaign import Campaign, CampaignError, CampaignState, MoveError, Waves, digest, written
from campaigns.schedule import Once, Recurring, ScheduleError
from campaigns.sending import Exclusion
from db.audit_store import AuditStore
from db.models.audit import AuditRow
from db.models.campaigns import BatchRow
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


@pytest.mark.parametrize(
    ("waves", "minutes"),
    [
        (Waves((), 0), 10),
        (Waves((0.01, 0.10), 15), 40),  # two pauses more
        (Waves((0.5,), 600), 610),
    ],
)
async def test_a_preview_tells_when_the_last_wave_has_left(house: House, waves: Waves, minutes: int) -> None:
    await house.residents(100)
    house.rules = replace(house.rules, segments_per_second=100 / 600)
    house.join()
    preview = await authoring(house).preview(replace(DEFAULT, waves=waves))
    assert preview.begins_at is not None
    assert preview.ends_at is not None
    lasts = (preview.ends_at - preview.begins_at).total_seconds()
    assert lasts == pytest.approx(60 * minutes, abs=1)
    await house.planned(waves=waves)
    async with house.database.reading() as session:
        last = await session.scalar(select(func.max(BatchRow.due_at)))
    assert last is not None
    assert (preview.ends_at - last).total_seconds() == pytest.approx(6, abs=1)


PAST = datetime.fromisoformat("2020-01-01T09:00")


@pytest.mark.parametrize(
    "schedule",
    [
        Once(PAST),
        Recurring("0 9 * * *", PAST),
        Recurring("0 9 31 2 *", datetime.fromisoformat("2027-01-01T00:00")),
    ],
)
async def test_what_can_never_run_is_neither_kept_nor_submitted(
    house: House, schedule: Once | Recurring
) -> None:
    never = replace(DEFAULT, schedule=schedule)
    with pytest.raises(ScheduleError):
        await authoring(house).create(never, "author")
    made = await authoring(house).create(DEFAULT, "author")
    with pytest.raises(ScheduleError):
        await authoring(house).edit(made, never, "author")
    preview = await authoring(house).preview(never)
    assert (preview.begins_at, preview.ends_at) == (None, None)
    made = await house.campaigns.create(never, "author", house.clock())
    with pytest.raises(ScheduleError):
        await house.approvals.submit(made, "author")


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
