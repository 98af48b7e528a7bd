"""Who answers for a case: officers on duty, offers between colleagues, cases sent back, offices that should talk"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"

SOMEBODY = (
    "(state NOT IN ('submitted', 'in_review', 'awaiting_correction') OR office_id IS NOT NULL)"
    " AND (state <> 'in_review' OR officer_id IS NOT NULL)"
)
"""Whoever asks who answers for a case gets an answer: an officer, or the office whose turn it is."""


def upgrade() -> None:
    op.add_column("officers", sa.Column("on_duty", sa.Boolean(), nullable=False, server_default=sa.false()))
    if op.get_bind().dialect.name == "sqlite":
        # A table written anew could not be dropped while others name its rows; a new column may bring a check.
        op.execute(
            "ALTER TABLE applications ADD COLUMN sent_back INTEGER DEFAULT '0' NOT NULL"
            f" CONSTRAINT ck_applications_somebody_answers CHECK ({SOMEBODY})"
        )
    else:
        op.add_column("applications", sa.Column("sent_back", sa.Integer(), nullable=False, server_default="0"))
        op.create_check_constraint("somebody_answers", "applications", SOMEBODY)
    op.create_table(
        "hand_overs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.String(length=32), nullable=False),
        sa.Column("giver_id", sa.Integer(), nullable=False),
        sa.Column("receiver_id", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_hand_overs_application_id")
        ),
        sa.ForeignKeyConstraint(["giver_id"], ["officers.id"], name=op.f("fk_hand_overs_giver_id")),
        sa.ForeignKeyConstraint(["receiver_id"], ["officers.id"], name=op.f("fk_hand_overs_receiver_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hand_overs")),
    )
    op.create_index(op.f("ix_hand_overs_application_id"), "hand_overs", ["application_id"])
    op.create_index(op.f("ix_hand_overs_receiver_id"), "hand_overs", ["receiver_id"])
    op.create_index(
        "uq_hand_overs_open",
        "hand_overs",
        ["application_id"],
        unique=True,
        sqlite_where=sa.text("answered_at IS NULL"),
        postgresql_where=sa.text("answered_at IS NULL"),
    )
    op.create_table(
        "contact_requests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.String(length=32), nullable=False),
        sa.Column("other_id", sa.String(length=32), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_contact_requests_application_id")
        ),
        sa.ForeignKeyConstraint(["officer_id"], ["officers.id"], name=op.f("fk_contact_requests_officer_id")),
        sa.ForeignKeyConstraint(["other_id"], ["applications.id"], name=op.f("fk_contact_requests_other_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_requests")),
    )
    op.create_index(op.f("ix_contact_requests_other_id"), "contact_requests", ["other_id"])
    op.create_index(
        "uq_contact_requests_pair", "contact_requests", ["application_id", "other_id"], unique=True
    )
