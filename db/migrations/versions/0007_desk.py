"""What became of each answer of a person, and when the staff were last told of a case."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0007"
down_revision: str | None = "0006"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Add the columns; what was due stays due, and what was told stays told."""
    op.add_column("handoffs", sa.Column("noticed_ms", sa.BigInteger(), nullable=True))
    op.execute("UPDATE handoffs SET noticed_ms = opened_ms WHERE noticed")
    op.drop_column("handoffs", "noticed")
    op.add_column(
        "handoff_lines", sa.Column("fate", sa.String(8), nullable=False, server_default=sa.text("''"))
    )
    op.add_column(
        "handoff_lines", sa.Column("attempt", sa.String(32), nullable=False, server_default=sa.text("''"))
    )
    op.execute("UPDATE handoff_lines SET fate = 'due' WHERE due_ms IS NOT NULL")
    op.create_index("ix_handoff_lines_attempt", "handoff_lines", ["attempt"])


def downgrade() -> None:
    """Take the columns away."""
    op.drop_index("ix_handoff_lines_attempt", "handoff_lines")
    op.drop_column("handoff_lines", "attempt")
    op.drop_column("handoff_lines", "fate")
    op.add_column(
        "handoffs", sa.Column("noticed", sa.Boolean(), nullable=False, server_default=sa.text("false"))
    )
    op.drop_column("handoffs", "noticed_ms")
