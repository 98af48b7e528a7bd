"""Recognition with the unemployment registration, and objections to it"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    op.add_column(
        "register_entries", sa.Column("mode", sa.String(length=8), nullable=False, server_default="apply")
    )
    _application_may_be_missing()
    op.add_column(
        "people_lists", sa.Column("purpose", sa.String(length=16), nullable=False, server_default="finding")
    )
    op.create_table(
        "recognition_objections",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("raised_by", sa.Integer(), nullable=True),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("answer", sa.LargeBinary(), nullable=True),
        sa.Column("answered_by", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["answered_by"], ["officers.id"], name=op.f("fk_recognition_objections_answered_by")
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["register_entries.id"], name=op.f("fk_recognition_objections_entry_id")
        ),
        sa.ForeignKeyConstraint(["raised_by"], ["officers.id"], name=op.f("fk_recognition_objections_raised_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recognition_objections")),
    )
    op.create_index("ix_recognition_objections_entry", "recognition_objections", ["entry_id", "id"])
    op.create_index(
        "uq_recognition_objections_open",
        "recognition_objections",
        ["entry_id"],
        unique=True,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_table(
        "unemployment_registrations",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("list_id", sa.String(length=32), nullable=True),
        sa.Column("pack", sa.String(length=60), nullable=False),
        sa.Column("pack_version", sa.String(length=20), nullable=False),
        sa.Column("id_index", sa.String(length=64), nullable=False),
        sa.Column("registered_on", sa.Date(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(length=12), nullable=False),
        sa.Column("bases", sa.JSON(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=True),
        sa.Column("way", sa.String(length=8), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("again_on", sa.Date(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["register_entries.id"], name=op.f("fk_unemployment_registrations_entry_id")
        ),
        sa.ForeignKeyConstraint(["list_id"], ["people_lists.id"], name=op.f("fk_unemployment_registrations_list_id")),
        sa.ForeignKeyConstraint(["office_id"], ["offices.id"], name=op.f("fk_unemployment_registrations_office_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unemployment_registrations")),
        sa.UniqueConstraint("pack", "id_index", "registered_on", name=op.f("uq_unemployment_registrations_pack")),
    )
    op.create_index("ix_unemployment_registrations_again_on", "unemployment_registrations", ["again_on"])
    op.create_index(op.f("ix_unemployment_registrations_list_id"), "unemployment_registrations", ["list_id"])
    op.create_index("ix_unemployment_registrations_shown", "unemployment_registrations", ["office_id", "at"])


def _application_may_be_missing() -> None:
    """SQLite cannot write a table anew while others name its rows; taking a NOT NULL away touches no row at all, and its
    documentation (ALTER TABLE, 7) lets the words of the table be changed for it."""
    if op.get_bind().dialect.name != "sqlite":
        op.alter_column("register_entries", "application_id", existing_type=sa.String(length=32), nullable=True)
        return
    op.execute("PRAGMA writable_schema = ON")
    op.execute(
        "UPDATE sqlite_master SET sql = replace(sql, 'application_id VARCHAR(32) NOT NULL', 'application_id VARCHAR(32)')"
        " WHERE type = 'table' AND name = 'register_entries'"
    )
    op.execute("PRAGMA writable_schema = RESET")
