"""Courses that fit the declared wish, and vouchers that are used once at a designated school."""

import base64
import itertools
from dataclasses import replace
from datetime import date
from typing import Any, get_args

import pytest

from backend.applications import own_data
from backend.applications.models import Application
from backend.applications.sealed import read_form, write_form
from backend.assistance import entries, ledger, packages
from backend.core import outbox
from backend.core.problems import Problem
from backend.core.unit import Unit
from backend.training import at_school, courses, lifecycle, offered, queries, schools, vouchers
from tests.backend.activities.planned import as_citizen, from_her_chat, reads
from tests.backend.assistance.recognised import LIANG_SHUZHEN, Recognise
from tests.backend.desk import TODAY, Desk, refused
from tests.backend.training.offers import (
    COURSE,
    SCHOOL,
    UNTIL,
    designated,
    in_xinyu,
    issued,
    opened,
    recognised,
)
from tests.conftest import StoppedClock
from tests.people import CHENGBEI, LI_JIANGUO, WANG_XIUYING, ZHENG_JIE, ZHOU_MIN


@pytest.mark.parametrize(
    ("moves", "move", "states", "actions"),
    [
        (lifecycle.COURSE_MOVES, lifecycle.course_target, lifecycle.CourseState, lifecycle.CourseAction),
        (lifecycle.ENROLMENT_MOVES, lifecycle.enrolment_target, lifecycle.EnrolmentState, lifecycle.EnrolmentAction),
        (lifecycle.VOUCHER_MOVES, lifecycle.voucher_target, lifecycle.VoucherState, lifecycle.VoucherAction),
    ],
)
def test_every_move_is_in_the_table_or_refused(moves: Any, move: Any, states: Any, actions: Any) -> None:
    legal = {(one.source, one.action): one.target for one in moves}
    codes = {"course.illegal_move", "enrolment.illegal_move", "voucher.illegal_move", "voucher.used", "voucher.revoked"}
    for state, action in itertools.product(get_args(states), get_args(actions)):
        if (state, action) in legal:
            assert move(state, action) == legal[state, action]
        else:
            with pytest.raises(Problem, check=lambda problem: problem.code in codes and problem.status == 409):
                move(state, action)


# --- courses


def test_xy_51_a_course_fits_the_declared_wish_and_comes_first(desk: Desk, case: str) -> None:
    earlier = in_xinyu(desk, title="电工")
    startup = in_xinyu(desk, title="创办你的企业", wish="startup", starts_on=date(2026, 12, 14))
    assert [one.id for one in reads(desk, WANG_XIUYING, offered.course_list).courses] == [earlier, startup]
    desk.system(_wishes, case, ["startup"])
    first, second = reads(desk, WANG_XIUYING, offered.course_list).courses
    assert (first.id, first.fits) == (startup, "创业培训")
    assert (second.id, second.fits) == (earlier, "")


def test_xy_51_a_completed_course_counts_in_the_131_service(desk: Desk, number: str, clock: StoppedClock) -> None:
    course = in_xinyu(desk)
    desk.do(ZHOU_MIN, courses.add, course, number)
    (seat,) = desk.read(ZHOU_MIN, queries.course, course).seats
    with refused("course_form.not_begun", 409):
        desk.do(ZHOU_MIN, courses.note, seat.id, "complete")
    assert _trained(desk, number) == 0
    clock.advance(days=20)
    desk.do(ZHOU_MIN, courses.note, seat.id, "complete")
    assert _trained(desk, number) == 1
    assert desk.read(ZHOU_MIN, ledger.ledger).lines[0].offered == (COURSE.title,)
    desk.do(ZHOU_MIN, courses.note, seat.id, "undo")
    assert _trained(desk, number) == 0


