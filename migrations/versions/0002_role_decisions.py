"""role decisions."""

import sqlalchemy as sa
from alembic import op

import compliance.db

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "role_decisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("line", sa.String(length=40), nullable=False),
        sa.Column("billing", sa.String(length=20), nullable=False),
        sa.Column("credentialed", sa.String(length=20), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("evidence_url", sa.Text(), nullable=False),
        sa.Column("file_sha256", sa.String(length=64), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("wording", sa.Text(), nullable=False),
        sa.Column("supervisor", sa.Text(), nullable=False),
        sa.Column("claim_fields", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.String(length=200), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("recorded_at", compliance.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("superseded_at", compliance.db.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_role_decisions_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_decisions")),
    )
    with op.batch_alter_table("role_decisions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_role_decisions_number"), ["number"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_role_decisions_role_role_decisions_line_role_decisions_from_on"),
            ["role", "line", "from_on"],
            unique=False,
        )


def downgrade():
    op.drop_table("role_decisions")
