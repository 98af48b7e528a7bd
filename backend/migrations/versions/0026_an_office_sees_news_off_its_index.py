"""Whether something is new at an office is read off the index of its open cases, not off the cases"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"

OPEN = sa.text("state IN ('submitted', 'in_review', 'awaiting_correction')")
NAME = "ix_applications_open_office"


def upgrade() -> None:
    op.drop_index(NAME, table_name="applications")
    columns = ["office_id", "due_on", "id", "updated_at"]
    op.create_index(NAME, "applications", columns, sqlite_where=OPEN, postgresql_where=OPEN)
