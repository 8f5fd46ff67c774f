"""drafts: one for each copy of a form, no longer one for each page."""

import sqlalchemy as sa
from alembic import op


revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

ONE_A_PAGE = "uq_drafts_person_id_page"
ONE_A_FORM = "uq_drafts_person_id_page_form"
ALL_BUT_LATEST = (
    "DELETE FROM drafts WHERE id NOT IN (SELECT max(id) FROM drafts GROUP BY person_id, page)"
)


def upgrade():
    with op.batch_alter_table("drafts", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("form", sa.String(length=500), server_default="", nullable=False)
        )
        batch_op.drop_constraint(ONE_A_PAGE, type_="unique")
        batch_op.create_unique_constraint(ONE_A_FORM, ["person_id", "page", "form"])


def downgrade():
    op.execute(ALL_BUT_LATEST)
    with op.batch_alter_table("drafts", schema=None) as batch_op:
        batch_op.drop_constraint(ONE_A_FORM, type_="unique")
        batch_op.create_unique_constraint(ONE_A_PAGE, ["person_id", "page"])
        batch_op.drop_column("form")
