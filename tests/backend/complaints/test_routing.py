"""XY-75: whoever a complaint is about neither gets it nor learns of it; where nobody may have it, it is kept."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from backend.applications import promises
from backend.assistance import tickets
from backend.complaints import drafts, service
from backend.complaints.drafts import Draft
from backend.core.actors import Citizen
from backend.core.unit import Unit
from backend.core.work import Caller, Work
from backend.staff.models import OfficeRow
from contract.complaint import AnswerComplaint, ComplaintReceipt, Step
from tests.backend.desk import PACK, Desk, open_desk, refused
from tests.conftest import StoppedClock
from tests.people import CHENGNAN, LI_JIANGUO, WANG_XIUYING, YUSHUI, ZHENG_JIE, ZHOU_MIN

WANG = Caller(Citizen("web", WANG_XIUYING.chat_id), key="")
WORDS = "窗口的工作人员不肯收我的材料。"


@pytest.fixture
def desk(work: Work) -> Desk:
    return open_desk(work)


def office(desk: Desk, area: str) -> int:
    return desk.system(lambda unit: unit.session.scalars(select(OfficeRow.id).where(OfficeRow.area == area)).one())


def sent(desk: Desk, draft: Draft) -> ComplaintReceipt:
    def write(unit: Unit) -> ComplaintReceipt:
        drafts.keep(unit, PACK, draft)
        return service.send(unit, PACK)

    return desk.work.do_now(WANG, write)


def about(desk: Desk, area: str) -> Draft:
    return Draft(kind="staff", about=0, office=office(desk, area), sure=True, words=WORDS, phone="")


def test_xy_75_about_a_county_it_goes_to_the_city(desk: Desk) -> None:
    desk.employ("qinfang", "秦芳", "360500")
    sent(desk, about(desk, YUSHUI))
    assert desk.read(ZHENG_JIE, tickets.tickets) == ()
    assert [one.taken_by for one in desk.read("qinfang", tickets.tickets)] == ["秦芳"]


def test_xy_75_where_nobody_above_can_have_it_the_words_are_kept(desk: Desk) -> None:
    draft = about(desk, YUSHUI)
    desk.work.do_now(WANG, drafts.keep, PACK, draft)
    with refused("complaint.nobody", 409):
        desk.work.do_now(WANG, service.send, PACK)
    assert desk.work.read_now(WANG, drafts.kept, PACK) == draft


def test_xy_75_where_nobody_above_can_have_it_she_reads_so_before_she_tells_it_all(desk: Desk) -> None:
    draft = Draft(kind="staff", about=0, office=office(desk, YUSHUI))
    desk.work.do_now(WANG, drafts.keep, PACK, draft)
    here = AnswerComplaint(pack=PACK, step="office", value="here")
    with refused("complaint.nobody", 409):
        desk.work.do_now(WANG, service.answer, here)
    assert desk.work.read_now(WANG, drafts.kept, PACK) == draft
    desk.employ("qinfang", "秦芳", "360500")
    assert desk.work.do_now(WANG, service.answer, here).step == "words"


def test_xy_75_the_office_above_finds_it_on_its_first_page_and_may_not_give_it_to_the_one_below(desk: Desk) -> None:
    number = sent(desk, about(desk, CHENGNAN)).number
    waiting = desk.read(ZHENG_JIE, tickets.todo)
    assert waiting is not None
    assert (waiting.count, waiting.address) == (1, "/staff/tickets?state=todo")
    assert [one.number for one in desk.read(ZHENG_JIE, tickets.tickets, "todo")] == [number]
    assert desk.read(ZHOU_MIN, tickets.tickets, "todo") == ()
    assert desk.read(ZHOU_MIN, tickets.todo) is None
    on_offer = {one[1] for one in desk.read(ZHENG_JIE, tickets.offices_to_hand_on_to, number)}
    assert CHENGNAN not in on_offer
    assert YUSHUI not in on_offer
    assert on_offer
    for action in ("take", "close"):
        assert desk.read(ZHENG_JIE, tickets.todo) is not None
        desk.do(ZHENG_JIE, tickets.act, number, action, "已核实。")
    assert desk.read(ZHENG_JIE, tickets.todo) is None


def test_xy_75_a_colleague_has_it_where_nobody_works_above_and_the_named_one_learns_nothing(
    desk: Desk, clock: StoppedClock
) -> None:
    desk.employ("taoran", "陶然", YUSHUI)
    named = Draft(kind="staff", about=desk.officers[ZHENG_JIE.login].id, words=WORDS, phone="")
    receipt = sent(desk, named)
    assert [one.taken_by for one in desk.read("taoran", tickets.tickets)] == ["陶然"]
    clock.advance(days=5)
    for who, knows in (("taoran", True), (ZHENG_JIE, False)):
        assert (receipt.number in str(desk.read(who, promises.soon))) is knows
    assert desk.read(ZHENG_JIE, tickets.tickets) == ()


def test_xy_75_it_is_never_handed_down_to_the_office_it_is_about(desk: Desk) -> None:
    receipt = sent(desk, about(desk, CHENGNAN))
    with refused("ticket.office_complained_about", 422):
        desk.do(ZHENG_JIE, tickets.act, receipt.number, "hand_on", "请核实。", office(desk, CHENGNAN))


def test_another_chat_reads_nothing_of_it_and_a_day_has_its_measure(desk: Desk, clock: StoppedClock) -> None:
    for _ in range(service.A_DAY):
        sent(desk, about(desk, CHENGNAN))
    with refused("complaint.too_many", 409):
        sent(desk, about(desk, CHENGNAN))
    li = Caller(Citizen("web", LI_JIANGUO.chat_id), key="")
    assert desk.work.read_now(li, service.complaint, PACK).sent == ()
    clock.advance(days=1)
    assert sent(desk, about(desk, CHENGNAN)).number


def test_a_draft_goes_after_its_days_and_only_then(desk: Desk, clock: StoppedClock) -> None:
    desk.work.do_now(WANG, drafts.keep, PACK, Draft(kind="advice", words=WORDS))
    days = desk.work.services.settings.draft_days
    clock.advance(days=days)
    desk.system(drafts.forget)
    assert desk.work.read_now(WANG, drafts.kept, PACK).words == WORDS
    clock.moment += timedelta(seconds=1)
    desk.system(drafts.forget)
    assert desk.work.read_now(WANG, drafts.kept, PACK) == Draft()


@pytest.mark.parametrize(
    ("step", "value", "code"),
    [
        ("kind", "嗯", "complaint.choice_unknown"),
        ("words", " ", "complaint.words_missing"),
        ("words", "长" * 1001, "complaint.too_long"),
        ("words", f"{WANG_XIUYING.id_number}在上班", "complaint.id_number"),
        ("phone", "1380000", "phone.length"),
        ("office", "没有", "complaint.choice_unknown"),
    ],
)
def test_what_cannot_be_taken_is_refused_and_changes_nothing(desk: Desk, step: Step, value: str, code: str) -> None:
    before = Draft(kind="advice", words=WORDS)
    desk.work.do_now(WANG, drafts.keep, PACK, before)
    with refused(code, 422):
        desk.work.do_now(WANG, service.answer, AnswerComplaint(pack=PACK, step=step, value=value))
    assert desk.work.read_now(WANG, drafts.kept, PACK) == before


def test_an_unfinished_one_is_not_sent(desk: Desk) -> None:
    desk.work.do_now(WANG, drafts.keep, PACK, Draft(kind="advice", words=WORDS))
    with refused("complaint.unfinished", 409):
        desk.work.do_now(WANG, service.send, PACK)
    assert desk.read(ZHOU_MIN, tickets.tickets) == ()
