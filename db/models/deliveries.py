"""Messages on their way: millions of rows, so they carry no foreign keys; the services keep them whole."""

from datetime import datetime

from sqlalchemy import BigInteger, Boolean, Index, LargeBinary, SmallInteger, String, text
from sqlalchemy import UniqueConstraint as Unique
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base, UtcDateTime
from db.models.contacts import Identity

_UNSETTLED = text("state IN ('sending', 'unknown')")


class DeliveryRow(Base):
    """One message to one recipient of one run; `attempt` is its newest try, `rank` how far its last receipt was."""

    __tablename__ = "deliveries"
    __table_args__ = (
        Unique("run_id", "phone_hash"),
        Index(None, "batch_id"),
        Index(None, "phone_hash"),
        Index(
            "ix_deliveries_unsettled",
            "run_id",
            "state",
            sqlite_where=_UNSETTLED,
            postgresql_where=_UNSETTLED,
        ),
    )

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    run_id: Mapped[int] = mapped_column(BigInteger())
    batch_id: Mapped[int] = mapped_column(BigInteger())
    contact_id: Mapped[int] = mapped_column(BigInteger())
    phone_hash: Mapped[bytes] = mapped_column(LargeBinary(16))
    state: Mapped[str] = mapped_column(String(12))
    wave: Mapped[int] = mapped_column(SmallInteger())
    language: Mapped[str] = mapped_column(String(20))
    district: Mapped[str] = mapped_column(String(60))
    age_band: Mapped[str] = mapped_column(String(8))
    segments: Mapped[int] = mapped_column(SmallInteger())
    rank: Mapped[int] = mapped_column(SmallInteger())
    tries: Mapped[int] = mapped_column(SmallInteger())
    attempt: Mapped[str | None] = mapped_column(String(32))
    fault_kind: Mapped[str] = mapped_column(String(16))
    fault_code: Mapped[str] = mapped_column(String(60))
    doubt: Mapped[str] = mapped_column(String(24))
    claimed_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime())


class AttemptRow(Base):
    """One try to hand a message over; its id is unguessable because it stands in the receipt's address.

    `digest` lets the text be known again at the provider, though it is not kept; `look_at` is when a doubtful one is
    looked for there again, after `looks` times.
    """

    __tablename__ = "attempts"
    __table_args__ = (Index(None, "delivery_id"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    delivery_id: Mapped[int] = mapped_column(BigInteger())
    number: Mapped[int] = mapped_column(SmallInteger())
    state: Mapped[str] = mapped_column(String(12))
    provider_id: Mapped[str | None] = mapped_column(String(64))
    code: Mapped[str] = mapped_column(String(60))
    doubt: Mapped[str] = mapped_column(String(24))
    digest: Mapped[bytes] = mapped_column(LargeBinary(16))
    intended_at: Mapped[datetime] = mapped_column(UtcDateTime())
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    look_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    looks: Mapped[int] = mapped_column(SmallInteger())


class ReceiptRow(Base):
    """One status that the provider reported of an attempt; the same one twice is one."""

    __tablename__ = "receipts"
    __table_args__ = (Index(None, "received_at"),)

    attempt_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    status: Mapped[str] = mapped_column(String(24), primary_key=True)
    code: Mapped[str] = mapped_column(String(60), primary_key=True)
    rank: Mapped[int] = mapped_column(SmallInteger())
    received_at: Mapped[datetime] = mapped_column(UtcDateTime())


class ExclusionRow(Base):
    """A contact of the audience that a run does not write to, and why."""

    __tablename__ = "exclusions"

    run_id: Mapped[int] = mapped_column(BigInteger(), primary_key=True, autoincrement=False)
    contact_id: Mapped[int] = mapped_column(BigInteger(), primary_key=True, autoincrement=False)
    phone_hash: Mapped[bytes] = mapped_column(LargeBinary(16))
    reason: Mapped[str] = mapped_column(String(16))


class SuppressionRow(Base):
    """A number that cannot be reached, by what the provider said: nothing is sent to it until it is corrected."""

    __tablename__ = "suppressions"

    phone_hash: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    code: Mapped[str] = mapped_column(String(60))
    at: Mapped[datetime] = mapped_column(UtcDateTime())


class ReplyRow(Base):
    """That somebody answered a run's message, by the provider's id of the answer; never what it said."""

    __tablename__ = "replies"
    __table_args__ = (Index(None, "run_id"),)

    message_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    run_id: Mapped[int | None] = mapped_column(BigInteger())
    delivery_id: Mapped[int | None] = mapped_column(BigInteger())
    opted_out: Mapped[bool] = mapped_column(Boolean())
    at: Mapped[datetime] = mapped_column(UtcDateTime())


class OutboxRow(Base):
    """A message of the phone simulator, sealed; `incoming` when the simulated phone wrote it."""

    __tablename__ = "outbox"
    __table_args__ = (Index(None, "phone_hash"),)

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    phone_hash: Mapped[bytes] = mapped_column(LargeBinary(16))
    attempt: Mapped[str | None] = mapped_column(String(32), unique=True)
    incoming: Mapped[bool] = mapped_column(Boolean())
    sealed: Mapped[bytes] = mapped_column(LargeBinary())
    at: Mapped[datetime] = mapped_column(UtcDateTime())
