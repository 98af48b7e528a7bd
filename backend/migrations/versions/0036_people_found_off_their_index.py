"""A page of the people found in a list is read off an index, of all or of one state, those to be called first"""

from alembic import op

revision = "0036"
down_revision = "0035"

INDEXES = {
    "ix_candidates_way": ["list_id", "way", "id"],
    "ix_candidates_state_way": ["list_id", "state", "way", "id"],
}


def upgrade() -> None:
    for name, columns in INDEXES.items():
        op.create_index(name, "candidates", columns)
