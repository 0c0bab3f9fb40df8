"""Turns a due campaign into a run, and a run into batches of deliveries, each with the moment it may leave."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from secrets import token_hex
from zoneinfo import ZoneInfo

from campaigns.collecting import collecting_rarely
from campaigns.pacing import Slots, batch_segments
from campaigns.schedule import last_due, next_due
from campaigns.sending import (
    Addressee,
    Candidate,
    Compose,
    Cursor,
    Due,
    Exclusion,
    Lease,
    Missed,
    PlannedBatch,
    PlannedDelivery,
    PlannedPage,
    Run,
    Worded,
)
from campaigns.sending_ports import Audience, Calendar, Clock, RunBook
from campaigns.windows import IsHoliday

logger = logging.getLogger(__name__)

PAGE = 10_000
_REMEMBERED = 10_000
NEW_APPROVAL = "请取消后重新报批"
"""Ends the reason of a run held for what only another approval could change: to let it go would hold it again."""
_STOOD = "到点时服务未运行或活动已暂停,"
GROWTH = 1.10
"""How much larger than approved an audience may have become before a person has to look."""


@dataclass(frozen=True, slots=True)
class PlanningRules:
    """The house's figures: pace of a sender, size of a batch, price (ten-thousandths), and how late a run may start."""

    segments_per_second: float
    batch_size: int
    price_per_segment: int
    overdue_grace: timedelta
    zone: str = "Asia/Shanghai"
    lease: timedelta = timedelta(minutes=1)
    """How long one page may take before another takes the planning up."""


class Planner:
    """Opens due runs and plans them; killed at any moment, another continues where the last page ended."""

    def __init__(
        self,
        calendar: Calendar,
        runs: RunBook,
        audience: Audience,
        compose: Compose,
        rules: PlanningRules,
        is_holiday: IsHoliday,
        clock: Clock,
    ) -> None:
        """Take the ports, the words' maker and the rules."""
        self._calendar, self._runs, self._audience = calendar, runs, audience
        self._compose, self._rules, self._is_holiday, self._clock = compose, rules, is_holiday, clock

    async def open_due(self) -> int:
        """Make a run of every campaign that is due; gives how many. One that is late beyond grace waits for a person.

        Of several times that have passed only the last counts: writing to people for each of them helps nobody. The
        others are recorded as missed.
        """
        opened = 0
        for due in await self._calendar.due(self._clock()):
            now = self._clock()
            schedule = due.campaign.schedule
            last = last_due(schedule, due.due_at, now) or due.due_at
            missed = _missed(due, last)
            late = now - last > self._rules.overdue_grace
            why = f"{_STOOD}已晚{_spoken(now - last)},请人确认是否还发" if late else ""
            following = next_due(schedule, max(last, now))
            if await self._calendar.open_run(replace(due, due_at=last), following, now, why, missed):
                opened += 1
                logger.info(
                    "run opened", extra={"campaign": due.campaign_id, "run": due.number, "held": late}
                )
        return opened

    async def plan_next(self) -> bool:
        """Plan one unplanned run to its end; False when there was none."""
        now = self._clock()
        run = await self._runs.take(Lease(token_hex(16), now + self._rules.lease), now)
        if run is None:
            return False
        on = run.due_at.astimezone(ZoneInfo(self._rules.zone)).date()
        if run.size is None:
            size = await self._audience.count(run.campaign, on, now)
            if size > max(run.approved_size * GROWTH, run.approved_size + 5):
                await self._runs.close(
                    run, now, f"受众现为 {size} 人,批准时为 {run.approved_size} 人:{NEW_APPROVAL}"
                )
                return True
            since = max(now, run.due_at)
            run = await self._runs.size(run, size, since)
        with collecting_rarely():
            await self._plan(run)
        return True

    async def _plan(self, run: Run) -> None:
        on = run.due_at.astimezone(ZoneInfo(self._rules.zone)).date()
        pages = _Pages(run, self._rules, self._compose, self._is_holiday)
        while True:
            now = self._clock()
            candidates = await self._audience.page(run.campaign, on, now, run.reached, PAGE)
            if not candidates:
                await self._runs.close(run, now)
                logger.info("run planned", extra={"run": run.id, "recipients": pages.recipients})
                return
            page = pages.plan(candidates)
            segments = run.earlier_segments + pages.segments
            if segments * self._rules.price_per_segment > run.campaign.cost_ceiling:
                await self._runs.close(run, now, f"费用将超过批准的上限:{NEW_APPROVAL}")
                return
            if not await self._runs.write(run, page, Lease(run.token, now + self._rules.lease)):
                return
            run = replace(run, reached=page.reached)


