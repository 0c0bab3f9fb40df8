"""What the staff's door reads: bodies of requests, checked, and turned into the values of campaigns."""

from collections.abc import Collection
from datetime import datetime
from decimal import Decimal
from functools import partial
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator
from pydantic_core import ErrorDetails

from campaigns.audience import read_audience
from campaigns.campaign import MONEY_UNITS, CampaignError, CampaignKind, Waves
from campaigns.consent import Basis, ConsentKind
from campaigns.console.doubting import SOONEST_HOURS
from campaigns.console.drafting import Draft
from campaigns.outside_text import check_all, check_text
from campaigns.sending import Decision
from campaigns.windows import KINDS_OF_DAY, read_hours

Asked = AfterValidator(partial(check_text, where="query"))
"""For a text in an address: only characters that can be kept."""
Short = Annotated[str, Field(max_length=200)]
Phones = Annotated[list[Annotated[str, Field(max_length=40)]], Field(min_length=1, max_length=1000)]

LONGEST_WAIT_HOURS = 10 * 366 * 24


def invalid(fault: ErrorDetails) -> tuple[str, str]:
    """Say of what is wrong with a body where it is, and what."""
    parts = [str(part) for part in fault["loc"] if part != "body"]
    said = fault["msg"].removeprefix("Value error, ")
    if fault["type"] == "extra_forbidden" and parts[:-1] == ["windows"]:
        said = f"there is no such day; there are {', '.join(KINDS_OF_DAY)}"
    return ".".join(parts) or "body", said


class Body(BaseModel):
    """A body; a key it does not know is a mistake."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _kept(cls, told: Any) -> Any:
        check_all(told)
        return told


class ScheduleBody(Body):
    """Once at a local time, or by a cron line until one; both without offset."""

    at: datetime | None = None
    cron: Short = ""
    until: datetime | None = None
    zone: Short = ""


class WavesBody(Body):
    """The shares that go first, and the minutes between waves; no shares: all at once."""

    shares: Annotated[tuple[Annotated[float, Field(gt=0, lt=1)], ...], Field(max_length=5)] = (0.01, 0.10)
    soak_minutes: Annotated[int, Field(ge=0, le=10_080)] = 15


def _span(written: str) -> str:
    read_hours(written)
    return written


Span = Annotated[str, AfterValidator(_span)]


class WindowsBody(Body):
    """The hours in which messages may leave, where a kind of day has others than the house: 09:00-18:00; empty: none."""

    mon: Span | None = None
    tue: Span | None = None
    wed: Span | None = None
    thu: Span | None = None
    fri: Span | None = None
    sat: Span | None = None
    sun: Span | None = None
    holidays: Span | None = None
    makeup: Span | None = None


class SenderBody(Body):
    """One sender, by name."""

    sender: Annotated[str, Field(min_length=1, max_length=64)]


class AudienceBody(Body):
    """An audience as campaigns write it."""

    audience: dict[str, Any] = Field(default_factory=dict)


class DraftBody(AudienceBody):
    """A campaign as its author wishes it; `cost_ceiling` in the currency unit, such as 120.50."""

    name: Short = ""
    template: Short = ""
    texts: dict[str, Annotated[str, Field(max_length=2000)]] = Field(default_factory=dict)
    kind: CampaignKind | None = None
    topic: Annotated[str, Field(max_length=60)] = ""
    basis: Basis | None = None
    policies: tuple[Short, ...] = ()
    values: dict[str, Short] = Field(default_factory=dict)
    schedule: ScheduleBody = ScheduleBody()
    sender: Annotated[str, Field(max_length=60)] = ""
    cost_ceiling: Annotated[Decimal, Field(ge=0, le=100_000_000)] | None = None
    waves: WavesBody = WavesBody()
    over_cap_because: Short = ""
    windows: WindowsBody = WindowsBody()

    def draft(self, benefits: Collection[str]) -> Draft:
        """Give the draft; `benefits` are those that an audience may name."""
        try:
            waves = Waves(self.waves.shares, self.waves.soak_minutes)
        except ValueError as error:
            raise CampaignError(f"waves: {error}") from error
        return Draft(
            name=self.name,
            template=self.template,
            texts=self.texts,
            kind=self.kind,
            topic=self.topic,
            basis=self.basis,
            policies=self.policies,
            values=self.values,
            audience=read_audience(self.audience, benefits),
            at=self.schedule.at,
            cron=self.schedule.cron,
            until=self.schedule.until,
            zone=self.schedule.zone,
            sender=self.sender,
            cost_ceiling=None if self.cost_ceiling is None else int(self.cost_ceiling * MONEY_UNITS),
            waves=waves,
            over_cap_because=self.over_cap_because,
            windows=self.windows.model_dump(exclude_none=True),
        )


class SeenBody(Body):
    """The hash of what the approver has read."""

    hash: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]


class WhyBody(Body):
    """Why something is done; it stands in the audit log, so it names nobody."""

    why: Annotated[str, Field(max_length=200)] = ""


class PhonesBody(Body):
    """The numbers of the staff that a test goes to."""

    phones: Annotated[list[Annotated[str, Field(max_length=40)]], Field(min_length=1, max_length=10)]
    language: Annotated[str, Field(max_length=20)] = "zh"


class ConsentBody(Body):
    """An opt-out (or its undoing) for phones, of one topic or of all."""

    phones: Phones
    kind: ConsentKind = ConsentKind.OPT_OUT
    topic: Annotated[str, Field(max_length=60)] = ""
    reference: Annotated[str, Field(max_length=80)] = ""


class PhoneBody(Body):
    """One phone; in a body, because addresses are written into logs."""

    phone: Annotated[str, Field(max_length=40)]


class ReplyBody(PhoneBody):
    """What the owner of a simulated phone writes back."""

    text: Annotated[str, Field(min_length=1, max_length=500)]


class StaffBody(Body):
    """Somebody to let in."""

    name: Short
    roles: list[str]


class NameBody(Body):
    """Somebody of the staff."""

    name: Short


class DecisionBody(Body):
    """How doubtful deliveries older than so many hours are settled."""

    decision: Decision
    older_than_hours: Annotated[float, Field(ge=SOONEST_HOURS, le=LONGEST_WAIT_HOURS)] = 24.0
    confirm: Literal[True]


class SomeDecidedBody(Body):
    """How these doubtful deliveries of one campaign are settled."""

    decision: Decision
    deliveries: Annotated[
        list[Annotated[int, Field(ge=1, le=2**63 - 1)]], Field(min_length=1, max_length=1000)
    ]
    confirm: Literal[True]
