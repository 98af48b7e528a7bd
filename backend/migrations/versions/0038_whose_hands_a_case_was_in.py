"""Which officers acted for the applicant of a case, and the residents of an officer off their index"""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"


def upgrade() -> None:
    op.create_table(
        "application_hands",
        sa.Column("application_id", sa.String(length=32), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_application_hands_application_id")
        ),
        sa.ForeignKeyConstraint(["officer_id"], ["officers.id"], name=op.f("fk_application_hands_officer_id")),
        sa.PrimaryKeyConstraint("application_id", "officer_id", name=op.f("pk_application_hands")),
    )
    # Whoever holds the mandate today was barred until today, and stays so.
    op.execute(
        "INSERT INTO application_hands (application_id, officer_id, at)"
        " SELECT applications.id, mandates.officer_id, applications.created_at"
        " FROM applications JOIN mandates ON mandates.id = applications.mandate_id"
        " WHERE mandates.officer_id IS NOT NULL"
    )
    op.drop_index("ix_mandates_officer_id", table_name="mandates")
    op.create_index("ix_mandates_officer_id", "mandates", ["officer_id", "created_at", "id"])
