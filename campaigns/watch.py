"""Watches what is out: lets the next wave go, pauses what goes wrong, holds what has lost its policy, and finishes."""

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from campaigns.campaign import Campaign, Thresholds
from campaigns.delivery import DeliveryState
from campaigns.ports import PolicyVersions
from campaigns.sending_ports import Clock, Progress, Stops, WatchBook

logger = logging.getLogger(__name__)

_S = DeliveryState
_WENT_OUT = (_S.SENT, _S.DELIVERED, _S.UNDELIVERED)
_OPEN = (_S.PLANNED, _S.SENDING)


SEEN = "seen_"
"""Before the name of a counter: what it was when a person last let the run go on."""
JUDGED = (*(state.value for state in (*_WENT_OUT, _S.REFUSED)), "filtered", "opt_outs")
"""The counters that thresholds are judged by."""


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
    ) -> None:
        """Take the ports; a message without a receipt counts as accounted for after `receipts_within`.

        `grace` is how late messages may be at start-up and still leave by themselves.
        """
        self._book, self._stops, self._policies, self._clock = book, stops, policies, clock
        self._receipts_within, self._grace = receipts_within, grace

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
            await self._book.next_wave(progress, now, open_it=False)
            return
        soak = timedelta(minutes=progress.campaign.waves.soak_minutes)
        if progress.wave < progress.last_wave and now - progress.wave_done_at >= soak:
            await self._book.next_wave(progress, now, open_it=True)
            logger.info("wave opened", extra={"run": progress.run, "wave": progress.wave + 1})

    async def _stop(self, progress: Progress, why: str, *, hold: bool) -> None:
        await self._stops.stop(progress.campaign_id, why, self._clock(), hold=hold)
        logger.warning("campaign stopped", extra={"campaign": progress.campaign_id, "run": progress.run})


def too_much(tallies: Mapping[str, int], limits: Thresholds) -> str:
    """Say which threshold the counters have passed; empty when none, or when too few messages are settled.

    What a person had seen before letting the run go on is not held against it again.
    """
    new = {name: tallies.get(name, 0) - tallies.get(SEEN + name, 0) for name in JUDGED}
    out = sum(new[state.value] for state in _WENT_OUT)
    failed = new[_S.UNDELIVERED.value] + new[_S.REFUSED.value]
    settled = failed + new[_S.DELIVERED.value]
    shares = (
        # What is filtered is undelivered too: the more telling reason comes first.
        ("被运营商过滤", new["filtered"], out + new[_S.REFUSED.value], limits.filtered),
        ("退订", new["opt_outs"], out, limits.opted_out),
        ("未送达", failed, settled, limits.undelivered),
    )
    for name, count, of, limit in shares:
        if of >= limits.least and count / of > limit:
            return f"{name} {count}/{of},超过 {limit:.0%},已自动暂停"
    return ""
