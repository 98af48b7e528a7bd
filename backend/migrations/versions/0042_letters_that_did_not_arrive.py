"""An officer calls whom a letter did not reach"""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"

NOT_ARRIVED = sa.text("settled_at IS NULL AND kind <> 'news' AND state IN ('blocked', 'failed', 'unknown')")


def upgrade() -> None:
    op.add_column("outbox", sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(
        "ix_outbox_not_arrived", "outbox", ["id", "subject"], sqlite_where=NOT_ARRIVED, postgresql_where=NOT_ARRIVED
    )
    # A call is never without somebody who answers for it: first whoever took it down.
    op.execute("UPDATE tickets SET taken_by = created_by WHERE taken_by IS NULL")
