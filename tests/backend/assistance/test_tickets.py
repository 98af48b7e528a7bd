"""Hotline tickets go to the office of the hukou street and are followed up until closed; social workers see their own."""

import itertools
from dataclasses import replace
from datetime import date
from functools import partial
from typing import get_args

import pytest

from backend.assistance import acts, clients, entries, ledger, lifecycle, owners, tickets
from backend.assistance.acts import NewAct
from backend.assistance.tickets import NewTicket
from backend.core.problems import Problem
from backend.registry import queries
from backend.registry import service as registry
from backend.staff import duty
from backend.staff.events import OfficerLeft
from backend.staff.models import OfficeRow
from tests.backend.assistance.recognised import BEIJING_STREET, GUANGZHOU, LIANG_SHUZHEN, Recognise
from tests.backend.desk import TODAY, Desk, refused
from tests.conftest import StoppedClock
from tests.people import CHENGBEI, CHENGNAN, SUN_LI, WANG_XIUYING, WU_GANG, ZHENG_JIE, ZHOU_MIN, Officer

CALL = NewTicket("guidance", CHENGNAN, "王秀英", "13800001234", "想找一份离家近的保洁工作。")
COUNSELLING = NewAct("counselling", TODAY, "done")


@pytest.mark.parametrize(
    ("state", "action"), list(itertools.product(get_args(lifecycle.State), get_args(lifecycle.Action)))
)
def test_every_move_of_a_ticket_is_in_the_table_or_refused(
    state: lifecycle.State, action: lifecycle.Action
) -> None:
    legal = {(move.source, move.action): move.target for move in lifecycle.MOVES}
    if (state, action) in legal:
        assert lifecycle.target_of(state, action) == legal[state, action]
    else:
        with refused("ticket.illegal_move", 409):
            lifecycle.target_of(state, action)


def test_gz_37_a_call_goes_to_the_street_of_the_hukou_and_stays_until_closed(desk: Desk) -> None:
    number = desk.do(ZHENG_JIE, tickets.open_ticket, CALL)
    view = desk.read(ZHOU_MIN, tickets.ticket, number)
    assert (view.office, view.state, view.name, view.phone) == (
        desk.officers["zhoumin"].office_name,
        "open",
        "王*",
        "138****1234",
    )
    with refused("ticket.illegal_move", 409):
        desk.do(ZHOU_MIN, tickets.act, number, "close", "已答复")
    desk.do(ZHOU_MIN, tickets.act, number, "take")
    assert desk.read(ZHOU_MIN, tickets.ticket, number).phone == "13800001234"
    assert desk.read(WU_GANG, tickets.ticket, number).phone == "138****1234"
    with refused("ticket.held_by_other", 409):
        desk.do(WU_GANG, tickets.act, number, "close", "已答复")
    with refused("ticket.note_missing", 422):
        desk.do(ZHOU_MIN, tickets.act, number, "close", " ")
    desk.do(ZHOU_MIN, tickets.act, number, "note", "推荐了社区保洁，周一面试。")
    desk.do(ZHOU_MIN, tickets.act, number, "close", "已上岗。")
    closed = desk.read(ZHOU_MIN, tickets.ticket, number)
    assert (closed.state, [note.text for note in closed.notes]) == (
        "closed",
        ["推荐了社区保洁，周一面试。", "已上岗。"],
    )
    desk.do(ZHOU_MIN, tickets.act, number, "reopen", "又来电了。")
    assert desk.read(ZHOU_MIN, tickets.ticket, number).state == "taken"


OWNERS = {
    ("take", "open"): "吴刚",
    ("release", "taken"): "周敏",
    ("hand_on", "open"): "吴刚",
    ("hand_on", "taken"): "吴刚",
    ("note", "taken"): "周敏",
    ("close", "taken"): "周敏",
    ("reopen", "closed"): "吴刚",
}
"""Who answers after each legal move, 郑洁 having taken the call down, 周敏 having taken it up; 吴刚 moves what needs no
owner. A note and the end are the owner's own."""


