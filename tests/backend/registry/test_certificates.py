"""From the paper an officer verified to the night that looks at its last day (XY-36)."""

from datetime import date, timedelta

import pytest

from backend.applications import review
from backend.registry import todos, updates
from tests.backend.desk import hand_in, matched, refused, visited
from tests.backend.registry.leaving import TODAY, Register, on_the_register
from tests.people import CHEN_ZHIQIANG, CHENGNAN, WANG_XIUYING, ZHENG_JIE, ZHOU_MIN

UNTIL = date(2026, 11, 20)
CERTIFICATE = "disability_certificate"


def recognised(register: Register, until: date | None) -> str:
    """陈志强, whose certificate 周敏 verified with this last day; gives the register number."""
    desk, case = register.desk, hand_in(register.desk.work, CHEN_ZHIQIANG, "X3", station=CHENGNAN)
    desk.take_up(ZHOU_MIN, case)
    day = date.fromisoformat(f"{register.clock():%Y-%m-%d}")
    for step in (matched(day), visited(day)):
        desk.do(ZHOU_MIN, review.record_step, case, step)
    desk.do(ZHOU_MIN, review.mark_paper, case, CERTIFICATE, "verified", valid_until=until)
    desk.check_papers(ZHOU_MIN, case)
    desk.endorse(ZHOU_MIN, case)
    desk.take_up(ZHENG_JIE, case)
    return str(desk.endorse(ZHENG_JIE, case).register_number)


def test_xy_36_the_day_an_officer_read_on_the_certificate_warns_and_proposes_by_itself(register: Register) -> None:
    register.on(date(2026, 3, 2))
    number = recognised(register, UNTIL)
    assert register.desk.read(ZHOU_MIN, todos.open_todos) == ()
    told = len(register.letters(number))
    for days_before in (61, 60, 30, 7, 0):
        register.on(UNTIL - timedelta(days=days_before))
        register.night()
    assert [one.text.splitlines()[0] for one in register.letters(number)[told:]] == ["证件快到期了"] * 3
    register.on(TODAY)
    register.night()
    (proposal,) = register.proposals(number)
    assert (proposal.ground, proposal.bases, proposal.effective_on) == ("basis_lapsed", ["X3"], TODAY)


def test_xy_36_a_certificate_without_a_day_is_a_to_do_until_somebody_enters_it(register: Register) -> None:
    register.on(date(2026, 3, 2))
    number = recognised(register, None)
    (todo,) = register.desk.read(ZHOU_MIN, todos.open_todos)
    assert (todo.number, todo.words) == (number, "缺“残疾人证有效期至”：请补登，到期前才能提醒。")
    register.desk.do(ZHOU_MIN, updates.certificate, number, "disab.valid_until", UNTIL)
    assert register.desk.read(ZHOU_MIN, todos.open_todos) == ()
    register.on(TODAY)
    register.night()
    assert [one.ground for one in register.proposals(number)] == ["basis_lapsed"]


def test_xy_36_whoever_rests_on_no_certificate_is_asked_for_no_day(register: Register) -> None:
    on_the_register(register.desk, WANG_XIUYING)
    assert register.desk.read(ZHOU_MIN, todos.how_many) == 0


@pytest.mark.parametrize("day", [date(2056, 11, 22), date.max])
def test_a_last_day_beyond_every_certificate_is_refused_in_words(register: Register, day: date) -> None:
    desk, number = register.desk, on_the_register(register.desk, CHEN_ZHIQIANG, "X3")
    with refused("certificate.too_far", 422):
        desk.do(ZHOU_MIN, updates.certificate, number, "disab.valid_until", day)
    case = hand_in(desk.work, WANG_XIUYING)
    desk.take_up(ZHOU_MIN, case)
    with refused("review.paper_too_far", 422):
        desk.do(ZHOU_MIN, review.mark_paper, case, "identity", "verified", valid_until=day)
    desk.do(ZHOU_MIN, review.mark_paper, case, "identity", "verified", valid_until=date(2056, 11, 21))
    desk.do(ZHOU_MIN, updates.certificate, number, "disab.valid_until", date(2056, 11, 21))


def test_the_last_day_of_all_told_long_ago_stops_no_recognition(register: Register) -> None:
    number = on_the_register(register.desk, CHEN_ZHIQIANG, "X3", disab__valid_until=date.max)
    register.night()
    assert register.proposals(number) == []
