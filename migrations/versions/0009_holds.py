"""holds: what goes out after a restore, and what the law says to keep."""

import sqlalchemy as sa
from alembic import op

import compliance.db


revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade():
    pass


def downgrade():
    pass
