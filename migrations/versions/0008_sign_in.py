"""sign-in: second step, recovery codes, tokens, drafts."""

import sqlalchemy as sa
from alembic import op

import compliance.db


revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade():
    pass


def downgrade():
    pass
