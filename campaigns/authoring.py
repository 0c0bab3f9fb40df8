"""Writes campaigns, and shows beforehand what one would do: to whom, at what cost, until when."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from secrets import token_hex
from zoneinfo import ZoneInfo

from campaigns.campaign import MOVES, Campaign, CampaignError, Move, MoveError, written
from campaigns.campaign_ports import CampaignBook, Step
from campaigns.composing import template_of
from campaigns.delivery import Outcome
from campaigns.message import Frame, faults
from campaigns.pacing import Slots
from campaigns.planning import PAGE, PlanningRules
from campaigns.provider import Outgoing, Provider
from campaigns.receipts import TRIED
from campaigns.schedule import ScheduleError, first_due, occurrences
from campaigns.sending import Addressee, Compose, Cursor, Exclusion
from campaigns.sending_ports import Audience, Clock
from campaigns.windows import IsHoliday

FIRST = 10


@dataclass(frozen=True, slots=True)
class Preview:
    """What a campaign would do; cost in ten-thousandths of the currency unit, times in UTC."""

    recipients: int
    by_language: Mapping[str, int]
    """How many recipients read each language."""
    excluded: Mapping[Exclusion, int]
    first_messages: tuple[str, ...]
    segments: int
    cost: int
    begins_at: datetime | None
    ends_at: datetime | None
    occurrences: int = 1
    """How many times it goes out; segments and cost are those of one time."""


class Authoring:
    """Drafts campaigns and previews them."""

    def __init__(
        self,
        book: CampaignBook,
        audience: Audience,
        compose: Compose,
        provider: Provider,
        frame: Frame,
        rules: PlanningRules,
        is_holiday: IsHoliday,
        clock: Clock,
    ) -> None:
        """Take the ports, the words around each message and the house's figures."""
        self._book, self._audience, self._compose = book, audience, compose
        self._provider, self._frame, self._rules = provider, frame, rules
        self._is_holiday, self._clock = is_holiday, clock

    async def create(self, campaign: Campaign, who: str) -> int:
        """Keep a new draft; `CampaignError` names everything that keeps its texts from being sent.

        `ScheduleError` says that its time never comes.
        """
        self._check(campaign)
        self.begins(campaign)
        return await self._book.create(campaign, who, self._clock())

    async def edit(self, campaign_id: int, campaign: Campaign, who: str) -> None:
        """Change a campaign that was not launched; an approval becomes void by it; raises as `create` does."""
        self._check(campaign)
        self.begins(campaign)
        record = await self._book.load(campaign_id)
        if record is None:
            raise CampaignError(f"there is no campaign {campaign_id}")
        if record.state not in MOVES[Move.EDIT][0]:
            raise MoveError(
                f"a campaign that is {record.state.value} cannot be changed: cancel it and write a new one"
            )
        step = Step(Move.EDIT, who, self._clock(), text=written(campaign))
        if not await self._book.step(record, step):
            raise MoveError(f"campaign {campaign_id} was changed by somebody else meanwhile: look again")

    def begins(self, campaign: Campaign) -> datetime:
        """Give when it would first be due if it were launched now; `ScheduleError` when that never comes."""
        return first_due(campaign.schedule, self._clock(), self._rules.overdue_grace)

    async def preview(self, campaign: Campaign) -> Preview:
        """Walk the whole audience as a run would; nothing is written. Its times are None when they have passed."""
        self._check(campaign)
        now = self._clock()
        try:
            due = max(now, self.begins(campaign))
        except ScheduleError:
            due = None
        on = self._day(due or now)
        segments = 0
        by_language: Counter[str] = Counter()
        excluded: Counter[Exclusion] = Counter()
        first: list[str] = []
        after, written_to = Cursor(), b""
        while page := await self._audience.page(campaign, on, now, after, PAGE):
            for one in page:
                barred = one.barred or (Exclusion.HOUSEHOLD if one.phone_hash == written_to else None)
                reader = Addressee(one.language, one.district, one.name)
                worded = None if barred else self._compose(campaign, reader)
                if worded is None:
                    excluded[barred or Exclusion.NO_TEXT] += 1
                    continue
                written_to = one.phone_hash
                by_language[worded.language] += 1
                segments += worded.segments
                if len(first) < FIRST:
                    first.append(worded.text)
            after = Cursor(page[-1].phone_hash, page[-1].contact)
        cost = segments * self._rules.price_per_segment
        recipients = by_language.total()
        begins, ends = self._times(campaign, due, recipients, segments) if due else (None, None)
        times = occurrences(campaign.schedule, now)
        return Preview(recipients, by_language, excluded, tuple(first), segments, cost, begins, ends, times)

    async def test_send(self, campaign: Campaign, to: str, who: Addressee) -> Outcome:
        """Send one message to a named number (E.164) of the staff, as a recipient would read it."""
        self._check(campaign)
        worded = self._compose(campaign, who)
        if worded is None:
            raise CampaignError("no text of this campaign can be written for such a reader")
        return await self._provider.send(Outgoing(TRIED + token_hex(14), to, worded.text, campaign.sender))

    def _times(
        self, campaign: Campaign, due: datetime, recipients: int, segments: int
    ) -> tuple[datetime, datetime]:
        """Give when the first message may leave and, with the pauses between waves, when the last one has left."""
        slots = Slots(campaign.windows, self._is_holiday, self._rules.segments_per_second, due)
        begins = slots.next_at
        sizes = campaign.waves.sizes(recipients)
        gone = 0
        for number in range(len(sizes)):
            if number:
                slots.rest(timedelta(minutes=campaign.waves.soak_minutes))
            # Nobody has looked which recipients come first: each counts as the mean of all.
            until = segments * sum(sizes[: number + 1]) // recipients
            self._take(slots, until - gone)
            gone = until
        return begins, slots.next_at

    def _take(self, slots: Slots, segments: int) -> None:
        most = max(1, int(self._rules.segments_per_second * 60))
        for _ in range(segments // most):
            slots.take(most)
        if segments % most:
            slots.take(segments % most)

    def _day(self, at: datetime) -> date:
        return at.astimezone(ZoneInfo(self._rules.zone)).date()

    def _check(self, campaign: Campaign) -> None:
        found = faults(template_of(campaign), campaign.values, self._frame, self._provider.capabilities)
        if found:
            raise CampaignError("; ".join(found))
