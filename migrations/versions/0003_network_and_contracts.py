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
        "network_members",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("provider_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=500), nullable=False),
        sa.Column("provider_class", sa.String(length=10), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("last_decision_on", sa.Date(), nullable=True),
        sa.Column("license_expires_on", sa.Date(), nullable=True),
        sa.Column("malpractice_expires_on", sa.Date(), nullable=True),
        sa.Column("lapses_on", sa.Date(), nullable=False),
        sa.Column("team_role", sa.String(length=40), nullable=False),
        sa.Column("supervisor_npi", sa.String(length=500), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("recorded_at", compliance.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("superseded_at", compliance.db.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["providers.id"], name=op.f("fk_network_members_provider_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_network_members")),
    )
    with op.batch_alter_table("network_members", schema=None) as batch_op:
        batch_op.create_index(
            "ix_network_members_lapses",
            ["lapses_on", "provider_id"],
            unique=False,
            sqlite_where=sa.text("superseded_at IS NULL AND until_on IS NULL"),
            postgresql_where=sa.text("superseded_at IS NULL AND until_on IS NULL"),
        )
        batch_op.create_index(
            "ix_network_members_now",
            ["provider_id"],
            unique=True,
            sqlite_where=sa.text("superseded_at IS NULL AND until_on IS NULL"),
            postgresql_where=sa.text("superseded_at IS NULL AND until_on IS NULL"),
        )

    op.create_table(
        "network_places",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("provider_id", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Integer(), nullable=False),
        sa.Column("line", sa.String(length=500), nullable=False),
        sa.Column("city", sa.String(length=500), nullable=False),
        sa.Column("county", sa.String(length=500), nullable=False),
        sa.Column("state", sa.String(length=500), nullable=False),
        sa.Column("zip_code", sa.String(length=500), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("recorded_at", compliance.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("superseded_at", compliance.db.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["practice_id"], ["practices.id"], name=op.f("fk_network_places_practice_id")
        ),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["providers.id"], name=op.f("fk_network_places_provider_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_network_places")),
    )
    with op.batch_alter_table("network_places", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_network_places_practice_id"), ["practice_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_network_places_provider_id_network_places_from_on"),
            ["provider_id", "from_on"],
            unique=False,
        )

    op.create_table(
        "responsibilities",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("family", sa.String(length=40), nullable=False),
        sa.Column("line", sa.String(length=40), nullable=False),
        sa.Column("group_key", sa.String(length=40), nullable=False),
        sa.Column("entity", sa.String(length=10), nullable=False),
        sa.Column("payment", sa.String(length=20), nullable=False),
        sa.Column("citation", sa.String(length=300), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("recorded_at", compliance.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("superseded_at", compliance.db.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["people.id"], name=op.f("fk_responsibilities_decided_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_responsibilities")),
    )
    with op.batch_alter_table("responsibilities", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_responsibilities_family_responsibilities_line"),
            ["family", "line"],
            unique=False,
        )
        batch_op.create_index(batch_op.f("ix_responsibilities_number"), ["number"], unique=False)

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
    with op.batch_alter_table("responsibilities", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_responsibilities_number"))
        batch_op.drop_index(batch_op.f("ix_responsibilities_family_responsibilities_line"))

    op.drop_table("responsibilities")
    with op.batch_alter_table("network_places", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_network_places_provider_id_network_places_from_on"))
        batch_op.drop_index(batch_op.f("ix_network_places_practice_id"))

    op.drop_table("network_places")
    with op.batch_alter_table("network_members", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_network_members_now",
            sqlite_where=sa.text("superseded_at IS NULL AND until_on IS NULL"),
            postgresql_where=sa.text("superseded_at IS NULL AND until_on IS NULL"),
        )
        batch_op.drop_index(
            "ix_network_members_lapses",
            sqlite_where=sa.text("superseded_at IS NULL AND until_on IS NULL"),
            postgresql_where=sa.text("superseded_at IS NULL AND until_on IS NULL"),
        )

    op.drop_table("network_members")
