"""An offer of a post is told: the letter it went out with, or when an officer spoke with the person about it"""

import sqlalchemy as sa
from alembic import op

revision = "0060"
down_revision = "0055"


def upgrade() -> None:
    op.add_column("referrals", sa.Column("letter", sa.String(length=30), nullable=False, server_default=""))
    op.add_column("referrals", sa.Column("spoken_at", sa.DateTime(timezone=True), nullable=True))
