"""What follows from faults: another try later, a number left alone, an opt-out kept, a sender slowed or stopped."""

import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import case, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from campaigns.audit import MACHINE
from campaigns.campaign import BatchState
from campaigns.consent import ConsentKind, ConsentRecord, ConsentSource
from campaigns.faults import Fault, FaultClass, Remedy
from campaigns.pacing import RECOVERED, Pace
from db.audit_store import append
from db.consent_store import add_records
from db.dialects import insert_into
from db.models.campaigns import BatchRow, SenderRow
from db.models.deliveries import DeliveryRow, SuppressionRow
from db.tallies import OPT_OUTS, Tally, add_up

UNREACHABLE_WAIT = timedelta(hours=4)
"""A phone that was off is tried again after this."""
BACK_OFF = timedelta(seconds=2)
"""How long a throttled message waits where the provider did not say."""
LONGEST_WAIT = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Consequence:
    """A delivery that met a fault; `again` when it is to be tried once more."""

    delivery: int
    run: int
    wave: int
    batch: int
    phone_hash: bytes
    segments: int
    tries: int
    fault: Fault
    again: bool


async def draw(session: AsyncSession, met: Sequence[Consequence], now: datetime) -> None:
    """Draw the consequences in the transaction that recorded the faults."""
    if not met:
        return
    of_batches = select(BatchRow.id, BatchRow.sender, BatchRow.size)
    rows = (await session.execute(of_batches.where(BatchRow.id.in_({one.batch for one in met})))).all()
    senders = {row.id: row.sender for row in rows}
    by_remedy: dict[Remedy, list[Consequence]] = defaultdict(list)
    for one in met:
        by_remedy[one.fault.remedy].append(one)
    await _suppress(session, by_remedy[Remedy.SUPPRESS], now)
    await _opt_out(session, by_remedy[Remedy.RECORD_OPT_OUT], now)
    for row in sorted(rows, key=lambda row: row.sender):
        if throttled := [one.fault for one in by_remedy[Remedy.RETRY_NOW] if one.batch == row.id]:
            share = min(1.0, len(throttled) / max(1, row.size))
            await slow_down(session, row.sender, share, _wait(throttled), now)
    stopped = {
        senders[one.batch]: one.fault for one in by_remedy[Remedy.PAUSE_SENDER] if one.batch in senders
    }
    for sender, fault in sorted(stopped.items()):
        await pause_senders(session, fault, now, sender)
    for one in by_remedy[Remedy.PAUSE_EVERYTHING][:1]:
        await pause_senders(session, one.fault, now)
    await _try_again(session, [one for one in met if one.again], senders, now)


async def slow_down(session: AsyncSession, sender: str, share: float, wait: timedelta, now: datetime) -> None:
    """Slow a sender of which the provider threw back this share of a batch."""
    row = await session.get(SenderRow, sender, with_for_update=True, populate_existing=True)
    if row is not None:
        slowed = pace(row).slowed(share, now, wait)
        row.factor, row.held_until = slowed.factor, slowed.held_until
        await session.flush()


async def pause_senders(session: AsyncSession, fault: Fault, now: datetime, sender: str = "") -> None:
    """Stop one sender, or all, until a person lets them go."""
    why = f"{fault.words} ({fault.code})"[:300]
    stop = update(SenderRow).where(SenderRow.paused.is_(False)).values(paused=True, why=why)
    await session.execute(stop.where(SenderRow.name == sender) if sender else stop)
    await append(session, now, MACHINE, "pause sender", f"sender:{sender or 'all'}", f"code {fault.code}")


def pace(row: SenderRow) -> Pace:
    """Give a sender's row as the value that the rules know."""
    return Pace(row.segments_per_second, row.factor, row.free_at, row.held_until, row.paused)


def _wait(faults: Iterable[Fault], tries: int = 1) -> timedelta:
    asked = [timedelta(seconds=fault.retry_after) for fault in faults if fault.retry_after is not None]
    longer: timedelta = max(asked, default=BACK_OFF) * 2.0 ** min(tries - 1, 12)
    return min(longer, LONGEST_WAIT)


async def _suppress(session: AsyncSession, met: Sequence[Consequence], now: datetime) -> None:
    if not met:
        return
    statement = insert_into((await session.connection()).dialect)(SuppressionRow).on_conflict_do_nothing()
    rows = [
        {"phone_hash": one.phone_hash, "kind": one.fault.kind.value, "code": one.fault.code[:60], "at": now}
        for one in sorted(met, key=lambda one: one.phone_hash)
    ]
    await session.execute(statement, rows)


async def _opt_out(session: AsyncSession, met: Sequence[Consequence], now: datetime) -> None:
    for one in sorted(met, key=lambda one: one.phone_hash):
        record = ConsentRecord(
            ConsentKind.OPT_OUT, now, ConsentSource.PROVIDER, reference=f"code {one.fault.code}"
        )
        await add_records(session, [one.phone_hash], record)
    await add_up(session, Counter(Tally(one.run, one.wave, OPT_OUTS) for one in met))


async def _try_again(
    session: AsyncSession, met: Sequence[Consequence], senders: dict[int, str], now: datetime
) -> None:
    """Put what may be tried again into new batches; their window is set when they fall due."""
    groups: dict[tuple[int, int, str, timedelta], list[Consequence]] = defaultdict(list)
    for one in met:
        wait = UNREACHABLE_WAIT if one.fault.kind is FaultClass.UNREACHABLE else _wait([one.fault], one.tries)
        groups[one.run, one.wave, senders.get(one.batch, ""), wait].append(one)
    for (run, wave, sender, wait), members in groups.items():
        due = now + wait * random.uniform(1.0, 1.25)  # apart from each other, or all come back at once
        statement = (
            insert(BatchRow)
            .values(
                run_id=run, wave=wave, sender=sender, due_at=due, window_until=datetime(2000, 1, 1, tzinfo=UTC),
                state=BatchState.WAITING.value, size=len(members), segments=sum(one.segments for one in members),
                handed_at=None, token="", lease_until=None,
            )
            .returning(BatchRow.id)
        )  # fmt: skip
        batch = await session.scalar(statement)
        again = update(DeliveryRow).where(DeliveryRow.id.in_([one.delivery for one in members]))
        await session.execute(again.values(batch_id=batch))


async def recover(session: AsyncSession, sender: str) -> None:
    """Let a slowed sender come back step by step after a batch that nobody complained of."""
    faster = case((SenderRow.factor > 1 / RECOVERED, 1.0), else_=SenderRow.factor * RECOVERED)
    slowed = SenderRow.name == sender, SenderRow.factor < 1.0
    await session.execute(update(SenderRow).where(*slowed).values(factor=faster))
