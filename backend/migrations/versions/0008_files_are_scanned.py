"""Files wait for the verdict of the scanner"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

NOT_CLEAN = sa.text("scan <> 'clean'")


def upgrade() -> None:
    op.add_column(
        "paper_files", sa.Column("scan", sa.String(length=10), nullable=False, server_default="clean")
    )
    op.add_column("paper_files", sa.Column("scan_tried_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("paper_files", sa.Column("original_id", sa.String(length=32), nullable=True))
    op.create_index(
        "ix_paper_files_not_clean",
        "paper_files",
        ["scan"],
        sqlite_where=NOT_CLEAN,
        postgresql_where=NOT_CLEAN,
    )
