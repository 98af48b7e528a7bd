"""A second factor for officers, and allowances that all processes count together"""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"

HELD = sa.text("state = 'held'")


def upgrade() -> None:
    op.create_table(
        "second_factors",
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.Column("last_step", sa.BigInteger(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["officer_id"], ["officers.id"], name=op.f("fk_second_factors_officer_id")),
        sa.PrimaryKeyConstraint("officer_id", name=op.f("pk_second_factors")),
    )
    op.create_table(
        "recovery_codes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["officer_id"], ["officers.id"], name=op.f("fk_recovery_codes_officer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_codes")),
    )
    op.create_index(op.f("ix_recovery_codes_officer_id"), "recovery_codes", ["officer_id"])
    op.create_table(
        "allowances",
        sa.Column("key", sa.String(length=100), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_allowances")),
    )
    op.add_column("inbox", sa.Column("not_before", sa.DateTime(timezone=True), nullable=True))
    op.add_column("inbox", sa.Column("first_held", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_index("ix_inbox_held", "inbox", ["channel", "not_before"], sqlite_where=HELD, postgresql_where=HELD)
