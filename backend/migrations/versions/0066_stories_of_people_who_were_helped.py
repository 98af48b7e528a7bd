"""Stories of people who were helped, told with their consent"""

import sqlalchemy as sa
from alembic import op

from backend.core.database import Moment

revision = "0066"
down_revision = "0063"


def upgrade() -> None:
    op.create_table(
        "stories",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pack", sa.String(length=60), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("written_on", sa.Date(), nullable=False),
        sa.Column("agreed_on", sa.Date(), nullable=True),
        sa.Column("agreed_named", sa.Boolean(), nullable=False),
        sa.Column("agreed_by", sa.Integer(), nullable=True),
        sa.Column("reader_id", sa.Integer(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("published_at", Moment(), nullable=True),
        sa.Column("withdrawn_at", Moment(), nullable=True),
        sa.Column("created_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["register_entries.id"], name=op.f("fk_stories_entry_id")),
        sa.ForeignKeyConstraint(["office_id"], ["offices.id"], name=op.f("fk_stories_office_id")),
        sa.ForeignKeyConstraint(["author_id"], ["officers.id"], name=op.f("fk_stories_author_id")),
        sa.ForeignKeyConstraint(["agreed_by"], ["officers.id"], name=op.f("fk_stories_agreed_by")),
        sa.ForeignKeyConstraint(["reader_id"], ["officers.id"], name=op.f("fk_stories_reader_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stories")),
    )
    op.create_index(op.f("ix_stories_entry_id"), "stories", ["entry_id"])
    op.create_index(op.f("ix_stories_office_id"), "stories", ["office_id"])
    op.create_index("ix_stories_published", "stories", ["pack", "state", "id"])
