"""A campaign: what is sent to whom and when, the states it passes through, and what an approver signs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from hashlib import sha256
from itertools import pairwise
from json import dumps

from pydantic import TypeAdapter, ValidationError

from campaigns.consent import ALL_TOPICS, Basis
from campaigns.schedule import Once, Recurring
from campaigns.windows import Windows, default_windows

MONEY_UNITS = 10_000
"""Money is counted in whole ten-thousandths of the currency unit, so that sums are exact."""


class CampaignKind(StrEnum):
    """What a campaign is in the eyes of the carriers."""

    PROMOTIONAL = "promotional"
    NOTICE = "notice"
    ALERT = "alert"
    """A warning that cannot wait: at any hour, and past the weekly cap where that is approved with a reason."""


class CampaignState(StrEnum):
    """Where a campaign stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    RUNNING = "running"
    PAUSED = "paused"
    """Stopped by a person, or by the watch because a threshold was passed."""
    HELD = "held"
    """Stopped by the machine until a person decides: policy ended, cost, overdue."""
    FINISHING = "finishing"
    """Nothing is left to send; some recipients are not accounted for yet."""
    FINISHED = "finished"
    CANCELED = "canceled"


class Move(StrEnum):
    """What can be done with a campaign."""

    EDIT = "edit"
    SUBMIT = "submit"
    APPROVE = "approve"
    REJECT = "reject"
    LAUNCH = "launch"
    PAUSE = "pause"
    HOLD = "hold"
    RESUME = "resume"
    CANCEL = "cancel"
    WIND_DOWN = "wind_down"
    FINISH = "finish"


_S = CampaignState
_UNDER_WAY = frozenset({_S.RUNNING, _S.PAUSED, _S.HELD})
MOVES: Mapping[Move, tuple[frozenset[CampaignState], CampaignState]] = {
    Move.EDIT: (frozenset({_S.DRAFT, _S.SUBMITTED, _S.APPROVED}), _S.DRAFT),
    Move.SUBMIT: (frozenset({_S.DRAFT}), _S.SUBMITTED),
    Move.APPROVE: (frozenset({_S.SUBMITTED}), _S.APPROVED),
    Move.REJECT: (frozenset({_S.SUBMITTED}), _S.DRAFT),
    Move.LAUNCH: (frozenset({_S.APPROVED}), _S.RUNNING),
    Move.PAUSE: (frozenset({_S.RUNNING, _S.FINISHING}), _S.PAUSED),
    Move.HOLD: (frozenset({_S.RUNNING, _S.PAUSED, _S.FINISHING}), _S.HELD),
    Move.RESUME: (frozenset({_S.PAUSED, _S.HELD}), _S.RUNNING),
    Move.CANCEL: (_UNDER_WAY | {_S.FINISHING, _S.DRAFT, _S.SUBMITTED, _S.APPROVED}, _S.CANCELED),
    Move.WIND_DOWN: (frozenset({_S.RUNNING}), _S.FINISHING),
    Move.FINISH: (frozenset({_S.FINISHING, _S.RUNNING}), _S.FINISHED),
}
"""From which states a move is possible, and where it leads."""


MACHINE_MOVES = frozenset({Move.HOLD, Move.WIND_DOWN, Move.FINISH})
"""Moves that only the machine makes."""


class MoveError(Exception):
    """A move that is not possible now; the text says where the campaign stands and what is possible."""


def moves_of_people(state: CampaignState) -> tuple[Move, ...]:
    """Give what a person may do from here."""
    return tuple(
        move for move, (sources, _) in MOVES.items() if state in sources and move not in MACHINE_MOVES
    )


def moved(state: CampaignState, move: Move) -> CampaignState:
    """Give the state after the move; `MoveError` when it is not possible from here."""
    allowed, target = MOVES[move]
    if state not in allowed:
        possible = ", ".join(sorted(one.value for one in moves_of_people(state)))
        if move is Move.RESUME and state is CampaignState.RUNNING:
            raise MoveError(
                "the campaign is running; a run of it that is held is let go by release, or given up by drop"
            )
        raise MoveError(
            f"cannot {move.value} a campaign that is {state.value}; possible: {possible or 'nothing'}"
        )
    return target


class RunState(StrEnum):
    """Where one sending of a campaign stands."""

    PLANNING = "planning"
    RUNNING = "running"
    HELD = "held"
    """Waits for a person: it was overdue, too large or too dear."""
    FINISHED = "finished"
    CANCELED = "canceled"
    SKIPPED = "skipped"
    """Missed while the service was down, and a later run took its place."""


