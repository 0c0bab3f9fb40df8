"""Watches what is out: lets the next wave go, pauses what goes wrong, holds what has lost its policy, and finishes."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import comb
from zoneinfo import ZoneInfo

from campaigns.campaign import Campaign, Thresholds
from campaigns.delivery import DeliveryState
from campaigns.ports import PolicyVersions
from campaigns.sending_ports import Clock, Progress, Stops, WatchBook

logger = logging.getLogger(__name__)

_S = DeliveryState
_WENT_OUT = (_S.SENT, _S.DELIVERED, _S.UNDELIVERED)
_OPEN = (_S.PLANNED, _S.SENDING)
IN_WAVE = tuple(state for state in _S if state not in (_S.WITHHELD, _S.CANCELED))
"""What a wave's size is made of: who was withheld tells nothing of how it goes."""


SEEN = "seen_"
"""Before the name of a counter: what it was when a person last let the run go on."""
_CAME_BACK, _RE_FAILED, _RE_ARRIVED, _LATER = "came_back", "re_failed", "re_arrived", "later"
_FILTERED, _OPT_OUTS = "filtered", "opt_outs"
JUDGED = (
    *(state.value for state in (*_WENT_OUT, _S.REFUSED, _S.UNKNOWN)),
    *(_FILTERED, _OPT_OUTS, _CAME_BACK, _RE_FAILED, _RE_ARRIVED, _LATER),
)
"""The counters that thresholds are judged by."""
CHANCE = 0.05
"""Few messages stop a campaign when so many failures would be less likely than this at the rate that is allowed."""


class Policies:
    """Tells which policies hold no longer as a campaign's texts say."""

    def __init__(self, versions: PolicyVersions, clock: Clock, zone: str = "Asia/Shanghai") -> None:
        """Take the versions, the clock, and the zone whose calendar counts."""
        self._versions, self._clock, self._zone = versions, clock, ZoneInfo(zone)

    def outdated(self, campaign: Campaign, accepted_at: datetime | None) -> str:
        """Name them; empty when all hold. What held when a person let the campaign go on is accepted."""
        day = self._clock().astimezone(self._zone).date()
        changed: list[str] = []
        for name, version in campaign.policies.items():
            allowed = {None, version}
            if accepted_at is not None:
                allowed.add(self._versions.version_on(name, accepted_at.astimezone(self._zone).date()))
            if self._versions.version_on(name, day) not in allowed:
                changed.append(name)
        return "、".join(sorted(changed))


class Watch:
    """Judges every run that is out by its counters."""

    def __init__(
        self,
        book: WatchBook,
        stops: Stops,
        policies: Policies,
        clock: Clock,
        receipts_within: timedelta = timedelta(hours=72),
        grace: timedelta = timedelta(hours=1),
        wave_within: timedelta = timedelta(hours=1),
    ) -> None:
        """Take the ports; a message without a receipt counts as accounted for after `receipts_within`.

        `grace` is how late messages may be at start-up and still leave by themselves; `wave_within` how long after its
        pause a wave is waited for whose receipts have not come.
        """
        self._book, self._stops, self._policies, self._clock = book, stops, policies, clock
        self._receipts_within, self._grace, self._wave_within = receipts_within, grace, wave_within

    async def look_first(self) -> None:
        """Look before anything is handed out: what lay unsent beyond grace, as after a standstill, waits for a person."""
        await self.look()
        now = self._clock()
        for campaign in await self._stops.stalled(now - self._grace):
            why = "服务停过,有短信到点后很久没有发出,请人确认是否还发"
            await self._stops.stop(campaign, why, now, hold=True)
            logger.warning("campaign found overdue", extra={"campaign": campaign})

    async def look(self) -> None:
        """Look once at everything that is out."""
        for progress in await self._book.progress():
            await self._judge(progress)
        await self._stops.sweep(self._clock())

    async def _judge(self, progress: Progress) -> None:
        now = self._clock()
        outdated = self._policies.outdated(progress.campaign, progress.accepted_at)
        left = sum(progress.of_run.get(state.value, 0) for state in _OPEN)
        if outdated and left:
            await self._stop(progress, f"政策已变更或结束:{outdated};未发的短信等人决定", hold=True)
            return
        if left and (why := too_much(progress.of_run, progress.campaign.thresholds)):
            await self._stop(progress, why, hold=False)
            return
        of_wave = sum(progress.of_wave.get(state.value, 0) for state in _OPEN)
        if of_wave <= progress.of_wave.get("later", 0):
            await self._wave_is_out(progress)
        if left:
            return
        unknown = progress.of_run.get(_S.UNKNOWN.value, 0)
        waiting = progress.of_run.get(_S.SENT.value, 0)
        since = progress.wave_done_at
        if not unknown and (not waiting or (since is not None and now - since >= self._receipts_within)):
            await self._book.finish(progress, now)
        else:
            await self._book.wind_down(progress, now)

    async def _wave_is_out(self, progress: Progress) -> None:
        now = self._clock()
        if progress.wave_done_at is None:
            if await self._topped_up(progress):
                return
            await self._book.next_wave(progress, now, open_it=False)
            return
        over = now - progress.wave_done_at - timedelta(minutes=progress.campaign.waves.soak_minutes)
        if progress.wave >= progress.last_wave or over < timedelta():
            return
        limits = progress.campaign.thresholds
        heard = heard_of(progress.of_wave)
        if not heard.enough(limits) and over < self._wave_within:
            return
        if why := too_much(progress.of_wave, limits, few=True):
            await self._stop(progress, why, hold=False)
        elif heard.waiting > heard.settled:
            why = f"已发出的短信只有 {heard.settled}/{heard.settled + heard.waiting} 条收到回执,请人确认后再发下一批"
            await self._stop(progress, why, hold=True)
        else:
            await self._book.next_wave(progress, now, open_it=True)
            logger.info("wave opened", extra={"run": progress.run, "wave": progress.wave + 1})

    async def _topped_up(self, progress: Progress) -> bool:
        """Give a wave others in place of those who were withheld from it: a wave that went to nobody proves nothing."""
        ends = progress.campaign.waves.ends(progress.size)
        if progress.wave >= min(len(ends), progress.last_wave):
            return False
        size = ends[progress.wave]
        if sum(progress.of_wave.get(state.value, 0) for state in IN_WAVE) >= size:
            return False
        return await self._book.top_up(progress, size, self._clock()) > 0

    async def _stop(self, progress: Progress, why: str, *, hold: bool) -> None:
        await self._stops.stop(progress.campaign_id, why, self._clock(), hold=hold)
        logger.warning("campaign stopped", extra={"campaign": progress.campaign_id, "run": progress.run})


