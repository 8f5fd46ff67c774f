"""altered packs: which rule packs a check found to be others than those adopted."""

import sqlalchemy as sa
from alembic import op


revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("audit_checks", schema=None) as batch_op:
        batch_op.add_column(sa.Column("bad_packs", sa.Text(), server_default="", nullable=False))


def downgrade():
    with op.batch_alter_table("audit_checks", schema=None) as batch_op:
        batch_op.drop_column("bad_packs")
