"""A message of which nobody knows whether the provider took it, as the staff see it and decide about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from campaigns.console.shapes import Json
from campaigns.delivery import DoubtReason
from campaigns.sending import Decision

SOONEST_HOURS = 1
"""Nobody decides earlier: receipts are late, and we look ourselves first."""
DOUBT_WORDS: Mapping[str, str] = {
    DoubtReason.TIMEOUT: "服务商没有在时限内回答",
    DoubtReason.DROPPED: "和服务商的连接中途断了",
    DoubtReason.SERVER_ERROR: "服务商出错,没说收没收下",
    DoubtReason.CRASH: "我们的程序在发送途中停了",
}
"""Why, in plain words; the keys are the codes that deliveries are kept with."""


@dataclass(frozen=True, slots=True)
class InDoubt:
    """One delivery in doubt; it names nobody. `again`: its run goes on, so that it could be sent once more.

    `looks` is how often the provider was asked for it, `look_at` when it is asked next.
    """

    delivery: int
    run: int
    wave: int
    since: datetime
    why: str
    looks: int
    look_at: datetime | None
    again: bool

    @property
    def decided_from(self) -> datetime:
        """Give when a person may decide about it."""
        return self.since + timedelta(hours=SOONEST_HOURS)

    def may_be(self, decision: Decision, now: datetime) -> bool:
        """Say whether it may be settled so by now."""
        return self.decided_from <= now and (self.again or decision is not Decision.SEND_AGAIN)


def of_doubt(one: InDoubt, now: datetime) -> Json:
    """Give it as JSON; what may be decided is listed in `decisions`."""
    return {
        "delivery": one.delivery,
        "run": one.run,
        "wave": one.wave + 1,
        "since": one.since.isoformat(),
        "why": one.why,
        "words": DOUBT_WORDS.get(one.why, one.why),
        "looks": one.looks,
        "look_at": one.look_at.isoformat() if one.look_at else None,
        "again": one.again,
        "decided_from": one.decided_from.isoformat(),
        "decisions": [decision.value for decision in Decision if one.may_be(decision, now)],
    }
