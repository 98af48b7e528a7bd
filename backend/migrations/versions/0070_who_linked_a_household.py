"""Whose word an exit of a household rests on: who linked an entry to the others"""

from alembic import op

revision = "0070"
down_revision = "0069"


def upgrade() -> None:
    # In words: so SQLite takes a reference with its column, where a batch would copy the whole table.
    reference = "CONSTRAINT fk_register_entries_household_by REFERENCES officers (id)"
    op.execute(f"ALTER TABLE register_entries ADD COLUMN household_by INTEGER {reference}")
