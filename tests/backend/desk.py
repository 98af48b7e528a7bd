"""Officers at their desks and cases before them, for the tests of the review."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from backend.applications import ownership, queries, review
from backend.applications.events import Submitted
from backend.applications.models import Application, PaperFileRow, PaperRow
from backend.applications.sealed import write_answers, write_assessment, write_form
from backend.applications.views import CaseView, Done, HomeVisit, RecordMatch, SourceMatch
from backend.core import outbox
from backend.core.actors import Citizen, Officer
from backend.core.database import Base
from backend.core.outbox import OutboxRow
from backend.core.problems import Problem
from backend.core.unit import Unit
from backend.core.work import SYSTEM, Caller, Work
from backend.people.service import ensure_account, keep_person, person_index
from backend.rules import assess
from backend.staff import service as staff
from backend.staff.models import OfficerRow
from tests import papers, people
from tests.people import Person

PACK = "xinyu-2023-82"
TODAY = date(2026, 11, 21)
RECORD_SOURCES = ("identity", "registration", "insurance", "business")
"""What the record match of 新余 looks up."""


@dataclass
class Desk:
    """The offices of 新余 with the named officers; ``do`` and ``read`` run a service as one of them."""

    work: Work
    officers: dict[str, Officer]

    def do(self, who: people.Officer | str, service: Any, *args: Any, **kwargs: Any) -> Any:
        return self.work.do_now(Caller(self.officers[_login(who)]), service, *args, **kwargs)

    def read(self, who: people.Officer | str, service: Any, *args: Any, **kwargs: Any) -> Any:
        return self.work.read_now(Caller(self.officers[_login(who)]), service, *args, **kwargs)

    def system(self, service: Any, *args: Any) -> Any:
        return self.work.do_now(SYSTEM, service, *args)

    def version(self, case_id: str) -> int:
        return int(self.row(case_id).version)

    def row(self, case_id: str) -> Application:
        def get(unit: Unit) -> Application:
            return unit.session.get_one(Application, case_id)

        return self.work.read_now(SYSTEM, get)

    def case(self, who: people.Officer | str, case_id: str) -> CaseView:
        view: CaseView = self.read(who, queries.case, case_id)
        return view

    def letters(self, case_id: str) -> list[OutboxRow]:
        return self.work.read_now(SYSTEM, outbox.letters_about, f"application:{case_id}")

    def count(self, table: type[Base]) -> int:
        def number(unit: Unit) -> int:
            return unit.session.scalar(select(func.count()).select_from(table)) or 0

        return self.work.read_now(SYSTEM, number)

    def take_up(self, who: people.Officer, case_id: str) -> Done:
        return self.do(who, review.take_up, case_id, self.version(case_id))

    def employ(self, login: str, name: str, area: str, role: str = "reviewer") -> str:
        """One more officer, of an office that was opened in the test; gives the login."""
        self.do("admin", staff.add_officer, login, name, role, area)

        def found(unit: Unit) -> Officer | None:
            row = unit.session.scalar(select(OfficerRow.id).where(OfficerRow.login == login))
            return staff.as_actor(unit, row or 0)

        officer = self.work.read_now(SYSTEM, found)
        assert officer is not None
        self.officers[login] = officer
        return login

    def hand_over(self, giver: people.Officer, receiver: people.Officer, case_id: str) -> None:
        """Offered and accepted."""
        told = self.version(case_id), self.officers[receiver.login].id, "入户已做，等比对结果。"
        self.do(giver, ownership.hand_over, case_id, *told)
        self.do(receiver, ownership.accept, case_id)

    def record_steps(self, who: people.Officer, case_id: str) -> None:
        self.do(who, review.record_step, case_id, matched())
        self.do(who, review.record_step, case_id, visited())
        self.check_papers(who, case_id)

    def check_papers(self, who: people.Officer, case_id: str) -> None:
        """Every paper that was not looked at yet is in order."""
        for paper in self.case(who, case_id).papers:
            if paper.state in ("missing", "received"):
                self.do(who, review.mark_paper, case_id, paper.requirement, "verified")

    def endorse(self, who: people.Officer, case_id: str, opinion: str = "情况属实，同意。") -> Done:
        return self.do(who, review.endorse, case_id, self.version(case_id), opinion)

    def pass_preliminary(self, who: people.Officer, case_id: str) -> Done:
        self.take_up(who, case_id)
        self.record_steps(who, case_id)
        return self.endorse(who, case_id)


def open_desk(work: Work) -> Desk:
    """Everybody of ``tests.people`` with an account, an inspector, an administrator and two of the policy staff."""
    return Desk(work, work.do_now(SYSTEM, _employ))


def refused(code: str, status: int) -> "pytest.RaisesExc[Problem]":
    """Expects this refusal and no other."""
    return pytest.raises(Problem, check=lambda problem: (problem.code, problem.status) == (code, status))


def matched(day: date = TODAY, **other: SourceMatch) -> RecordMatch:
    """A record match where everything agrees, but for the sources given."""
    return RecordMatch(day, tuple(other.get(name, SourceMatch(name, "match")) for name in RECORD_SOURCES))


def visited(day: date = TODAY) -> HomeVisit:
    return HomeVisit(day, ("周敏", "吴刚"), "城南街道平安路1号", "confirmed", "本人在家，情况属实。")


def hand_in(work: Work, person: Person, category: str = "X1", station: str = "") -> str:
    """A submitted application of a person, as the citizen's side leaves it; gives its id."""
    return work.do_now(Caller(Citizen("web", person.chat_id)), _hand_in, person, category, station)


