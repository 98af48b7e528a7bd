"""What the provincial system took last is read off an index"""

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"

ARRIVED = sa.text("state = 'sent'")


def upgrade() -> None:
    op.create_index(
        "ix_provincial_messages_arrived",
        "provincial_messages",
        ["closed_at", "id"],
        sqlite_where=ARRIVED,
        postgresql_where=ARRIVED,
    )
