"""Watches what is out: lets the next wave go, pauses what goes wrong, holds what has lost its policy, and finishes."""

import logging
from collections.abc import Mapping
from datetime import timedelta
from zoneinfo import ZoneInfo

from campaigns.campaign import Campaign, Thresholds
from campaigns.delivery import DeliveryState
from campaigns.ports import PolicyVersions
from campaigns.sending_ports import Clock, Progress, Stops, WatchBook

logger = logging.getLogger(__name__)

_S = DeliveryState
_WENT_OUT = (_S.SENT, _S.DELIVERED, _S.UNDELIVERED)
_OPEN = (_S.PLANNED, _S.SENDING)


class Watch:
    """Judges every run that is out by its counters."""

    def __init__(
        self,
        book: WatchBook,
        stops: Stops,
        policies: PolicyVersions,
        clock: Clock,
        zone: str = "Asia/Shanghai",
        receipts_within: timedelta = timedelta(hours=72),
    ) -> None:
        """Take the ports; a message without a receipt counts as accounted for after `receipts_within`."""
        self._book, self._stops, self._policies, self._clock = book, stops, policies, clock
        self._zone, self._receipts_within = ZoneInfo(zone), receipts_within

    async def look(self) -> None:
        """Look once at everything that is out."""
        for progress in await self._book.progress():
            await self._judge(progress)
        await self._stops.sweep(self._clock())

    async def _judge(self, progress: Progress) -> None:
        now = self._clock()
        outdated = self._outdated(progress.campaign)
        left = sum(progress.of_run.get(state.value, 0) for state in _OPEN)
        if outdated and left:
            await self._stop(progress, f"政策已变更或结束:{outdated};未发的短信等人决定", hold=True)
            return
        if left and (why := too_much(progress.of_run, progress.campaign.thresholds)):
            await self._stop(progress, why, hold=False)
            return
        if not sum(progress.of_wave.get(state.value, 0) for state in _OPEN):
            await self._wave_is_out(progress)
        unknown = progress.of_run.get(_S.UNKNOWN.value, 0)
        if left or unknown or progress.wave < progress.last_wave:
            return
        waiting = progress.of_run.get(_S.SENT.value, 0)
        since = progress.wave_done_at
        if not waiting or (since is not None and now - since >= self._receipts_within):
            await self._book.finish(progress, now)

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

    def _outdated(self, campaign: Campaign) -> str:
        day = self._clock().astimezone(self._zone).date()
        changed = [
            name
            for name, version in campaign.policies.items()
            if self._policies.version_on(name, day) not in (None, version)
        ]
        return "、".join(sorted(changed))


def too_much(tallies: Mapping[str, int], limits: Thresholds) -> str:
    """Say which threshold the counters have passed; empty when none, or when too few messages are settled."""
    out = sum(tallies.get(state.value, 0) for state in _WENT_OUT)
    failed = tallies.get(_S.UNDELIVERED.value, 0)
    settled = failed + tallies.get(_S.DELIVERED.value, 0) + tallies.get(_S.REFUSED.value, 0)
    tried = out + tallies.get(_S.REFUSED.value, 0)
    shares = (
        ("未送达", failed + tallies.get(_S.REFUSED.value, 0), settled, limits.undelivered),
        ("被运营商过滤", tallies.get("filtered", 0), tried, limits.filtered),
        ("退订", tallies.get("opt_outs", 0), out, limits.opted_out),
    )
    for name, count, of, limit in shares:
        if of >= limits.least and count / of > limit:
            return f"{name} {count}/{of},超过 {limit:.0%},已自动暂停"
    return ""
