"""A broadcast quotes up to three things, and what of it is not finished is kept for its writer"""

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0048"

BROADCASTS = sa.table(
    "broadcasts",
    sa.column("id", sa.Integer),
    sa.column("about", sa.String),
    sa.column("quote", sa.JSON),
    sa.column("quotes", sa.JSON),
)


def upgrade() -> None:
    op.add_column("broadcasts", sa.Column("quotes", sa.JSON(), nullable=False, server_default="[]"))
    said = op.get_bind().execute(sa.select(BROADCASTS.c.id, BROADCASTS.c.about, BROADCASTS.c.quote))
    for number, about, quote in said.all():
        if quote:
            article = about.removeprefix("article:") if about.startswith("article:") else ""
            kept = [{"about": about, "article": article, **quote}]
            op.execute(sa.update(BROADCASTS).where(BROADCASTS.c.id == number).values(quotes=kept))
    op.drop_column("broadcasts", "about")
    op.drop_column("broadcasts", "quote")
    op.create_table(
        "broadcast_sketches",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("broadcast_id", sa.Integer(), nullable=True),
        sa.Column("base", sa.Integer(), nullable=False),
        sa.Column("beside_id", sa.String(length=32), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["officer_id"], ["officers.id"], name=op.f("fk_broadcast_sketches_officer_id")),
        sa.ForeignKeyConstraint(["broadcast_id"], ["broadcasts.id"], name=op.f("fk_broadcast_sketches_broadcast_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_broadcast_sketches")),
    )
    for column in ("officer_id", "broadcast_id", "updated_at"):
        op.create_index(op.f(f"ix_broadcast_sketches_{column}"), "broadcast_sketches", [column])
