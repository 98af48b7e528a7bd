"""What the register asks of officers; numbers of certificates, marks of addresses, offices of lists"""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0038"

UNANSWERED = sa.text("answered_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "register_todos",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("about", sa.String(60), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.String(8), nullable=False),
        sa.Column("answered_by", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["answered_by"], ["officers.id"], name=op.f("fk_register_todos_answered_by")
        ),
        sa.ForeignKeyConstraint(["entry_id"], ["register_entries.id"], name=op.f("fk_register_todos_entry_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_todos")),
        sa.UniqueConstraint("entry_id", "kind", "about", name=op.f("uq_register_todos_entry_id")),
    )
    op.create_index(
        "ix_register_todos_open",
        "register_todos",
        ["entry_id"],
        sqlite_where=UNANSWERED,
        postgresql_where=UNANSWERED,
    )
    op.add_column("register_entries", sa.Column("home_index", sa.String(64), nullable=True))
    op.create_index(op.f("ix_register_entries_home_index"), "register_entries", ["home_index"])
    name = op.f("fk_exports_area_id")
    if op.get_bind().dialect.name == "sqlite":
        # SQLite takes a foreign key with a new column only.
        op.execute(f"ALTER TABLE exports ADD COLUMN area_id INTEGER CONSTRAINT {name} REFERENCES offices (id)")
    else:
        op.add_column("exports", sa.Column("area_id", sa.Integer(), nullable=True))
        op.create_foreign_key(name, "exports", "offices", ["area_id"], ["id"])
    op.add_column("papers", sa.Column("number", sa.LargeBinary(), nullable=True))
