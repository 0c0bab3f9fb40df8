"""Running conversations."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0001"
down_revision: str | None = None
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Make the table of running conversations."""
    op.create_table(
        "sessions",
        sa.Column("speaker", sa.String(64), nullable=False),
        sa.Column("stamp", sa.String(32), nullable=False),
        sa.Column("touched_ms", sa.BigInteger(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("speaker", name="pk_sessions"),
    )
    op.create_index("ix_sessions_touched_ms", "sessions", ["touched_ms"])


def downgrade() -> None:
    """Drop the table of running conversations."""
    op.drop_table("sessions")
