"""How our bot is called in a messenger, for links that open it"""

import sqlalchemy as sa
from alembic import op

revision = "0051"
down_revision = "0050"


def upgrade() -> None:
    op.create_table(
        "messengers",
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("bot_name", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("channel", name=op.f("pk_messengers")),
    )
