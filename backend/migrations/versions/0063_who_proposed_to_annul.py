"""Who proposed to annul an automatic recognition"""

from alembic import op

revision = "0063"
down_revision = "0062"


def upgrade() -> None:
    table, column = "recognition_objections", "annul_by"
    # In words: so SQLite takes a reference with its column, where a batch would copy the whole table.
    reference = f"CONSTRAINT fk_{table}_{column} REFERENCES officers (id)"
    op.execute(f"ALTER TABLE {table} ADD COLUMN {column} INTEGER {reference}")
