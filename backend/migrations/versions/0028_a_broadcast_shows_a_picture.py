"""A message to many may show a picture, uploaded once and known by the messenger's own id from then on"""

import sqlalchemy as sa
from alembic import op

from backend.core.database import Moment

revision = "0028"
down_revision = "0027"


def upgrade() -> None:
    op.add_column("broadcasts", sa.Column("picture_id", sa.String(32), nullable=False, server_default=""))
    op.add_column("broadcasts", sa.Column("picture_alt", sa.String(200), nullable=False, server_default=""))
    op.add_column("outbox", sa.Column("picture", sa.String(40), nullable=False, server_default=""))
    op.add_column("outbox", sa.Column("picture_alt", sa.String(200), nullable=False, server_default=""))
    op.create_table(
        "sent_pictures",
        sa.Column("channel", sa.String(20), primary_key=True),
        sa.Column("picture", sa.String(40), primary_key=True),
        sa.Column("file_id", sa.String(200), nullable=False),
        sa.Column("at", Moment, nullable=False),
    )
