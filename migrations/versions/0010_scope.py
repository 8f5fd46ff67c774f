"""scope: whose organization a person and a record belong to."""

import sqlalchemy as sa
from alembic import op

import compliance.db


revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

NOW = sa.text("superseded_at IS NULL AND until_on IS NULL")
PARTNERS = (
    "UPDATE people SET organization = 'mbho' WHERE id IN (SELECT person_id FROM person_roles "
    "JOIN roles ON roles.id = person_roles.role_id WHERE roles.name = 'partner')"
)


def upgrade():
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("organization", sa.String(length=40), server_default="", nullable=False)
        )
    with op.batch_alter_table("applications", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("delegate", sa.String(length=500), server_default="", nullable=False)
        )
        batch_op.create_index(
            "ix_applications_delegate",
            ["delegate", "soonest_on"],
            unique=False,
            sqlite_where=NOW,
            postgresql_where=NOW,
        )
    for table in ("kpi_values", "kpi_asks"):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.alter_column(
                "entity",
                existing_type=sa.String(length=10),
                type_=sa.String(length=40),
                existing_nullable=False,
            )
    op.create_table(
        "legal_holds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("subject_kind", sa.String(length=20), nullable=False),
        sa.Column("subject_ref", sa.String(length=64), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("placed_by", sa.Integer(), nullable=True),
        sa.Column("released_by", sa.Integer(), nullable=True),
        sa.Column("release_reason", sa.Text(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("recorded_at", compliance.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("superseded_at", compliance.db.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["placed_by"], ["people.id"], name=op.f("fk_legal_holds_placed_by")
        ),
        sa.ForeignKeyConstraint(
            ["released_by"], ["people.id"], name=op.f("fk_legal_holds_released_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_legal_holds")),
    )
    with op.batch_alter_table("legal_holds", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_legal_holds_number"), ["number"], unique=False)
        batch_op.create_index(
            "ix_legal_holds_subject", ["subject_kind", "subject_ref"], unique=False
        )
    op.execute(PARTNERS)
    op.execute("UPDATE applications SET delegate = 'mbho' WHERE destination = 'mbho'")


def downgrade():
    op.drop_table("legal_holds")
    for table in ("kpi_values", "kpi_asks"):
        entity = sa.table(table, sa.column("entity", sa.String)).c.entity
        op.execute(sa.update(entity.table).values(entity=sa.func.substr(entity, 1, 10)))
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.alter_column(
                "entity",
                existing_type=sa.String(length=40),
                type_=sa.String(length=10),
                existing_nullable=False,
            )
    with op.batch_alter_table("applications", schema=None) as batch_op:
        batch_op.drop_index("ix_applications_delegate")
        batch_op.drop_column("delegate")
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.drop_column("organization")
