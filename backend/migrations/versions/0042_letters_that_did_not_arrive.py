"""Letters that did not arrive, calls with somebody who answers for them, lapses of more than cases"""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"

NOT_ARRIVED = sa.text("settled_at IS NULL AND kind <> 'news' AND state IN ('blocked', 'failed', 'unknown')")


def upgrade() -> None:
    op.add_column("outbox", sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(
        "ix_outbox_not_arrived", "outbox", ["id", "subject"], sqlite_where=NOT_ARRIVED, postgresql_where=NOT_ARRIVED
    )
    # A call is never without somebody who answers for it: first whoever took it down.
    op.execute("UPDATE tickets SET taken_by = created_by WHERE taken_by IS NULL")
    op.add_column("papers", sa.Column("issuer", sa.String(length=60), nullable=False, server_default=""))
    _lapses()


def _lapses() -> None:
    """A lapse is of a case, a call, an exit or an objection. Nothing names its rows, so the table is written anew."""
    op.execute("CREATE TABLE lapses_before AS SELECT * FROM lapses")
    op.drop_table("lapses")
    op.create_table(
        "lapses",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("subject_id", sa.String(length=32), nullable=False),
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
        sa.ForeignKeyConstraint(["office_id"], ["offices.id"], name=op.f("fk_lapses_office_id")),
        sa.ForeignKeyConstraint(["officer_id"], ["officers.id"], name=op.f("fk_lapses_officer_id")),
        sa.ForeignKeyConstraint(["supervisor_id"], ["offices.id"], name=op.f("fk_lapses_supervisor_id")),
        sa.ForeignKeyConstraint(["answered_by"], ["officers.id"], name=op.f("fk_lapses_answered_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lapses")),
        sa.UniqueConstraint("kind", "subject_id", "stage", name=op.f("uq_lapses_kind")),
    )
    op.create_index(op.f("ix_lapses_office_id"), "lapses", ["office_id"])
    op.create_index("ix_lapses_supervisor", "lapses", ["supervisor_id", "answered_at", "id"])
    kept = (
        "stage, office_id, officer_id, supervisor_id, due_on, found_at, days_late, ended_on, answered_by, answered_at,"
        " answer"
    )
    op.execute(
        f"INSERT INTO lapses (id, kind, subject_id, {kept})"
        f" SELECT id, 'application', application_id, {kept} FROM lapses_before"
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute("SELECT setval('lapses_id_seq', COALESCE((SELECT MAX(id) FROM lapses), 0) + 1, false)")
    op.drop_table("lapses_before")