class BatchState(StrEnum):
    """Where the part of a run that one worker takes stands."""

    WAITING = "waiting"
    LEASED = "leased"
    DONE = "done"
    CANCELED = "canceled"


@dataclass(frozen=True, slots=True)
class Waves:
    """How a run feels its way: `shares` of the recipients first, the rest after; between waves `soak_minutes`."""

    shares: tuple[float, ...] = (0.01, 0.10)
    soak_minutes: int = 15

    def __post_init__(self) -> None:
        if any(not 0 < share < 1 for share in self.shares) or sum(self.shares) >= 1:
            raise ValueError("wave shares must be between 0 and 1 and leave a rest")
        if self.soak_minutes < 0:
            raise ValueError("soak_minutes cannot be negative")

    def ends(self, recipients: int) -> tuple[int, ...]:
        """Give after how many recipients each wave but the last ends; every wave has at least one."""
        ends: list[int] = []
        reached = 0
        for share in self.shares:
            reached = min(recipients, reached + max(1, round(share * recipients)))
            ends.append(reached)
        return tuple(ends)

    def sizes(self, recipients: int) -> tuple[int, ...]:
        """Give how many recipients each wave has; waves for which nobody is left are not there."""
        ends = (0, *self.ends(recipients), recipients)
        return tuple(end - begin for begin, end in pairwise(ends) if end > begin)


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Shares (0..1) above which the watch pauses a campaign, judged from `least` settled messages on.

    Before the next wave opens, fewer are judged too: see `watch.too_much`.
    """

    undelivered: float = 0.20
    filtered: float = 0.02
    opted_out: float = 0.03
    least: int = 20


@dataclass(frozen=True, slots=True)
class Campaign:
    """What is written by an author and signed by an approver; everything in it is binding once it is approved.

    `texts` leads from a language to its words, with the placeholders of `template`, which `values` and the recipient
    fill; `audience` is the definition as JSON. `policies` leads from a benefit or topic to the first day of the
    version that the texts rest on: when another version holds, unsent messages wait for a person. `cost_ceiling` is
    in ten-thousandths of the currency unit, over all runs and tries. `over_cap_because` is the recorded reason to pass
    the weekly cap. The texts of a `confidential` one name nobody and say nothing of a loss or an illness.
    """

    name: str
    kind: CampaignKind
    texts: Mapping[str, str]
    audience: str
    schedule: Once | Recurring
    sender: str
    cost_ceiling: int
    template: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    policies: Mapping[str, date] = field(default_factory=dict)
    basis: Basis = Basis.CONSENT
    topic: str = ALL_TOPICS
    windows: Windows = field(default_factory=default_windows)
    waves: Waves = Waves()
    thresholds: Thresholds = Thresholds()
    over_cap_because: str = ""
    confidential: bool = False

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise ValueError("a campaign needs a name")
        if not self.texts or any(not text.strip() for text in self.texts.values()):
            raise ValueError("a campaign needs a text in at least one language, and none may be empty")
        if not self.sender:
            raise ValueError("a campaign needs a sender")
        if self.cost_ceiling < 0:
            raise ValueError("cost_ceiling cannot be negative")
        if self.over_cap_because and self.kind is not CampaignKind.ALERT:
            raise ValueError("only an alert may pass the weekly cap")

    @property
    def names_reader(self) -> bool:
        """Whether a text differs from one reader to the next by more than language and district."""
        return any("{name}" in text for text in self.texts.values())


_ADAPTER: TypeAdapter[Campaign] = TypeAdapter(Campaign)


class CampaignError(ValueError):
    """A campaign as written cannot be read; the text says which part and why, in one line."""


def written(campaign: Campaign) -> str:
    """Give the campaign as canonical JSON: equal campaigns are equal to the byte."""
    plain = _ADAPTER.dump_python(campaign, mode="json")
    return dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def read(text: str | bytes) -> Campaign:
    """Read what `written` gave, or what an author wrote in the same form; raises `CampaignError`."""
    try:
        return _ADAPTER.validate_json(text)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "campaign"
        raise CampaignError(f"{where}: {first['msg']}") from error


def digest(campaign_text: str, audience_size: int) -> str:
    """Give the hash that an approver signs: over every word of the campaign and how many it would reach."""
    return sha256(f"{audience_size}\n{campaign_text}".encode()).hexdigest()
