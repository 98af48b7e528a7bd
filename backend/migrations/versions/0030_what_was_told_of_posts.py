"""Up to which day posts were looked through for whom at night, which were told; who is marked for a public post;
and when who was asked how she stands"""

import sqlalchemy as sa
from alembic import op

from backend.core.database import Moment

revision = "0030"
down_revision = "0029"


def upgrade() -> None:
    op.create_table(
        "post_looks",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("seen_until", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_post_looks_account_id")),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_post_looks")),
    )
    op.create_table(
        "posts_told",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("vacancy_id", sa.String(length=32), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_posts_told_account_id")),
        sa.ForeignKeyConstraint(["vacancy_id"], ["vacancies.id"], name=op.f("fk_posts_told_vacancy_id")),
        sa.PrimaryKeyConstraint("account_id", "vacancy_id", name=op.f("pk_posts_told")),
    )
    op.create_index(op.f("ix_posts_told_vacancy_id"), "posts_told", ["vacancy_id"])
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
