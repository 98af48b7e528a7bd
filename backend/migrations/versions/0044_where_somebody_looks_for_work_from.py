"""Where somebody looks for work from, to about a hundred metres, kept with consent"""

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0042"


def upgrade() -> None:
    op.add_column("job_wishes", sa.Column("latitude", sa.Float(), nullable=True))
    op.add_column("job_wishes", sa.Column("longitude", sa.Float(), nullable=True))
