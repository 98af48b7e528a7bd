"""What people want to be told, and what their self-check came to"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0019"


def upgrade() -> None:
    op.create_table(
        "topic_choices",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("topic", sa.String(length=10), nullable=False),
        sa.Column("chosen", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_topic_choices_account_id")),
        sa.PrimaryKeyConstraint("account_id", "topic", name=op.f("pk_topic_choices")),
    )
    op.create_index("ix_topic_choices_topic", "topic_choices", ["topic", "chosen", "account_id"])
    op.create_table(
        "topic_deeds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("topic", sa.String(length=10), nullable=False),
        sa.Column("chosen", sa.Boolean(), nullable=False),
        sa.Column("version", sa.String(length=20), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("source", sa.String(length=10), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_topic_deeds_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_topic_deeds")),
    )
    op.create_index(op.f("ix_topic_deeds_account_id"), "topic_deeds", ["account_id"])
    op.create_table(
        "news_wishes",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("area", sa.String(length=12), nullable=False),
        sa.Column("quiet_from", sa.Integer(), nullable=False),
        sa.Column("quiet_until", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_news_wishes_account_id")),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_news_wishes")),
    )
    op.create_index("ix_news_wishes_area", "news_wishes", ["area", "account_id"])
    op.add_column("screenings", sa.Column("verdict", sa.String(length=10), server_default="", nullable=False))
    op.create_index("ix_screenings_pack", "screenings", ["pack", "id"])
    op.create_index("ix_register_entries_account_id", "register_entries", ["account_id"])
    op.create_table(
        "policy_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.String(length=32), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("turn", sa.String(length=10), nullable=False),
        sa.Column("categories", sa.JSON(), nullable=False),
        sa.Column("own", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["version_id"], ["pack_versions.id"], name=op.f("fk_policy_changes_version_id")),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_policy_changes_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy_changes")),
    )
    op.create_index("ix_policy_changes_version", "policy_changes", ["version_id", "account_id"])
    op.create_index(op.f("ix_policy_changes_account_id"), "policy_changes", ["account_id"])
    op.create_table(
        "emergencies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("area", sa.String(length=12), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("opened_by", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_by", sa.Integer(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["office_id"], ["offices.id"], name=op.f("fk_emergencies_office_id")),
        sa.ForeignKeyConstraint(["opened_by"], ["officers.id"], name=op.f("fk_emergencies_opened_by")),
        sa.ForeignKeyConstraint(["closed_by"], ["officers.id"], name=op.f("fk_emergencies_closed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_emergencies")),
    )
    op.create_index(op.f("ix_emergencies_office_id"), "emergencies", ["office_id"])
    op.create_table(
        "emergency_tasks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("emergency_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("note", sa.LargeBinary(), nullable=True),
        sa.Column("done_by", sa.Integer(), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["emergency_id"], ["emergencies.id"], name=op.f("fk_emergency_tasks_emergency_id")),
        sa.ForeignKeyConstraint(["entry_id"], ["register_entries.id"], name=op.f("fk_emergency_tasks_entry_id")),
        sa.ForeignKeyConstraint(["officer_id"], ["officers.id"], name=op.f("fk_emergency_tasks_officer_id")),
        sa.ForeignKeyConstraint(["done_by"], ["officers.id"], name=op.f("fk_emergency_tasks_done_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_emergency_tasks")),
        sa.UniqueConstraint("emergency_id", "entry_id", name=op.f("uq_emergency_tasks_emergency_id")),
    )
    op.create_index("ix_emergency_tasks_state", "emergency_tasks", ["emergency_id", "state", "id"])
    op.create_index(op.f("ix_emergency_tasks_entry_id"), "emergency_tasks", ["entry_id"])
    op.create_index(op.f("ix_emergency_tasks_officer_id"), "emergency_tasks", ["officer_id"])
    op.create_table(
        "broadcasts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("approver_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("texts", sa.JSON(), nullable=False),
        sa.Column("link", sa.String(length=60), nullable=False),
        sa.Column("audience", sa.JSON(), nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("cursor", sa.Integer(), nullable=False),
        sa.Column("exhausted", sa.Boolean(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["office_id"], ["offices.id"], name=op.f("fk_broadcasts_office_id")),
        sa.ForeignKeyConstraint(["author_id"], ["officers.id"], name=op.f("fk_broadcasts_author_id")),
        sa.ForeignKeyConstraint(["approver_id"], ["officers.id"], name=op.f("fk_broadcasts_approver_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_broadcasts")),
    )
    op.create_index("ix_broadcasts_state", "broadcasts", ["state", "id"])
    op.create_index(op.f("ix_broadcasts_office_id"), "broadcasts", ["office_id"])
