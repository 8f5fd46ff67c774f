"""network and contracts."""

import sqlalchemy as sa
from alembic import op

import compliance.db

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "small_files",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("stage", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("made_at", compliance.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("touched_at", compliance.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("finished_at", compliance.db.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_small_files_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_small_files")),
    )
    with op.batch_alter_table("small_files", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_small_files_kind_small_files_id"), ["kind", "id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_small_files_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_small_files_sha256"), ["sha256"], unique=False)


def downgrade():
    with op.batch_alter_table("small_files", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_small_files_sha256"))
        batch_op.drop_index(batch_op.f("ix_small_files_person_id"))
        batch_op.drop_index(batch_op.f("ix_small_files_kind_small_files_id"))

    op.drop_table("small_files")
