"""Residents as registered, their imports, and the key by which they are found.

Names and phones are stored sealed; days of facts are stored as the first and last day they allow, as ordinals of
`datetime.date` (1 is the first day of the year 1), because most registers know a birth day only in part.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    String,
    Table,
)
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import TypeEngine

from campaigns.columns import SLOTS, Holds, Slot
from db.models.base import Base, UtcDateTime

Identity = BigInteger().with_variant(Integer(), "sqlite")


def _fact_column(slot: Slot) -> Column[Any]:
    kinds: dict[Holds, TypeEngine[Any]] = {
        Holds.BOOLEAN: Boolean(),
        Holds.COUNT: SmallInteger(),
        Holds.CHOICE: String(20),
    }
    return Column(slot.name, kinds.get(slot.axis.holds, Integer()), nullable=True)


CONTACTS = Table(
    "contacts",
    Base.metadata,
    Column("id", Identity, primary_key=True),
    Column("person_hash", LargeBinary(16), nullable=False, unique=True),
    Column("phone_hash", LargeBinary(16), nullable=False),
    Column("identity", LargeBinary(), nullable=False),
    Column("language", String(20), nullable=False),
    Column("district", String(60), nullable=False),
    Column("updated_at", UtcDateTime(), nullable=False),
    *(_fact_column(slot) for slot in SLOTS),
    Index(None, "phone_hash"),
)
"""Residents; what is not known of one is empty."""


class ContactRow(Base):
    """One resident: unique by phone and name together, because a household may share one phone.

    `phone_hash` is the handset, `person_hash` the resident, `identity` the sealed
    phone and name.
    """

    __table__ = CONTACTS


class ImportRow(Base):
    """One import of a residents' file, with its checkpoint; unfinished while `finished_at` is empty.

    `told_at` is when this content was first imported: what it says of ages and consent holds for that moment.
    """

    __tablename__ = "contact_imports"
    __table_args__ = (Index(None, "digest"),)

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    digest: Mapped[str] = mapped_column(String(64))
    file_name: Mapped[str] = mapped_column(String(255))
    told_at: Mapped[datetime] = mapped_column(UtcDateTime())
    started_at: Mapped[datetime] = mapped_column(UtcDateTime())
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    rows: Mapped[int] = mapped_column(BigInteger())
    rejected: Mapped[int] = mapped_column(BigInteger())
    reject_bytes: Mapped[int] = mapped_column(BigInteger())
    added: Mapped[int] = mapped_column(BigInteger())
    changed: Mapped[int] = mapped_column(BigInteger())
    unchanged: Mapped[int] = mapped_column(BigInteger())


class SealedKeyRow(Base):
    """A key of this database, sealed under the keyring."""

    __tablename__ = "sealed_keys"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary())
