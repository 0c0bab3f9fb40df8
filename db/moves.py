"""Moves deliveries by the rules, in one transaction: rows locked, judged in plain Python, written back in bulk."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from campaigns.campaign import CampaignState, RunState
from campaigns.delivery import AttemptState, DeliveryState
from campaigns.faults import FaultClass, Remedy
from campaigns.settling import Standing
from db.bulk import ManyUpdates
from db.consequences import Consequence, draw
from db.models.campaigns import CampaignRow, RunRow
from db.models.deliveries import AttemptRow, DeliveryRow
from db.tallies import CAME_BACK, FILTERED, LATER, RE_ARRIVED, RE_FAILED, SEGMENTS, Tally, add_up
from db.tries import was_taken_in
from db.values import instant

Change = Callable[[Standing], Standing]

_AT_ONCE = 500
_OPEN = frozenset({DeliveryState.PLANNED, DeliveryState.SENDING, DeliveryState.UNKNOWN})
_STATES = {one.value: one for one in DeliveryState}
_ATTEMPT_STATES = {one.value: one for one in AttemptState}
_FAILED = frozenset({DeliveryState.UNDELIVERED, DeliveryState.REFUSED})
_ARRIVED = frozenset({DeliveryState.DELIVERED})
GOES_ON = frozenset({RunState.PLANNING.value, RunState.RUNNING.value, RunState.HELD.value})
"""The states of a run in which something of it may still be sent."""


@dataclass(slots=True)
class _Delivery:
    id: int
    run: int
    wave: int
    batch: int
    phone_hash: bytes
    segments: int
    newest: str | None
    was: DeliveryState
    fault_was: str
    rank_was: int
    now: Standing
    came_back: bool
    """An earlier try than the newest was taken in, and came back."""
    taken_in: bool
    """The newest try was taken in before this."""


async def move(session: AsyncSession, changes: Mapping[str, Sequence[Change]], now: datetime) -> set[str]:
    """Apply changes to the standing of each attempt (by id), in order; gives the attempts that exist."""
    known: set[str] = set()
    ids = list(changes)
    for start in range(0, len(ids), _AT_ONCE):
        known |= await _move(session, {one: changes[one] for one in ids[start : start + _AT_ONCE]}, now)
    return known


async def _move(session: AsyncSession, changes: Mapping[str, Sequence[Change]], now: datetime) -> set[str]:
    a, d = AttemptRow, DeliveryRow
    query = (
        select(
            a.id, a.state, a.provider_id, a.code,
            d.id, d.run_id, d.wave, d.batch_id, d.phone_hash, d.segments, d.attempt, d.state, d.rank, d.tries,
            d.doubt, d.fault_kind, was_taken_in(d.tries),
        )
        .join(d, d.id == a.delivery_id)
        .where(a.id.in_(bindparam("attempts", expanding=True)))
        .order_by(d.id)
        .with_for_update()
    )  # fmt: skip
    rows = (await session.execute(query, {"attempts": list(changes)})).all()
    deliveries: dict[int, _Delivery] = {}
    at = instant(now, (await session.connection()).dialect.name)
    attempts: list[tuple[object, ...]] = []
    tallies: Counter[Tally] = Counter()
    # Taken apart as they come: to ask a row for its columns by name would take longer than the rules do.
    for (
        attempt, attempt_state, provider_id, code,
        delivery, run, wave, batch, phone_hash, segments, newest, state, rank, tries, doubt, fault_kind,
        came_back,
    ) in rows:  # fmt: skip
        held = deliveries.get(delivery)
        if held is None:
            was = _STATES[state]
            first = Standing(was, rank, tries, _ATTEMPT_STATES[attempt_state], provider_id)
            held = deliveries[delivery] = _Delivery(
                delivery, run, wave, batch, phone_hash, segments, newest, was, fault_kind, rank, first,
                bool(came_back), first.attempt_state is AttemptState.ACCEPTED,
            )  # fmt: skip
        now_at = held.now
        before = Standing(
            now_at.state, now_at.rank, tries, _ATTEMPT_STATES[attempt_state], provider_id, attempt == newest,
            now_at.fault, now_at.doubt or doubt, now_at.again,
        )  # fmt: skip
        after = before
        for change in changes[attempt]:
            after = change(after)
        held.now = after
        if after.attempt_state is AttemptState.ACCEPTED and before.attempt_state is not AttemptState.ACCEPTED:
            tallies[Tally(run, wave, SEGMENTS)] += segments
        attempts.append(_attempt(attempt, after, code, at))
    await _end_with_their_runs(session, [one for one in deliveries.values() if one.now.again])
    await _ATTEMPTS.run(session, attempts)
    await _DELIVERIES.run(session, [_delivery(one, at) for one in deliveries.values()])
    consequences = _count(deliveries.values(), tallies)
    await add_up(session, tallies)
    await draw(session, consequences, now)
    return {row[0] for row in rows}


async def _end_with_their_runs(session: AsyncSession, again: Sequence[_Delivery]) -> None:
    """Try nothing again for a run that is over or canceled: nobody would ever send it."""
    if not again:
        return
    # Locked, so that a run which ends just now waits for what is planned anew, or is seen to have ended.
    query = (
        select(RunRow.id, RunRow.state, CampaignRow.state.label("campaign_state"))
        .join(CampaignRow, CampaignRow.id == RunRow.campaign_id)
        .where(RunRow.id.in_({one.run for one in again}))
        .order_by(RunRow.id)
        .with_for_update(read=True, of=RunRow)
    )
    over = {
        row.id
        for row in await session.execute(query)
        if row.state not in GOES_ON or row.campaign_state == CampaignState.CANCELED.value
    }
    for one in again:
        if one.run in over:
            arrived = one.now.attempt_state is AttemptState.ACCEPTED
            end = DeliveryState.UNDELIVERED if arrived else DeliveryState.CANCELED
            one.now = one.now._replace(state=end, again=False)


def _attempt(attempt: str, after: Standing, code: str, at: object) -> tuple[object, ...]:
    state = after.attempt_state
    return (
        attempt,
        state.value,
        after.provider_id,
        (after.fault.code if after.fault else code)[:60],
        after.doubt if state is AttemptState.UNKNOWN else "",
        None if state is AttemptState.INTENDED else at,
    )


def _delivery(one: _Delivery, at: object) -> tuple[object, ...]:
    now = one.now
    return (
        one.id,
        one.was.value,
        one.rank_was,
        now.state.value,
        now.rank,
        now.fault.kind.value if now.fault else "",
        now.fault.code[:60] if now.fault else "",
        now.doubt if now.state is DeliveryState.UNKNOWN else "",
        None if now.state in _OPEN else at,
    )


def _count(deliveries: Iterable[_Delivery], tallies: Counter[Tally]) -> list[Consequence]:
    consequences: list[Consequence] = []
    for one in deliveries:
        if one.now.state is not one.was:
            tallies[Tally(one.run, one.wave, one.was.value)] -= 1
            tallies[Tally(one.run, one.wave, one.now.state.value)] += 1
            if one.was is DeliveryState.PLANNED and one.fault_was == FaultClass.UNREACHABLE:
                tallies[Tally(one.run, one.wave, LATER)] -= 1
            _count_tries(one, tallies)
        fault = one.now.fault
        if one.now.again and fault is not None and fault.kind is FaultClass.UNREACHABLE:
            tallies[Tally(one.run, one.wave, LATER)] += 1
        if fault is None:
            continue
        if fault.remedy is Remedy.STOP_CAMPAIGN_IF_MANY and fault.kind is FaultClass.CONTENT:
            tallies[Tally(one.run, one.wave, FILTERED)] += 1
        if one.now.again or fault.remedy is not Remedy.NOTHING:
            consequences.append(
                Consequence(
                    one.id,
                    one.run,
                    one.wave,
                    one.batch,
                    one.phone_hash,
                    one.segments,
                    one.now.tries,
                    fault,
                    one.now.again,
                )
            )
    return consequences


def _count_tries(one: _Delivery, tallies: Counter[Tally]) -> None:
    """Count what the first try of a message came to, whatever became of it later: by that a campaign is judged."""
    if one.came_back:
        for name, states in ((RE_FAILED, _FAILED), (RE_ARRIVED, _ARRIVED)):
            tallies[Tally(one.run, one.wave, name)] += (one.now.state in states) - (one.was in states)
    elif one.now.state is DeliveryState.PLANNED and one.now.attempt_state is AttemptState.ACCEPTED:
        tallies[Tally(one.run, one.wave, CAME_BACK)] += 1
    elif one.was is DeliveryState.PLANNED and one.taken_in and one.now.state is DeliveryState.DELIVERED:
        tallies[Tally(one.run, one.wave, CAME_BACK)] -= 1


_ATTEMPTS = ManyUpdates(
    update(AttemptRow.__table__)  # type: ignore[arg-type]
    .where(AttemptRow.id == bindparam("key"))
    .values(
        state=bindparam("state"),
        provider_id=bindparam("provider_id"),
        code=bindparam("code"),
        doubt=bindparam("doubt"),
        settled_at=bindparam("settled_at"),
    ),
    ("key", "state", "provider_id", "code", "doubt", "settled_at"),
)
_DELIVERIES = ManyUpdates(
    update(DeliveryRow.__table__)  # type: ignore[arg-type]
    .where(
        DeliveryRow.id == bindparam("key"),
        DeliveryRow.state == bindparam("was"),
        DeliveryRow.rank == bindparam("rank_was"),
    )
    .values(
        state=bindparam("state"),
        rank=bindparam("rank"),
        fault_kind=bindparam("fault_kind"),
        fault_code=bindparam("fault_code"),
        doubt=bindparam("doubt"),
        settled_at=bindparam("settled_at"),
    ),
    ("key", "was", "rank_was", "state", "rank", "fault_kind", "fault_code", "doubt", "settled_at"),
)


def by_attempt(pairs: Iterable[tuple[str, Change]]) -> Mapping[str, Sequence[Change]]:
    """Gather changes by attempt, in order."""
    gathered: dict[str, list[Change]] = defaultdict(list)
    for attempt, change in pairs:
        gathered[attempt].append(change)
    return gathered
