"""Where campaigns are kept; each change and its entry in the audit log are one transaction."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from campaigns.campaign import Campaign, CampaignState, Move, RunState, digest, moved, read, written
from campaigns.campaign_ports import Approval, CampaignRecord, Step
from campaigns.watch import JUDGED, SEEN
from db.audit_store import append
from db.models.audit import AuditRow
from db.models.campaigns import ApprovalRow, CampaignRow, RunRow
from db.run_store import changed
from db.session import Database
from db.tallies import Tally, add_up, sums

_VOIDING = frozenset({Move.EDIT, Move.REJECT, Move.CANCEL})
_CREATE = "create"
_WRITING = (_CREATE, Move.EDIT.value, Move.SUBMIT.value)
"""The audit log's names of what makes somebody's hand part of a campaign."""


class CampaignStore:
    """The campaigns in the database."""

    def __init__(self, database: Database) -> None:
        """Take the database."""
        self._database = database

    async def create(self, campaign: Campaign, who: str, now: datetime) -> int:
        """Keep a new draft; gives its id."""
        text = written(campaign)
        async with self._database.writing() as session:
            row = CampaignRow(
                name=campaign.name[:200], kind=campaign.kind.value, sender=campaign.sender, definition=text,
                audience_size=0, state=CampaignState.DRAFT.value, why="", author=who, edited_by=who, submitted_by="",
                next_due_at=None, next_number=1, accepted_at=None, created_at=now, updated_at=now,
            )  # fmt: skip
            session.add(row)
            await session.flush()
            await append(session, now, who, _CREATE, f"campaign:{row.id}", digest(text, 0))
            return row.id

    async def load(self, campaign: int) -> CampaignRecord | None:
        """Give one campaign."""
        found = await self._records(CampaignRow.id == campaign)
        return found[0] if found else None

    async def listed(self) -> Sequence[CampaignRecord]:
        """Give all campaigns, newest first."""
        return await self._records()

    async def hands(self, campaign: int) -> frozenset[str]:
        """Give everybody who ever wrote, changed or submitted it: the audit log, only ever added to, knows them all."""
        query = select(AuditRow.who).where(
            AuditRow.subject == f"campaign:{campaign}", AuditRow.action.in_(_WRITING)
        )
        async with self._database.reading() as session:
            return frozenset((await session.scalars(query.distinct())).all())

    async def step(self, record: CampaignRecord, step: Step) -> bool:
        """Make a move from exactly this record; False when it was changed meanwhile."""
        values: dict[str, Any] = {
            "state": moved(record.state, step.move).value,
            "why": step.why[:300],
            "updated_at": step.at,
        }
        if step.text is not None:
            campaign = read(step.text)
            values |= {
                "definition": step.text, "name": campaign.name[:200], "kind": campaign.kind.value,
                "sender": campaign.sender, "edited_by": step.who, "audience_size": 0, "submitted_by": "",
            }  # fmt: skip
        if step.move is Move.SUBMIT:
            values |= {"submitted_by": step.who, "audience_size": step.audience_size or 0}
        if step.move is Move.LAUNCH:
            values["next_due_at"] = step.next_due_at
        if step.move is Move.RESUME and record.state is CampaignState.HELD:
            values["accepted_at"] = step.at
        same = (
            update(CampaignRow)
            .where(
                CampaignRow.id == record.id,
                CampaignRow.state == record.state.value,
                CampaignRow.definition == record.text,
            )
            .values(**values)
        )
        async with self._database.writing() as session:
            if not await changed(session, same):
                return False
            if step.move is Move.RESUME:
                await _note_what_was_seen(session, record.id)
            if step.move in _VOIDING:
                standing = ApprovalRow.campaign_id == record.id, ApprovalRow.voided_at.is_(None)
                await session.execute(update(ApprovalRow).where(*standing).values(voided_at=step.at))
            if step.approval is not None:
                signed = {
                    "campaign_id": record.id, "digest": step.approval.digest, "requester": step.approval.requester,
                    "approver": step.approval.approver, "at": step.at, "voided_at": None,
                }  # fmt: skip
                await session.execute(insert(ApprovalRow).values(**signed))
            text = record.text if step.text is None else step.text
            size = record.audience_size if step.audience_size is None else step.audience_size
            detail = f"{digest(text, size)} {step.why}".strip()
            await append(session, step.at, step.who, step.move.value, f"campaign:{record.id}", detail)
        return True

    async def release(self, campaign: int, number: int, who: str, now: datetime) -> bool:
        """Let a held run go; False when it is not held."""
        return await self._from_held(campaign, number, RunState.PLANNING, who, now)

    async def drop(self, campaign: int, number: int, who: str, now: datetime) -> bool:
        """Give a held run up; False when it is not held."""
        return await self._from_held(campaign, number, RunState.SKIPPED, who, now)

    async def held_because(self, campaign: int, number: int) -> str:
        """Say why a run is held; empty when it is not, or there is none of that number."""
        query = select(RunRow.why).where(
            RunRow.campaign_id == campaign, RunRow.number == number, RunRow.state == RunState.HELD.value
        )
        async with self._database.reading() as session:
            return await session.scalar(query) or ""

    async def run_state(self, campaign: int, number: int) -> RunState | None:
        """Say where a run stands; None when there is none of that number."""
        query = select(RunRow.state).where(RunRow.campaign_id == campaign, RunRow.number == number)
        async with self._database.reading() as session:
            state = await session.scalar(query)
        return RunState(state) if state else None

    async def _from_held(self, campaign: int, number: int, to: RunState, who: str, now: datetime) -> bool:
        held = (
            update(RunRow)
            .where(
                RunRow.campaign_id == campaign, RunRow.number == number, RunRow.state == RunState.HELD.value
            )
            .values(state=to.value, why="")
        )
        async with self._database.writing() as session:
            if not await changed(session, held):
                return False
            action = "release run" if to is RunState.PLANNING else "drop run"
            await append(session, now, who, action, f"campaign:{campaign}", f"run {number}")
        return True

    async def _records(self, *where: Any) -> list[CampaignRecord]:
        valid = select(ApprovalRow).where(ApprovalRow.voided_at.is_(None)).order_by(ApprovalRow.id)
        async with self._database.reading() as session:
            rows = (
                await session.scalars(select(CampaignRow).where(*where).order_by(CampaignRow.id.desc()))
            ).all()
            of = ApprovalRow.campaign_id.in_([row.id for row in rows])
            approvals = {one.campaign_id: one for one in await session.scalars(valid.where(of))}
        return [_record(row, approvals.get(row.id)) for row in rows]


async def _note_what_was_seen(session: AsyncSession, campaign: int) -> None:
    """Keep the counters as the person saw them who lets the campaign go on, so that they do not stop it again."""
    runs = RunRow.campaign_id == campaign, RunRow.state == RunState.RUNNING.value
    for run in (await session.scalars(select(RunRow.id).where(*runs))).all():
        counted: Counter[str] = Counter()
        for of_wave in (await sums(session, run)).values():
            counted.update(of_wave)
        await add_up(
            session, {Tally(run, 0, SEEN + name): counted[name] - counted[SEEN + name] for name in JUDGED}
        )


def _record(row: CampaignRow, approval: ApprovalRow | None) -> CampaignRecord:
    signed = approval and Approval(approval.digest, approval.requester, approval.approver, approval.at)
    return CampaignRecord(
        row.id, read(row.definition), row.definition, CampaignState(row.state), row.why, row.author, row.edited_by,
        row.submitted_by, row.audience_size, row.next_due_at, signed or None,
    )  # fmt: skip
