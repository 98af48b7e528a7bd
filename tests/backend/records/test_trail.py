"""The audit for inspectors, and how the offices do."""

from dataclasses import replace
from datetime import date

from sqlalchemy import select

from backend.assistance import acts, ledger, plans, tickets
from backend.assistance.acts import NewAct
from backend.assistance.plans import NewStep
from backend.assistance.tickets import NewTicket
from backend.core.unit import Unit
from backend.records import indicators, trail
from backend.staff import service as staff
from backend.staff.models import OfficerRow
from tests.backend.assistance.recognised import Recognise
from tests.backend.desk import TODAY, Desk, refused
from tests.conftest import StoppedClock
from tests.people import CHENGNAN, FENYI, LI_JIANGUO, WU_GANG, ZHANG_GUIHUA, ZHENG_JIE, ZHOU_MIN

GUIDANCE = NewAct("guidance", TODAY, "done")


def sentences(desk: Desk, who: str = "inspector", **asked: object) -> list[str]:
    return [line.sentence for line in desk.do(who, trail.search, **asked).lines]


def test_an_inspector_reads_who_did_what_by_number_and_officer(desk: Desk, recognise: Recognise) -> None:
    number, other = recognise(), recognise(LI_JIANGUO)
    desk.do(ZHOU_MIN, acts.record, number, GUIDANCE)
    desk.do(ZHENG_JIE, acts.record, other, GUIDANCE)
    about = sentences(desk, number=number.lower())
    assert "记录了服务“职业指导”（2026-11-21）" in about
    assert len([line for line in about if "记录了服务" in line]) == 1
    mine = sentences(desk, officer="郑洁")
    assert [line for line in mine if "记录了服务" in line] == ["记录了服务“职业指导”（2026-11-21）"]
    assert sentences(desk, number="RD360502-2026-ZZZZZZZZ") == []


def test_looking_for_somebody_is_on_record_and_never_an_id_number(desk: Desk, number: str) -> None:
    sentences(desk, number="360502198003059929", officer="周敏")
    assert "查询了操作记录：*** 周敏" in sentences(desk, officer="罗兰")


def test_an_inspector_of_one_county_reads_nothing_of_another(desk: Desk, recognise: Recognise) -> None:
    theirs, ours = recognise(ZHANG_GUIHUA, owner="sunli", categories=("X5",)), recognise()
    desk.do(ZHOU_MIN, acts.record, ours, GUIDANCE)
    desk.do("sunli", acts.record, theirs, GUIDANCE)

    def employ(unit: Unit) -> None:
        staff.add_officer(unit, "fenyi", "段平", "inspector", FENYI)

    desk.system(employ)
    desk.officers["fenyi"] = desk.system(_actor, "fenyi")
    lines = desk.read("fenyi", trail.trail).lines
    assert {line.about for line in lines if line.about.startswith("RD")} == {theirs}
    assert desk.read("fenyi", trail.trail, number=ours).lines == ()
    assert "周敏" not in desk.read("fenyi", trail.trail).officers


def test_the_audit_is_for_inspectors(desk: Desk) -> None:
    for who in ("zhoumin", "zhengjie", "admin", "guolan"):
        with refused("assistance.read_only", 403):
            desk.read(who, trail.trail)


def test_the_audit_is_turned_page_by_page(desk: Desk, number: str) -> None:
    for _ in range(40):  # Each is two acts: the service, and the contact it is.
        desk.do(ZHOU_MIN, acts.record, number, GUIDANCE)
    first = desk.read("inspector", trail.trail, number=number)
    second = desk.read("inspector", trail.trail, number=number, before=first.before)
    assert (len(first.lines), second.before) == (50, 0)
    assert {line.id for line in first.lines} & {line.id for line in second.lines} == set()


def test_gz_39_offices_are_compared_month_by_month(
    desk: Desk, recognise: Recognise, clock: StoppedClock
) -> None:
    number, other = recognise(), recognise(LI_JIANGUO)
    recognise(ZHANG_GUIHUA, owner="sunli", categories=("X5",))
    desk.do(ZHOU_MIN, acts.record, number, GUIDANCE)
    desk.do(ZHOU_MIN, acts.record, number, NewAct("home_visit", TODAY, "done", "平安路1号", ("周敏",)))
    desk.do(ZHOU_MIN, acts.record, other, NewAct("guidance", TODAY, "not_met"))
    desk.do(ZHOU_MIN, plans.make, number, "做保洁", (NewStep("面试", date(2026, 12, 31)),))
    desk.do(ZHENG_JIE, tickets.open_ticket, NewTicket("consult", CHENGNAN, "", "0790-1", "怎样申请"))
    clock.advance(days=14)
    desk.do(ZHOU_MIN, ledger.sign, "2026-11")
    found = desk.read("inspector", indicators.figures, "2026-11")
    street, fenyi = found.offices
    assert (street.standing, street.services, street.served, street.served_share) == (2, 2, 1, 50)
    assert (street.visits, street.planned_share, street.uncontacted) == (1, 50, 1)
    assert (street.tickets_late, street.signed) == (1, True)
    assert (fenyi.standing, fenyi.services, fenyi.signed) == (1, 0, False)
    assert (found.total.standing, found.total.services) == (3, 2)
    assert [one.office_id for one in desk.read("sunli", indicators.figures, "2026-11").offices] == [fenyi.office_id]


def test_xy_82_reports_are_counted_with_their_results_but_for_whom_they_are_about(
    desk: Desk, clock: StoppedClock
) -> None:
    told = NewTicket("report", CHENGNAN, "", "", "有人没有失业，还在领补贴。")
    numbers = [desk.do(WU_GANG, tickets.open_ticket, told) for _each in range(2)]
    about_zhou = replace(told, about_id=desk.officers[ZHOU_MIN.login].id)
    desk.do(WU_GANG, tickets.open_ticket, about_zhou)
    desk.do(ZHENG_JIE, tickets.open_ticket, NewTicket("consult", CHENGNAN, "", "0790-1", "怎样申请"))
    desk.do(ZHOU_MIN, tickets.act, numbers[0], "take")
    desk.do(ZHOU_MIN, tickets.act, numbers[0], "close", "查实一人，已提出退出。")
    total = desk.read("inspector", indicators.figures, "2026-11").total
    assert (total.reports, total.reports_closed) == (3, 1)
    assert desk.read(ZHOU_MIN, indicators.figures, "2026-11").total.reports == 2
    assert desk.read("inspector", indicators.figures, "2026-10").total.reports == 0
    clock.advance(days=14)
    assert desk.read("inspector", indicators.figures, "2026-12").total.reports == 0


def _actor(unit: Unit, login: str) -> object:
    key = unit.session.scalars(select(OfficerRow.id).where(OfficerRow.login == login)).one()
    return staff.as_actor(unit, key)
