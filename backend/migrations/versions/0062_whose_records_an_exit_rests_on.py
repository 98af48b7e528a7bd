"""Whose records an exit rests on: who read the last day of a certificate, and all whose records prove a proposal"""

import sqlalchemy as sa
from alembic import op

revision = "0062"
down_revision = "0061"


def upgrade() -> None:
    op.add_column("exit_proposals", sa.Column("recorded_by", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("register_entries", sa.Column("read_by", sa.JSON(), nullable=False, server_default="{}"))
    for table, column in (("papers", "read_by"), ("register_watches", "recorded_by")):
        # In words: so SQLite takes a reference with its column, where a batch would copy the whole table.
        reference = f"CONSTRAINT fk_{table}_{column} REFERENCES officers (id)"
        op.execute(f"ALTER TABLE {table} ADD COLUMN {column} INTEGER {reference}")
