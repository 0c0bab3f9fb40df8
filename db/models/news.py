"""Who asked to be told of changes of a policy, and the news that was sent to them."""

from sqlalchemy import BigInteger, Index, LargeBinary, String
from sqlalchemy import UniqueConstraint as Unique
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base
from db.models.contacts import Identity


class FollowerRow(Base):
    """Somebody who follows a benefit: by keyed hash, with the name by which the channel reaches them sealed.

    `handset` is the hash under which their consents are recorded.
    """

    __tablename__ = "followers"
    __table_args__ = (Index(None, "benefit"),)

    speaker: Mapped[str] = mapped_column(String(64), primary_key=True)
    benefit: Mapped[str] = mapped_column(String(60), primary_key=True)
    channel: Mapped[str] = mapped_column(String(12))
    handset: Mapped[bytes] = mapped_column(LargeBinary(16))
    sealed: Mapped[bytes] = mapped_column(LargeBinary())
    since_ms: Mapped[int] = mapped_column(BigInteger())


class NewsRow(Base):
    """What changed in a policy, in the staff's words; let go by another than its author."""

    __tablename__ = "news"
    __table_args__ = (Index(None, "state"),)

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    benefit: Mapped[str] = mapped_column(String(60))
    text: Mapped[str] = mapped_column(String(200))
    author: Mapped[str] = mapped_column(String(60))
    approver: Mapped[str] = mapped_column(String(60))
    state: Mapped[str] = mapped_column(String(8))
    written_ms: Mapped[int] = mapped_column(BigInteger())


class NewsLetterRow(Base):
    """News on its way to one follower; may leave from `due_ms` until `until_ms`, and `due_ms` bounds its call while under way."""

    __tablename__ = "news_letters"
    __table_args__ = (Unique("news_id", "speaker"), Index(None, "due_ms"), Index(None, "attempt"))

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    news_id: Mapped[int] = mapped_column(BigInteger())
    speaker: Mapped[str] = mapped_column(String(64))
    channel: Mapped[str] = mapped_column(String(12))
    fate: Mapped[str] = mapped_column(String(8))
    attempt: Mapped[str] = mapped_column(String(32))
    due_ms: Mapped[int | None] = mapped_column(BigInteger())
    until_ms: Mapped[int] = mapped_column(BigInteger())
