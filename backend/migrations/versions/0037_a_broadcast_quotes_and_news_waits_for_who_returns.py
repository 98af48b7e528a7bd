"""A broadcast quotes what it is about; who returns is asked before news goes on; a refused token is known"""

import sqlalchemy as sa
from alembic import op

from backend.core.database import Moment

revision = "0037"
down_revision = "0036"


def upgrade() -> None:
    op.add_column("broadcasts", sa.Column("about", sa.String(80), nullable=False, server_default=""))
    op.add_column("broadcasts", sa.Column("quote", sa.JSON(), nullable=True))
    op.add_column("broadcasts", sa.Column("stopped", sa.String(20), nullable=False, server_default=""))
    op.add_column("accounts", sa.Column("news_paused", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("paces", sa.Column("token_refused_since", Moment, nullable=True))
    op.add_column("paces", sa.Column("token_refused_at", Moment, nullable=True))
