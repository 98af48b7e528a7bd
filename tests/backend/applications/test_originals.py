"""广州 第五条第（三）项: the certificate is shown in original, and an officer says that she saw it (GZ-17)."""

from backend.applications import events, letters, queries, review
from backend.applications.dossier import Dossier
from backend.applications.models import Application
from backend.applications.progress import next_step_with_promise
from backend.applications.sealed import read_answers, read_form, write_answers, write_assessment, write_form
from backend.applications.views import RecordMatch, SourceMatch
from backend.core.unit import Unit
from backend.rules import assess
from backend.staff import service as staff
from tests.backend.desk import TODAY, Desk, hand_in, refused
from tests.backend.registry.leaving import GUANGZHOU, STREET, officers_of_guangzhou
from tests.people import LI_JIANGUO, ZHOU_MIN

CERTIFICATE = "welfare_certificate"
ENDED = "\n按2014年文件，该文件有效期已于2019年1月届满。现行规定请拨打12333核实。\n"
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
    assert ENDED in desk.letters(case)[-1].text


def test_gz_17_her_letter_and_her_case_tell_which_original_to_bring_until_it_was_seen(desk: Desk) -> None:
    case = before_lin_fang(desk, "G3.3")

    def received(unit: Unit) -> str:
        return letters.letter_of(unit, events.Submitted(case)).text

    def shown(unit: Unit) -> str:
        return next_step_with_promise(Dossier(unit, unit.session.get_one(Application, case)))

    bring = "请把原件带到越秀区北京街道公共就业服务机构核验："
    letter = desk.read("linfang", received)
    assert f"{bring}所选类别的证明材料。看过原件才能认定（穗人社发〔2014〕4号 第五条第（三）项）。" in letter
    assert f"{bring}低保金领取证或低收入困难家庭证。" in desk.read("linfang", shown)
    desk.do("linfang", review.mark_paper, case, CERTIFICATE, "verified", original_seen=True)
    assert "原件" not in desk.read("linfang", received)
    assert "原件" not in desk.read("linfang", shown)


def test_gz_43_a_refusal_says_that_the_documents_term_has_ended(desk: Desk) -> None:
    case = before_lin_fang(desk, "G3.1")
    desk.do("linfang", review.decline, case, desk.version(case), "art-3", "社保记录显示您仍在职")
    assert ENDED in desk.letters(case)[-1].text


def test_gz_43_by_a_document_in_force_no_letter_speaks_of_an_ended_term(desk: Desk, case: str) -> None:
    desk.take_up(ZHOU_MIN, case)
    desk.do(ZHOU_MIN, review.decline, case, desk.version(case), "art-1", "社保记录显示您仍在职")
    assert "有效期" not in desk.letters(case)[-1].text