def test_a_course_takes_as_many_as_it_has_seats_until_it_begins(desk: Desk, clock: StoppedClock) -> None:
    course = in_xinyu(desk, seats=1)
    assert as_citizen(desk, WANG_XIUYING, offered.enrol, course).mine == "enrolled"
    assert as_citizen(desk, WANG_XIUYING, offered.enrol, course).seats_left == 0
    with refused("course.full", 409):
        as_citizen(desk, LI_JIANGUO, offered.enrol, course)
    assert as_citizen(desk, WANG_XIUYING, offered.withdraw, course).mine == ""
    assert as_citizen(desk, LI_JIANGUO, offered.enrol, course).mine == "enrolled"
    clock.advance(days=16)
    for act in (offered.enrol, offered.withdraw):
        with refused("course.begun", 409):
            as_citizen(desk, LI_JIANGUO, act, course)
    assert reads(desk, WANG_XIUYING, offered.course, course).state == "begun"
    assert reads(desk, WANG_XIUYING, offered.course_list).courses == ()


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"title": ""}, "course_form.title_missing"),
        ({"wish": "dancing"}, "course_form.wish_missing"),
        ({"area": CHENGBEI}, "course_form.area_unknown"),
        ({"place": " "}, "course_form.place_missing"),
        ({"starts_on": TODAY}, "course_form.days_wrong"),
        ({"ends_on": date(2026, 12, 1)}, "course_form.days_wrong"),
        ({"seats": 0}, "course_form.seats_wrong"),
        ({"description": "字" * 2001}, "course_form.text_too_long"),
    ],
)
def test_an_unfinished_course_is_refused(desk: Desk, wrong: dict[str, Any], code: str) -> None:
    in_xinyu(desk)
    school = desk.read(ZHENG_JIE, schools.schools)[0].id
    new = replace(COURSE, **({"school_id": school, "area": "360502001"} | wrong))
    with refused(code, 422):
        desk.do(ZHOU_MIN, courses.open_course, new)


def test_a_course_is_of_a_school_designated_in_this_city(guangzhou: Desk) -> None:
    school = designated(guangzhou)
    with refused("course_form.school_missing", 422):
        guangzhou.do(ZHOU_MIN, courses.open_course, replace(COURSE, school_id=school, area="360502001"))
    guangzhou.do("huangke", schools.end, school)
    with refused("course_form.school_missing", 422):
        opened(guangzhou, school)
    with refused("school.ended", 409):
        guangzhou.do("huangke", schools.end, school)
    with refused("school.known", 409):
        designated(guangzhou)
    with refused("school.not_yours", 403):
        guangzhou.do("liangjing", schools.designate, SCHOOL)


# --- vouchers


def test_gz_25_no_voucher_without_guidance(guangzhou: Desk, recognise: Recognise) -> None:
    number, course = recognised(guangzhou, recognise, guided=False), opened(guangzhou, designated(guangzhou))
    with refused("voucher.guidance_missing", 409):
        issued(guangzhou, number, course)


def test_gz_26_a_voucher_is_used_once_at_a_designated_school_only(guangzhou: Desk, recognise: Recognise) -> None:
    desk, number = guangzhou, recognised(guangzhou, recognise)
    here, elsewhere = designated(desk), designated(desk, "荔湾区技工学校")
    course, other = opened(desk, here), opened(desk, elsewhere, title="中式面点")
    voucher = issued(desk, number, course)
    code = desk.read("liangjing", queries.voucher, voucher).code
    key, foreign = desk.do("huangke", schools.new_key, here), desk.do("huangke", schools.new_key, elsewhere)
    with refused("school.key_wrong", 403):
        desk.system(at_school.redeem, "ABC", code, course)
    with refused("voucher.not_for_course", 422):
        desk.system(at_school.redeem, foreign, code, course)
    with refused("voucher.not_for_course", 422):
        desk.system(at_school.redeem, foreign, code, other)
    shown = desk.system(at_school.offered_at, key.lower().replace("-", " "), f" {code.lower()} ")
    assert [one.title for one in shown.courses] == [COURSE.title]
    assert desk.system(at_school.redeem, key, code, course).seat == 1
    for again in (lambda: desk.system(at_school.redeem, key, code, course),
                  lambda: desk.do("liangjing", vouchers.redeem, code, course)):
        with refused("voucher.used", 409):
            again()
    view = desk.read("liangjing", queries.voucher, voucher)
    assert (view.line.state, view.used_for, view.used_by) == ("redeemed", COURSE.title, SCHOOL.name)
    (seat,) = desk.read("liangjing", queries.course, course).seats
    assert (seat.with_voucher, seat.name) == (True, "梁*")