def _hand_in(unit: Unit, person: Person, category: str, station: str) -> str:
    account = ensure_account(unit)
    kept = keep_person(unit, person.id_number, person.name, person.phone)
    office = staff.office_of_area(unit, station or person.street_code)
    case_id = f"{person.chat_id:032d}"
    number = 0
    while unit.session.get(Application, case_id):
        number += 1
        case_id = f"{person.chat_id:028d}{number:04d}"
    row = Application(
        id=case_id,
        receipt=f"XY{case_id[-12:]}",
        account_id=account.id,
        person_id=kept.id,
        person_index=person_index(unit, person.id_number),
        pack=PACK,
        pack_version=unit.services.catalogue.packs[PACK].version,
        state="submitted",
        categories=[category],
        station_id=office.id,
        office_id=office.id,
        created_at=unit.now,
        updated_at=unit.now,
        submitted_at=unit.now,
        due_on=unit.today + timedelta(days=13),
    )
    answers = {
        "person.hukou_code": person.hukou_code,
        "person.sex": person.sex,
        "person.birth_date": person.birth_date,
        "work.status": "unemployed",
        "unemp.registered": True,
        "work.willing": True,
        "work.capacity": "full",
    }
    write_answers(unit, row, answers)
    write_assessment(unit, row, assess(unit.services.catalogue.packs[PACK], answers, unit.today))
    write_form(unit, row, form_of(person, category))
    unit.session.add(row)
    unit.session.flush()
    for requirement in ("identity", "employment_certificate"):
        unit.session.add(PaperRow(application_id=row.id, requirement=requirement, state="received"))
        content = papers.jpeg(requirement)
        unit.session.add(
            PaperFileRow(
                id=unit.services.files.put(content),
                application_id=row.id,
                requirement=requirement,
                name="照片.jpg",
                media_type="image/jpeg",
                size=len(content),
                sha256="0" * 64,
                created_at=unit.now,
            )
        )
    unit.audit("application.submitted", f"application:{row.id}", receipt=row.receipt)
    unit.emit(Submitted(row.id))
    return row.id


def form_of(person: Person, category: str) -> dict[str, Any]:
    return {
        "name": person.name,
        "id_number": person.id_number,
        "phone": person.phone,
        "ethnicity": "01",
        "political": "masses",
        "education": "junior",
        "marital": "married",
        "certificate_no": person.certificate_no,
        "unemployed_since": "2026-08-01",
        "hukou_address": person.address,
        "categories": [category],
        "wishes": ["recommendation"],
    }


def _employ(unit: Unit) -> dict[str, Officer]:
    if unit.session.scalar(select(func.count()).select_from(OfficerRow)) == 0:
        _add_officers(unit)
    rows = unit.session.scalars(select(OfficerRow)).all()
    actors = {row.login: staff.as_actor(unit, row.id) for row in rows}
    return {login: actor for login, actor in actors.items() if actor is not None}


def _add_officers(unit: Unit) -> None:
    for officer in people.OFFICERS:
        staff.add_officer(unit, officer.login, officer.name, "reviewer", officer.office_code)
    staff.add_officer(unit, "inspector", "罗兰", "inspector", "360500")
    staff.add_officer(unit, "admin", "马超", "admin", "360500")
    staff.add_officer(unit, "guolan", "郭兰", "policy", "360500")
    staff.add_officer(unit, "tangwei", "唐伟", "policy", "360500")
    unit.session.flush()


def _login(who: people.Officer | str) -> str:
    return who if isinstance(who, str) else who.login
