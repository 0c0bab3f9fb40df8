"""Campaigns, their approvals, and how a run of one is cut into batches; the hot rows are in `deliveries`."""

from datetime import datetime

from sqlalchemy import BigInteger, Boolean, Float, ForeignKey, Index, Integer, LargeBinary, String, Text
from sqlalchemy import UniqueConstraint as Unique
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base, UtcDateTime
from db.models.contacts import Identity


class CampaignRow(Base):
    """One campaign: `definition` is its canonical text, of which an approval signs the hash."""

    __tablename__ = "campaigns"
    __table_args__ = (Index(None, "state", "next_due_at"),)

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(12))
    sender: Mapped[str] = mapped_column(String(60))
    definition: Mapped[str] = mapped_column(Text())
    audience_size: Mapped[int] = mapped_column(BigInteger())
    state: Mapped[str] = mapped_column(String(12))
    why: Mapped[str] = mapped_column(String(300))
    author: Mapped[str] = mapped_column(String(60))
    edited_by: Mapped[str] = mapped_column(String(60))
    submitted_by: Mapped[str] = mapped_column(String(60))
    next_due_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    next_number: Mapped[int] = mapped_column(Integer())
    accepted_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    created_at: Mapped[datetime] = mapped_column(UtcDateTime())
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime())


class ApprovalRow(Base):
    """What an approver signed; void from `voided_at` on."""

    __tablename__ = "approvals"
    __table_args__ = (Index(None, "campaign_id"),)

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    digest: Mapped[str] = mapped_column(String(64))
    requester: Mapped[str] = mapped_column(String(60))
    approver: Mapped[str] = mapped_column(String(60))
    at: Mapped[datetime] = mapped_column(UtcDateTime())
    voided_at: Mapped[datetime | None] = mapped_column(UtcDateTime())


class RunRow(Base):
    """One sending of a campaign.

    While it is planned, `cursor_*` say how far the audience was read and `slot_at` where the next batch falls;
    `wave` is the last wave that may go out, `wave_done_at` when nothing of it was left to send.
    """

    __tablename__ = "runs"
    __table_args__ = (Unique("campaign_id", "number"), Index(None, "state"))

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    number: Mapped[int] = mapped_column(Integer())
    due_at: Mapped[datetime] = mapped_column(UtcDateTime())
    state: Mapped[str] = mapped_column(String(12))
    why: Mapped[str] = mapped_column(String(300))
    wave: Mapped[int] = mapped_column(Integer())
    last_wave: Mapped[int] = mapped_column(Integer())
    wave_done_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    size: Mapped[int | None] = mapped_column(BigInteger())
    recipients: Mapped[int] = mapped_column(BigInteger())
    excluded: Mapped[int] = mapped_column(BigInteger())
    segments: Mapped[int] = mapped_column(BigInteger())
    cursor_hash: Mapped[bytes] = mapped_column(LargeBinary(16))
    cursor_contact: Mapped[int] = mapped_column(BigInteger())
    slot_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    token: Mapped[str] = mapped_column(String(32))
    lease_until: Mapped[datetime | None] = mapped_column(UtcDateTime())
    started_at: Mapped[datetime] = mapped_column(UtcDateTime())
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime())


class BatchRow(Base):
    """The part of a run that one worker takes at a time; held by `token` until `lease_until` while it is leased.

    It may leave from `due_at` until `window_until`; `handed_at` is when its id was last given to the queue.
    """

    __tablename__ = "batches"
    __table_args__ = (Index(None, "state", "due_at"), Index(None, "run_id", "wave"))

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("runs.id"))
    wave: Mapped[int] = mapped_column(Integer())
    sender: Mapped[str] = mapped_column(String(60))
    due_at: Mapped[datetime] = mapped_column(UtcDateTime())
    window_until: Mapped[datetime] = mapped_column(UtcDateTime())
    state: Mapped[str] = mapped_column(String(8))
    size: Mapped[int] = mapped_column(Integer())
    segments: Mapped[int] = mapped_column(Integer())
    handed_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    token: Mapped[str] = mapped_column(String(32))
    lease_until: Mapped[datetime | None] = mapped_column(UtcDateTime())


class SenderRow(Base):
    """A number or service that messages come from, and its pace.

    `factor` (0..1] slows it down after the provider asked for it, `held_until` stops it for a while, `paused` until a
    person lets it go. `free_at` is when its next segment may leave, whichever campaign it is of.
    """

    __tablename__ = "senders"

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    segments_per_second: Mapped[float] = mapped_column(Float())
    factor: Mapped[float] = mapped_column(Float())
    free_at: Mapped[datetime] = mapped_column(UtcDateTime())
    held_until: Mapped[datetime] = mapped_column(UtcDateTime())
    paused: Mapped[bool] = mapped_column(Boolean())
    why: Mapped[str] = mapped_column(String(300))


class TallyRow(Base):
    """How many messages of a run's wave are in a state, and a few other sums: kept, never counted."""

    __tablename__ = "tallies"

    run_id: Mapped[int] = mapped_column(BigInteger(), primary_key=True, autoincrement=False)
    wave: Mapped[int] = mapped_column(Integer(), primary_key=True)
    name: Mapped[str] = mapped_column(String(16), primary_key=True)
    count: Mapped[int] = mapped_column(BigInteger())
