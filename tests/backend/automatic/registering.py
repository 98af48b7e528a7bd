"""New unemployment registrations in 广州, as the other system tells them and as lists hold them."""

from dataclasses import dataclass, field
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

import httpx2
from sqlalchemy import select

from backend.app import JOBS
from backend.automatic import lists, queries
from backend.automatic.models import Registration
from backend.automatic.queries import ListView
from backend.core.jobs import run_waiting
from backend.core.unit import Unit
from backend.core.work import SYSTEM
from backend.finding import lists as people_lists
from backend.finding.preview import look_at
from backend.registry.models import Entry
from tests.backend.desk import Desk
from tests.backend.finding.listing import csv_of
from tests.backend.registry.leaving import GUANGZHOU, STREET
from tests.people import id_number

KEY = "the-registrations-of-the-tests"
TODAY = date(2026, 11, 21)
FACTS = {
    "work.capacity": "full",
    "work.willing": "是",
    "work.accepts_assistance": "是",
    "work.status": "unemployed",
    "pension.receiving": "否",
    "person.situation": "none",
    "household.others": "some_working",
}
GP01 = id_number("440104", date(1991, 11, 21), "F")
"""今天满35周岁, of the golden cases."""
GP02 = id_number("440104", date(1991, 11, 22), "F")
"""明天满35周岁."""


@dataclass
class Registrar:
    """The system in which unemployment is registered."""

    http: httpx2.AsyncClient
    key: str = KEY
    keys: Any = field(default_factory=lambda: count(1))

    async def tells(self, number: str = GP01, *, key: str = "", **other: Any) -> httpx2.Response:
        body = {
            "policy": GUANGZHOU,
            "id_number": number,
            "name": "陈小红",
            "area": STREET,
            "registered_on": f"{TODAY}",
            "phone": "13800000000",
            "facts": FACTS,
            **other,
        }
        headers = {"Authorization": f"Bearer {self.key}", "Idempotency-Key": key or f"r{next(self.keys)}"}
        return await self.http.post("/registrations/v1/registrations", json=body, headers=headers)


def entries(desk: Desk) -> list[Entry]:
    def get(unit: Unit) -> list[Entry]:
        return list(unit.session.scalars(select(Entry).order_by(Entry.id)))

    return desk.work.read_now(SYSTEM, get)


def registrations(desk: Desk) -> list[Registration]:
    def get(unit: Unit) -> list[Registration]:
        return list(unit.session.scalars(select(Registration).order_by(Registration.id)))

    return desk.work.read_now(SYSTEM, get)


def row(number: str, **other: str) -> dict[str, str]:
    known = {"姓名": "陈小红", "身份证号码": number, "户籍所在地": STREET, "unemp.registered_on": f"{TODAY}"}
    return {**known, **FACTS, **other}


def taken_in(desk: Desk, who: str, rows: list[dict[str, str]], folder: Path) -> ListView:
    """Uploaded, looked at and taken in by an officer of a district."""
    path = folder / "失业登记.csv"
    path.write_bytes(csv_of(rows, rows[0]))
    preview = look_at(path, desk.read(who, people_lists.policies_for, GUANGZHOU))
    file_id = desk.work.services.files.put_from(path)
    told = GUANGZHOU, path.name, file_id, preview.as_json(), lists.REGISTRATIONS
    list_id = desk.do(who, people_lists.keep, *told).id
    desk.do(who, lists.start, list_id)
    run_waiting(desk.work, JOBS)
    view: ListView = desk.read(who, queries.list_view, list_id)
    return view
