"""Promised days of each step and office"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.create_table(
        "time_limits",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("pack", sa.String(length=60), nullable=False),
        sa.Column("step", sa.String(length=40), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("set_by", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["offices.id"], name=op.f("fk_time_limits_office_id")),
        sa.ForeignKeyConstraint(["set_by"], ["officers.id"], name=op.f("fk_time_limits_set_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_time_limits")),
    )
    op.create_index(
        "ix_time_limits_step", "time_limits", ["office_id", "pack", "step", "effective_from"], unique=False
    )
