"""Arrivals, marks on speakers, and conversations that people have."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0005"
down_revision: str | None = "0004"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_IDENTITY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_OPEN = sa.text("state <> 'closed'")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "arrivals",
        sa.Column("channel", sa.String(12), nullable=False),
        sa.Column("message", sa.String(64), nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("before", sa.String(32), nullable=False),
        sa.Column("owner", sa.String(32), nullable=False),
        sa.Column("until_ms", sa.BigInteger(), nullable=False),
        sa.Column("tries", sa.SmallInteger(), nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("channel", "message", name="pk_arrivals"),
    )
    op.create_index("ix_arrivals_at_ms", "arrivals", ["at_ms"])
    op.create_table(
        "marks",
        sa.Column("speaker", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("mark", sa.String(60), nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("speaker", "kind", name="pk_marks"),
    )
    op.create_index("ix_marks_at_ms", "marks", ["at_ms"])
    op.create_table(
        "handoffs",
        sa.Column("id", _IDENTITY, autoincrement=True, nullable=False),
        sa.Column("speaker", sa.String(64), nullable=False),
        sa.Column("channel", sa.String(12), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("why", sa.String(12), nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("taken_by", sa.String(60), nullable=False),
        sa.Column("noticed", sa.Boolean(), nullable=False),
        sa.Column("opened_ms", sa.BigInteger(), nullable=False),
        sa.Column("touched_ms", sa.BigInteger(), nullable=False),
        sa.Column("closed_ms", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_handoffs"),
    )
    op.create_index(
        "uq_handoffs_open", "handoffs", ["speaker"], unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN
    )
    op.create_index("ix_handoffs_state", "handoffs", ["state"])
    op.create_table(
        "handoff_lines",
        sa.Column("id", _IDENTITY, autoincrement=True, nullable=False),
        sa.Column("handoff_id", sa.BigInteger(), nullable=False),
        sa.Column("side", sa.String(8), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.Column("due_ms", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_handoff_lines"),
    )
    op.create_index("ix_handoff_lines_handoff_id", "handoff_lines", ["handoff_id"])
    op.create_index("ix_handoff_lines_due_ms", "handoff_lines", ["due_ms"])


def downgrade() -> None:
    """Drop the tables."""
    for table in ("handoff_lines", "handoffs", "marks", "arrivals"):
        op.drop_table(table)
