"""add sign in failures."""

import sqlalchemy as sa
from alembic import op

import compliance.db

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "sign_in_failures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=255), nullable=False),
        sa.Column("place", sa.String(length=64), nullable=False),
        sa.Column("failed_at", compliance.db.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_failures")),
    )
    with op.batch_alter_table("sign_in_failures", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_in_failures_email"), ["email"])
        batch_op.create_index(batch_op.f("ix_sign_in_failures_place"), ["place"])


def downgrade():
    op.drop_table("sign_in_failures")
