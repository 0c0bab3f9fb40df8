"""What is remembered of running conversations."""

from sqlalchemy import BigInteger, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base


class SessionRow(Base):
    """One speaker's conversation: nobody can be named by it, and it is deleted when it has been idle.

    `speaker` is a keyed hash; `stamp` is drawn anew at every write, so that a writer sees whether another was faster;
    `touched_ms` is the instant of the last turn in Unix milliseconds, which every database writes alike.
    """

    __tablename__ = "sessions"
    __table_args__ = (Index(None, "touched_ms"),)

    speaker: Mapped[str] = mapped_column(String(64), primary_key=True)
    stamp: Mapped[str] = mapped_column(String(32))
    touched_ms: Mapped[int] = mapped_column(BigInteger())
    content: Mapped[str] = mapped_column(Text())
