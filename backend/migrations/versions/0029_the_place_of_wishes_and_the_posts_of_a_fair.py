"""For which city wishes were told, and which posts a fair has"""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"


def upgrade() -> None:
    op.add_column("job_wishes", sa.Column("area", sa.String(length=12), nullable=False, server_default=""))
    op.create_table(
        "fair_posts",
        sa.Column("activity_id", sa.String(length=32), nullable=False),
        sa.Column("vacancy_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["activity_id"], ["activities.id"], name=op.f("fk_fair_posts_activity_id")),
        sa.ForeignKeyConstraint(["vacancy_id"], ["vacancies.id"], name=op.f("fk_fair_posts_vacancy_id")),
        sa.PrimaryKeyConstraint("activity_id", "vacancy_id", name=op.f("pk_fair_posts")),
    )
    op.create_index(op.f("ix_fair_posts_vacancy_id"), "fair_posts", ["vacancy_id"])
