"""Complaints that citizens write in the chat"""

import sqlalchemy as sa
from alembic import op

from backend.core.database import Moment

revision = "0053"
down_revision = "0052"


def upgrade() -> None:
    op.add_column("tickets", sa.Column("in_chat", sa.Boolean(), nullable=False, server_default=sa.false()))
    # In one statement, which SQLite knows too: it adds no constraint to a column that is there.
    op.execute(
        "ALTER TABLE tickets ADD COLUMN about_office_id INTEGER"
        " CONSTRAINT fk_tickets_about_office_id REFERENCES offices (id)"
    )
    op.create_table(
        "complaint_drafts",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("pack", sa.String(length=40), nullable=False),
        sa.Column("updated_at", Moment(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_complaint_drafts_account_id")),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_complaint_drafts")),
    )
    op.create_table(
        "chat_tickets",
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("answer", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name=op.f("fk_chat_tickets_ticket_id")),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_chat_tickets_account_id")),
        sa.PrimaryKeyConstraint("ticket_id", name=op.f("pk_chat_tickets")),
    )
    op.create_index(op.f("ix_chat_tickets_account_id"), "chat_tickets", ["account_id"])
