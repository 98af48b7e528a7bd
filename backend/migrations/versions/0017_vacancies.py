"""Employers, posts, keys of their systems, uploaded files, placements and subsidies applied for on behalf"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    op.create_table(
        "employers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=18), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("area", sa.String(length=12), nullable=False),
        sa.Column("contact", sa.LargeBinary(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["offices.id"], name=op.f("fk_employers_office_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_employers")),
        sa.UniqueConstraint("code", name=op.f("uq_employers_code")),
    )
    op.create_index(op.f("ix_employers_name"), "employers", ["name"], unique=False)
    op.create_index(op.f("ix_employers_office_id"), "employers", ["office_id"], unique=False)
    op.create_table(
        "employer_keys",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("employer_id", sa.Integer(), nullable=False),
        sa.Column("key_hash", sa.String(length=64), nullable=False),
        sa.Column("hint", sa.String(length=8), nullable=False),
        sa.Column("issued_by", sa.Integer(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["employer_id"], ["employers.id"], name=op.f("fk_employer_keys_employer_id")),
        sa.ForeignKeyConstraint(["issued_by"], ["officers.id"], name=op.f("fk_employer_keys_issued_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_employer_keys")),
        sa.UniqueConstraint("key_hash", name=op.f("uq_employer_keys_key_hash")),
    )
    op.create_index(op.f("ix_employer_keys_employer_id"), "employer_keys", ["employer_id"], unique=False)
    op.create_table(
        "vacancies",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("employer_id", sa.Integer(), nullable=False),
        sa.Column("external_id", sa.String(length=60), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("title", sa.String(length=60), nullable=False),
        sa.Column("occupation", sa.String(length=8), nullable=False),
        sa.Column("family", sa.String(length=16), nullable=False),
        sa.Column("skills", sa.JSON(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("wage_min", sa.Integer(), nullable=False),
        sa.Column("wage_max", sa.Integer(), nullable=False),
        sa.Column("wage_per", sa.String(length=8), nullable=False),
        sa.Column("hours_week", sa.Integer(), nullable=False),
        sa.Column("shift", sa.String(length=8), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("area", sa.String(length=12), nullable=False),
        sa.Column("latitude", sa.Float(), nullable=True),
        sa.Column("longitude", sa.Float(), nullable=True),
        sa.Column("load", sa.String(length=8), nullable=False),
        sa.Column("standing", sa.Boolean(), nullable=False),
        sa.Column("night", sa.Boolean(), nullable=False),
        sa.Column("outdoor", sa.Boolean(), nullable=False),
        sa.Column("accepts_disability", sa.Boolean(), nullable=False),
        sa.Column("sex", sa.String(length=1), nullable=False),
        sa.Column("age_min", sa.Integer(), nullable=True),
        sa.Column("age_max", sa.Integer(), nullable=True),
        sa.Column("quota", sa.Integer(), nullable=False),
        sa.Column("filled", sa.Integer(), nullable=False),
        sa.Column("term_months", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("source", sa.String(length=8), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("everyone_from", sa.Date(), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("declared_by", sa.Integer(), nullable=True),
        sa.Column("reviewed_by", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["declared_by"], ["officers.id"], name=op.f("fk_vacancies_declared_by")),
        sa.ForeignKeyConstraint(["employer_id"], ["employers.id"], name=op.f("fk_vacancies_employer_id")),
        sa.ForeignKeyConstraint(["office_id"], ["offices.id"], name=op.f("fk_vacancies_office_id")),
        sa.ForeignKeyConstraint(["reviewed_by"], ["officers.id"], name=op.f("fk_vacancies_reviewed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vacancies")),
    )
    op.create_index(op.f("ix_vacancies_family"), "vacancies", ["family"], unique=False)
    op.create_index(op.f("ix_vacancies_office_id"), "vacancies", ["office_id"], unique=False)
    op.create_index("ix_vacancies_on_offer", "vacancies", ["state", "expires_on", "area"], unique=False)
    op.create_index(op.f("ix_vacancies_state"), "vacancies", ["state"], unique=False)
    op.create_index("ix_vacancies_title", "vacancies", ["employer_id", "title"], unique=False)
    op.create_index(
        "uq_vacancies_external",
        "vacancies",
        ["employer_id", "external_id"],
        unique=True,
        sqlite_where=sa.text("external_id <> ''"),
        postgresql_where=sa.text("external_id <> ''"),
    )
    op.create_table(
        "vacancy_files",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(length=100), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("problems", sa.JSON(), nullable=False),
        sa.Column("guesses", sa.JSON(), nullable=False),
        sa.Column("job_id", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["office_id"], ["offices.id"], name=op.f("fk_vacancy_files_office_id")),
        sa.ForeignKeyConstraint(["officer_id"], ["officers.id"], name=op.f("fk_vacancy_files_officer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vacancy_files")),
    )
    op.create_index(op.f("ix_vacancy_files_office_id"), "vacancy_files", ["office_id"], unique=False)
    op.create_table(
        "placements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("vacancy_id", sa.String(length=32), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("officer_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["register_entries.id"], name=op.f("fk_placements_entry_id")),
        sa.ForeignKeyConstraint(["officer_id"], ["officers.id"], name=op.f("fk_placements_officer_id")),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_placements_person_id")),
        sa.ForeignKeyConstraint(["vacancy_id"], ["vacancies.id"], name=op.f("fk_placements_vacancy_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_placements")),
    )
    op.create_index(op.f("ix_placements_entry_id"), "placements", ["entry_id"], unique=False)
    op.create_index(op.f("ix_placements_vacancy_id"), "placements", ["vacancy_id"], unique=False)
    op.create_index(
        "uq_placements_standing",
        "placements",
        ["person_id"],
        unique=True,
        sqlite_where=sa.text("ended_on IS NULL"),
        postgresql_where=sa.text("ended_on IS NULL"),
    )
    op.create_table(
        "subsidy_cases",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("placement_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("subsidy", sa.String(length=20), nullable=False),
        sa.Column("agent_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("filed_by", sa.Integer(), nullable=False),
        sa.Column("filed_on", sa.Date(), nullable=False),
        sa.Column("grant_id", sa.Integer(), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["agent_id"], ["offices.id"], name=op.f("fk_subsidy_cases_agent_id")),
        sa.ForeignKeyConstraint(["decided_by"], ["officers.id"], name=op.f("fk_subsidy_cases_decided_by")),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["register_entries.id"], name=op.f("fk_subsidy_cases_entry_id")
        ),
        sa.ForeignKeyConstraint(["filed_by"], ["officers.id"], name=op.f("fk_subsidy_cases_filed_by")),
        sa.ForeignKeyConstraint(["grant_id"], ["subsidy_grants.id"], name=op.f("fk_subsidy_cases_grant_id")),
        sa.ForeignKeyConstraint(
            ["placement_id"], ["placements.id"], name=op.f("fk_subsidy_cases_placement_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subsidy_cases")),
        sa.UniqueConstraint("placement_id", "subsidy", name=op.f("uq_subsidy_cases_placement_id")),
    )
    op.create_index(op.f("ix_subsidy_cases_agent_id"), "subsidy_cases", ["agent_id"], unique=False)
    op.create_index(op.f("ix_subsidy_cases_entry_id"), "subsidy_cases", ["entry_id"], unique=False)
