"""What people who look for work wish, what they said to posts, and referrals"""

import sqlalchemy as sa
from alembic import op

from backend.core.database import Moment

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    op.create_table(
        "job_wishes",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("kinds", sa.JSON(), nullable=False),
        sa.Column("hours", sa.String(length=8), nullable=False),
        sa.Column("pay", sa.Integer(), nullable=False),
        sa.Column("reach", sa.Integer(), nullable=True),
        sa.Column("skills", sa.JSON(), nullable=False),
        sa.Column("cannot", sa.JSON(), nullable=False),
        sa.Column("needs_acceptance", sa.Boolean(), nullable=False),
        sa.Column("updated_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_job_wishes_account_id")),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_job_wishes")),
    )
    op.create_table(
        "job_answers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("vacancy_id", sa.String(length=32), nullable=False),
        sa.Column("answer", sa.String(length=12), nullable=False),
        sa.Column("reason", sa.String(length=12), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_job_answers_account_id")),
        sa.ForeignKeyConstraint(["vacancy_id"], ["vacancies.id"], name=op.f("fk_job_answers_vacancy_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job_answers")),
        sa.UniqueConstraint("account_id", "vacancy_id", name=op.f("uq_job_answers_account_id")),
    )
    op.create_index(op.f("ix_job_answers_vacancy_id"), "job_answers", ["vacancy_id"])
    op.create_table(
        "referrals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("vacancy_id", sa.String(length=32), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("entry_id", sa.Integer(), nullable=True),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=8), nullable=False),
        sa.Column("answer", sa.String(length=12), nullable=False),
        sa.Column("reason", sa.String(length=12), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("outcome", sa.String(length=12), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=True),
        sa.Column("act_id", sa.Integer(), nullable=True),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("closed_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["vacancy_id"], ["vacancies.id"], name=op.f("fk_referrals_vacancy_id")),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_referrals_account_id")),
        sa.ForeignKeyConstraint(["entry_id"], ["register_entries.id"], name=op.f("fk_referrals_entry_id")),
        sa.ForeignKeyConstraint(["office_id"], ["offices.id"], name=op.f("fk_referrals_office_id")),
        sa.ForeignKeyConstraint(["officer_id"], ["officers.id"], name=op.f("fk_referrals_officer_id")),
        sa.ForeignKeyConstraint(["act_id"], ["service_acts.id"], name=op.f("fk_referrals_act_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referrals")),
    )
    op.create_index(op.f("ix_referrals_vacancy_id"), "referrals", ["vacancy_id"])
    op.create_index(op.f("ix_referrals_entry_id"), "referrals", ["entry_id"])
    op.create_index("ix_referrals_office", "referrals", ["office_id", "state", "id"])
    op.create_index(
        "uq_referrals_open",
        "referrals",
        ["account_id", "vacancy_id"],
        unique=True,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
