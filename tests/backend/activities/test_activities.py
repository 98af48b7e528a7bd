"""Activities: planned, shown by nearness, signed up for, attended; attendance is a line of the ledger."""

import itertools
from dataclasses import replace
from datetime import timedelta
from typing import Any, get_args

import pytest
from sqlalchemy import select

from backend.activities import letters, lifecycle, near, places, planning, queries, report
from backend.activities.models import SignUp
from backend.applications import own_data
from backend.assistance import acts, ledger
from backend.assistance.acts import NewAct
from backend.assistance.ledger import LedgerLine
from backend.core import outbox
from backend.core.outbox import OutboxRow
from backend.staff import branches
from contract.activities import Activity
from tests.backend.activities.planned import FAIR, as_citizen, from_her_chat, plan, reads
from tests.backend.assistance.recognised import GUANGZHOU, LIANG_SHUZHEN, Recognise
from tests.backend.desk import TODAY, Desk, hand_in, refused
from tests.conftest import StoppedClock
from tests.people import (
    CHENGBEI,
    CHENGNAN,
    FENYI,
    LI_JIANGUO,
    SUN_LI,
    WANG_XIUYING,
    YUSHUI,
    ZHENG_JIE,
    ZHOU_MIN,
)


@pytest.mark.parametrize(
    ("state", "action"), list(itertools.product(get_args(lifecycle.State), get_args(lifecycle.Action)))
)
def test_every_move_of_an_activity_is_in_the_table_or_refused(state: Any, action: Any) -> None:
    legal = {(move.source, move.action): move.target for move in lifecycle.MOVES}
    if (state, action) in legal:
        assert lifecycle.target_of(state, action) == legal[state, action]
    else:
        with refused("activity.illegal_move", 409):
            lifecycle.target_of(state, action)


@pytest.mark.parametrize("mover", get_args(lifecycle.Mover))
@pytest.mark.parametrize(
    ("state", "action"), list(itertools.product(get_args(lifecycle.PlaceState), get_args(lifecycle.PlaceAction)))
)
def test_every_move_of_a_place_is_in_the_table_or_refused(state: Any, action: Any, mover: Any) -> None:
    legal = {(one.source, one.action, by): one.target for one in lifecycle.PLACE_MOVES for by in one.movers}
    if (state, action, mover) in legal:
        assert lifecycle.place_target(state, action, mover) == legal[state, action, mover]
    else:
        with refused("sign_up.illegal_move", 409):
            lifecycle.place_target(state, action, mover)


def test_xy_44_a_citizen_sees_the_next_activity_near_home(desk: Desk, case: str) -> None:
    """Street before county before city, whatever comes first in time; nothing of another city, nothing that is over."""
    city = plan(desk, SUN_LI, area=SUN_LI.office_code, title="钤东宣讲会", kind="talk")
    county = plan(desk, ZHENG_JIE, days=1, area=YUSHUI, title="渝水区招聘会")
    street = plan(desk, days=5, title="城南现场咨询", kind="consultation")
    desk.do(ZHOU_MIN, planning.move, plan(desk, days=2, title="取消的"), "call_off")
    shown = reads(desk, WANG_XIUYING, near.activities).activities
    assert [one.id for one in shown] == [street, county, city]
    assert [one.near for one in shown] == ["您所在街道", "您所在区县", "本市"]
    assert shown[0].when == "2026年12月3日 09:00–11:30"
    stranger = reads(desk, LI_JIANGUO, near.activities, GUANGZHOU)
    assert stranger.activities == ()
    assert [one.id for one in reads(desk, LI_JIANGUO, near.activities).activities] == [city, county, street]


def test_xy_47_a_fair_has_its_employers_and_takes_sign_ups(desk: Desk) -> None:
    fair = plan(desk)
    page = reads(desk, WANG_XIUYING, near.activity, fair)
    assert (page.kind, page.employers) == ("专场招聘会", ("新余市城南超市", "平安家政"))
    assert (page.state, page.seats_left, page.mine) == ("open", None, "")
    signed: Activity = as_citizen(desk, WANG_XIUYING, near.sign_up, fair)
    again: Activity = as_citizen(desk, WANG_XIUYING, near.sign_up, fair)
    assert (signed.mine, signed.number) == (again.mine, again.number) == ("signed", 1)
    assert [one.id for one in reads(desk, WANG_XIUYING, near.activities).own] == [fair]


