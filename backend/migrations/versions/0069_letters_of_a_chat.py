"""What a chat was last written is found among all its letters, no longer among the news alone"""

import sqlalchemy as sa
from alembic import op

revision = "0069"
down_revision = "0068"


def upgrade() -> None:
    counted = sa.text("morning IS NOT NULL")
    op.drop_index("ix_outbox_counted", "outbox", sqlite_where=counted, postgresql_where=counted)
    op.create_index("ix_outbox_chat", "outbox", ["channel", "chat_id", "closed_at"])
