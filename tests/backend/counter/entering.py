"""An officer enters an application for a resident, service by service: what tests of the counter begin from."""

from hashlib import sha256

from backend.applications import paper_files
from backend.applications.intake_files import CleanFile
from backend.core.unit import Unit
from backend.counter import service
from backend.counter.service import Resident
from backend.counter.whole_form import put_all
from backend.policies import service as checks
from contract.screening import GiveAnswer
from tests import papers, people
from tests.backend.desk import PACK, Desk
from tests.people import WANG_XIUYING, Person

ANSWERS = {
    "work.status": "没有工作",
    "unemp.registered": "已登记",
    "pension.receiving": "没有领",
    "retire.base": "工人",
    "work.willing": "想",
    "work.capacity": "能正常工作",
    "person.situation": "都没有",
    "household.others": "有人在工作",
    "household.urban": "是",
}


def form_of(person: Person) -> dict[str, list[str]]:
    """The lines of the form as an officer types them."""
    typed = {
        "hukou_address_street": person.street_code,
        "hukou_address_detail": "平安路1号",
        "apply_at": "hukou",
        "ethnicity": person.ethnicity,
        "political": "群众",
        "education": "初中",
        "marital": "已婚",
        "certificate_no": person.certificate_no,
        "unemployed_since": "2026.8.1",
        "wishes": "就业推荐",
    }
    return {name: [text] for name, text in typed.items()}


def taken_in(desk: Desk, who: people.Officer, person: Person = WANG_XIUYING) -> str:
    """The id of the mandate, with the self-check begun."""
    typed = {"principal": person.name, "id_number": person.id_number, "phone": person.phone}
    mandate: str = desk.do(who, service.take_in, PACK, "counter", typed)
    return mandate


def checked(desk: Desk, who: people.Officer, person: Person = WANG_XIUYING) -> str:
    """The same with every question answered."""
    mandate = taken_in(desk, who, person)
    answers = ANSWERS | {"person.hukou_code": person.hukou_code}

    def answer(unit: Unit, fact: str) -> None:
        checks.answer(unit, service.screening_id(unit, mandate), GiveAnswer(fact=fact, text=answers[fact]))

    while (check := seen(desk, who, mandate).screening) and check.question:
        desk.do(who, answer, check.question.fact)
    return mandate


def filled(desk: Desk, who: people.Officer, person: Person = WANG_XIUYING) -> str:
    """Read out, filled in, with every paper: only to be handed in."""
    mandate = checked(desk, who, person)
    consent = seen(desk, who, mandate).consent
    assert consent is not None
    desk.do(who, service.begin_form, mandate, consent.version)

    def fill(unit: Unit) -> None:
        assert put_all(unit, service.application_id(unit, mandate), form_of(person)) == {}

    def add(unit: Unit, paper: str) -> None:
        content = papers.jpeg(paper)
        file = CleanFile("image/jpeg", content, sha256(content).hexdigest(), "")
        paper_files.add_paper_file(unit, service.application_id(unit, mandate), paper, "照片.jpg", file)

    desk.do(who, fill)
    turn = seen(desk, who, mandate).application
    assert turn is not None
    for paper in turn.papers:
        if paper.item.needed:
            desk.do(who, add, paper.item.id)
    return mandate


def sent(desk: Desk, who: people.Officer, mandate: str) -> str:
    """Handed in; gives the id of the case."""
    turn = seen(desk, who, mandate).application
    assert turn is not None
    desk.do(who, service.hand_in, mandate, turn.declaration_version, signed=True)
    return turn.id


def seen(desk: Desk, who: people.Officer, mandate: str) -> Resident:
    resident: Resident = desk.read(who, service.resident, mandate)
    return resident