def test_a_school_that_is_designated_no_more_redeems_nothing(guangzhou: Desk, recognise: Recognise) -> None:
    desk, number, school = guangzhou, recognised(guangzhou, recognise), designated(guangzhou)
    course = opened(desk, school)
    code = desk.read("liangjing", queries.voucher, issued(desk, number, course)).code
    key = desk.do("huangke", schools.new_key, school)
    newer = desk.do("huangke", schools.new_key, school)
    with refused("school.key_wrong", 403):
        desk.system(at_school.redeem, key, code, course)
    desk.do("huangke", schools.end, school)
    with refused("school.key_wrong", 403):
        desk.system(at_school.redeem, newer, code, course)
    with refused("voucher.school_ended", 422):
        desk.do("liangjing", vouchers.redeem, code, course)


def test_a_voucher_ends_on_its_day_or_when_it_is_taken_back(
    guangzhou: Desk, recognise: Recognise, clock: StoppedClock
) -> None:
    desk, number = guangzhou, recognised(guangzhou, recognise)
    course = opened(desk, designated(desk), starts_on=date(2027, 1, 11), ends_on=date(2027, 1, 15))
    first = issued(desk, number, course, until=TODAY)
    with refused("voucher.open_already", 409):
        issued(desk, number, course)
    code = desk.read("liangjing", queries.voucher, first).code
    clock.advance(days=1)
    with refused("voucher.expired", 409):
        desk.do("liangjing", vouchers.redeem, code, course)
    second = issued(desk, number, course)
    with refused("voucher.reason_missing", 422):
        desk.do("liangjing", vouchers.revoke, second, " ")
    desk.do("liangjing", vouchers.revoke, second, "本人已就业。")
    with refused("voucher.revoked", 409):
        desk.do("liangjing", vouchers.redeem, desk.read("liangjing", queries.voucher, second).code, course)
    states = [one.state for one in desk.read("huangke", queries.voucher_list)]
    assert states == ["revoked", "expired"]
    told = [one.text for one in desk.system(outbox.letters_about, f"voucher:{second}")]
    assert ["本人已就业。" in text for text in told] == [False, True]
    assert not any(desk.read("liangjing", queries.voucher, second).code in text for text in told)


@pytest.mark.parametrize(
    ("until", "chosen", "code"),
    [
        (date(2026, 11, 20), True, "voucher.day_wrong"),
        (date(2027, 11, 23), True, "voucher.day_wrong"),
        (UNTIL, False, "voucher.courses_missing"),
    ],
)
def test_an_unfinished_voucher_is_refused(
    guangzhou: Desk, recognise: Recognise, until: date, chosen: bool, code: str
) -> None:
    number, course = recognised(guangzhou, recognise), opened(guangzhou, designated(guangzhou))
    with refused(code, 422):
        issued(guangzhou, number, *([course] if chosen else []), until=until)


def test_a_voucher_names_only_courses_that_take_vouchers(guangzhou: Desk, recognise: Recognise) -> None:
    desk, number = guangzhou, recognised(guangzhou, recognise)
    paid = opened(desk, designated(desk), takes_vouchers=False)
    with refused("voucher.courses_missing", 422):
        issued(desk, number, paid)


def test_a_city_whose_document_knows_no_vouchers_issues_none(desk: Desk, number: str) -> None:
    course = in_xinyu(desk)
    with refused("voucher.not_provided", 409):
        desk.do(ZHOU_MIN, vouchers.issue, vouchers.NewVoucher(number, UNTIL, (course,)))


def test_a_course_that_is_called_off_gives_the_voucher_back(guangzhou: Desk, recognise: Recognise) -> None:
    desk, number, school = guangzhou, recognised(guangzhou, recognise), designated(guangzhou)
    course, other = opened(desk, school), opened(desk, school, title="中式面点")
    voucher = issued(desk, number, course, other)
    code = desk.read("liangjing", queries.voucher, voucher).code
    desk.do("liangjing", vouchers.redeem, code, course)
    with refused("enrolment.with_voucher", 409):
        as_citizen(desk, LIANG_SHUZHEN, offered.withdraw, course)
    desk.do("liangjing", courses.call_off, course)
    assert desk.read("liangjing", queries.voucher, voucher).line.state == "issued"
    assert desk.do("liangjing", vouchers.redeem, code, other).course == "中式面点"


