"""What reviewers must know beside the application: earlier deceit, standing on a register, the provincial system."""

from sqlalchemy import select

from backend.applications import province, queries, review
from backend.applications.views import QueueFilters
from backend.core.unit import Unit
from backend.core.work import SYSTEM
from backend.registry.exit_guards import Wish
from backend.registry.models import ProvincialMessage
from backend.registry.provincial import SimulatedSystem, send_due
from tests.backend.desk import TODAY, Desk, hand_in, matched, refused
from tests.backend.registry.leaving import Register, on_the_register
from tests.conftest import StoppedClock
from tests.people import WANG_XIUYING, ZHENG_JIE, ZHOU_MIN


def lookups(desk: Desk) -> int:
    def count(unit: Unit) -> int:
        return len(unit.session.scalars(select(ProvincialMessage).where(ProvincialMessage.kind == "lookup")).all())

    return desk.work.read_now(SYSTEM, count)


def test_xy_37_a_new_application_shows_the_flag_of_deceit_to_reviewers_only(desk: Desk, clock: StoppedClock) -> None:
    register = Register(desk, clock)
    number = on_the_register(desk, WANG_XIUYING)
    register.propose(number, Wish("false_information", "", TODAY, "核实记录", "您提供的情况与记录不符。"))
    register.reply_time_over()
    register.confirm(number)
    again = hand_in(desk.work, WANG_XIUYING)
    (risk,) = desk.case(ZHOU_MIN, again).risks
    assert (risk.number, risk.ground, risk.article) == (number, "提供虚假信息获取身份", "第三条第（一）项第5目")
    assert desk.case("inspector", again).risks == ()
    assert "虚假" not in "".join(letter.text for letter in desk.letters(again))


def test_xy_37_no_other_exit_is_a_flag(desk: Desk, clock: StoppedClock) -> None:
    register = Register(desk, clock)
    number = on_the_register(desk, WANG_XIUYING)
    register.propose(number, Wish("declined", "own_wish", TODAY, "本人的申请", "本人申请退出。"))
    register.reply_time_over()
    register.confirm(number)
    assert desk.case(ZHOU_MIN, hand_in(desk.work, WANG_XIUYING)).risks == ()


def test_xy_20_the_id_number_handed_to_the_province_is_stamped_with_time_and_officer(desk: Desk, case: str) -> None:
    desk.take_up(ZHOU_MIN, case)
    assert desk.case(ZHOU_MIN, case).province is None
    with refused("review.not_your_stage", 403):
        desk.do(ZHENG_JIE, province.enter, case)
    desk.do(ZHOU_MIN, province.enter, case)
    desk.do(ZHOU_MIN, province.enter, case)
    step = desk.case(ZHOU_MIN, case).province
    assert step is not None
    assert (step.at, step.officer, step.state) == (desk.work.clock(), "周敏", "queued")
    assert lookups(desk) == 1
    send_due(desk.work, SimulatedSystem())
    step = desk.case(ZHOU_MIN, case).province
    assert step is not None
    assert (step.state, step.receipt.startswith("SIM-LOOKUP-")) == ("sent", True)


def test_xy_20_whoever_records_the_match_has_taken_the_first_step(desk: Desk, case: str) -> None:
    desk.take_up(ZHOU_MIN, case)
    desk.do(ZHOU_MIN, review.record_step, case, matched())
    desk.do(ZHOU_MIN, review.record_step, case, matched())
    step = desk.case(ZHOU_MIN, case).province
    assert step is not None
    assert (step.officer, lookups(desk)) == ("周敏", 1)


def test_xy_71_assistance_objects_are_marked_in_the_queue_and_on_the_case(desk: Desk) -> None:
    case = hand_in(desk.work, WANG_XIUYING)
    (line,) = desk.read(ZHOU_MIN, queries.queue, QueueFilters()).lines
    assert (line.assisted, desk.case(ZHOU_MIN, case).assisted) == (False, False)
    desk.pass_preliminary(ZHOU_MIN, case)
    desk.take_up(ZHENG_JIE, case)
    desk.endorse(ZHENG_JIE, case)
    ended = desk.read(ZHOU_MIN, queries.queue, QueueFilters(state="ended")).lines
    assert [one.assisted for one in ended] == [True]
    assert desk.case(ZHOU_MIN, case).assisted
