"""The latest move at an office is the last line of an index, however many cases wait there"""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"

OPEN = sa.text("state IN ('submitted', 'in_review', 'awaiting_correction')")
NAMES = {
    "ix_applications_open_office": ["office_id", "due_on", "id"],
    "ix_applications_open_moved": ["office_id", "updated_at", "id"],
}


def upgrade() -> None:
    op.drop_index("ix_applications_open_office", table_name="applications")
    for name, columns in NAMES.items():
        op.create_index(name, "applications", columns, sqlite_where=OPEN, postgresql_where=OPEN)
