"""Questions about practice, which the city answers for all its offices"""

import sqlalchemy as sa
from alembic import op

from backend.core.database import Moment

revision = "0067"
down_revision = "0066"


def upgrade() -> None:
    op.create_table(
        "practice_questions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("city_id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("asked_at", Moment(), nullable=False),
        sa.Column("article", sa.String(length=40), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_by", sa.Integer(), nullable=True),
        sa.Column("answered_at", Moment(), nullable=True),
        sa.Column("amended", sa.Integer(), nullable=False),
        sa.Column("read_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["city_id"], ["offices.id"], name=op.f("fk_practice_questions_city_id")),
        sa.ForeignKeyConstraint(["office_id"], ["offices.id"], name=op.f("fk_practice_questions_office_id")),
        sa.ForeignKeyConstraint(["asked_by"], ["officers.id"], name=op.f("fk_practice_questions_asked_by")),
        sa.ForeignKeyConstraint(["answered_by"], ["officers.id"], name=op.f("fk_practice_questions_answered_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practice_questions")),
    )
    op.create_index(op.f("ix_practice_questions_office_id"), "practice_questions", ["office_id"])
    op.create_index(op.f("ix_practice_questions_asked_by"), "practice_questions", ["asked_by"])
    op.create_index("ix_practice_questions_newest", "practice_questions", ["city_id", "asked_at", "id"])