@dataclass(frozen=True, slots=True)
class Heard:
    """What is known of the messages that are out, by their first try; `waiting` are those without a receipt."""

    failed: int
    arrived: int
    waiting: int

    @property
    def settled(self) -> int:
        """Of how many it is known whether they arrived."""
        return self.failed + self.arrived

    def enough(self, limits: Thresholds) -> bool:
        """Say whether all is heard, or what is not could not make it pass the threshold any more."""
        worst = self.failed + self.waiting
        return self.waiting <= 0 or worst <= limits.undelivered * (self.arrived + worst)


def heard_of(tallies: Mapping[str, int]) -> Heard:
    """Give what is known; what a person had seen before letting the run go on counts no more."""
    new = _new(tallies)
    failed = new[_S.UNDELIVERED.value] + new[_S.REFUSED.value] + new[_CAME_BACK] - new[_RE_FAILED]
    arrived = new[_S.DELIVERED.value] - new[_RE_ARRIVED]
    return Heard(failed, arrived, new[_S.SENT.value] + new[_S.UNKNOWN.value])


def too_much(tallies: Mapping[str, int], limits: Thresholds, *, few: bool = False) -> str:
    """Say which threshold the counters have passed; empty when none, or when too few messages are settled.

    With `few` fewer messages count too, where they say enough: all of them failed, or more than chance would explain.
    What a person had seen before letting the run go on is not held against it again. A message that is tried again
    counts by its first try: waiting for the second would let everything go meanwhile.
    """
    new, heard = _new(tallies), heard_of(tallies)
    out = sum(new[state.value] for state in _WENT_OUT) + new[_LATER]
    shares = (
        # What is filtered is undelivered too: the more telling reason comes first.
        ("被运营商过滤", new[_FILTERED], out + new[_S.REFUSED.value], limits.filtered),
        ("退订", new[_OPT_OUTS], out, limits.opted_out),
        ("未送达", heard.failed, heard.settled, limits.undelivered),
    )
    for name, count, of, limit in shares:
        if of <= 0 or count / of <= limit:
            continue
        if of >= limits.least or (few and (count >= of or _by_chance(count, of, limit) < CHANCE)):
            return f"{name} {count}/{of},超过 {limit:.0%},已自动暂停"
    return ""


def _new(tallies: Mapping[str, int]) -> Mapping[str, int]:
    return {name: tallies.get(name, 0) - tallies.get(SEEN + name, 0) for name in JUDGED}


def _by_chance(count: int, of: int, rate: float) -> float:
    """Give how likely at least `count` of so many are where each fails at this rate."""
    return sum(comb(of, n) * rate**n * (1 - rate) ** (of - n) for n in range(count, of + 1))
