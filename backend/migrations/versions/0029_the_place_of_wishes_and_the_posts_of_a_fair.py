"""For which city wishes were told"""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0026"


def upgrade() -> None:
    op.add_column("job_wishes", sa.Column("area", sa.String(length=12), nullable=False, server_default=""))