@pytest.mark.parametrize(
    ("state", "action"), list(itertools.product(get_args(lifecycle.State), get_args(lifecycle.Action)))
)
def test_xy_71_a_call_is_never_without_owner(
    desk: Desk, state: lifecycle.State, action: lifecycle.Action
) -> None:
    number = desk.do(ZHENG_JIE, tickets.open_ticket, CALL)
    had = [desk.read(ZHENG_JIE, tickets.ticket, number).taken_by]
    if state != "open":
        desk.do(ZHOU_MIN, tickets.act, number, "take")
    if state == "closed":
        desk.do(ZHOU_MIN, tickets.act, number, "close", "已答复。")
    had.append(desk.read(ZHENG_JIE, tickets.ticket, number).taken_by)
    assert had == ["郑洁", "郑洁" if state == "open" else "周敏"]
    mover = ZHOU_MIN if action in ("note", "close") else WU_GANG
    office = {area: key for key, area, _ in desk.read(ZHOU_MIN, tickets.offices_of_the_city)}[CHENGBEI]
    if (action, state) in OWNERS:
        desk.do(mover, tickets.act, number, action, "王秀英又来电。", office)
        assert desk.read(ZHENG_JIE, tickets.ticket, number).taken_by == OWNERS[action, state]
    else:
        with refused("ticket.illegal_move", 409):
            desk.do(mover, tickets.act, number, action, "王秀英又来电。", office)
        assert desk.read(ZHENG_JIE, tickets.ticket, number).taken_by == had[-1]


def test_xy_71_whoever_leaves_gives_the_open_calls_to_a_successor(desk: Desk) -> None:
    open_one, ended = (desk.do(ZHOU_MIN, tickets.open_ticket, CALL) for _ in range(2))
    desk.do(ZHOU_MIN, tickets.act, ended, "take")
    desk.do(ZHOU_MIN, tickets.act, ended, "close", "已答复。")
    leaving, successor = (desk.officers[one.login].id for one in (ZHOU_MIN, WU_GANG))
    with refused("staff.successor_missing", 409):
        desk.system(owners.officer_left, OfficerLeft(leaving, 0))
    desk.system(owners.officer_left, OfficerLeft(leaving, successor))
    assert [desk.read(ZHENG_JIE, tickets.ticket, one).taken_by for one in (open_one, ended)] == ["吴刚", "周敏"]


@pytest.mark.parametrize(("area", "level"), [(CHENGNAN, "station"), ("360502", "county"), ("360500", "city")])
def test_gz_37_a_call_goes_to_the_level_that_was_named(desk: Desk, area: str, level: str) -> None:
    number = desk.do(ZHENG_JIE, tickets.open_ticket, NewTicket("consult", area, "", "0790-1", "怎样申请"))
    office_id = desk.read("inspector", tickets.ticket, number).office_id
    office: OfficeRow = desk.system(lambda unit: unit.session.get_one(OfficeRow, office_id))
    assert (office.level, office.area) == (level, area)


def complaint(desk: Desk, about: Officer | None = ZHOU_MIN) -> NewTicket:
    """Somebody who gives no name says that an officer of 城南 was rude."""
    about_id = desk.officers[about.login].id if about else 0
    return NewTicket("report", CHENGNAN, "", "", "窗口的工作人员态度不好。", about_id=about_id)


def test_xy_75_a_complaint_is_never_with_the_one_it_is_about(desk: Desk) -> None:
    number = desk.do(WU_GANG, tickets.open_ticket, complaint(desk))
    view = desk.read(ZHENG_JIE, tickets.ticket, number)
    assert (view.office, view.kind, view.about) == (desk.officers["zhengjie"].office_name, "投诉举报", "周敏")
    assert number not in [one.number for one in desk.read(ZHOU_MIN, tickets.tickets)]
    for act in (partial(desk.read, ZHOU_MIN, tickets.ticket), partial(desk.do, ZHOU_MIN, tickets.act)):
        with refused("ticket.not_found", 404):
            act(number, *(("take",) if act.func == desk.do else ()))
    office = {area: key for key, area, _ in desk.read(ZHENG_JIE, tickets.offices_of_the_city)}
    with refused("ticket.office_complained_about", 422):
        desk.do(ZHENG_JIE, tickets.act, number, "hand_on", "请核实。", office[CHENGNAN])
    assert desk.read(ZHENG_JIE, tickets.ticket, number).taken_by == "吴刚"


