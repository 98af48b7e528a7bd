"""Lists of people, and who was found in them"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_table(
        "people_lists",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("pack", sa.String(length=60), nullable=False),
        sa.Column("pack_version", sa.String(length=20), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(length=100), nullable=False),
        sa.Column("file_id", sa.String(length=32), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("preview", sa.LargeBinary(), nullable=False),
        sa.Column("problems", sa.JSON(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("screen_job", sa.String(length=32), nullable=False),
        sa.Column("invite_job", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("screened_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["office_id"], ["offices.id"], name=op.f("fk_people_lists_office_id")),
        sa.ForeignKeyConstraint(["officer_id"], ["officers.id"], name=op.f("fk_people_lists_officer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people_lists")),
    )
    op.create_index(op.f("ix_people_lists_office_id"), "people_lists", ["office_id"])
    op.create_table(
        "candidates",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("list_id", sa.String(length=32), nullable=False),
        sa.Column("pack", sa.String(length=60), nullable=False),
        sa.Column("id_index", sa.String(length=64), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("verdict", sa.String(length=10), nullable=False),
        sa.Column("categories", sa.JSON(), nullable=False),
        sa.Column("area", sa.String(length=12), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("way", sa.String(length=8), nullable=False),
        sa.Column("code_index", sa.String(length=64), nullable=True),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["list_id"], ["people_lists.id"], name=op.f("fk_candidates_list_id")),
        sa.ForeignKeyConstraint(["office_id"], ["offices.id"], name=op.f("fk_candidates_office_id")),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_candidates_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_candidates")),
        sa.UniqueConstraint("pack", "id_index", name=op.f("uq_candidates_pack")),
        sa.UniqueConstraint("code_index", name=op.f("uq_candidates_code_index")),
    )
    op.create_index("ix_candidates_list", "candidates", ["list_id", "state", "id"])
    op.create_index(op.f("ix_candidates_office_id"), "candidates", ["office_id"])
    op.create_index(op.f("ix_candidates_expires_on"), "candidates", ["expires_on"])
    op.create_index(op.f("ix_candidates_moved_at"), "candidates", ["moved_at"])
