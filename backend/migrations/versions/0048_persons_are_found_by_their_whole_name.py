"""Persons are found by their whole name, through a blind index; those of before get theirs in portions at the next start"""

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0047"


def upgrade() -> None:
    op.add_column("persons", sa.Column("name_index", sa.String(length=64), nullable=True))
    op.create_index("ix_persons_name_index", "persons", ["name_index"])
