"""Two at once: one wins, the other hears who and when, and one notice goes out. On both databases."""

import os
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Barrier, Thread
from typing import Any

from backend.applications import ownership, review, service
from backend.applications.views import DefectClaim
from backend.core import audit
from backend.core.actors import Citizen
from backend.core.problems import Problem
from backend.core.work import Caller
from backend.registry.models import Entry, Watch
from backend.staff import duty
from tests.backend.databases import settings as settings
from tests.backend.desk import Desk, hand_in
from tests.backend.rewinding import Race, Rewinder
from tests.people import WANG_XIUYING, WU_GANG, ZHENG_JIE, ZHOU_MIN

ROUNDS = 3
F67_ROUNDS = F69_ROUNDS = int(os.environ.get("BANGBAN_TEST_RACES", "25"))
"""The trust table asks for 1,000: forty times as long, and the same proof (BANGBAN_TEST_RACES=1000)."""
CLAIMS = (DefectClaim("field", "name", "与身份证不一致"),)


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """What each act led to, its Problem included, when all start together."""
    start, ends = Barrier(len(acts)), [None] * len(acts)

    def run(place: int, act: Callable[[], Any]) -> None:
        start.wait()
        try:
            ends[place] = act()
        except Problem as problem:
            ends[place] = problem  # type: ignore[call-overload]

    threads = [Thread(target=run, args=(place, act)) for place, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return ends


def test_two_take_up_the_same_case(desk: Desk) -> None:
    for _ in range(ROUNDS):
        case = hand_in_again(desk)
        ends = at_once(
            lambda case=case: desk.do(ZHOU_MIN, review.take_up, case, 1),
            lambda case=case: desk.do(WU_GANG, review.take_up, case, 1),
        )
        lost = [end for end in ends if isinstance(end, Problem)]
        assert [problem.code for problem in lost] == ["application.changed_meanwhile"]
        assert lost[0].params["who"] in ("周敏", "吴刚")
        end_case(desk, case)


def test_f67_one_case_is_recognised_and_sent_back_at_once_and_one_act_stands(desk: Desk) -> None:
    """郑洁 has the case open in two windows; the later one hears who was first and when, and one letter goes out."""
    case = hand_in(desk.work, WANG_XIUYING)
    desk.pass_preliminary(ZHOU_MIN, case)
    desk.take_up(ZHENG_JIE, case)
    version, letters = desk.version(case), len(desk.letters(case))

    def recognises() -> Any:
        return desk.do(ZHENG_JIE, review.endorse, case, version, "同意")

    def returns() -> Any:
        return desk.do(ZHENG_JIE, review.return_for_correction, case, version, CLAIMS)

    won: Counter[str] = Counter()
    with Race() as race, thousands(desk, recognises, returns) as rewinder:
        for _ in range(F67_ROUNDS):
            ends = race.run(recognises, returns)
            (lost,) = (end for end in ends if isinstance(end, Problem))
            assert (lost.code, lost.params["who"]) == ("application.changed_meanwhile", "郑洁")
            assert lost.params["when"] == "2026-11-21 10:00"
            state, written = desk.row(case).state, desk.letters(case)
            assert state == ("recognised" if lost is ends[1] else "awaiting_correction")
            assert len(written) == letters + 1
            won[state] += 1
            rewinder.back()
    assert won.total() == F67_ROUNDS == told(desk, case, "application.recognised", "application.returned") - 2
    assert desk.read("admin", lambda unit: audit.verify(unit.session, unit.vault)) is None


def test_f67_two_officers_act_at_once_and_one_hears_who_and_when(desk: Desk) -> None:
    """周敏 passes the case on while 吴刚, on duty, gives it to himself: one wins, and only one thing has happened."""
    wu = desk.officers["wugang"].id
    desk.do("admin", duty.set_on_duty, wu, True)
    for _ in range(ROUNDS):
        case = hand_in_again(desk)
        desk.take_up(ZHOU_MIN, case)
        desk.record_steps(ZHOU_MIN, case)
        version = desk.version(case)
        passed, given = at_once(
            lambda case=case, version=version: desk.do(ZHOU_MIN, review.endorse, case, version, "同意上报。"),
            lambda case=case, version=version: desk.do(
                WU_GANG, ownership.reassign, case, version, wu, "周敏休假"
            ),
        )
        lost = [end for end in (passed, given) if isinstance(end, Problem)]
        assert [problem.code for problem in lost] == ["application.changed_meanwhile"]
        assert lost[0].params["who"] == ("吴刚" if passed is lost[0] else "周敏")
        assert lost[0].params["when"] == "2026-11-21 10:00"
        assert len(desk.letters(case)) == (1 if passed is lost[0] else 2)
        assert desk.version(case) == version + 1
        end_case(desk, case)


def test_f67_a_case_is_accepted_while_its_giver_decides(desk: Desk) -> None:
    for _ in range(ROUNDS):
        case = hand_in_again(desk)
        desk.take_up(ZHOU_MIN, case)
        desk.record_steps(ZHOU_MIN, case)
        told = desk.version(case), desk.officers["wugang"].id, "请接办"
        desk.do(ZHOU_MIN, ownership.hand_over, case, *told)
        version = desk.version(case)
        passed, taken = at_once(
            lambda case=case, version=version: desk.do(ZHOU_MIN, review.endorse, case, version, "同意上报。"),
            lambda case=case: desk.do(WU_GANG, ownership.accept, case),
        )
        lost = [end for end in (passed, taken) if isinstance(end, Problem)]
        codes = {"application.changed_meanwhile", "application.illegal_move"}
        assert len(lost) == 1
        assert lost[0].code in codes
        row = desk.row(case)
        assert (row.state, row.officer_id) == (
            ("in_review", desk.officers["wugang"].id) if passed is lost[0] else ("submitted", None)
        )
        end_case(desk, case)


def test_f69_the_citizen_withdraws_while_the_county_recognises(desk: Desk) -> None:
    """王秀英 takes it back as 郑洁 recognises: one order wins, and register, audit and her one letter say the same."""
    case = hand_in(desk.work, WANG_XIUYING)
    desk.pass_preliminary(ZHOU_MIN, case)
    desk.take_up(ZHENG_JIE, case)
    version, letters = desk.version(case), len(desk.letters(case))
    applicant = Caller(Citizen("web", WANG_XIUYING.chat_id))

    def withdraws() -> Any:
        return desk.work.do_now(applicant, service.withdraw, case)

    def recognises() -> Any:
        return desk.do(ZHENG_JIE, review.endorse, case, version, "同意")

    won: Counter[str] = Counter()
    with Race() as race, thousands(desk, withdraws, recognises) as rewinder:
        for _ in range(F69_ROUNDS):
            withdrawn, recognised = race.run(withdraws, recognises)
            state, entries, written = desk.row(case).state, desk.count(Entry), desk.letters(case)
            assert len(written) == letters + 1
            if isinstance(withdrawn, Problem):
                assert withdrawn.code == "application.illegal_move"
                assert (recognised.state, state, entries) == ("recognised", "recognised", 1)
                assert written[-1].text.startswith("认定结果：通过")
            else:
                assert (recognised.code, recognised.params["who"]) == ("application.changed_meanwhile", "申请人")
                assert (withdrawn.state, state, entries) == ("withdrawn", "withdrawn", 0)
                assert written[-1].text.startswith("申请已撤回")
            won[state] += 1
            rewinder.back()
    for state, action in (("recognised", "application.recognised"), ("withdrawn", "application.withdrawn")):
        assert won[state] == told(desk, case, action) - 1
    assert desk.read("admin", lambda unit: audit.verify(unit.session, unit.vault)) is None


def test_a_person_with_two_cases_stands_on_the_register_once(desk: Desk) -> None:
    """The unique index of open cases forbids it; the register must hold even where that was got round."""
    first = hand_in(desk.work, WANG_XIUYING)
    desk.pass_preliminary(ZHOU_MIN, first)
    desk.take_up(ZHENG_JIE, first)
    desk.endorse(ZHENG_JIE, first)
    second = hand_in(desk.work, WANG_XIUYING)
    desk.pass_preliminary(ZHOU_MIN, second)
    desk.take_up(ZHENG_JIE, second)
    ends = at_once(*[lambda: desk.endorse(ZHENG_JIE, second)] * 2)
    codes = {end.code for end in ends if isinstance(end, Problem)}
    assert codes == {"registry.already_standing"}
    assert desk.count(Entry) == 1
    assert desk.row(second).state == "in_review"


@contextmanager
def thousands(desk: Desk, *acts: Callable[[], Any]) -> Iterator[Rewinder]:
    """Each act is tried alone first: what it touches is put back after every round."""
    rewinder = Rewinder(desk.work.engine)
    for act in acts:
        act()
        rewinder.learn()
    yield rewinder


def told(desk: Desk, case: str, *actions: str) -> int:
    """How often the audit tells of these acts on a case."""
    history = desk.read("admin", lambda unit: audit.history(unit.session, f"application:{case}"))
    return sum(entry.action in actions for entry in history)


def hand_in_again(desk: Desk) -> str:
    return hand_in(desk.work, WANG_XIUYING)


def end_case(desk: Desk, case: str) -> None:
    """Out of the way of the next round."""

    def end(unit: Any) -> None:
        row = unit.session.get_one(review.Application, case)
        row.state = "withdrawn"
        unit.session.query(Watch).delete()
        unit.session.query(Entry).delete()

    desk.system(end)
