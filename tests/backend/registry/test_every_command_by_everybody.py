"""Every command on a register entry and its exit × every state × everybody, through the commands."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from backend.core.problems import Problem
from backend.core.unit import Unit
from backend.registry import exits
from tests.backend.desk import TODAY, Desk
from tests.backend.registry.leaving import Register, on_the_register, pension
from tests.people import WANG_XIUYING

STATES = ("active", "leaving", "exited")
WHO = ("zhoumin", "wugang", "zhengjie", "lixia", "inspector", "guolan", "sunli", "hewei", "admin")
"""周敏 proposed. Her colleague, the county's two, who only looks on, other policy staff, another station, another county."""
UNSEEN = {"sunli", "hewei", "admin"}
ONLY_READS = {"inspector", "guolan"}
COUNTY = {"zhengjie", "lixia"}
Command = Callable[[Unit, str, int], object]
COMMANDS: Mapping[str, Command] = {
    "propose": lambda unit, number, version: exits.propose(unit, number, version, pension()),
    "preview_proposal": lambda unit, number, version: exits.preview_proposal(unit, number, version, pension()),
    "reply": lambda unit, number, version: exits.reply(unit, number, version, "我没有意见。"),
    "confirm": lambda unit, number, version: exits.confirm(unit, number, version, TODAY),
    "preview_decision": lambda unit, number, version: exits.preview_decision(unit, number, version, TODAY),
    "refuse": lambda unit, number, version: exits.refuse(unit, number, version, "领取的是遗属待遇。"),
    "preview_refusal": lambda unit, number, version: exits.preview_refusal(unit, number, version, "领取的是遗属待遇。"),
}
IN = {"propose": "active", "preview_proposal": "active"}
"""The state a command is for; every other is for one whose exit is proposed."""
DECIDE = {"confirm", "preview_decision", "refuse", "preview_refusal"}


def expected(who: str, name: str, state: str) -> str:
    """The code of the refusal, "" for done."""
    if who in UNSEEN:
        return "register.not_found"
    if state != IN.get(name, "leaving"):
        return "register.illegal_move"
    if who in ONLY_READS:
        return "review.read_only"
    return "exit.not_yours_to_decide" if name in DECIDE and who not in COUNTY else ""


@pytest.mark.parametrize("state", STATES)
def test_every_command_on_an_entry_in_every_state_by_everybody(desk: Desk, register: Register, state: str) -> None:
    number = on_the_register(desk, WANG_XIUYING)
    desk.employ("lixia", "李夏", "360502")
    if state != "active":
        register.propose(number, pension())
        register.reply_time_over()
    if state == "exited":
        register.confirm(number)
    version = register.version(number)
    wrong: dict[tuple[str, str], tuple[str, str]] = {}
    for who in WHO:
        for name, command in COMMANDS.items():
            code = tried(desk, who, command, number, version)
            wanted = expected(who, name, state)
            early = code == "review.read_only" and who in ONLY_READS and wanted == "register.illegal_move"
            if code != wanted and not early:
                wrong[who, name] = (code, wanted)
    assert wrong == {}
    assert register.entry(number).state == state


def tried(desk: Desk, who: str, command: Command, *args: Any) -> str:
    """The code of the refusal, "" where it was done; either way nothing stays."""

    def and_back(unit: Unit) -> None:
        command(unit, *args)
        unit.session.flush()
        raise Problem("", 409)

    try:
        desk.do(who, and_back)
    except Problem as problem:
        return problem.code
    raise AssertionError("unreachable")
