"""Communities that prepare or review, and offices of the disability service"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    op.add_column(
        "offices", sa.Column("organisation", sa.String(length=12), nullable=False, server_default="employment")
    )
    op.add_column(
        "offices", sa.Column("community_reviews", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    name = op.f("fk_applications_community_id")
    if op.get_bind().dialect.name == "sqlite":
        # SQLite takes a foreign key with a new column only.
        op.execute(
            f"ALTER TABLE applications ADD COLUMN community_id INTEGER CONSTRAINT {name} REFERENCES offices (id)"
        )
    else:
        op.add_column("applications", sa.Column("community_id", sa.Integer(), nullable=True))
        op.create_foreign_key(name, "applications", "offices", ["community_id"], ["id"])
    op.create_index(op.f("ix_applications_community_id"), "applications", ["community_id"])
