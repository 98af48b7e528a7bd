"""Where somebody looks for work from, to about a hundred metres; questions taken down at a fair"""

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0042"


def upgrade() -> None:
    op.add_column("job_wishes", sa.Column("latitude", sa.Float(), nullable=True))
    op.add_column("job_wishes", sa.Column("longitude", sa.Float(), nullable=True))
    op.create_table(
        "fair_questions",
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name=op.f("fk_fair_questions_ticket_id")),
        sa.ForeignKeyConstraint(["activity_id"], ["activities.id"], name=op.f("fk_fair_questions_activity_id")),
        sa.PrimaryKeyConstraint("ticket_id", name=op.f("pk_fair_questions")),
    )
    op.create_index(op.f("ix_fair_questions_activity_id"), "fair_questions", ["activity_id"])
