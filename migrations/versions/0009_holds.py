"""holds: what goes out after a restore, and what the law says to keep."""

import sqlalchemy as sa
from alembic import op

import compliance.db


revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "holds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("made_at", compliance.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("backup_made_at", compliance.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("released_at", compliance.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("released_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["released_by"], ["people.id"], name=op.f("fk_holds_released_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holds")),
    )


def downgrade():
    op.drop_table("holds")