def test_xy_75_nobody_takes_down_a_complaint_about_herself_or_about_a_stranger(desk: Desk) -> None:
    with refused("ticket.about_you", 403):
        desk.do(ZHOU_MIN, tickets.open_ticket, complaint(desk))
    with refused("ticket.about_unknown", 422):
        desk.do(ZHOU_MIN, tickets.open_ticket, replace(complaint(desk), about_id=9999))


def test_xy_75_a_complaint_does_not_come_to_whom_it_is_about_when_its_owner_leaves(desk: Desk) -> None:
    number = desk.do(WU_GANG, tickets.open_ticket, complaint(desk))
    leaving, successor = (desk.officers[one.login].id for one in (WU_GANG, ZHOU_MIN))
    desk.do("admin", duty.leave, leaving, successor)
    view = desk.read("inspector", tickets.ticket, number)
    assert (view.taken_by, view.state) == ("郑洁", "open")
    with refused("staff.successor_missing", 409):
        desk.system(owners.officer_left, OfficerLeft(desk.officers[ZHENG_JIE.login].id, successor))


def test_xy_75_the_four_kinds_are_tracked_and_only_a_complaint_is_anonymous(desk: Desk) -> None:
    for kind in ("consult", "guidance", "feedback"):
        with refused("ticket.phone_missing", 422):
            desk.do(ZHOU_MIN, tickets.open_ticket, NewTicket(kind, CHENGNAN, "", "", "怎样申请"))
    number = desk.do(ZHOU_MIN, tickets.open_ticket, complaint(desk, None))
    for reader in (ZHOU_MIN, ZHENG_JIE):
        view = desk.read(reader, tickets.ticket, number)
        assert (view.name, view.phone, view.office) == ("", "", desk.officers["zhoumin"].office_name)


def test_xy_82_a_report_of_fraud_gets_a_number_an_answer_date_and_a_result(desk: Desk) -> None:
    told = NewTicket("report", CHENGNAN, "", "", "有人没有失业，还在领补贴。")
    number = desk.do(ZHOU_MIN, tickets.open_ticket, told)
    view = desk.read(ZHOU_MIN, tickets.ticket, number)
    assert number.startswith("HT261121-")
    assert view.due_on == date(2026, 11, 27)
    desk.do(ZHOU_MIN, tickets.act, number, "take")
    desk.do(ZHOU_MIN, tickets.act, number, "close", "查实一人，已提出退出。")
    closed = desk.read(ZHOU_MIN, tickets.ticket, number)
    assert (closed.state, [note.text for note in closed.notes]) == ("closed", ["查实一人，已提出退出。"])


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"kind": "chat"}, "ticket.kind_missing"),
        ({"area": ""}, "ticket.area_unknown"),
        ({"area": BEIJING_STREET}, "ticket.area_unknown"),
        ({"phone": " "}, "ticket.phone_missing"),
        ({"text": ""}, "ticket.text_missing"),
    ],
)
def test_an_unfinished_call_is_refused(desk: Desk, wrong: dict[str, str], code: str) -> None:
    with refused(code, 422):
        desk.do(ZHENG_JIE, tickets.open_ticket, NewTicket(**{**CALL.__dict__, **wrong}))


def test_a_ticket_is_handed_on_and_only_its_office_moves_it(desk: Desk) -> None:
    number = desk.do(WU_GANG, tickets.open_ticket, CALL)
    with refused("ticket.not_found", 404):
        desk.do(SUN_LI, tickets.act, number, "take")
    with refused("ticket.not_your_office", 403):
        desk.do(ZHENG_JIE, tickets.act, number, "take")
    offices = {area: key for key, area, _ in desk.read(ZHOU_MIN, tickets.offices_of_the_city)}
    with refused("ticket.office_missing", 422):
        desk.do(ZHOU_MIN, tickets.act, number, "hand_on", "户籍在城北", offices[CHENGNAN])
    desk.do(ZHOU_MIN, tickets.act, number, "hand_on", "户籍在城北", offices[CHENGBEI])
    assert desk.read(WU_GANG, tickets.ticket, number).office_id == offices[CHENGBEI]
    assert desk.read(ZHOU_MIN, tickets.ticket, number).taken_by == "周敏", "she answers until somebody takes it"
    with refused("ticket.not_your_office", 403):
        desk.do(ZHOU_MIN, tickets.act, number, "take")
    desk.do(desk.employ("helan", "何兰", CHENGBEI), tickets.act, number, "take")
    assert desk.read(WU_GANG, tickets.ticket, number).taken_by == "何兰"
    with refused("ticket.not_found", 404):
        desk.read(ZHOU_MIN, tickets.ticket, number)