def test_the_waiting_list_moves_up_with_a_letter(desk: Desk) -> None:
    fair = plan(desk, seats=1)
    as_citizen(desk, WANG_XIUYING, near.sign_up, fair)
    waiting = as_citizen(desk, LI_JIANGUO, near.sign_up, fair)
    assert (waiting.mine, waiting.state, waiting.number) == ("waiting", "full", 2)
    as_citizen(desk, WANG_XIUYING, near.cancel, fair)
    assert reads(desk, LI_JIANGUO, near.activity, fair).mine == "signed"
    (letter,) = _letters(desk, fair)
    assert "有空位了" in letter.text
    assert "您的报名号：2" in letter.text
    back = as_citizen(desk, WANG_XIUYING, near.sign_up, fair)
    assert (back.mine, back.number) == ("waiting", 3)
    desk.do(ZHOU_MIN, planning.change, fair, replace(FAIR, seats=2))
    assert reads(desk, WANG_XIUYING, near.activity, fair).mine == "signed"
    with refused("activity_form.seats_taken", 422):
        desk.do(ZHOU_MIN, planning.change, fair, replace(FAIR, seats=1))


def test_a_fair_in_the_past_takes_no_sign_up(desk: Desk, clock: StoppedClock) -> None:
    fair = plan(desk)
    clock.advance(days=8)
    with refused("activity.over", 409):
        as_citizen(desk, WANG_XIUYING, near.sign_up, fair)
    assert reads(desk, WANG_XIUYING, near.activity, fair).state == "over"
    with refused("activity_form.in_the_past", 422):
        plan(desk)


def test_a_fair_that_was_called_off_is_told_to_who_signed_up(desk: Desk) -> None:
    fair = plan(desk)
    as_citizen(desk, WANG_XIUYING, near.sign_up, fair)
    desk.do(ZHOU_MIN, planning.move, fair, "call_off")
    assert ["您报名的活动取消了" in one.text for one in _letters(desk, fair)] == [True]
    with refused("activity.called_off", 409):
        as_citizen(desk, WANG_XIUYING, near.sign_up, fair)
    with refused("activity.illegal_move", 409):
        desk.do(ZHOU_MIN, planning.move, fair, "reopen")


def test_another_time_or_place_is_told_and_another_title_is_not(desk: Desk) -> None:
    fair = plan(desk)
    as_citizen(desk, WANG_XIUYING, near.sign_up, fair)
    desk.do(ZHOU_MIN, planning.change, fair, replace(FAIR, title="城南招聘会"))
    assert _letters(desk, fair) == []
    desk.do(ZHOU_MIN, planning.change, fair, replace(FAIR, place="体育馆"))
    desk.do(ZHOU_MIN, planning.change, fair, FAIR)
    assert ["体育馆" in letter.text for letter in _letters(desk, fair)] == [True, False]


def test_the_reminder_comes_in_the_morning_of_the_day_before_and_once(desk: Desk, clock: StoppedClock) -> None:
    fair = plan(desk)
    as_citizen(desk, WANG_XIUYING, near.sign_up, fair)
    assert desk.system(letters.remind) == 0
    clock.advance(days=6, hours=-9)
    assert desk.system(letters.remind) == 1
    assert desk.system(letters.remind) == 0
    (letter,) = _letters(desk, fair)
    assert letter.not_before.isoformat() == "2026-11-27T01:00:00+00:00"
    assert "明天有您报名的活动" in letter.text
    desk.do(ZHOU_MIN, planning.change, fair, replace(FAIR, place="体育馆"))
    assert desk.system(letters.remind) == 1
    as_citizen(desk, WANG_XIUYING, near.cancel, fair)
    assert [one.state for one in _letters(desk, fair)] == ["cancelled", "queued", "cancelled"]


