"""Where runs are opened and planned: each page of an audience is one transaction."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from sqlalchemy import func, or_, select, update
from sqlalchemy.engine import CursorResult
from sqlalchemy.ext.asyncio import AsyncSession

from campaigns.audit import MACHINE
from campaigns.campaign import BatchState, CampaignState, RunState, read
from campaigns.delivery import DeliveryState
from campaigns.sending import Cursor, Due, Lease, Missed, PlannedBatch, PlannedPage, Run
from db.audit_store import append
from db.bulk import put_in
from db.dialects import insert_into
from db.models.campaigns import BatchRow, CampaignRow, RunRow, SenderRow
from db.models.deliveries import DeliveryRow, ExclusionRow
from db.session import Database
from db.spending import bound_segments
from db.tallies import Tally, add_up
from db.values import instant, quick_bytes

_DELIVERY = (
    "run_id", "batch_id", "contact_id", "phone_hash", "state", "wave", "language", "district", "age_band",
    "segments", "rank", "tries", "fault_kind", "fault_code", "doubt",
)  # fmt: skip
_BATCH = ("run_id", "wave", "sender", "due_at", "window_until", "state", "size", "segments", "token")
_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


class RunStore:
    """Runs in the database: the campaigns' calendar and the planner's book."""

    def __init__(self, database: Database, segments_per_second: float) -> None:
        """Take the database, and the pace of a sender seen for the first time."""
        self._database, self._segments_per_second = database, segments_per_second

    async def due(self, now: datetime) -> Sequence[Due]:
        """Give the launched campaigns whose next run is due."""
        query = select(CampaignRow).where(
            CampaignRow.state == CampaignState.RUNNING.value, CampaignRow.next_due_at <= now
        )
        async with self._database.reading() as session:
            rows = (await session.scalars(query)).all()
        return [
            Due(row.id, read(row.definition), row.next_number, row.next_due_at)
            for row in rows
            if row.next_due_at is not None
        ]

    async def open_run(
        self,
        due: Due,
        following: datetime | None,
        now: datetime,
        held_because: str = "",
        missed: Missed | None = None,
    ) -> bool:
        """Make the run and set when the next one is due, both or neither; False when somebody else did.

        What was missed before it is recorded as one run that was skipped.
        """
        number = due.number + 1 if missed else due.number
        mine = (
            update(CampaignRow)
            .where(
                CampaignRow.id == due.campaign_id,
                CampaignRow.next_number == due.number,
                CampaignRow.state == CampaignState.RUNNING.value,
            )
            .values(next_number=number + 1, next_due_at=following, updated_at=now)
        )
        async with self._database.writing() as session:
            if not await changed(session, mine):
                return False
            subject = f"campaign:{due.campaign_id}"
            if missed:
                session.add(
                    _new_run(due.campaign_id, due.number, missed.since, RunState.SKIPPED, missed.why, now)
                )
                await append(session, now, MACHINE, "skip run", subject, f"run {due.number}: {missed.why}")
            state = RunState.HELD if held_because else RunState.PLANNING
            session.add(_new_run(due.campaign_id, number, due.due_at, state, held_because, now))
            detail = f"run {number}" + (f" held: {held_because}" if held_because else "")
            await append(session, now, MACHINE, "open run", subject, detail)
        return True

    async def take(self, lease: Lease, now: datetime) -> Run | None:
        """Take up one run that is not planned to its end and that nobody else is planning."""
        free = or_(RunRow.lease_until.is_(None), RunRow.lease_until < now)
        query = (
            select(RunRow.id)
            .join(CampaignRow, CampaignRow.id == RunRow.campaign_id)
            .where(
                RunRow.state == RunState.PLANNING.value,
                CampaignRow.state == CampaignState.RUNNING.value,
                free,
            )
            .order_by(RunRow.due_at)
            .limit(1)
        )
        async with self._database.writing() as session:
            run_id = await session.scalar(query)
            if run_id is None:
                return None
            mine = update(RunRow).where(RunRow.id == run_id, free)
            if not await changed(session, mine.values(token=lease.token, lease_until=lease.until)):
                return None
            both = select(RunRow, CampaignRow).join(CampaignRow, CampaignRow.id == RunRow.campaign_id)
            row = (await session.execute(both.where(RunRow.id == run_id))).one()
            segments = await bound_segments(session, row.RunRow.campaign_id, besides=run_id)
            return _run(row.RunRow, row.CampaignRow, segments, lease.token)

    async def size(self, run: Run, size: int, slot_at: datetime) -> Run:
        """Note how many recipients were counted, and from when on the run is laid out."""
        async with self._database.writing() as session:
            await self._meet_sender(session, run.campaign.sender)
            ends = run.campaign.waves.ends(size)
            values = {"size": size, "slot_at": slot_at, "last_wave": len(ends)}
            await session.execute(update(RunRow).where(RunRow.id == run.id).values(**values))
            return replace(run, size=size, slot_at=slot_at)

    async def write(self, run: Run, page: PlannedPage, lease: Lease) -> bool:
        """Write one page and how far planning has come; False when the lease was lost or the run stopped."""
        planned = sum(len(batch.deliveries) for batch in page.batches)
        mine = (
            update(RunRow)
            .where(
                RunRow.id == run.id,
                RunRow.token == lease.token,
                RunRow.state == RunState.PLANNING.value,
            )
            .values(
                lease_until=lease.until,
                cursor_hash=page.reached.phone_hash,
                cursor_contact=page.reached.contact,
                slot_at=page.slot_at,
                recipients=RunRow.recipients + planned,
                excluded=RunRow.excluded + len(page.excluded),
                segments=RunRow.segments + sum(batch.segments for batch in page.batches),
            )
        )
        async with self._database.writing() as session:
            if not await changed(session, mine):
                return False
            await _write_batches(session, run, page.batches)
            excluded = [(run.id, who.contact, who.phone_hash, reason.value) for who, reason in page.excluded]
            names = ("run_id", "contact_id", "phone_hash", "reason")
            await put_in(session, ExclusionRow.__table__, names, excluded)  # type: ignore[arg-type]
        return True

    async def close(self, run: Run, now: datetime, held_because: str = "") -> None:
        """Note that the run is planned to its end, or that it waits for a person."""
        state = RunState.HELD if held_because else RunState.RUNNING
        mine = (
            update(RunRow)
            .where(RunRow.id == run.id, RunRow.token == run.token, RunRow.state == RunState.PLANNING.value)
            .values(state=state.value, why=held_because, lease_until=None, token="")
        )
        async with self._database.writing() as session:
            if await changed(session, mine):
                words = f"run {run.number} {state.value} {held_because}".strip()
                await append(session, now, MACHINE, "plan", f"campaign:{run.campaign_id}", words)

    async def _meet_sender(self, session: AsyncSession, name: str) -> None:
        new = {
            "name": name, "segments_per_second": self._segments_per_second, "factor": 1.0, "free_at": _LONG_AGO,
            "held_until": _LONG_AGO, "paused": False, "why": "",
        }  # fmt: skip
        upsert = insert_into((await session.connection()).dialect)(SenderRow).values(**new)
        pace = {"segments_per_second": self._segments_per_second}
        await session.execute(upsert.on_conflict_do_update(index_elements=["name"], set_=pace))


def _new_run(
    campaign: int, number: int, due_at: datetime, state: RunState, why: str, now: datetime
) -> RunRow:
    return RunRow(
        campaign_id=campaign, number=number, due_at=due_at, why=why, state=state.value, wave=0, last_wave=0,
        wave_done_at=None, size=None, recipients=0, excluded=0, segments=0, cursor_hash=b"", cursor_contact=0,
        slot_at=None, token="", lease_until=None, started_at=now,
        finished_at=now if state is RunState.SKIPPED else None,
    )  # fmt: skip


async def changed(session: AsyncSession, statement: object) -> bool:
    """Execute an update and say whether it found its row."""
    result = await session.execute(statement)  # type: ignore[call-overload]
    return isinstance(result, CursorResult) and result.rowcount > 0


async def _batch_rows(session: AsyncSession, run: Run, batches: Sequence[PlannedBatch]) -> list[int]:
    """Write the batches and give their ids; asking for each at its insert would be a trip for each on SQLite."""
    dialect = (await session.connection()).dialect.name
    before = await session.scalar(select(func.max(BatchRow.id)).where(BatchRow.run_id == run.id)) or 0
    waiting = BatchState.WAITING.value
    rows: list[tuple[object, ...]] = [
        (
            run.id, batch.wave, run.campaign.sender, instant(batch.due_at, dialect),
            instant(batch.window_until, dialect), waiting, len(batch.deliveries), batch.segments, "",
        )
        for batch in batches
    ]  # fmt: skip
    await put_in(session, BatchRow.__table__, _BATCH, rows)  # type: ignore[arg-type]
    made = select(BatchRow.id, BatchRow.wave, BatchRow.due_at, BatchRow.size, BatchRow.segments).where(
        BatchRow.run_id == run.id, BatchRow.id > before
    )
    # Batches that are alike in all of this may change places.
    of_kind: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for batch_id, *kind in (await session.execute(made)).all():
        of_kind[tuple(kind)].append(batch_id)
    return [
        of_kind[batch.wave, batch.due_at, len(batch.deliveries), batch.segments].pop() for batch in batches
    ]


async def _write_batches(session: AsyncSession, run: Run, batches: Sequence[PlannedBatch]) -> None:
    if not batches:
        return
    ids = await _batch_rows(session, run, batches)
    dialect = (await session.connection()).dialect.name
    hashes = [delivery.candidate.phone_hash for batch in batches for delivery in batch.deliveries]
    handsets = iter(quick_bytes(hashes, dialect))
    waves: Counter[Tally] = Counter()
    deliveries: list[tuple[object, ...]] = []
    planned = DeliveryState.PLANNED.value
    for batch_id, batch in zip(ids, batches, strict=True):
        wave = batch.wave
        waves[Tally(run.id, wave, planned)] += len(batch.deliveries)
        deliveries += [
            (
                run.id, batch_id, contact, handset, planned, wave, language,
                district, band, segments, 0, 0, "", "", "",
            )
            for ((contact, _, _, district, band, _, _), language, segments), handset in zip(
                batch.deliveries, handsets, strict=False
            )
        ]  # fmt: skip
    await put_in(session, DeliveryRow.__table__, _DELIVERY, deliveries)  # type: ignore[arg-type]
    await add_up(session, waves)


def _run(run: RunRow, campaign: CampaignRow, earlier: int, token: str) -> Run:
    return Run(
        run.id, campaign.id, read(campaign.definition), run.number, run.due_at, campaign.audience_size, run.size,
        run.recipients, run.segments, earlier, Cursor(run.cursor_hash, run.cursor_contact),
        run.slot_at or run.due_at, token,
    )  # fmt: skip
