"""duties."""

import sqlalchemy as sa
from alembic import op

import compliance.db


revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "absences",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("recorded_at", compliance.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("superseded_at", compliance.db.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_absences_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absences")),
    )
    with op.batch_alter_table("absences", schema=None) as batch_op:
        batch_op.create_index("ix_absences_person", ["person_id"], unique=False)

    op.create_table(
        "duty_owners",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("duty_id", sa.String(length=16), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "part",
            sa.Enum(
                "accountable",
                "responsible",
                "consulted",
                "informed",
                "deputy",
                "lead",
                name="duty_part",
                native_enum=False,
                create_constraint=True,
                length=19,
            ),
            nullable=False,
        ),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("recorded_at", compliance.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("superseded_at", compliance.db.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_duty_owners_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_owners")),
    )
    with op.batch_alter_table("duty_owners", schema=None) as batch_op:
        batch_op.create_index(
            "ix_duty_owners_duty",
            ["duty_id"],
            unique=False,
            sqlite_where=sa.text("superseded_at IS NULL"),
            postgresql_where=sa.text("superseded_at IS NULL"),
        )
        batch_op.create_index(
            "ix_duty_owners_person",
            ["person_id"],
            unique=False,
            sqlite_where=sa.text("superseded_at IS NULL"),
            postgresql_where=sa.text("superseded_at IS NULL"),
        )


def downgrade():
    with op.batch_alter_table("duty_owners", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_duty_owners_person",
            sqlite_where=sa.text("superseded_at IS NULL"),
            postgresql_where=sa.text("superseded_at IS NULL"),
        )
        batch_op.drop_index(
            "ix_duty_owners_duty",
            sqlite_where=sa.text("superseded_at IS NULL"),
            postgresql_where=sa.text("superseded_at IS NULL"),
        )

    op.drop_table("duty_owners")
    with op.batch_alter_table("absences", schema=None) as batch_op:
        batch_op.drop_index("ix_absences_person")

    op.drop_table("absences")
