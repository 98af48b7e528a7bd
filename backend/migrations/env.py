"""Alembic's way in: always on a connection that the house hands over."""

from typing import Literal

from alembic import context
from sqlalchemy import text

import backend.activities.models
import backend.applications.models
import backend.applications.presence_models
import backend.assistance.models
import backend.automatic.models
import backend.complaints.models
import backend.core.audit
import backend.core.chats
import backend.core.idempotency
import backend.core.inbox
import backend.core.jobs.models
import backend.core.locks
import backend.core.messengers
import backend.core.outbox
import backend.counter.list_models
import backend.finding.models
import backend.matching.models
import backend.outreach.broadcast_models
import backend.outreach.change_models
import backend.outreach.emergency_models
import backend.people.job_models
import backend.people.mandate_models
import backend.people.models
import backend.people.topic_models
import backend.policies.models
import backend.practice.models
import backend.records.models
import backend.registry.models
import backend.registry.todo_models
import backend.staff.models
import backend.stories.models
import backend.training.models
import backend.vacancies.models
import backend.workbench.models  # noqa: F401
from backend.core.database import Base, Moment

connection = context.config.attributes["connection"]
if connection.dialect.name == "postgresql":
    connection.execute(text("SELECT pg_advisory_xact_lock(8262023)"))


def render_moment(kind: str, value: object, _context: object) -> str | Literal[False]:
    """A moment is a plain timestamp with zone to the database; history must not depend on our classes."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(value, Moment) else False


context.configure(connection=connection, target_metadata=Base.metadata, render_item=render_moment)
context.run_migrations()
