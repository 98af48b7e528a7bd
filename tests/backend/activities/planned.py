"""Activities as officers of the tests plan them, and citizens who sign up."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from backend.activities import planning
from backend.activities.planning import NewActivity
from backend.applications.models import Application
from backend.core.actors import Citizen
from backend.core.clock import CHINA
from backend.core.unit import Unit
from backend.core.work import Caller
from backend.registry.models import Entry
from tests.backend.desk import Desk
from tests.people import CHENGNAN, ZHOU_MIN, Person

FAIR = NewActivity(
    kind="fair",
    title="城南街道专场招聘会",
    area=CHENGNAN,
    place="平安广场",
    starts_at=datetime(2026, 11, 28, 9, 0, tzinfo=CHINA),
    ends_at=datetime(2026, 11, 28, 11, 30, tzinfo=CHINA),
    employers=("新余市城南超市", "平安家政"),
    description="带身份证即可。",
    tags=("posts", "policy"),
    reach=("street", "work"),
)


def plan(desk: Desk, who: Any = ZHOU_MIN, days: int = 0, **other: Any) -> str:
    """An activity like the fair, some days later, with other values."""
    later = {name: getattr(FAIR, name) + timedelta(days=days) for name in ("starts_at", "ends_at")}
    return str(desk.do(who, planning.plan, replace(FAIR, **(later | other))))


def as_citizen(desk: Desk, person: Person, service: Any, *args: Any) -> Any:
    """A command of the person at her chat."""
    return desk.work.do_now(Caller(Citizen("web", person.chat_id)), service, *args)


def reads(desk: Desk, person: Person, service: Any, *args: Any) -> Any:
    return desk.work.read_now(Caller(Citizen("web", person.chat_id)), service, *args)


def from_her_chat(unit: Unit, number: str) -> None:
    """The recognition came through the chat of its application, as reviews leave it."""
    entry = unit.session.scalars(select(Entry).where(Entry.number == number)).one()
    entry.account_id = unit.session.get_one(Application, entry.application_id).account_id
