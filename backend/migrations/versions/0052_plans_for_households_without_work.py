"""Plans that begin with the recognition of a household without work; complaints about an officer"""

import sqlalchemy as sa
from alembic import op

revision = "0052"
down_revision = "0051"


def upgrade() -> None:
    op.add_column("plans", sa.Column("relief", sa.String(length=20), nullable=False, server_default=""))
    op.add_column("plans", sa.Column("due_on", sa.Date(), nullable=True))
    op.add_column("plans", sa.Column("route", sa.String(length=20), nullable=False, server_default=""))
    # In one statement, which SQLite knows too: it adds no constraint to a column that is there.
    op.execute("ALTER TABLE tickets ADD COLUMN about_id INTEGER CONSTRAINT fk_tickets_about_id REFERENCES officers (id)")