def test_the_training_of_a_voucher_rests_on_its_guidance(
    guangzhou: Desk, recognise: Recognise, clock: StoppedClock
) -> None:
    desk, number, school = guangzhou, recognised(guangzhou, recognise), designated(guangzhou)
    course = opened(desk, school)
    code = desk.read("liangjing", queries.voucher, issued(desk, number, course)).code
    desk.do("liangjing", vouchers.redeem, code, course)
    clock.advance(days=30)
    (seat,) = desk.read("liangjing", queries.course, course).seats
    desk.do("liangjing", courses.note, seat.id, "complete")
    assert [one.kind for one in desk.read("liangjing", ledger.ledger, "2026-12").lines] == ["推荐职业技能培训"]


def test_a_citizen_has_her_vouchers_with_code_picture_and_schools(guangzhou: Desk, recognise: Recognise) -> None:
    desk, number = guangzhou, recognised(guangzhou, recognise)
    voucher = issued(desk, number, opened(desk, designated(desk)))
    (own,) = reads(desk, LIANG_SHUZHEN, offered.own_vouchers)
    assert (own.state, own.state_label, own.article) == ("issued", "未使用", "第九条")
    assert [(one.school, one.address) for one in own.courses] == [(SCHOOL.name, SCHOOL.address)]
    picture = reads(desk, LIANG_SHUZHEN, offered.picture, voucher)
    assert base64.b64decode(picture.content_base64).startswith(b"\x89PNG")
    assert reads(desk, WANG_XIUYING, offered.own_vouchers) == ()
    with refused("voucher.not_found", 404):
        reads(desk, WANG_XIUYING, offered.picture, voucher)
    held = {one.kind: one for one in reads(desk, LIANG_SHUZHEN, own_data.own_data).items}
    assert held["voucher"].erasable is False
    assert own.code in reads(desk, LIANG_SHUZHEN, own_data.bundle).words


def test_own_data_tells_of_seats_and_lets_them_go(desk: Desk) -> None:
    course = in_xinyu(desk, seats=1)
    as_citizen(desk, LI_JIANGUO, offered.enrol, course)
    assert [one.title for one in reads(desk, LI_JIANGUO, own_data.own_data).items] == ["培训报名：1个"]
    assert as_citizen(desk, LI_JIANGUO, own_data.erase).items == ()
    assert as_citizen(desk, WANG_XIUYING, offered.enrol, course).mine == "enrolled"


def _wishes(unit: Unit, case: str, wishes: list[str]) -> None:
    row = unit.session.get_one(Application, case)
    write_form(unit, row, read_form(unit, row) | {"wishes": wishes})


def _trained(desk: Desk, number: str) -> int:
    def counted(unit: Unit) -> int:
        return packages.counted(unit, entries.seen(unit, number))["training"]

    return int(desk.read(ZHOU_MIN, counted))


def test_xy_60_a_finished_course_tells_of_the_subsidies_of_the_policy_once(
    desk: Desk, number: str, clock: StoppedClock
) -> None:
    desk.system(from_her_chat, number)
    course = in_xinyu(desk)
    desk.do(ZHOU_MIN, courses.add, course, number)
    (seat,) = desk.read(ZHOU_MIN, queries.course, course).seats
    clock.advance(days=20)
    for result in ("complete", "undo", "complete"):
        desk.do(ZHOU_MIN, courses.note, seat.id, result)
    (letter,) = desk.read(ZHOU_MIN, lambda unit: outbox.letters_about(unit, f"course:{course}"))
    assert letter.text.split("\n") == [
        f"您已学完：{COURSE.title}。",
        "按规定可能有：职业培训补贴、培训期间生活费补贴（余人社字〔2023〕82号 第五条第（二）项第3目）。",
        "能不能领、领多少，由经办机构审核。请打12333，或到街道（乡镇）人社站所。",
    ]


def test_xy_60_a_policy_without_such_a_subsidy_promises_none(
    guangzhou: Desk, recognise: Recognise, clock: StoppedClock
) -> None:
    number = recognised(guangzhou, recognise)
    course = opened(guangzhou, designated(guangzhou))
    guangzhou.do("liangjing", courses.add, course, number)
    (seat,) = guangzhou.read("liangjing", queries.course, course).seats
    clock.advance(days=20)
    guangzhou.do("liangjing", courses.note, seat.id, "complete")
    assert guangzhou.read("liangjing", lambda unit: outbox.letters_about(unit, f"course:{course}")) == []
