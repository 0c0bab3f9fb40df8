"""What residents allowed and refused: records that are only ever added, and the newest of them for quick reading."""

from datetime import datetime

from sqlalchemy import Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base, UtcDateTime
from db.models.contacts import Identity


class ConsentRow(Base):
    """One consent or opt-out of a phone, by keyed hash; `topic` is empty where it covers all topics."""

    __tablename__ = "consent_records"
    __table_args__ = (Index(None, "phone_hash"),)

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    phone_hash: Mapped[bytes] = mapped_column(LargeBinary(16))
    kind: Mapped[str] = mapped_column(String(10))
    at: Mapped[datetime] = mapped_column(UtcDateTime())
    source: Mapped[str] = mapped_column(String(10))
    channel: Mapped[str] = mapped_column(String(10))
    topic: Mapped[str] = mapped_column(String(60))
    wording: Mapped[str] = mapped_column(String(40))
    reference: Mapped[str] = mapped_column(String(80))


class StandingRow(Base):
    """The newest record of a phone for one topic ("" for all): written with the record, read at every claim."""

    __tablename__ = "consent_standings"
    __table_args__ = ({"sqlite_with_rowid": False},)

    phone_hash: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    topic: Mapped[str] = mapped_column(String(60), primary_key=True)
    kind: Mapped[str] = mapped_column(String(10))
    at: Mapped[datetime] = mapped_column(UtcDateTime())
