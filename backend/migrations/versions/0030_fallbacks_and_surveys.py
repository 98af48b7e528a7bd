"""Who is marked for a public post; and when who was asked how she stands"""

import sqlalchemy as sa
from alembic import op

from backend.core.database import Moment

revision = "0030"
down_revision = "0029"


def upgrade() -> None:
    op.create_table(
        "fallbacks",
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["register_entries.id"], name=op.f("fk_fallbacks_entry_id")),
        sa.ForeignKeyConstraint(["officer_id"], ["officers.id"], name=op.f("fk_fallbacks_officer_id")),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_fallbacks")),
    )
    op.create_table(
        "survey_asks",
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["register_entries.id"], name=op.f("fk_survey_asks_entry_id")),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_survey_asks")),
    )
