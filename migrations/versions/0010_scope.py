"""scope: whose organization a person and a record belong to."""

import sqlalchemy as sa
from alembic import op

import compliance.db


revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade():
    pass


def downgrade():
    pass
