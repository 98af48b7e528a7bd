"""A second public post opened by a county, callers who stand on a register, papers with an end"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    op.add_column("tickets", sa.Column("assisted", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("papers", sa.Column("valid_until", sa.Date(), nullable=True))
    op.create_table(
        "second_placements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("subsidy", sa.String(length=20), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["register_entries.id"], name=op.f("fk_second_placements_entry_id")),
        sa.ForeignKeyConstraint(["officer_id"], ["officers.id"], name=op.f("fk_second_placements_officer_id")),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_second_placements_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_second_placements")),
        sa.UniqueConstraint("person_id", "subsidy", name=op.f("uq_second_placements_person_id")),
    )
