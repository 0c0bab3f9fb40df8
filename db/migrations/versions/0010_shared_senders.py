"""A sender's future is not reserved: its pace is kept when batches are handed out."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0010"
down_revision: str | None = "0009"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Drop how far a sender was planned."""
    op.drop_column("senders", "planned_until")


def downgrade() -> None:
    """Bring the column back, as if nothing were planned."""
    long_ago = sa.text("'2000-01-01 00:00:00'")
    planned = sa.Column("planned_until", sa.DateTime(timezone=True), nullable=False, server_default=long_ago)
    op.add_column("senders", planned)
