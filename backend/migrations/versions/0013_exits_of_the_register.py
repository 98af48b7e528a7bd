"""The register's life: how bases lapse and entries end, refusals, contacts, days to watch, the provincial system"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

ACTIVE, STANDING = sa.text("state = 'active'"), sa.text("state <> 'exited'")


def upgrade() -> None:
    # Inline, because SQLite adds no constraint to a table that is there.
    op.execute(
        "ALTER TABLE register_entries ADD COLUMN account_id INTEGER"
        " CONSTRAINT fk_register_entries_account_id REFERENCES accounts (id)"
    )
    op.execute(
        "UPDATE register_entries SET account_id = (SELECT account_id FROM applications"
        " WHERE applications.id = register_entries.application_id)"
    )
    # Whose exit is only proposed still stands on the register.
    op.drop_index(
        "uq_register_entries_standing",
        table_name="register_entries",
        sqlite_where=ACTIVE,
        postgresql_where=ACTIVE,
    )
    op.create_index(
        "uq_register_entries_standing",
        "register_entries",
        ["person_id", "pack"],
        unique=True,
        sqlite_where=STANDING,
        postgresql_where=STANDING,
    )
    op.create_table(
        "provincial_messages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("receipt", sa.String(length=60), nullable=False),
        sa.Column("error", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["office_id"], ["offices.id"], name=op.f("fk_provincial_messages_office_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_provincial_messages")),
    )
    op.create_index(
        op.f("ix_provincial_messages_office_id"), "provincial_messages", ["office_id"], unique=False
    )
    op.create_index(
        "ix_provincial_messages_open", "provincial_messages", ["state", "not_before", "id"], unique=False
    )
    op.create_index("ix_provincial_messages_subject", "provincial_messages", ["subject"], unique=False)
    op.create_table(
        "contact_attempts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("channel", sa.String(length=12), nullable=False),
        sa.Column("reached", sa.Boolean(), nullable=False),
        sa.Column("note", sa.LargeBinary(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["register_entries.id"], name=op.f("fk_contact_attempts_entry_id")
        ),
        sa.ForeignKeyConstraint(["officer_id"], ["officers.id"], name=op.f("fk_contact_attempts_officer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_attempts")),
    )
    op.create_index(op.f("ix_contact_attempts_entry_id"), "contact_attempts", ["entry_id"], unique=False)
    op.create_table(
        "exit_proposals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("pack_version", sa.String(length=20), nullable=False),
        sa.Column("origin", sa.String(length=10), nullable=False),
        sa.Column("occasion", sa.String(length=80), nullable=True),
        sa.Column("ground", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("bases", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("evidence", sa.LargeBinary(), nullable=False),
        sa.Column("told", sa.LargeBinary(), nullable=False),
        sa.Column("proposed_by", sa.Integer(), nullable=True),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reply_by", sa.Date(), nullable=True),
        sa.Column("reply", sa.LargeBinary(), nullable=True),
        sa.Column("replied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("note", sa.LargeBinary(), nullable=True),
        sa.Column("untold", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(["decided_by"], ["officers.id"], name=op.f("fk_exit_proposals_decided_by")),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["register_entries.id"], name=op.f("fk_exit_proposals_entry_id")
        ),
        sa.ForeignKeyConstraint(["proposed_by"], ["officers.id"], name=op.f("fk_exit_proposals_proposed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exit_proposals")),
        sa.UniqueConstraint("entry_id", "occasion", name=op.f("uq_exit_proposals_entry_id")),
    )
    op.create_index(op.f("ix_exit_proposals_entry_id"), "exit_proposals", ["entry_id"], unique=False)
    op.create_index(
        "uq_exit_proposals_open",
        "exit_proposals",
        ["entry_id"],
        unique=True,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_table(
        "register_watches",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("ground", sa.String(length=40), nullable=False),
        sa.Column("item", sa.String(length=40), nullable=False),
        sa.Column("step", sa.String(length=12), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["register_entries.id"], name=op.f("fk_register_watches_entry_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_watches")),
        sa.UniqueConstraint(
            "entry_id", "ground", "item", "step", "due_on", name=op.f("uq_register_watches_entry_id")
        ),
    )
    op.create_index(
        "ix_register_watches_due",
        "register_watches",
        ["due_on", "id"],
        unique=False,
        sqlite_where=sa.text("done_at IS NULL"),
        postgresql_where=sa.text("done_at IS NULL"),
    )
    op.create_table(
        "service_refusals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("offer", sa.String(length=20), nullable=False),
        sa.Column("refused_on", sa.Date(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("judged_by", sa.Integer(), nullable=True),
        sa.Column("judged_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["register_entries.id"], name=op.f("fk_service_refusals_entry_id")
        ),
        sa.ForeignKeyConstraint(["judged_by"], ["officers.id"], name=op.f("fk_service_refusals_judged_by")),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["officers.id"], name=op.f("fk_service_refusals_recorded_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_refusals")),
    )
    op.create_index(op.f("ix_service_refusals_entry_id"), "service_refusals", ["entry_id"], unique=False)
    op.create_table(
        "basis_lapses",
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("category", sa.String(length=20), nullable=False),
        sa.Column("lapsed_on", sa.Date(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["register_entries.id"], name=op.f("fk_basis_lapses_entry_id")),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["exit_proposals.id"], name=op.f("fk_basis_lapses_proposal_id")
        ),
        sa.PrimaryKeyConstraint("entry_id", "category", name=op.f("pk_basis_lapses")),
    )
    op.create_table(
        "exit_files",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("media_type", sa.String(length=40), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["exit_proposals.id"], name=op.f("fk_exit_files_proposal_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exit_files")),
    )
    op.create_index(op.f("ix_exit_files_proposal_id"), "exit_files", ["proposal_id"], unique=False)
    op.create_table(
        "recovery_cases",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_by", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["register_entries.id"], name=op.f("fk_recovery_cases_entry_id")
        ),
        sa.ForeignKeyConstraint(["opened_by"], ["officers.id"], name=op.f("fk_recovery_cases_opened_by")),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["exit_proposals.id"], name=op.f("fk_recovery_cases_proposal_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_cases")),
        sa.UniqueConstraint("proposal_id", name=op.f("uq_recovery_cases_proposal_id")),
    )
    op.create_index(op.f("ix_recovery_cases_entry_id"), "recovery_cases", ["entry_id"], unique=False)
    op.add_column("register_entries", sa.Column("facts", sa.LargeBinary(), nullable=True))
    op.add_column("register_entries", sa.Column("warn_from", sa.Date(), nullable=True))
    op.add_column("register_entries", sa.Column("household", sa.String(length=32), nullable=True))
    op.add_column("register_entries", sa.Column("exited_on", sa.Date(), nullable=True))
    op.add_column("register_entries", sa.Column("exited_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("register_entries", sa.Column("version", sa.Integer(), server_default="1", nullable=False))
    op.create_index(op.f("ix_register_entries_household"), "register_entries", ["household"], unique=False)
    op.create_index(
        "ix_register_entries_shown", "register_entries", ["office_id", "state", "recognised_on"], unique=False
    )
    op.create_index(op.f("ix_register_entries_warn_from"), "register_entries", ["warn_from"], unique=False)
