"""Check codes of papers, and on which day an original was seen"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    op.create_table(
        "check_codes",
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("application_id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_check_codes_application_id")
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_check_codes")),
        sa.UniqueConstraint("application_id", "kind", name=op.f("uq_check_codes_application_id")),
    )
    op.add_column("papers", sa.Column("original_seen_on", sa.Date(), nullable=True))
