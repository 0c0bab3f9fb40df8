"""Two persons for every campaign: one asks, another signs the hash of exactly what would be sent, and to how many."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from campaigns.campaign import CampaignState, Move, MoveError, digest
from campaigns.campaign_ports import Approval, CampaignBook, CampaignRecord, Hands, Step
from campaigns.schedule import first_due
from campaigns.sending_ports import Audience, Clock


class ApprovalError(Exception):
    """An approval that cannot be given or does not hold; the text says why and what to do."""


class NoSuchCampaignError(LookupError):
    """There is no campaign of that id."""


class Approvals:
    """Submits, approves and launches campaigns."""

    def __init__(
        self,
        book: CampaignBook,
        hands: Hands,
        audience: Audience,
        clock: Clock,
        grace: timedelta = timedelta(hours=1),
        zone: str = "Asia/Shanghai",
    ) -> None:
        """Take the ports; `grace` is how long ago what is due once may have been due when it is launched."""
        self._book, self._hands, self._audience, self._clock = book, hands, audience, clock
        self._grace, self._zone = grace, ZoneInfo(zone)

    async def submit(self, campaign: int, who: str) -> str:
        """Ask for approval: the audience is counted now; gives the hash that the approver will sign."""
        record = await self.record(campaign)
        now = self._clock()
        due = first_due(record.campaign.schedule, now, self._grace)
        on = due.astimezone(self._zone).date()
        size = await self._audience.count(record.campaign, on, now)
        await self.step(record, Step(Move.SUBMIT, who, now, audience_size=size))
        return digest(record.text, size)

    async def approve(self, campaign: int, who: str, seen: str) -> None:
        """Sign `seen`, the hash of what the approver has read; it must be of the campaign as it stands now."""
        record = await self.record(campaign)
        if record.state is CampaignState.SUBMITTED:
            # Everybody who ever had a hand in it: the last one to edit may have changed the name only.
            if who in await self._hands(campaign) | {record.author, record.edited_by, record.submitted_by}:
                raise ApprovalError(
                    "who wrote, changed or submitted a campaign cannot approve it: ask another person"
                )
            if seen != digest(record.text, record.audience_size):
                raise ApprovalError("the campaign is not the one you have seen: read it again, then approve")
        now = self._clock()
        approval = Approval(seen, record.submitted_by, who, now)
        await self.step(record, Step(Move.APPROVE, who, now, approval=approval))

    async def reject(self, campaign: int, who: str, why: str) -> None:
        """Send a submitted campaign back to its author."""
        record = await self.record(campaign)
        await self.step(record, Step(Move.REJECT, who, self._clock(), why))

    async def launch(self, campaign: int, who: str) -> None:
        """Let an approved campaign run by its schedule; an approval of anything else does not hold."""
        record = await self.record(campaign)
        now = self._clock()
        if record.state is CampaignState.APPROVED:
            signed = record.approval
            if signed is None or signed.digest != digest(record.text, record.audience_size):
                raise ApprovalError("the approval is void because the campaign was changed: submit it again")
        due = first_due(record.campaign.schedule, now, self._grace)
        await self.step(record, Step(Move.LAUNCH, who, now, next_due_at=due))

    async def move(self, campaign: int, move: Move, who: str, why: str = "") -> None:
        """Pause, resume or cancel a campaign; what is on its way this second still arrives, nothing after it leaves."""
        if move not in (Move.PAUSE, Move.RESUME, Move.CANCEL):
            raise MoveError(f"{move.value} has its own way")
        await self.step(await self.record(campaign), Step(move, who, self._clock(), why))

    async def record(self, campaign: int) -> CampaignRecord:
        """Give a campaign; `NoSuchCampaignError` when there is none."""
        record = await self._book.load(campaign)
        if record is None:
            raise NoSuchCampaignError(f"there is no campaign {campaign}")
        return record

    async def step(self, record: CampaignRecord, step: Step) -> None:
        """Make a move; `MoveError` when it is not possible, or somebody else was faster."""
        if not await self._book.step(record, step):
            raise MoveError(f"campaign {record.id} was changed by somebody else meanwhile: look again")
