"""ID numbers an account has tried"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "numbers_tried",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("id_index", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_numbers_tried_account_id")),
        sa.PrimaryKeyConstraint("account_id", "id_index", name=op.f("pk_numbers_tried")),
    )
