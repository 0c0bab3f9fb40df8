"""What became of a campaign, as the staff read it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from campaigns.delivery import FINAL, DeliveryState
from campaigns.sending import Exclusion

STATE_WORDS: Mapping[DeliveryState, str] = {
    DeliveryState.PLANNED: "待发送",
    DeliveryState.SENDING: "正在发送",
    DeliveryState.SENT: "已发出,等回执",
    DeliveryState.DELIVERED: "已送达",
    DeliveryState.UNDELIVERED: "未送达",
    DeliveryState.REFUSED: "服务商拒收",
    DeliveryState.UNKNOWN: "结果不明,正在核对",
    DeliveryState.WITHHELD: "临发前扣下",
    DeliveryState.CANCELED: "已取消",
}


@dataclass(frozen=True, slots=True)
class RunAccount:
    """One run: its counters by state are kept while it is sent. `why` says what it waits for.

    `next_at` is when its next waiting batch may leave: later than now for the next window, wave or another try.
    """

    number: int
    state: str
    why: str
    due_at: datetime
    wave: int
    last_wave: int
    recipients: int
    excluded: int
    counts: Mapping[DeliveryState, int]
    segments: int
    filtered: int
    opt_outs: int
    replies: int
    planned: bool
    next_at: datetime | None = None

    @property
    def accounted_for(self) -> int:
        """How many recipients have come to an end."""
        return sum(count for state, count in self.counts.items() if state in FINAL)

    @property
    def left(self) -> int:
        """How many messages have not left yet."""
        return self.counts.get(DeliveryState.PLANNED, 0)


@dataclass(frozen=True, slots=True)
class FaultCount:
    """How many deliveries ended in one fault; `words` says it plainly."""

    kind: str
    code: str
    words: str
    count: int


@dataclass(frozen=True, slots=True)
class Share:
    """One part of the recipients (a district, an age band, a language) by state; None hides a small number."""

    name: str
    recipients: int | None
    delivered: int | None
    failed: int | None


@dataclass(frozen=True, slots=True)
class Account:
    """Everything about a campaign's runs; cost in ten-thousandths of the currency unit.

    `faults` are final, `retries` are of messages that will be tried again.
    """

    runs: tuple[RunAccount, ...]
    cost: int
    exclusions: Mapping[Exclusion, int]
    faults: tuple[FaultCount, ...]
    retries: tuple[FaultCount, ...]
    by: Mapping[str, tuple[Share, ...]]

    @property
    def recipients(self) -> int:
        """How many recipients all runs have together."""
        return sum(run.recipients for run in self.runs)

    @property
    def accounted_for(self) -> int:
        """How many of them have come to an end."""
        return sum(run.accounted_for for run in self.runs)

    @property
    def counts(self) -> Mapping[DeliveryState, int]:
        """The counters of all runs together."""
        total: Counter[DeliveryState] = Counter()
        for run in self.runs:
            total.update(run.counts)
        return total
