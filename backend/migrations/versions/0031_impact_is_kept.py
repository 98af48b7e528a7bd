"""The impact of a version on our own people is reckoned once and kept; a list is reckoned in portions"""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"


def upgrade() -> None:
    op.add_column("pack_versions", sa.Column("beside", sa.JSON(), nullable=False, server_default="{}"))
    op.create_table(
        "policy_impacts",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("version_id", sa.String(length=32), nullable=False),
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.Column("older", sa.String(length=20), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("place", sa.String(length=12), nullable=False),
        sa.Column("after", sa.String(length=32), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("areas", sa.JSON(), nullable=False),
        sa.Column("categories", sa.JSON(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reckoned_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["version_id"], ["pack_versions.id"], name=op.f("fk_policy_impacts_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy_impacts")),
    )
    op.create_index(op.f("ix_policy_impacts_version_id"), "policy_impacts", ["version_id"])
    op.create_table(
        "policy_impact_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("impact_id", sa.String(length=32), nullable=False),
        sa.Column("subject", sa.String(length=48), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("area", sa.String(length=60), nullable=False),
        sa.Column("category", sa.String(length=20), nullable=False),
        sa.Column("before", sa.String(length=10), nullable=False),
        sa.Column("after", sa.String(length=10), nullable=False),
        sa.Column("turn", sa.String(length=10), nullable=False),
        sa.ForeignKeyConstraint(
            ["impact_id"], ["policy_impacts.id"], name=op.f("fk_policy_impact_changes_impact_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy_impact_changes")),
    )
    op.create_index(op.f("ix_policy_impact_changes_impact_id"), "policy_impact_changes", ["impact_id"])
    op.create_table(
        "policy_list_portions",
        sa.Column("job_id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("touched", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("job_id", "number", name=op.f("pk_policy_list_portions")),
    )
