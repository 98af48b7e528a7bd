"""Every act × every state × every officer: allowed, or exactly the refusal the rules of the house give.

What is expected is written down here a second time, from the rules, without the code of the guards.
"""

from collections.abc import Mapping
from itertools import product
from typing import get_args

import pytest

from backend.applications import communities, guards
from backend.applications.guards import Act
from backend.applications.lifecycle import State
from backend.applications.models import Application
from backend.core.problems import Problem
from backend.core.unit import Unit
from backend.staff import branches, duty
from tests.backend.desk import Desk
from tests.people import CHENGNAN, YUSHUI, ZHENG_JIE, ZHOU_MIN

STATES: tuple[State, ...] = tuple(state for state in get_args(State) if state != "draft")
ACTS: Mapping[Act, tuple[State, ...]] = {
    "take_up": ("submitted",),
    "release": ("in_review",),
    "hand_over": ("in_review", "awaiting_correction"),
    "accept": ("in_review", "awaiting_correction"),
    "reassign": ("submitted", "in_review", "awaiting_correction"),
    "entrust": ("in_review",),
    "extend": ("awaiting_correction",),
    "resume": ("awaiting_correction",),
    "record_match": ("in_review",),
    "home_visit": ("in_review",),
    "mark_paper": ("in_review",),
    "return": ("in_review",),
    "send_back": ("in_review",),
    "endorse": ("in_review",),
    "recognise": ("in_review",),
    "decline": ("in_review",),
}
"""In which states an act is thought of at all."""
ANYBODY = ("take_up", "accept", "extend", "resume")
"""Acts of every reviewer of the office whose turn it is; all others are the holder's, or of who is on duty."""
UNSEEN = ("sunli", "hewei", "qianxian", "admin", "caiming")
"""Another station, another county, its other offices; an administrator; the disability service, for she is not disabled."""
INSPECT = {"inspector", "guolan"}
HOLDERS = {0: "zhoumin", 1: "zhengjie"}
WHO = ("zhoumin", "wugang", "zhengjie", "lixia", "chengxin", "lina", *sorted(INSPECT), *UNSEEN)


def expected(who: str, act: Act, state: State, stage: int) -> str:
    """The code of the refusal, "" for allowed."""
    if who in UNSEEN:
        return "application.not_found"
    if who in INSPECT:
        return "review.read_only"
    if state not in ACTS[act] or (act, stage) in {("send_back", 0), ("entrust", 1)}:
        return "application.illegal_move"
    if (problem := expected_turn(who, act, stage)) != "mine":
        return problem
    if act == "reassign":
        return "" if who == "wugang" else "review.not_on_duty"
    return "" if act in ANYBODY or who == HOLDERS[stage] else "review.held_by_other"


def expected_turn(who: str, act: Act, stage: int) -> str:
    if who == "chengxin":
        return "review.level_inspects"
    if who == "lina":
        helps = stage == 0 and act in ("home_visit", "mark_paper")
        return "" if helps else "review.community_prepares"
    here = {0: ("zhoumin", "wugang"), 1: ("zhengjie", "lixia")}[stage]
    return "mine" if who in here else "review.not_your_stage"


@pytest.fixture
def town(desk: Desk, case: str) -> Desk:
    """One of every kind; the case is entrusted to 平安社区, and 吴刚 is on duty at the station."""
    desk.do("admin", branches.open_community, CHENGNAN, "001", "城南街道平安社区")
    desk.do("admin", branches.open_disability_service, YUSHUI, "渝水区残疾人就业服务中心")
    desk.employ("lina", "李娜", CHENGNAN + "001")
    desk.employ("caiming", "蔡明", YUSHUI + "CL")
    desk.employ("lixia", "李夏", YUSHUI)
    desk.employ("chengxin", "程欣", "360500")
    desk.employ("qianxian", "钱贤", "360521", "inspector")
    desk.do("admin", duty.set_on_duty, desk.officers["wugang"].id, True)
    desk.take_up(ZHOU_MIN, case)
    told = desk.version(case), desk.officers["lina"].office_id, "请入户看看"
    desk.do(ZHOU_MIN, communities.entrust, case, *told)
    return desk


@pytest.mark.parametrize("stage", [0, 1])
def test_gz_02_every_act_in_every_state_by_every_officer(town: Desk, case: str, stage: int) -> None:
    if stage:
        town.record_steps(ZHOU_MIN, case)
        town.endorse(ZHOU_MIN, case)
        town.take_up(ZHENG_JIE, case)
    else:
        town.record_steps(ZHOU_MIN, case)
    told: dict[tuple[str, str, str], str] = {}
    wanted: dict[tuple[str, str, str], str] = {}
    for state in STATES:
        town.system(_put, case, state, town.officers[HOLDERS[stage]].id)
        for who in WHO:
            for act, code in town.read(who, _refusals, case).items():
                told[state, who, act] = code
                wanted[state, who, act] = expected(who, act, state, stage)
    assert len(told) == len(STATES) * len(WHO) * len(ACTS)
    assert {key: code for key, code in told.items() if code != wanted[key]} == {}


def test_every_pair_of_act_and_state_is_thought_of() -> None:
    """No act of the guards is missing from the table above."""
    officers = {act for act in get_args(Act.__args__[0]) if act not in CITIZENS}  # type: ignore[attr-defined]
    beside = set(get_args(Act.__args__[1]))  # type: ignore[attr-defined]
    assert officers | beside == set(ACTS)
    assert set(product(ACTS, STATES)) >= {(act, state) for act, states in ACTS.items() for state in states}


CITIZENS = ("submit", "supply", "supply_to_the_office", "take_back", "withdraw")


def _put(unit: Unit, case: str, state: State, holder: int) -> None:
    row = unit.session.get_one(Application, case)
    row.state, row.officer_id = state, holder


def _refusals(unit: Unit, case: str) -> dict[Act, str]:
    """What stands against each act, as the page and the service both hear it."""
    try:
        row = guards.seen(unit, case)
    except Problem as problem:
        return dict.fromkeys(ACTS, problem.code)
    problems = {act: guards.refusal(unit, row, act) for act in ACTS}
    return {act: problem.code if problem else "" for act, problem in problems.items()}
