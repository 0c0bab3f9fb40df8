"""Who may come in by the staff's door."""

from datetime import datetime

from sqlalchemy import LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base, UtcDateTime


class StaffRow(Base):
    """One person: `roles` are names separated by commas, the token is known by its hash only; rows are never deleted."""

    __tablename__ = "staff"

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    roles: Mapped[str] = mapped_column(String(60))
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime())
    disabled_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
