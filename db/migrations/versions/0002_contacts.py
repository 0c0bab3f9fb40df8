"""Contacts, their imports, consents and the sealed key by which phones are found."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_IDENTITY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables of residents and of their consents."""
    op.create_table(
        "sealed_keys",
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_sealed_keys"),
    )
    op.create_table(
        "contacts",
        sa.Column("id", _IDENTITY, nullable=False),
        sa.Column("person_hash", sa.LargeBinary(16), nullable=False),
        sa.Column("phone_hash", sa.LargeBinary(16), nullable=False),
        sa.Column("identity", sa.LargeBinary(), nullable=False),
        sa.Column("language", sa.String(20), nullable=False),
        sa.Column("district", sa.String(60), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("self_birth_first", sa.Integer(), nullable=True),
        sa.Column("self_birth_last", sa.Integer(), nullable=True),
        sa.Column("self_sex", sa.String(20), nullable=True),
        sa.Column("self_hukou_type", sa.String(20), nullable=True),
        sa.Column("self_hukou_place", sa.String(20), nullable=True),
        sa.Column("self_resident_since_first", sa.Integer(), nullable=True),
        sa.Column("self_resident_since_last", sa.Integer(), nullable=True),
        sa.Column("self_employer", sa.String(20), nullable=True),
        sa.Column("self_retired", sa.Boolean(), nullable=True),
        sa.Column("self_retired_on_first", sa.Integer(), nullable=True),
        sa.Column("self_retired_on_last", sa.Integer(), nullable=True),
        sa.Column("self_pension", sa.String(20), nullable=True),
        sa.Column("self_drawing_pension", sa.Boolean(), nullable=True),
        sa.Column("self_complication_grade", sa.SmallInteger(), nullable=True),
        sa.Column("self_had_equal_reward", sa.Boolean(), nullable=True),
        sa.Column("spouse_birth_first", sa.Integer(), nullable=True),
        sa.Column("spouse_birth_last", sa.Integer(), nullable=True),
        sa.Column("spouse_sex", sa.String(20), nullable=True),
        sa.Column("spouse_hukou_type", sa.String(20), nullable=True),
        sa.Column("spouse_hukou_place", sa.String(20), nullable=True),
        sa.Column("spouse_resident_since_first", sa.Integer(), nullable=True),
        sa.Column("spouse_resident_since_last", sa.Integer(), nullable=True),
        sa.Column("spouse_employer", sa.String(20), nullable=True),
        sa.Column("spouse_retired", sa.Boolean(), nullable=True),
        sa.Column("spouse_retired_on_first", sa.Integer(), nullable=True),
        sa.Column("spouse_retired_on_last", sa.Integer(), nullable=True),
        sa.Column("spouse_pension", sa.String(20), nullable=True),
        sa.Column("spouse_drawing_pension", sa.Boolean(), nullable=True),
        sa.Column("spouse_complication_grade", sa.SmallInteger(), nullable=True),
        sa.Column("spouse_had_equal_reward", sa.Boolean(), nullable=True),
        sa.Column("household_marital_status", sa.String(20), nullable=True),
        sa.Column("household_planning_pregnancy", sa.Boolean(), nullable=True),
        sa.Column("household_pregnant", sa.Boolean(), nullable=True),
        sa.Column("household_checkup_used", sa.Boolean(), nullable=True),
        sa.Column("household_children_ever", sa.SmallInteger(), nullable=True),
        sa.Column("household_children_living", sa.SmallInteger(), nullable=True),
        sa.Column("household_sons", sa.SmallInteger(), nullable=True),
        sa.Column("household_daughters", sa.SmallInteger(), nullable=True),
        sa.Column("household_only_child_disability_grade", sa.SmallInteger(), nullable=True),
        sa.Column("household_one_child_certificate", sa.Boolean(), nullable=True),
        sa.Column("household_youngest_child_born_on_first", sa.Integer(), nullable=True),
        sa.Column("household_youngest_child_born_on_last", sa.Integer(), nullable=True),
        sa.Column("household_youngest_child_hukou", sa.String(20), nullable=True),
        sa.Column("household_child_is_chinese", sa.Boolean(), nullable=True),
        sa.Column("household_housing_qualified", sa.Boolean(), nullable=True),
        sa.Column("household_birth_rule_violation", sa.Boolean(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_contacts"),
        sa.UniqueConstraint("person_hash", name="uq_contacts_person_hash"),
    )
    op.create_index("ix_contacts_phone_hash", "contacts", ["phone_hash"])
    op.create_table(
        "contact_imports",
        sa.Column("id", _IDENTITY, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("file_name", sa.String(255), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("rows", sa.BigInteger(), nullable=False),
        sa.Column("rejected", sa.BigInteger(), nullable=False),
        sa.Column("reject_bytes", sa.BigInteger(), nullable=False),
        sa.Column("added", sa.BigInteger(), nullable=False),
        sa.Column("changed", sa.BigInteger(), nullable=False),
        sa.Column("unchanged", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_contact_imports"),
    )
    op.create_index("ix_contact_imports_digest", "contact_imports", ["digest"])
    op.create_table(
        "consent_records",
        sa.Column("id", _IDENTITY, nullable=False),
        sa.Column("phone_hash", sa.LargeBinary(16), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("source", sa.String(10), nullable=False),
        sa.Column("channel", sa.String(10), nullable=False),
        sa.Column("topic", sa.String(60), nullable=False),
        sa.Column("wording", sa.String(40), nullable=False),
        sa.Column("reference", sa.String(80), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_consent_records"),
    )
    op.create_index("ix_consent_records_phone_hash", "consent_records", ["phone_hash"])
    op.create_table(
        "consent_standings",
        sa.Column("phone_hash", sa.LargeBinary(16), nullable=False),
        sa.Column("topic", sa.String(60), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("phone_hash", "topic", name="pk_consent_standings"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Drop the tables of residents and of their consents."""
    op.drop_table("consent_standings")
    op.drop_table("consent_records")
    op.drop_table("contact_imports")
    op.drop_table("contacts")
    op.drop_table("sealed_keys")
