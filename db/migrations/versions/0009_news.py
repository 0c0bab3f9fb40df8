"""Who follows a policy, and the news sent to them."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0009"
down_revision: str | None = "0008"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_IDENTITY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "followers",
        sa.Column("speaker", sa.String(64), nullable=False),
        sa.Column("benefit", sa.String(60), nullable=False),
        sa.Column("channel", sa.String(12), nullable=False),
        sa.Column("handset", sa.LargeBinary(16), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("since_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("speaker", "benefit", name="pk_followers"),
    )
    op.create_index("ix_followers_benefit", "followers", ["benefit"])
    op.create_table(
        "news",
        sa.Column("id", _IDENTITY, autoincrement=True, nullable=False),
        sa.Column("benefit", sa.String(60), nullable=False),
        sa.Column("text", sa.String(200), nullable=False),
        sa.Column("author", sa.String(60), nullable=False),
        sa.Column("approver", sa.String(60), nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("written_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_news"),
    )
    op.create_index("ix_news_state", "news", ["state"])
    op.create_table(
        "news_letters",
        sa.Column("id", _IDENTITY, autoincrement=True, nullable=False),
        sa.Column("news_id", sa.BigInteger(), nullable=False),
        sa.Column("speaker", sa.String(64), nullable=False),
        sa.Column("channel", sa.String(12), nullable=False),
        sa.Column("fate", sa.String(8), nullable=False),
        sa.Column("attempt", sa.String(32), nullable=False),
        sa.Column("due_ms", sa.BigInteger(), nullable=True),
        sa.Column("until_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_news_letters"),
        sa.UniqueConstraint("news_id", "speaker", name="uq_news_letters_news_id_speaker"),
    )
    op.create_index("ix_news_letters_due_ms", "news_letters", ["due_ms"])
    op.create_index("ix_news_letters_attempt", "news_letters", ["attempt"])


def downgrade() -> None:
    """Drop the tables."""
    for table in ("news_letters", "news", "followers"):
        op.drop_table(table)
