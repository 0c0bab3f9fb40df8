"""What channels must not forget: which messages were taken in, marks on speakers, and conversations that people have."""

from sqlalchemy import BigInteger, Index, LargeBinary, SmallInteger, String, text
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base
from db.models.contacts import Identity

_OPEN = text("state <> 'closed'")


class ArrivalRow(Base):
    """A message that came in, by the channel's own id of it; never what it said.

    `before` is the stamp of the memory before it was heard; `owner` is the process that answers it until `until_ms`.
    """

    __tablename__ = "arrivals"
    __table_args__ = (Index(None, "at_ms"),)

    channel: Mapped[str] = mapped_column(String(12), primary_key=True)
    message: Mapped[str] = mapped_column(String(64), primary_key=True)
    state: Mapped[str] = mapped_column(String(8))
    before: Mapped[str] = mapped_column(String(32))
    owner: Mapped[str] = mapped_column(String(32))
    until_ms: Mapped[int] = mapped_column(BigInteger())
    tries: Mapped[int] = mapped_column(SmallInteger())
    at_ms: Mapped[int] = mapped_column(BigInteger())


class MarkRow(Base):
    """A mark on a speaker (keyed hash): that they blocked us, or which page of an answer they read last."""

    __tablename__ = "marks"
    __table_args__ = (Index(None, "at_ms"),)

    speaker: Mapped[str] = mapped_column(String(64), primary_key=True)
    kind: Mapped[str] = mapped_column(String(12), primary_key=True)
    mark: Mapped[str] = mapped_column(String(60))
    at_ms: Mapped[int] = mapped_column(BigInteger())


class HandoffRow(Base):
    """A conversation for which a person was called; the speaker's name is sealed, so that an answer can reach them.

    `touched_ms` is when the person who has it did something last, or when the resident wrote what they have not answered.
    """

    __tablename__ = "handoffs"
    __table_args__ = (
        Index("uq_handoffs_open", "speaker", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index(None, "state"),
    )

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    speaker: Mapped[str] = mapped_column(String(64))
    channel: Mapped[str] = mapped_column(String(12))
    sealed: Mapped[bytes] = mapped_column(LargeBinary())
    why: Mapped[str] = mapped_column(String(12))
    state: Mapped[str] = mapped_column(String(8))
    taken_by: Mapped[str] = mapped_column(String(60))
    opened_ms: Mapped[int] = mapped_column(BigInteger())
    touched_ms: Mapped[int] = mapped_column(BigInteger())
    closed_ms: Mapped[int | None] = mapped_column(BigInteger())
    noticed_ms: Mapped[int | None] = mapped_column(BigInteger())


class HandoffLineRow(Base):
    """One line of such a conversation, sealed; `fate` says how far it has come on its way to the resident.

    `due_ms` is when it shall be carried, or, while it is under way, when it is given up; `attempt` is the last try.
    """

    __tablename__ = "handoff_lines"
    __table_args__ = (Index(None, "handoff_id"), Index(None, "due_ms"), Index(None, "attempt"))

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    handoff_id: Mapped[int] = mapped_column(BigInteger())
    side: Mapped[str] = mapped_column(String(8))
    sealed: Mapped[bytes] = mapped_column(LargeBinary())
    at_ms: Mapped[int] = mapped_column(BigInteger())
    due_ms: Mapped[int | None] = mapped_column(BigInteger())
    fate: Mapped[str] = mapped_column(String(8))
    attempt: Mapped[str] = mapped_column(String(32))
