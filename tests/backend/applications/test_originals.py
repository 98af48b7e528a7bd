"""广州 第五条第（三）项: the certificate is shown in original, and an officer says that she saw it (GZ-17)."""

from backend.applications import queries, review
from backend.applications.models import Application
from backend.applications.sealed import read_answers, read_form, write_answers, write_assessment, write_form
from backend.applications.views import RecordMatch, SourceMatch
from backend.core.unit import Unit
from backend.rules import assess
from backend.staff import service as staff
from tests.backend.desk import TODAY, Desk, hand_in, refused
from tests.backend.registry.leaving import GUANGZHOU, STREET, officers_of_guangzhou
from tests.people import LI_JIANGUO

CERTIFICATE = "welfare_certificate"
SOURCES = ("registration", "identity", "employment", "welfare")


def of_the_street(unit: Unit, case: str, category: str) -> None:
    """李建国's case, as if it had been handed in at 北京街道 under 穗人社发〔2014〕4号."""
    row, pack = unit.session.get_one(Application, case), unit.services.catalogue.packs[GUANGZHOU]
    said = {**read_answers(unit, row), "welfare.kind": "dibao", "welfare.status": "valid"}
    form = read_form(unit, row)
    row.pack, row.pack_version, row.categories = GUANGZHOU, pack.version, [category]
    row.station_id = row.office_id = staff.office_of_area(unit, STREET).id
    write_answers(unit, row, said)
    write_form(unit, row, {**form, "categories": category})
    write_assessment(unit, row, assess(pack, said, unit.today))


def before_lin_fang(desk: Desk, category: str) -> str:
    officers_of_guangzhou(desk)
    case = hand_in(desk.work, LI_JIANGUO)
    desk.system(of_the_street, case, category)
    desk.do("linfang", review.take_up, case, desk.version(case))
    found = RecordMatch(TODAY, tuple(SourceMatch(name, "match") for name in SOURCES))
    desk.do("linfang", review.record_step, case, found)
    return case


def recognise(desk: Desk, case: str, opinion: str = "情况属实，符合条件，同意认定。") -> str:
    return str(desk.do("linfang", review.endorse, case, desk.version(case), opinion).register_number)


def test_gz_17_nobody_is_recognised_before_the_original_was_seen(desk: Desk) -> None:
    case = before_lin_fang(desk, "G3.3")
    for paper in ("employment_certificate", "form", CERTIFICATE):
        desk.do("linfang", review.mark_paper, case, paper, "verified")
    told = "原件还没核验：低保金领取证或低收入困难家庭证"
    view = desk.read("linfang", queries.case, case)
    assert view.against == (told,)
    with refused("review.original_unseen", 409):
        recognise(desk, case, "申请人说原件在家里，下次带来，先同意认定。")
    desk.do("linfang", review.mark_paper, case, CERTIFICATE, "verified", original_seen=True)
    assert desk.read("linfang", queries.case, case).against == ()
    assert recognise(desk, case).startswith("RD440104")


def test_gz_17_where_the_document_asks_for_no_original_none_is_waited_for(desk: Desk) -> None:
    case = before_lin_fang(desk, "G3.1")
    for paper in ("employment_certificate", "form"):
        desk.do("linfang", review.mark_paper, case, paper, "verified")
    assert recognise(desk, case).startswith("RD440104")
