"""A chat gets a measure of news in a day, posts that fit come together, and what is open of a broadcast has an index"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"

OPEN = sa.text("closed_at IS NULL")
CLOSED = sa.text("closed_at IS NOT NULL")
BUSY = sa.text("closed_at IS NULL AND (state = 'leased' OR attempts > 0)")
COUNTED = sa.text("morning IS NOT NULL")


def upgrade() -> None:
    op.add_column("outbox", sa.Column("morning", sa.Integer(), nullable=True))
    op.add_column("outbox", sa.Column("held", sa.Integer(), nullable=False, server_default="0"))
    for name in ("ix_outbox_chat", "ix_outbox_closed"):
        op.drop_index(name, table_name="outbox")
    _index("ix_outbox_closed", ["channel", "closed_at"], CLOSED)
    _index("ix_outbox_busy", ["channel", "chat_id"], BUSY)
    _index("ix_outbox_open_of", ["subject", "held", "not_before"], OPEN)
    _index("ix_outbox_counted", ["channel", "chat_id", "closed_at"], COUNTED)
    op.create_table(
        "job_news",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("vacancy_id", sa.String(length=32), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_job_news_account_id_accounts")),
        sa.ForeignKeyConstraint(["vacancy_id"], ["vacancies.id"], name=op.f("fk_job_news_vacancy_id_vacancies")),
        sa.PrimaryKeyConstraint("account_id", "vacancy_id", name=op.f("pk_job_news")),
    )
    op.create_index("ix_job_news_vacancy_id", "job_news", ["vacancy_id"])


def _index(name: str, columns: list[str], rows: sa.TextClause) -> None:
    op.create_index(name, "outbox", columns, sqlite_where=rows, postgresql_where=rows)
