"""The latest move at an office and a page of the register are read off an index, however many there are"""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"

OPEN = sa.text("state IN ('submitted', 'in_review', 'awaiting_correction')")
OF_CASES = {
    "ix_applications_open_office": ["office_id", "due_on", "id"],
    "ix_applications_open_moved": ["office_id", "updated_at", "id"],
}
OF_ENTRIES = {
    "ix_register_entries_newest": ["office_id", "recognised_on", "id"],
    "ix_register_entries_shown": ["office_id", "state", "recognised_on", "id", "warn_from"],
    "ix_register_entries_all": ["recognised_on", "id"],
}


def upgrade() -> None:
    op.drop_index("ix_applications_open_office", table_name="applications")
    for name, columns in OF_CASES.items():
        op.create_index(name, "applications", columns, sqlite_where=OPEN, postgresql_where=OPEN)
    op.drop_index("ix_register_entries_shown", table_name="register_entries")
    op.drop_index("ix_register_entries_office_id", table_name="register_entries")
    for name, columns in OF_ENTRIES.items():
        op.create_index(name, "register_entries", columns)
