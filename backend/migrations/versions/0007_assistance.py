"""Services, ledgers, plans, checks, samples, months of subsidy, tickets, clients"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "ledger_signatures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["offices.id"], name=op.f("fk_ledger_signatures_office_id")),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["officers.id"], name=op.f("fk_ledger_signatures_officer_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_signatures")),
        sa.UniqueConstraint("office_id", "month", name=op.f("uq_ledger_signatures_office_id")),
    )
    op.create_table(
        "spot_checks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("seed", sa.String(length=40), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("population", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["offices.id"], name=op.f("fk_spot_checks_office_id")),
        sa.ForeignKeyConstraint(["officer_id"], ["officers.id"], name=op.f("fk_spot_checks_officer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_spot_checks")),
    )
    op.create_index(op.f("ix_spot_checks_office_id"), "spot_checks", ["office_id"], unique=False)
    op.create_table(
        "tickets",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=30), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("taken_by", sa.Integer(), nullable=True),
        sa.Column("created_by", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["created_by"], ["officers.id"], name=op.f("fk_tickets_created_by")),
        sa.ForeignKeyConstraint(["office_id"], ["offices.id"], name=op.f("fk_tickets_office_id")),
        sa.ForeignKeyConstraint(["taken_by"], ["officers.id"], name=op.f("fk_tickets_taken_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tickets")),
        sa.UniqueConstraint("number", name=op.f("uq_tickets_number")),
    )
    op.create_index("ix_tickets_office", "tickets", ["office_id", "state", "due_on"], unique=False)
    op.create_table(
        "ticket_notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["officer_id"], ["officers.id"], name=op.f("fk_ticket_notes_officer_id")),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name=op.f("fk_ticket_notes_ticket_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket_notes")),
    )
    op.create_index(op.f("ix_ticket_notes_ticket_id"), "ticket_notes", ["ticket_id"], unique=False)
    op.create_table(
        "assignments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("provider_id", sa.Integer(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["entry_id"], ["register_entries.id"], name=op.f("fk_assignments_entry_id")),
        sa.ForeignKeyConstraint(["officer_id"], ["officers.id"], name=op.f("fk_assignments_officer_id")),
        sa.ForeignKeyConstraint(["provider_id"], ["officers.id"], name=op.f("fk_assignments_provider_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignments")),
    )
    op.create_index(op.f("ix_assignments_entry_id"), "assignments", ["entry_id"], unique=False)
    op.create_index(op.f("ix_assignments_provider_id"), "assignments", ["provider_id"], unique=False)
    op.create_index(
        "uq_assignments_open",
        "assignments",
        ["entry_id", "provider_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "plans",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("goal", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("result", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["register_entries.id"], name=op.f("fk_plans_entry_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["officers.id"], name=op.f("fk_plans_owner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plans")),
    )
    op.create_index(
        "uq_plans_open",
        "plans",
        ["entry_id"],
        unique=True,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_table(
        "sampled_entries",
        sa.Column("sample_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["register_entries.id"], name=op.f("fk_sampled_entries_entry_id")
        ),
        sa.ForeignKeyConstraint(["sample_id"], ["spot_checks.id"], name=op.f("fk_sampled_entries_sample_id")),
        sa.PrimaryKeyConstraint("sample_id", "place", name=op.f("pk_sampled_entries")),
    )
    op.create_index(op.f("ix_sampled_entries_entry_id"), "sampled_entries", ["entry_id"], unique=False)
    op.create_table(
        "service_acts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("outcome", sa.String(length=12), nullable=False),
        sa.Column("linked_id", sa.Integer(), nullable=True),
        sa.Column("corrects_id", sa.Integer(), nullable=True),
        sa.Column("void", sa.Boolean(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["corrects_id"], ["service_acts.id"], name=op.f("fk_service_acts_corrects_id")
        ),
        sa.ForeignKeyConstraint(["entry_id"], ["register_entries.id"], name=op.f("fk_service_acts_entry_id")),
        sa.ForeignKeyConstraint(["linked_id"], ["service_acts.id"], name=op.f("fk_service_acts_linked_id")),
        sa.ForeignKeyConstraint(["office_id"], ["offices.id"], name=op.f("fk_service_acts_office_id")),
        sa.ForeignKeyConstraint(["officer_id"], ["officers.id"], name=op.f("fk_service_acts_officer_id")),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_service_acts_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_acts")),
        sa.UniqueConstraint("corrects_id", name=op.f("uq_service_acts_corrects_id")),
    )
    op.create_index(op.f("ix_service_acts_entry_id"), "service_acts", ["entry_id"], unique=False)
    op.create_index("ix_service_acts_ledger", "service_acts", ["office_id", "month", "id"], unique=False)
    op.create_index(op.f("ix_service_acts_person_id"), "service_acts", ["person_id"], unique=False)
    op.create_table(
        "subsidy_grants",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("subsidy", sa.String(length=20), nullable=False),
        sa.Column("approved_on", sa.Date(), nullable=False),
        sa.Column("first_month", sa.Date(), nullable=False),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.Column("base", sa.String(length=12), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("annulled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("annulled_by", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["annulled_by"], ["officers.id"], name=op.f("fk_subsidy_grants_annulled_by")),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["register_entries.id"], name=op.f("fk_subsidy_grants_entry_id")
        ),
        sa.ForeignKeyConstraint(["officer_id"], ["officers.id"], name=op.f("fk_subsidy_grants_officer_id")),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_subsidy_grants_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subsidy_grants")),
    )
    op.create_index(op.f("ix_subsidy_grants_person_id"), "subsidy_grants", ["person_id"], unique=False)
    op.create_table(
        "visit_intervals",
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["register_entries.id"], name=op.f("fk_visit_intervals_entry_id")
        ),
        sa.ForeignKeyConstraint(["officer_id"], ["officers.id"], name=op.f("fk_visit_intervals_officer_id")),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_visit_intervals")),
    )
    op.create_table(
        "plan_steps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("what", sa.LargeBinary(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], name=op.f("fk_plan_steps_plan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_steps")),
    )
    op.create_index(op.f("ix_plan_steps_plan_id"), "plan_steps", ["plan_id"], unique=False)
    op.create_table(
        "status_checks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=12), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("answered", sa.Boolean(), nullable=False),
        sa.Column("work_state", sa.String(length=12), nullable=False),
        sa.Column("training", sa.String(length=8), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("act_id", sa.Integer(), nullable=True),
        sa.Column("sample_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["act_id"], ["service_acts.id"], name=op.f("fk_status_checks_act_id")),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["register_entries.id"], name=op.f("fk_status_checks_entry_id")
        ),
        sa.ForeignKeyConstraint(["officer_id"], ["officers.id"], name=op.f("fk_status_checks_officer_id")),
        sa.ForeignKeyConstraint(["sample_id"], ["spot_checks.id"], name=op.f("fk_status_checks_sample_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_status_checks")),
    )
    op.create_index(op.f("ix_status_checks_entry_id"), "status_checks", ["entry_id"], unique=False)
    op.create_index(op.f("ix_status_checks_sample_id"), "status_checks", ["sample_id"], unique=False)