class _Pages:
    """Plans pages one after the other: who gets a message, in which wave, in which batch, when."""

    def __init__(self, run: Run, rules: PlanningRules, compose: Compose, is_holiday: IsHoliday) -> None:
        self._campaign, self._compose = run.campaign, compose
        self._limit = batch_segments(rules.segments_per_second, rules.batch_size)
        self._ends = run.campaign.waves.ends(run.size or 0)
        self._soak = timedelta(minutes=run.campaign.waves.soak_minutes)
        windows = run.campaign.windows
        self._slots = Slots(windows, is_holiday, rules.segments_per_second, run.slot_at)
        self._written_to = run.reached.phone_hash
        self._worded: dict[Addressee, Worded | None] = {}
        self.recipients, self.segments = run.recipients, run.segments

    def plan(self, candidates: Sequence[Candidate]) -> PlannedPage:
        """Plan one page. It ends its last batch, so that pages stand alone."""
        batches: list[PlannedBatch] = []
        excluded: list[tuple[Candidate, Exclusion]] = []
        held: list[PlannedDelivery] = []
        size = 0
        for candidate in candidates:
            barred = candidate.barred
            if barred is None and candidate.phone_hash == self._written_to:
                barred = Exclusion.HOUSEHOLD
            worded = None if barred else self._word(candidate)
            if worded is None:
                excluded.append((candidate, barred or Exclusion.NO_TEXT))
                continue
            self._written_to = candidate.phone_hash
            if held and (size + worded.segments > self._limit or self.recipients in self._ends):
                batches.append(self._batch(held, size))
                held, size = [], 0
            if self.recipients in self._ends:
                self._slots.rest(self._soak)
            held.append(PlannedDelivery(candidate, worded.language, worded.segments))
            size += worded.segments
            self.recipients += 1
            self.segments += worded.segments
        if held:
            batches.append(self._batch(held, size))
        last = candidates[-1]
        reached = Cursor(last.phone_hash, last.contact)
        return PlannedPage(tuple(batches), tuple(excluded), reached, self._slots.next_at)

    def _batch(self, held: list[PlannedDelivery], segments: int) -> PlannedBatch:
        slot = self._slots.take(segments)
        before = self.recipients - len(held)
        wave = sum(end <= before for end in self._ends)
        return PlannedBatch(wave, slot.opens, slot.closes, tuple(held), segments)

    def _word(self, candidate: Candidate) -> Worded | None:
        """Word the message, once for all readers of whom it can say nothing different."""
        reader = Addressee(candidate.language, candidate.district, candidate.name)
        try:
            return self._worded[reader]
        except KeyError:
            worded = self._compose(self._campaign, reader)
        if not reader.name and len(self._worded) < _REMEMBERED:
            self._worded[reader] = worded
        return worded


def _missed(due: Due, last: datetime) -> Missed | None:
    """Give the times from `due` on that passed before the `last` one; None when there are none."""
    until = (
        last_due(due.campaign.schedule, due.due_at, last - timedelta(seconds=1))
        if last > due.due_at
        else None
    )
    if until is None:
        return None
    zone = ZoneInfo(due.campaign.schedule.zone)
    first, final = (f"{at.astimezone(zone):%Y-%m-%d %H:%M}" for at in (due.due_at, until))
    which = f"{first} 的一次" if first == final else f"{first} 至 {final} 的各次"
    return Missed(due.due_at, f"{_STOOD}{which}不补发")


def _spoken(late: timedelta) -> str:
    hours, minutes = divmod(int(late.total_seconds()) // 60, 60)
    if hours:
        return f" {hours} 小时 {minutes} 分钟"
    return f" {minutes} 分钟" if minutes else "不到 1 分钟"
