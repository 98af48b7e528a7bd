"""Letters about exits: how the person was told where one did not reach her"""

import sqlalchemy as sa
from alembic import op

revision = "0061"
down_revision = "0060"


def upgrade() -> None:
    op.create_table(
        "exit_notices",
        sa.Column("letter", sa.String(length=30), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(length=10), nullable=False),
        sa.Column("way", sa.String(length=10), nullable=False, server_default=""),
        sa.Column("whom", sa.LargeBinary(), nullable=True),
        sa.Column("told_on", sa.Date(), nullable=True),
        sa.Column("told_by", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["proposal_id"], ["exit_proposals.id"], name=op.f("fk_exit_notices_proposal_id")),
        sa.ForeignKeyConstraint(["told_by"], ["officers.id"], name=op.f("fk_exit_notices_told_by")),
        sa.PrimaryKeyConstraint("letter", name=op.f("pk_exit_notices")),
    )
    op.create_index(op.f("ix_exit_notices_proposal_id"), "exit_notices", ["proposal_id"])