def test_who_came_gets_a_line_in_the_ledger_that_a_wrong_tap_takes_back(
    desk: Desk, number: str, clock: StoppedClock
) -> None:
    talk = plan(desk, kind="talk", title="政策宣讲会")
    desk.do(ZHOU_MIN, places.add, talk, number)
    as_citizen(desk, LI_JIANGUO, near.sign_up, talk)
    first, second = desk.read(ZHOU_MIN, queries.activity, talk).places
    assert (first.name, second.name) == ("王*", "")
    with refused("activity_form.not_begun", 409):
        desk.do(ZHOU_MIN, places.register, first.id, "attend")
    clock.advance(days=7)
    for place in (first, second):
        desk.do(ZHOU_MIN, places.register, place.id, "attend")
    assert [one.in_ledger for one in desk.read(ZHOU_MIN, queries.activity, talk).places] == [True, False]
    assert [(one.kind, one.name, one.corrected) for one in _ledger(desk)] == [("政策讲解", "王*", False)]
    desk.do(ZHOU_MIN, places.register, first.id, "undo")
    with refused("sign_up.illegal_move", 409):
        desk.do(ZHOU_MIN, places.register, first.id, "undo")
    assert desk.read(ZHOU_MIN, queries.activity, talk).places[0].state == "signed"
    assert [(one.corrected, one.void) for one in _ledger(desk)] == [(True, False), (False, True)]


def test_a_community_keeps_the_entrance_of_its_street_and_plans_nothing(desk: Desk, clock: StoppedClock) -> None:
    desk.do("admin", branches.open_community, CHENGNAN, "001", "城南街道平安社区")
    desk.employ("lina", "李娜", CHENGNAN + "001")
    here, county = plan(desk), plan(desk, ZHENG_JIE, area=YUSHUI)
    as_citizen(desk, WANG_XIUYING, near.sign_up, here)
    as_citizen(desk, WANG_XIUYING, near.sign_up, county)
    clock.advance(days=7)
    place = desk.read("lina", queries.activity, here).places[0].id
    desk.do("lina", places.register, place, "attend")
    desk.do("lina", places.count_walk_ins, here, 12)
    assert desk.read(ZHOU_MIN, queries.activity, here).line.came == 13
    with refused("activity_form.not_yours", 403):
        plan(desk, "lina")
    with refused("activity_form.not_yours", 403):
        desk.do("lina", planning.move, here, "close")
    with refused("activity_form.not_yours", 403):
        desk.do("lina", places.register, desk.read("lina", queries.activity, county).places[0].id, "attend")


def test_an_activity_of_another_office_is_absent(desk: Desk) -> None:
    fair = plan(desk)
    with refused("activity.not_found", 404):
        desk.read(SUN_LI, queries.activity, fair)
    with refused("activity_form.not_yours", 403):
        desk.do(ZHOU_MIN, planning.move, plan(desk, ZHENG_JIE, area=YUSHUI), "call_off")
    assert fair in [one.id for one in desk.read("inspector", queries.overview).lines]


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"kind": "party"}, "activity_form.kind_missing"),
        ({"title": " "}, "activity_form.title_missing"),
        ({"area": CHENGBEI}, "activity_form.area_unknown"),
        ({"area": FENYI}, "activity_form.area_unknown"),
        ({"place": ""}, "activity_form.place_missing"),
        ({"ends_at": FAIR.starts_at}, "activity_form.ends_before_it_starts"),
        ({"ends_at": FAIR.starts_at + timedelta(days=8)}, "activity_form.too_long"),
        ({"seats": 10_001}, "activity_form.seats_wrong"),
        ({"employers": ("甲",) * 101}, "activity_form.too_many_employers"),
        ({"description": "字" * 2001}, "activity_form.text_too_long"),
        ({"description": f"联系人{WANG_XIUYING.id_number}"}, "activity_form.id_number_in_text"),
    ],
)
def test_an_unfinished_activity_is_refused(desk: Desk, wrong: dict[str, Any], code: str) -> None:
    with refused(code, 422):
        plan(desk, **wrong)


