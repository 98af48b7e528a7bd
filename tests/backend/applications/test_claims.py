"""接办下一件: the first due of what waits, to whoever asks; never one to two, always with its sentence on record."""

import asyncio
import threading

import pytest
from sqlalchemy import select

from backend.app import create_backend
from backend.applications.claims import claim_next
from backend.applications.models import Application, Decision
from backend.applications.sending_back import send_back
from backend.core import audit
from backend.core.audit import AuditEntry
from backend.core.grouping import Grouped
from backend.core.problems import Problem
from backend.core.unit import Unit
from backend.core.work import SYSTEM, Caller, Work
from backend.staff import duty
from tests.backend.databases import settings as settings
from tests.backend.desk import Desk, hand_in, open_desk
from tests.people import CHENGNAN, PEOPLE, WU_GANG, ZHENG_JIE, ZHOU_MIN

pytestmark = pytest.mark.xdist_group("postgres")


@pytest.fixture
def desk(work: Work) -> Desk:
    return open_desk(work)


@pytest.fixture
def waiting(desk: Desk) -> list[str]:
    """Cases before 城南街道, one a person, the first due first."""
    found = [hand_in(desk.work, person, station=CHENGNAN) for person in PEOPLE]

    def spread(unit: Unit) -> None:
        for place, case in enumerate(found):
            row = unit.session.get_one(Application, case)
            row.due_on = unit.today.fromordinal(unit.today.toordinal() + place)

    desk.system(spread)
    return found


def ask(desk: Desk, *who: object, key: str = "") -> list[object]:
    callers = [Caller(desk.officers[getattr(one, "login", one)], key=key, fingerprint="f") for one in who]
    return desk.work.do_now(SYSTEM, claim_next, callers)  # type: ignore[return-value]


def test_each_gets_the_first_due_of_what_is_left(desk: Desk, waiting: list[str]) -> None:
    assert ask(desk, ZHOU_MIN, WU_GANG, ZHOU_MIN) == waiting[:3]
    held = [desk.row(case).officer_id for case in waiting[:3]]
    assert held == [desk.officers[one].id for one in ("zhoumin", "wugang", "zhoumin")]


def test_who_may_not_is_refused_alone(desk: Desk, waiting: list[str]) -> None:
    desk.do("admin", duty.leave, desk.officers["wugang"].id)
    told = ask(desk, "inspector", ZHOU_MIN, WU_GANG)
    assert told[1] == waiting[0]
    assert [one.code for one in told if isinstance(one, Problem)] == ["review.read_only", "access.staff_only"]


def test_a_second_click_brings_the_same_case(desk: Desk, waiting: list[str]) -> None:
    assert ask(desk, ZHOU_MIN, key="console:once") == waiting[:1]
    assert ask(desk, ZHOU_MIN, key="console:once") == waiting[:1]
    assert ask(desk, ZHOU_MIN, ZHOU_MIN, key="console:twice") == [waiting[1]] * 2


def test_when_nothing_waits_that_is_said_and_may_be_asked_again(desk: Desk) -> None:
    assert ask(desk, ZHOU_MIN, key="console:one") == [""]
    case = hand_in(desk.work, PEOPLE[0], station=CHENGNAN)
    assert ask(desk, ZHOU_MIN, key="console:one") == [case]


def test_nobody_gets_what_the_own_hands_have_passed(desk: Desk, waiting: list[str]) -> None:
    """XY-24: neither one person nor one office decides twice."""
    mine, other = waiting[:2]
    for case in (mine, other):
        desk.pass_preliminary(ZHOU_MIN, case)

    def moved(unit: Unit) -> None:
        made = unit.session.scalars(select(Decision).where(Decision.application_id == mine)).one()
        made.officer_id = desk.officers["zhengjie"].id

    desk.system(moved)
    assert ask(desk, ZHENG_JIE) == [other]


def test_a_case_that_was_sent_back_goes_to_nobody_who_judged_it_above(desk: Desk, waiting: list[str]) -> None:
    """XY-24: the same of a stage behind as of one before, as the review itself sees it."""
    case = waiting[0]
    desk.pass_preliminary(ZHOU_MIN, case)
    desk.take_up(ZHENG_JIE, case)
    desk.do(ZHENG_JIE, send_back, case, desk.version(case), "入户记录里没有写明家里有谁，请再上门一次。")

    def came_down(unit: Unit) -> None:
        made = unit.session.scalars(select(Decision).where(Decision.action == "send_back")).one()
        made.officer_id = desk.officers["wugang"].id
        row = unit.session.get_one(Application, case)
        row.state, row.officer_id, row.due_on = "submitted", None, unit.today

    desk.system(came_down)
    assert ask(desk, WU_GANG) == [waiting[1]]
    assert ask(desk, ZHOU_MIN) == [case]


async def test_fifty_officers_at_once_get_fifty_cases_and_the_chain_holds(desk: Desk, waiting: list[str]) -> None:
    group = Grouped(desk.work, claim_next)
    callers = [Caller(desk.officers[("zhoumin", "wugang")[n % 2]], key=f"k{n}", fingerprint="f") for n in range(50)]
    taken = [case for case in await asyncio.gather(*(group.do(one) for one in callers)) if case]
    assert sorted(taken) == sorted(waiting)

    def record(unit: Unit) -> list[str]:
        assert audit.verify(unit.session, unit.vault) is None
        told = select(AuditEntry.subject).where(AuditEntry.action == "application.taken_up")
        return list(unit.session.scalars(told))

    assert sorted(desk.work.read_now(SYSTEM, record)) == sorted(f"application:{case}" for case in waiting)


def test_two_processes_never_give_one_case_twice(desk: Desk, waiting: list[str]) -> None:
    found: list[object] = []

    def officer(who: object) -> None:
        while (case := ask(desk, who)[0]) != "":
            found.append(case)

    threads = [threading.Thread(target=officer, args=(who,)) for who in (ZHOU_MIN, WU_GANG)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(map(str, found)) == sorted(waiting)


def test_the_house_groups_what_arrives_together(desk: Desk) -> None:
    assert isinstance(create_backend(desk.work).state.claims, Grouped)