def test_the_first_answer_has_a_day(desk: Desk, clock: StoppedClock) -> None:
    number = desk.do(ZHENG_JIE, tickets.open_ticket, CALL)
    clock.advance(days=4)
    assert not desk.read(ZHOU_MIN, tickets.ticket, number).overdue
    clock.advance(days=1)
    assert [one.number for one in desk.read(ZHOU_MIN, tickets.tickets) if one.overdue] == [number]


def test_gz_35_a_social_worker_sees_and_serves_the_assigned_alone(
    guangzhou: Desk, recognise: Recognise
) -> None:
    number = recognise(LIANG_SHUZHEN, pack=GUANGZHOU, owner="liangjing", categories=("G3.1",))
    worker = guangzhou.officers["shegong"].id
    with refused("entry.not_found", 404):
        guangzhou.read("shegong", entries.seen, number)
    guangzhou.do("liangjing", clients.assign, number, worker)
    with refused("client.assigned_already", 409):
        guangzhou.do("liangjing", clients.assign, number, worker)
    guangzhou.do("shegong", acts.record, number, COUNSELLING)
    with refused("assistance.not_for_providers", 403):
        guangzhou.do("shegong", acts.record, number, NewAct("guidance", TODAY, "done"))
    with refused("entry.not_found", 404):
        guangzhou.do("shegong2", acts.record, number, COUNSELLING)
    assert [one.sessions for one in guangzhou.read("shegong", clients.clients)] == [1]
    heard = guangzhou.read("liangjing", queries.entry, number).contacts
    assert [(one.reached, one.officer) for one in heard] == [(True, "佘工")], "a session ends a silence (G11)"
    assert guangzhou.read("shegong2", clients.clients) == ()
    for service in (registry.register, ledger.ledger):
        assert guangzhou.read("shegong", service).total == 0
    report = guangzhou.read("huangke", clients.report, "2026-11")
    assert [(one.provider, one.clients, one.served, one.sessions) for one in report] == [("佘工", 1, 1, 1)]
    guangzhou.do("liangjing", clients.end, number, worker)
    with refused("entry.not_found", 404):
        guangzhou.do("shegong", acts.record, number, COUNSELLING)
    with refused("client.not_assigned", 409):
        guangzhou.do("liangjing", clients.end, number, worker)


def test_gz_35_a_provider_of_another_city_is_not_on_offer(guangzhou: Desk, number: str) -> None:
    with refused("client.provider_missing", 422):
        guangzhou.do(ZHOU_MIN, clients.assign, number, guangzhou.officers["shegong"].id)
    assert guangzhou.read(ZHOU_MIN, clients.providers) == ()


def test_a_social_worker_does_nothing_but_serve(guangzhou: Desk, recognise: Recognise) -> None:
    number = recognise(LIANG_SHUZHEN, pack=GUANGZHOU, owner="liangjing", categories=("G3.1",))
    guangzhou.do("liangjing", clients.assign, number, guangzhou.officers["shegong"].id)
    with pytest.raises(Problem, match=r"assistance\.read_only"):
        guangzhou.do("shegong", clients.assign, number, guangzhou.officers["shegong2"].id)
    with refused("assistance.read_only", 403):
        guangzhou.do("shegong", tickets.open_ticket, CALL)


def test_xy_71_whoever_stands_on_the_register_is_served_first_and_the_number_is_not_kept(
    desk: Desk, recognise: Recognise
) -> None:
    recognise()
    other = desk.do(ZHENG_JIE, tickets.open_ticket, replace(CALL, kind="consult"))
    wrong = replace(CALL, kind="feedback", id_number="360502198001010000")
    with refused("ticket.id_number_wrong", 422):
        desk.do(ZHENG_JIE, tickets.open_ticket, wrong)
    first = desk.do(ZHENG_JIE, tickets.open_ticket, replace(wrong, id_number=WANG_XIUYING.id_number))
    listed = desk.read(ZHOU_MIN, tickets.tickets)
    assert [(one.number, one.assisted) for one in listed] == [(first, True), (other, False)]
    assert listed[0].due_on > listed[1].due_on
