"""An emergency ends with a report; a quiz has its questions and answers"""

import sqlalchemy as sa
from alembic import op

from backend.core.database import Moment

revision = "0068"
down_revision = "0067"


def upgrade() -> None:
    op.add_column("emergencies", sa.Column("report", sa.Text(), nullable=False, server_default=""))
    op.create_table(
        "quiz_questions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.String(length=32), nullable=False),
        sa.Column("text", sa.String(length=200), nullable=False),
        sa.Column("choices", sa.JSON(), nullable=False),
        sa.Column("right", sa.Integer(), nullable=False),
        sa.Column("article", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["activity_id"], ["activities.id"], name=op.f("fk_quiz_questions_activity_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quiz_questions")),
    )
    op.create_index(op.f("ix_quiz_questions_activity_id"), "quiz_questions", ["activity_id"])
    op.create_table(
        "quiz_answers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("choice", sa.Integer(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["question_id"], ["quiz_questions.id"], name=op.f("fk_quiz_answers_question_id")),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_quiz_answers_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quiz_answers")),
        sa.UniqueConstraint("question_id", "account_id", name=op.f("uq_quiz_answers_question_id")),
    )
    op.create_index(op.f("ix_quiz_answers_account_id"), "quiz_answers", ["account_id"])
