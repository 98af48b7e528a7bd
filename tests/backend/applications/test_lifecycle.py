"""The life of an application is its table, and nothing beside it."""

from itertools import product
from typing import get_args

import pytest

from backend.applications import corrections, lifecycle, review
from backend.applications.lifecycle import Action, Mover, State
from backend.applications.models import Application
from backend.applications.sending_back import send_back
from backend.applications.views import DefectClaim
from backend.core.unit import Unit
from tests.backend.desk import Desk, refused
from tests.people import ZHOU_MIN

STATES: tuple[State, ...] = get_args(State)
ACTIONS: tuple[Action, ...] = get_args(Action)
MOVERS: tuple[Mover, ...] = get_args(Mover)
LEGAL = {
    ("draft", "submit", "citizen"): "submitted",
    ("submitted", "take_up", "officer"): "in_review",
    ("in_review", "release", "officer"): "submitted",
    ("in_review", "return", "officer"): "awaiting_correction",
    ("awaiting_correction", "supply", "citizen"): "in_review",
    ("awaiting_correction", "supply_to_the_office", "citizen"): "submitted",
    ("in_review", "send_back", "officer"): "submitted",
    ("awaiting_correction", "extend", "officer"): "awaiting_correction",
    ("awaiting_correction", "resume", "officer"): "in_review",
    ("in_review", "endorse", "officer"): "submitted",
    ("in_review", "recognise", "officer"): "recognised",
    ("in_review", "decline", "officer"): "declined",
    ("draft", "withdraw", "citizen"): "withdrawn",
    ("submitted", "withdraw", "citizen"): "withdrawn",
    ("in_review", "withdraw", "citizen"): "withdrawn",
    ("awaiting_correction", "withdraw", "citizen"): "withdrawn",
    ("submitted", "take_back", "citizen"): "draft",
}
OFFICERS_ACTS = {
    "take_up": lambda desk, case: desk.do(ZHOU_MIN, review.take_up, case, desk.version(case)),
    "release": lambda desk, case: desk.do(ZHOU_MIN, review.release, case, desk.version(case), "休假"),
    "return": lambda desk, case: desk.do(
        ZHOU_MIN,
        review.return_for_correction,
        case,
        desk.version(case),
        (DefectClaim("field", "name", "不对"),),
    ),
    "extend": lambda desk, case: desk.do(ZHOU_MIN, corrections.extend, case, desk.version(case), "等他"),
    "resume": lambda desk, case: desk.do(ZHOU_MIN, corrections.resume, case, desk.version(case), "不等"),
    "endorse": lambda desk, case: desk.endorse(ZHOU_MIN, case),
    "send_back": lambda desk, case: desk.do(
        ZHOU_MIN, send_back, case, desk.version(case), "请重新核实家庭情况"
    ),
    "decline": lambda desk, case: desk.do(
        ZHOU_MIN, review.decline, case, desk.version(case), "art-1", "不符合条件"
    ),
}


@pytest.mark.parametrize(("state", "action", "mover"), [*product(STATES, ACTIONS, MOVERS)])
def test_every_move_is_in_the_table_or_refused(state: State, action: Action, mover: Mover) -> None:
    target = LEGAL.get((state, action, mover))
    if target is not None:
        assert lifecycle.target_of(state, action, mover) == target
        assert action in lifecycle.allowed(state, mover)
        return
    with refused("application.illegal_move", 409):
        lifecycle.target_of(state, action, mover)
    assert action not in lifecycle.allowed(state, mover)


def test_nothing_leads_out_of_an_end() -> None:
    assert not [move for move in lifecycle.MOVES if move.source in lifecycle.ENDED]


@pytest.mark.parametrize("state", [state for state in STATES if state != "draft"])
def test_from_every_state_only_the_moves_of_the_table_go(desk: Desk, case: str, state: State) -> None:
    desk.take_up(ZHOU_MIN, case)
    desk.record_steps(ZHOU_MIN, case)
    legal = {move.action for move in lifecycle.MOVES if move.source == state and "officer" in move.movers}
    for action, act in OFFICERS_ACTS.items():
        if action in legal:
            continue

        def put(unit: Unit) -> None:
            unit.session.get_one(Application, case).state = state

        desk.system(put)
        with refused("application.illegal_move", 409):
            act(desk, case)
        assert desk.row(case).state == state
