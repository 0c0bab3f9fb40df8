"""What the staff switched off, and how often answers helped."""

from sqlalchemy import BigInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base


class SwitchRow(Base):
    """Something that is off: a channel, a benefit, a topic, or the people; `why` is what residents read."""

    __tablename__ = "switches"

    target: Mapped[str] = mapped_column(String(60), primary_key=True)
    why: Mapped[str] = mapped_column(String(200))
    who: Mapped[str] = mapped_column(String(60))
    at_ms: Mapped[int] = mapped_column(BigInteger())


class FeedbackRow(Base):
    """How often answers about a subject helped (or did not) on a day, by channel; nobody can be told from it."""

    __tablename__ = "feedback"

    day: Mapped[str] = mapped_column(String(10), primary_key=True)
    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    aspect: Mapped[str] = mapped_column(String(12), primary_key=True)
    channel: Mapped[str] = mapped_column(String(12), primary_key=True)
    vote: Mapped[str] = mapped_column(String(4), primary_key=True)
    count: Mapped[int] = mapped_column(BigInteger())
