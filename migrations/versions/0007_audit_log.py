"""audit log: chained entries and the log of what was looked at."""

import sqlalchemy as sa
from alembic import op

import compliance.db


revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade():
    pass


def downgrade():
    pass
