"""Steps that were late, reminders of corrections, and indexes a page of the queue is read off"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

OPEN = sa.text("state IN ('submitted', 'in_review', 'awaiting_correction')")
ENDED = sa.text("state IN ('recognised', 'declined', 'withdrawn')")
FREE = sa.text("state = 'submitted'")
HANDED_IN = sa.text("submitted_at IS NOT NULL")
WAITING = sa.text("state = 'awaiting_correction'")
INDEXES = (
    ("ix_applications_waiting", ["office_id", "due_on", "id"], FREE),
    ("ix_applications_open_office", ["office_id", "due_on", "id"], OPEN),
    ("ix_applications_open_station", ["station_id", "due_on", "id", "state"], OPEN),
    ("ix_applications_open_officer", ["officer_id", "due_on", "id"], OPEN),
    ("ix_applications_open", ["due_on", "id"], OPEN),
    ("ix_applications_ended", ["station_id", "updated_at", "id"], ENDED),
    ("ix_applications_moved", ["updated_at", "id"], HANDED_IN),
    ("ix_applications_correct_by", ["correct_by", "id"], WAITING),
)


def upgrade() -> None:
    op.drop_index("ix_applications_queue", table_name="applications")
    for name, columns, which in INDEXES:
        op.create_index(name, "applications", columns, sqlite_where=which, postgresql_where=which)
    _lapses()
    op.create_table(
        "correction_reminders",
        sa.Column("application_id", sa.String(length=32), nullable=False),
        sa.Column("correct_by", sa.Date(), nullable=False),
        sa.Column("time", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_correction_reminders_application_id")
        ),
        sa.PrimaryKeyConstraint("application_id", "correct_by", "time", name=op.f("pk_correction_reminders")),
    )


def _lapses() -> None:
    op.create_table(
        "lapses",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.String(length=32), nullable=False),
        sa.Column("stage", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=True),
        sa.Column("supervisor_id", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("days_late", sa.Integer(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("answered_by", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["application_id"], ["applications.id"], name=op.f("fk_lapses_application_id")),
        sa.ForeignKeyConstraint(["office_id"], ["offices.id"], name=op.f("fk_lapses_office_id")),
        sa.ForeignKeyConstraint(["officer_id"], ["officers.id"], name=op.f("fk_lapses_officer_id")),
        sa.ForeignKeyConstraint(["supervisor_id"], ["offices.id"], name=op.f("fk_lapses_supervisor_id")),
        sa.ForeignKeyConstraint(["answered_by"], ["officers.id"], name=op.f("fk_lapses_answered_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lapses")),
        sa.UniqueConstraint("application_id", "stage", name=op.f("uq_lapses_application_id")),
    )
    op.create_index(op.f("ix_lapses_office_id"), "lapses", ["office_id"])
    op.create_index("ix_lapses_supervisor", "lapses", ["supervisor_id", "answered_at", "id"])
