"""Campaigns, their runs, batches and deliveries, and the audit log."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0003"
down_revision: str | None = "0002"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_IDENTITY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_UNSETTLED = sa.text("state IN ('sending', 'unknown')")


def upgrade() -> None:
    """Make the tables of the sending side."""
    op.create_table(
        "attempts",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("delivery_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.SmallInteger(), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("provider_id", sa.String(64), nullable=True),
        sa.Column("code", sa.String(60), nullable=False),
        sa.Column("doubt", sa.String(24), nullable=False),
        sa.Column("digest", sa.LargeBinary(16), nullable=False),
        sa.Column("intended_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("look_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("looks", sa.SmallInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_attempts"),
    )
    op.create_index("ix_attempts_delivery_id", "attempts", ["delivery_id"])
    op.create_table(
        "audit",
        sa.Column("id", _IDENTITY, autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("who", sa.String(60), nullable=False),
        sa.Column("action", sa.String(40), nullable=False),
        sa.Column("subject", sa.String(80), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("previous", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
        sa.UniqueConstraint("hash", name="uq_audit_hash"),
    )
    op.create_table(
        "campaigns",
        sa.Column("id", _IDENTITY, nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("sender", sa.String(60), nullable=False),
        sa.Column("definition", sa.Text(), nullable=False),
        sa.Column("audience_size", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("why", sa.String(300), nullable=False),
        sa.Column("author", sa.String(60), nullable=False),
        sa.Column("edited_by", sa.String(60), nullable=False),
        sa.Column("submitted_by", sa.String(60), nullable=False),
        sa.Column("next_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_number", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_campaigns"),
    )
    op.create_index("ix_campaigns_state_next_due_at", "campaigns", ["state", "next_due_at"])
    op.create_table(
        "deliveries",
        sa.Column("id", _IDENTITY, nullable=False),
        sa.Column("run_id", sa.BigInteger(), nullable=False),
        sa.Column("batch_id", sa.BigInteger(), nullable=False),
        sa.Column("contact_id", sa.BigInteger(), nullable=False),
        sa.Column("phone_hash", sa.LargeBinary(16), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("wave", sa.SmallInteger(), nullable=False),
        sa.Column("language", sa.String(20), nullable=False),
        sa.Column("district", sa.String(60), nullable=False),
        sa.Column("age_band", sa.String(8), nullable=False),
        sa.Column("segments", sa.SmallInteger(), nullable=False),
        sa.Column("rank", sa.SmallInteger(), nullable=False),
        sa.Column("tries", sa.SmallInteger(), nullable=False),
        sa.Column("attempt", sa.String(32), nullable=True),
        sa.Column("fault_kind", sa.String(16), nullable=False),
        sa.Column("fault_code", sa.String(60), nullable=False),
        sa.Column("doubt", sa.String(24), nullable=False),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_deliveries"),
        sa.UniqueConstraint("run_id", "phone_hash", name="uq_deliveries_run_id_phone_hash"),
    )
    op.create_index("ix_deliveries_batch_id", "deliveries", ["batch_id"])
    op.create_index("ix_deliveries_phone_hash", "deliveries", ["phone_hash"])
    op.create_index(
        "ix_deliveries_unsettled",
        "deliveries",
        ["run_id", "state"],
        sqlite_where=_UNSETTLED,
        postgresql_where=_UNSETTLED,
    )
    op.create_table(
        "exclusions",
        sa.Column("run_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("contact_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("phone_hash", sa.LargeBinary(16), nullable=False),
        sa.Column("reason", sa.String(16), nullable=False),
        sa.PrimaryKeyConstraint("run_id", "contact_id", name="pk_exclusions"),
    )
    op.create_table(
        "outbox",
        sa.Column("id", _IDENTITY, nullable=False),
        sa.Column("phone_hash", sa.LargeBinary(16), nullable=False),
        sa.Column("attempt", sa.String(32), nullable=True),
        sa.Column("incoming", sa.Boolean(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sa.UniqueConstraint("attempt", name="uq_outbox_attempt"),
    )
    op.create_index("ix_outbox_phone_hash", "outbox", ["phone_hash"])
    op.create_table(
        "receipts",
        sa.Column("attempt_id", sa.String(32), nullable=False),
        sa.Column("status", sa.String(24), nullable=False),
        sa.Column("code", sa.String(60), nullable=False),
        sa.Column("rank", sa.SmallInteger(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("attempt_id", "status", "code", name="pk_receipts"),
    )
    op.create_index("ix_receipts_received_at", "receipts", ["received_at"])
    op.create_table(
        "replies",
        sa.Column("message_id", sa.String(64), nullable=False),
        sa.Column("run_id", sa.BigInteger(), nullable=True),
        sa.Column("delivery_id", sa.BigInteger(), nullable=True),
        sa.Column("opted_out", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("message_id", name="pk_replies"),
    )
    op.create_index("ix_replies_run_id", "replies", ["run_id"])
    op.create_table(
        "senders",
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("segments_per_second", sa.Float(), nullable=False),
        sa.Column("factor", sa.Float(), nullable=False),
        sa.Column("free_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("planned_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("held_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("paused", sa.Boolean(), nullable=False),
        sa.Column("why", sa.String(300), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_senders"),
    )
    op.create_table(
        "suppressions",
        sa.Column("phone_hash", sa.LargeBinary(16), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("code", sa.String(60), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("phone_hash", name="pk_suppressions"),
    )
    op.create_table(
        "tallies",
        sa.Column("run_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("wave", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(16), nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("run_id", "wave", "name", name="pk_tallies"),
    )
    op.create_table(
        "approvals",
        sa.Column("id", _IDENTITY, nullable=False),
        sa.Column("campaign_id", _IDENTITY, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("requester", sa.String(60), nullable=False),
        sa.Column("approver", sa.String(60), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name="fk_approvals_campaign_id_campaigns"),
        sa.PrimaryKeyConstraint("id", name="pk_approvals"),
    )
    op.create_index("ix_approvals_campaign_id", "approvals", ["campaign_id"])
    op.create_table(
        "runs",
        sa.Column("id", _IDENTITY, nullable=False),
        sa.Column("campaign_id", _IDENTITY, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("why", sa.String(300), nullable=False),
        sa.Column("wave", sa.Integer(), nullable=False),
        sa.Column("last_wave", sa.Integer(), nullable=False),
        sa.Column("wave_done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("size", sa.BigInteger(), nullable=True),
        sa.Column("recipients", sa.BigInteger(), nullable=False),
        sa.Column("excluded", sa.BigInteger(), nullable=False),
        sa.Column("segments", sa.BigInteger(), nullable=False),
        sa.Column("cursor_hash", sa.LargeBinary(16), nullable=False),
        sa.Column("cursor_contact", sa.BigInteger(), nullable=False),
        sa.Column("slot_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("token", sa.String(32), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name="fk_runs_campaign_id_campaigns"),
        sa.PrimaryKeyConstraint("id", name="pk_runs"),
        sa.UniqueConstraint("campaign_id", "number", name="uq_runs_campaign_id_number"),
    )
    op.create_index("ix_runs_state", "runs", ["state"])
    op.create_table(
        "batches",
        sa.Column("id", _IDENTITY, nullable=False),
        sa.Column("run_id", _IDENTITY, nullable=False),
        sa.Column("wave", sa.Integer(), nullable=False),
        sa.Column("sender", sa.String(60), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("window_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("segments", sa.Integer(), nullable=False),
        sa.Column("handed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("token", sa.String(32), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name="fk_batches_run_id_runs"),
        sa.PrimaryKeyConstraint("id", name="pk_batches"),
    )
    op.create_index("ix_batches_run_id_wave", "batches", ["run_id", "wave"])
    op.create_index("ix_batches_state_due_at", "batches", ["state", "due_at"])


def downgrade() -> None:
    """Drop the tables of the sending side."""
    op.drop_table("batches")
    op.drop_table("runs")
    op.drop_table("approvals")
    op.drop_table("tallies")
    op.drop_table("suppressions")
    op.drop_table("senders")
    op.drop_table("replies")
    op.drop_table("receipts")
    op.drop_table("outbox")
    op.drop_table("exclusions")
    op.drop_table("deliveries")
    op.drop_table("campaigns")
    op.drop_table("audit")
    op.drop_table("attempts")
