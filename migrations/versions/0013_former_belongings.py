"""former belongings: whose an application was before a correction said otherwise."""

import sqlalchemy as sa
from alembic import op

import compliance.db


revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "former_belongings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("provider_id", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Integer(), nullable=True),
        sa.Column("twin_id", sa.Integer(), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("recorded_at", compliance.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("superseded_at", compliance.db.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application_refs.id"],
            name=op.f("fk_former_belongings_application_id"),
        ),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["providers.id"], name=op.f("fk_former_belongings_provider_id")
        ),
        sa.ForeignKeyConstraint(
            ["practice_id"], ["practices.id"], name=op.f("fk_former_belongings_practice_id")
        ),
        sa.ForeignKeyConstraint(
            ["twin_id"], ["application_refs.id"], name=op.f("fk_former_belongings_twin_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_former_belongings")),
    )
    with op.batch_alter_table("former_belongings", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_former_belongings_application_id"), ["application_id"], unique=False
        )


def downgrade():
    op.drop_table("former_belongings")
