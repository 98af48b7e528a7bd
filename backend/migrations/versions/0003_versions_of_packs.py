"""Versions of packs, the shelf's mark, and the city's tasks after a publication"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "pack_versions",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("pack", sa.String(length=60), nullable=False),
        sa.Column("version", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("cases", sa.Text(), nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=True),
        sa.Column("older_id", sa.String(length=32), nullable=True),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("editors", sa.JSON(), nullable=False),
        sa.Column("approver_id", sa.Integer(), nullable=True),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["older_id"], ["pack_versions.id"], name=op.f("fk_pack_versions_older_id")),
        sa.ForeignKeyConstraint(["author_id"], ["officers.id"], name=op.f("fk_pack_versions_author_id")),
        sa.ForeignKeyConstraint(["approver_id"], ["officers.id"], name=op.f("fk_pack_versions_approver_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pack_versions")),
    )
    op.create_index(op.f("ix_pack_versions_pack"), "pack_versions", ["pack"])
    op.create_index(
        "uq_pack_versions_published",
        "pack_versions",
        ["pack", "version"],
        unique=True,
        sqlite_where=sa.text("state = 'published'"),
        postgresql_where=sa.text("state = 'published'"),
    )
    op.create_table(
        "policy_shelf",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("mark", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy_shelf")),
    )
    op.create_table(
        "policy_todos",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.String(length=32), nullable=False),
        sa.Column("affected", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["version_id"], ["pack_versions.id"], name=op.f("fk_policy_todos_version_id")
        ),
        sa.ForeignKeyConstraint(["done_by"], ["officers.id"], name=op.f("fk_policy_todos_done_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy_todos")),
        sa.UniqueConstraint("version_id", name=op.f("uq_policy_todos_version_id")),
    )
