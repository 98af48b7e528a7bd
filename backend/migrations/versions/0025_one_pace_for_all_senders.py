"""One pace for all senders of a channel, and an outbox in which what is due is found behind any number that is not"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0023"

OPEN = sa.text("closed_at IS NULL")
LEASED = sa.text("lease_until IS NOT NULL")


def upgrade() -> None:
    op.create_table(
        "paces",
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("refused_chat", sa.BigInteger(), nullable=False),
        sa.Column("refused_until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("channel", name=op.f("pk_paces")),
    )
    op.drop_index("ix_outbox_open", table_name="outbox")
    _index("ix_outbox_due", ["channel", "kind", "not_before", "id"], OPEN)
    _index("ix_outbox_chat", ["channel", "chat_id"], OPEN)
    _index("ix_outbox_leased", ["channel", "lease_until"], LEASED)
    op.create_index("ix_outbox_closed", "outbox", ["channel", "closed_at"])


def _index(name: str, columns: list[str], rows: sa.TextClause) -> None:
    op.create_index(name, "outbox", columns, sqlite_where=rows, postgresql_where=rows)
