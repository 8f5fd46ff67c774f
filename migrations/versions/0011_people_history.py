"""people history: what people were called and might do, from day to day."""

import sqlalchemy as sa
from alembic import op

import compliance.db
from compliance.wallclock import local_day


revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

NOW = sa.text("superseded_at IS NULL AND until_on IS NULL")
PEOPLE = sa.text(
    "SELECT people.id, people.name, people.organization, people.active, "
    "people.password IS NULL AS is_invited, people.made_at, roles.name AS role FROM people "
    "LEFT JOIN person_roles ON person_roles.person_id = people.id "
    "LEFT JOIN roles ON roles.id = person_roles.role_id ORDER BY people.id, roles.name"
).columns(
    id=sa.Integer,
    name=sa.String,
    organization=sa.String,
    active=sa.Boolean,
    is_invited=sa.Boolean,
    made_at=compliance.db.UtcDateTime,
    role=sa.String,
)


def upgrade():
    standings = op.create_table(
        "person_standings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("organization", sa.String(length=40), nullable=False),
        sa.Column("roles", sa.JSON(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("is_invited", sa.Boolean(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("recorded_at", compliance.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("superseded_at", compliance.db.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_person_standings_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_standings")),
    )
    with op.batch_alter_table("person_standings", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_person_standings_person_id"), ["person_id"], unique=False
        )
        batch_op.create_index(
            "ix_person_standings_now",
            ["person_id"],
            unique=True,
            sqlite_where=NOW,
            postgresql_where=NOW,
        )
    rows = first_standings()
    if rows:
        op.bulk_insert(standings, rows)


def first_standings():
    """Return a row for each account as it is now: what was before the first row is not known."""
    found = {}
    for each in op.get_bind().execute(PEOPLE):
        row = found.setdefault(
            each.id,
            {
                "person_id": each.id,
                "name": each.name,
                "organization": each.organization,
                "roles": [],
                "is_active": each.active,
                "is_invited": each.is_invited,
                "from_on": local_day(each.made_at),
                "until_on": None,
                "recorded_at": each.made_at,
                "superseded_at": None,
            },
        )
        row["roles"] += [each.role] if each.role else []
    return list(found.values())


def downgrade():
    op.drop_table("person_standings")
