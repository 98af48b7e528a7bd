"""Who has a case open just now"""

import sqlalchemy as sa
from alembic import op

revision = "0047"
down_revision = "0045"


def upgrade() -> None:
    op.create_table(
        "case_viewers",
        sa.Column("application_id", sa.String(length=32), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["officer_id"], ["officers.id"], name=op.f("fk_case_viewers_officer_id")),
        sa.PrimaryKeyConstraint("application_id", "officer_id", name=op.f("pk_case_viewers")),
    )
