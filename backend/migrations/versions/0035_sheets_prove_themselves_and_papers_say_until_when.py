"""A sheet about an automatic recognition has a check code, and a paper the last day its owner told"""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"

ONE_THING = "(application_id IS NULL) <> (entry_id IS NULL)"


def upgrade() -> None:
    op.add_column("papers", sa.Column("said_until", sa.Date(), nullable=True))
    with op.batch_alter_table("check_codes") as codes:
        codes.alter_column("application_id", existing_type=sa.String(length=32), nullable=True)
        codes.add_column(sa.Column("entry_id", sa.Integer(), nullable=True))
        codes.create_foreign_key(op.f("fk_check_codes_entry_id"), "register_entries", ["entry_id"], ["id"])
        codes.create_unique_constraint(op.f("uq_check_codes_entry_id"), ["entry_id"])
        codes.create_check_constraint(op.f("ck_check_codes_about_one_thing"), ONE_THING)
