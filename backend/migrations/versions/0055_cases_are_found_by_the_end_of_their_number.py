"""Cases are found by the end of their number, by the ID number once they ended, and by a number that was taken back"""

import sqlalchemy as sa
from alembic import op

revision = "0055"
down_revision = "0054"

TAKEN_BACK = sa.text("action = 'application.taken_back'")


def upgrade() -> None:
    op.create_index("ix_applications_person_index", "applications", ["person_index"])
    op.create_index("ix_applications_own_signs", "applications", [sa.text("substr(receipt, 13)")])
    op.create_index("ix_audit_taken_back", "audit", ["at"], sqlite_where=TAKEN_BACK, postgresql_where=TAKEN_BACK)
