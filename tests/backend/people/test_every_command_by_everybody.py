"""Every command on a mandate × every state × whoever may think of it, through the commands themselves."""

from collections.abc import Callable
from typing import get_args

import pytest

from backend.core.actors import Actor, Citizen
from backend.core.problems import Problem
from backend.core.unit import Unit
from backend.core.work import Caller, Work
from backend.people import mandates
from backend.people.mandate_details import code_of
from backend.people.mandate_lifecycle import State
from backend.people.mandate_models import Mandate
from backend.people.service import ensure_account
from tests.backend.desk import PACK, Desk, open_desk
from tests.people import LI_JIANGUO, WANG_XIAOYAN, WANG_XIUYING

HELPER, PRINCIPAL, STRANGER = (Citizen("web", one.chat_id) for one in (WANG_XIAOYAN, WANG_XIUYING, LI_JIANGUO))
COMMANDS: dict[str, Callable[[Unit, str], object]] = {
    "confirm": lambda unit, key: mandates.confirm(unit, code_of(unit.vault, key)),
    "refuse": lambda unit, key: mandates.refuse(unit, code_of(unit.vault, key)),
    "end": mandates.end,
}
OVER = "mandate.illegal_move"
SAYS = {
    ("confirm", "requested"): "given",
    ("confirm", "given"): "given",
    ("refuse", "requested"): "refused",
    ("refuse", "given"): "ended",
    ("refuse", "refused"): "refused",
    **{("end", state): "ended" for state in ("requested", "given")},
    **{("end", state): state for state in ("refused", "ended", "expired")},
}
"""Where the principal's word leads; every other is refused. Twice is once, and what is over stays over."""


def expected(who: str, command: str, state: State) -> str:
    """The state afterwards, or the code of the refusal."""
    if who in ("stranger", "officer"):
        other = "mandate.not_found" if command == "end" else "mandate.of_another_chat"
        return other if who == "stranger" or command == "end" else "access.citizens_only"
    if who == "helper" and command != "end":
        return "mandate.own"
    return SAYS.get((command, state), OVER)


@pytest.fixture
def desk(work: Work) -> Desk:
    return open_desk(work)


@pytest.mark.parametrize("state", get_args(State))
def test_every_command_on_a_mandate_in_every_state_by_everybody(work: Work, desk: Desk, state: State) -> None:
    key = work.do_now(Caller(HELPER), lambda unit: mandates.request(unit, PACK, "child", {"principal": "王秀英"}).id)
    principal = work.do_now(Caller(PRINCIPAL), lambda unit: ensure_account(unit).id)
    work.do_now(Caller(STRANGER), lambda unit: ensure_account(unit).id)

    def put(unit: Unit) -> None:
        row = unit.session.get_one(Mandate, key)
        row.state, row.principal_account_id = state, principal

    desk.system(put)
    everybody: dict[str, Actor] = {
        "helper": HELPER, "principal": PRINCIPAL, "stranger": STRANGER, "officer": desk.officers["zhoumin"]
    }  # fmt: skip
    told = {(who, name): _tried(work, everybody[who], name, key) for who in everybody for name in COMMANDS}
    assert told == {(who, name): expected(who, name, state) for who, name in told}


def _tried(work: Work, actor: Actor, command: str, key: str) -> str:
    """The state it leads to or the code of the refusal; either way nothing stays."""

    def and_back(unit: Unit) -> None:
        COMMANDS[command](unit, key)
        raise Problem(unit.session.get_one(Mandate, key).state, 409)

    try:
        work.do_now(Caller(actor), and_back)
    except Problem as problem:
        return problem.code
    raise AssertionError("unreachable")