def test_gz_30_the_four_indicators_are_reported_street_by_street(
    guangzhou: Desk, recognise: Recognise, clock: StoppedClock
) -> None:
    desk = guangzhou
    number = recognise(LIANG_SHUZHEN, pack=GUANGZHOU, owner="liangjing", categories=("G5",))
    desk.system(from_her_chat, number)
    for act in (
        NewAct("guidance", TODAY, "done"),
        NewAct("recommendation", TODAY, "done", offered=("社区保洁",)),
        NewAct("home_visit", TODAY, "done", "北京路1号", ("梁静",)),
    ):
        desk.do("liangjing", acts.record, number, act)
    fair = plan(desk, "liangjing", area=LIANG_SHUZHEN.street_code, title="零距离招聘会", reach=("work", "street"))
    as_citizen(desk, LIANG_SHUZHEN, near.sign_up, fair)
    assert desk.read("huangke", report.report).streets[0].counts["work"].activities == 0  # It is still to come.
    clock.advance(days=7)
    desk.do("liangjing", places.register, desk.read("liangjing", queries.activity, fair).places[0].id, "attend")
    desk.do("liangjing", places.count_walk_ins, fair, 4)
    found = desk.read("huangke", report.report, "2026-11")
    (street,) = found.streets
    assert street.name == "广州市越秀区北京街道"
    told = {key: (one.acts, one.activities, one.people) for key, one in street.counts.items()}
    # Guidance, recommendation, visit, and the attendance, which 广州 knows as 就业信息.
    assert told == {"home": (1, 0, 0), "street": (1, 1, 5), "service": (4, 0, 0), "work": (0, 1, 5)}
    assert vars(found.total.counts["service"]) == {"acts": 4, "activities": 0, "people": 0}
    assert desk.read(ZHOU_MIN, report.report, "2026-11").streets == ()
    with refused("ledger.month_unclear", 422):
        desk.read("huangke", report.report, "november")


def test_own_data_tells_of_places_and_lets_them_go(desk: Desk, clock: StoppedClock) -> None:
    past, ahead = plan(desk), plan(desk, days=14, seats=1)
    for one in (past, ahead):
        as_citizen(desk, WANG_XIUYING, near.sign_up, one)
    as_citizen(desk, LI_JIANGUO, near.sign_up, ahead)
    clock.advance(days=7)
    desk.do(ZHOU_MIN, places.register, desk.read(ZHOU_MIN, queries.activity, past).places[0].id, "attend")
    clock.advance(days=1)
    held = reads(desk, WANG_XIUYING, own_data.own_data)
    assert [(one.kind, one.title, one.erasable) for one in held.items] == [("activity", "活动报名：2个", True)]
    assert "城南街道专场招聘会" in reads(desk, WANG_XIUYING, own_data.bundle).words
    left = as_citizen(desk, WANG_XIUYING, own_data.erase)
    assert left.items == ()
    assert reads(desk, LI_JIANGUO, near.activity, ahead).mine == "signed"
    assert desk.read(ZHOU_MIN, queries.activity, past).line.came == 1


def test_who_was_there_is_forgotten_after_half_a_year(desk: Desk, clock: StoppedClock) -> None:
    fair = plan(desk)
    as_citizen(desk, WANG_XIUYING, near.sign_up, fair)
    clock.advance(days=187)
    assert desk.system(letters.forget) == 0
    clock.advance(days=1)
    assert desk.system(letters.forget) == 1
    assert desk.system(lambda unit: unit.session.scalars(select(SignUp.account_id)).all()) == [None]


def test_a_street_told_in_an_application_counts_before_the_self_check(desk: Desk) -> None:
    hand_in(desk.work, LI_JIANGUO)
    street = plan(desk)
    home = "您所在街道" if LI_JIANGUO.street_code == CHENGNAN else "您所在区县"
    assert reads(desk, LI_JIANGUO, near.activity, street).near == home


def _letters(desk: Desk, activity_id: str) -> list[OutboxRow]:
    found: list[OutboxRow] = desk.system(outbox.letters_about, f"activity:{activity_id}")
    return found


def _ledger(desk: Desk) -> tuple[LedgerLine, ...]:
    lines: tuple[LedgerLine, ...] = desk.read(ZHOU_MIN, ledger.ledger).lines
    return lines
