"""Mandates: who may act for whom, until when, and how the principal agreed"""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"

IN_FORCE = sa.text("state IN ('requested', 'given')")


def upgrade() -> None:
    op.create_table(
        "mandates",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("helper_account_id", sa.Integer(), nullable=True),
        sa.Column("officer_id", sa.Integer(), nullable=True),
        sa.Column("principal_account_id", sa.Integer(), nullable=True),
        sa.Column("code_index", sa.String(length=64), nullable=False),
        sa.Column("relation", sa.String(length=12), nullable=False),
        sa.Column("pack", sa.String(length=60), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("how", sa.String(length=6), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("forgotten_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.CheckConstraint("(helper_account_id IS NULL) <> (officer_id IS NULL)", name=op.f("ck_mandates_one_helper")),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_mandates_account_id")),
        sa.ForeignKeyConstraint(["helper_account_id"], ["accounts.id"], name=op.f("fk_mandates_helper_account_id")),
        sa.ForeignKeyConstraint(["officer_id"], ["officers.id"], name=op.f("fk_mandates_officer_id")),
        sa.ForeignKeyConstraint(
            ["principal_account_id"], ["accounts.id"], name=op.f("fk_mandates_principal_account_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mandates")),
        sa.UniqueConstraint("account_id", name=op.f("uq_mandates_account_id")),
        sa.UniqueConstraint("code_index", name=op.f("uq_mandates_code_index")),
    )
    for name, column in (("helper_account_id", "helper_account_id"), ("until", "until")):
        op.create_index(
            f"ix_mandates_{name}", "mandates", [column], sqlite_where=IN_FORCE, postgresql_where=IN_FORCE
        )
    op.create_index("ix_mandates_officer_id", "mandates", ["officer_id", "id"])
    op.create_index("ix_mandates_principal_account_id", "mandates", ["principal_account_id"])
    name = op.f("fk_applications_mandate_id")
    if op.get_bind().dialect.name == "sqlite":
        # SQLite takes a foreign key with a new column only.
        op.execute(
            f"ALTER TABLE applications ADD COLUMN mandate_id VARCHAR(32) CONSTRAINT {name} REFERENCES mandates (id)"
        )
    else:
        op.add_column("applications", sa.Column("mandate_id", sa.String(length=32), nullable=True))
        op.create_foreign_key(name, "applications", "mandates", ["mandate_id"], ["id"])
    op.create_index(op.f("ix_applications_mandate_id"), "applications", ["mandate_id"])
