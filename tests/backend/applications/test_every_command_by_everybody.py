"""Every command on an application × every state × everybody who may think of it, through the commands themselves.

What an officer hears stands in `test_rights_matrix.py`, written down there from the rules; here the commands are held
to it, so that none forgets to ask. What a citizen hears is the table of moves.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, get_args

import pytest
from sqlalchemy import select

from backend.applications import (
    bulk,
    communities,
    corrections,
    form,
    ownership,
    paper_files,
    review,
    sending_back,
    service,
    taking_back,
    validity,
    visit_photos,
)
from backend.applications.intake_files import clean
from backend.applications.lifecycle import State
from backend.applications.models import Application, PaperFileRow, PaperRow
from backend.applications.views import DefectClaim
from backend.core.actors import Citizen
from backend.core.problems import Problem
from backend.core.unit import Unit
from contract.application import ChooseAlternative, PutField, SayUntil, Submit, ToggleChoice
from tests import papers
from tests.backend.applications.test_rights_matrix import HOLDERS, STATES, expected
from tests.backend.applications.test_rights_matrix import town as town
from tests.backend.desk import Desk, matched, visited
from tests.people import LI_JIANGUO, WANG_XIUYING, ZHENG_JIE, ZHOU_MIN

WHO = ("zhoumin", "wugang", "zhengjie", "chengxin", "lina", "inspector", "sunli")
"""One of each kind of the matrix: holder, on duty, county, city, community, who only looks on, who sees nothing."""
Command = Callable[[Unit, Application], object]
GATE = {
    "application.not_found",
    "application.illegal_move",
    "review.read_only",
    "review.level_inspects",
    "review.community_prepares",
    "review.not_your_stage",
    "review.not_on_duty",
    "review.held_by_other",
}
"""What stands against an act before anything is looked at that was typed with it."""
MENDED = (DefectClaim("field", "name", "与身份证不一致"),)
LONG = "请重新核实家庭情况"


def _officers(desk: Desk) -> Mapping[str, tuple[str, Command]]:
    """Each command of a desk, with the act it is."""
    colleague, community = desk.officers["wugang"].id, desk.officers["lina"].office_id
    photo = clean(papers.jpeg("门口"), "门口.jpg", 1 << 20)

    def on(service: Any, *args: Any) -> Command:
        return lambda unit, row: service(unit, row.id, row.version, *args)

    def at(service: Any, *args: Any) -> Command:
        return lambda unit, row: service(unit, row.id, *args)

    return {
        "take_up": ("take_up", on(ownership.take_up)),
        "bulk.take_up": ("take_up", lambda unit, row: _told(bulk.take_up(unit, (row.id,)))),
        "release": ("release", on(ownership.release, "休假")),
        "hand_over": ("hand_over", on(ownership.hand_over, colleague, "请接办")),
        "accept": ("accept", at(ownership.accept)),
        "refuse": ("accept", at(ownership.refuse)),
        "reassign": ("reassign", on(ownership.reassign, colleague, "休假")),
        "entrust": ("entrust", on(communities.entrust, community, "请入户看看")),
        "extend": ("extend", on(corrections.extend, "等他")),
        "resume": ("resume", on(corrections.resume, "不等")),
        "record_match": ("record_match", at(review.record_step, matched())),
        "home_visit": ("home_visit", at(review.record_step, visited())),
        "add_photo": ("home_visit", at(visit_photos.add_photo, "门口.jpg", photo)),
        "remove_photo": ("home_visit", at(visit_photos.remove_photo, "0" * 32)),
        "mark_paper": ("mark_paper", at(review.mark_paper, "identity", "verified")),
        "return": ("return", on(review.return_for_correction, MENDED)),
        "preview_return": ("return", on(review.preview_return, MENDED)),
        "send_back": ("send_back", on(sending_back.send_back, LONG)),
        "endorse": ("endorse", on(review.endorse, "情况属实")),
        "decline": ("decline", on(review.decline, "art-1", LONG)),
        "preview_decline": ("decline", on(review.preview_decline, "art-1", LONG)),
    }


def _elsewhere(act: str, stage: int) -> str:
    """Record match and home visit are steps of the first review alone (第二条第（二）项)."""
    return "application.illegal_move" if stage and act in ("record_match", "home_visit") else ""


def _told(items: tuple[bulk.Item, ...]) -> None:
    """Several at once answer each in words: the words stand for the refusal."""
    for one in items:
        if one.why_not:
            raise Problem("bulk.told", 409, words=one.why_not)


@pytest.mark.parametrize("stage", [0, 1])
def test_every_command_of_an_officer_asks_first_in_every_state(town: Desk, case: str, stage: int) -> None:
    town.record_steps(ZHOU_MIN, case)
    if stage:
        town.endorse(ZHOU_MIN, case)
        town.take_up(ZHENG_JIE, case)
    commands = _officers(town)
    wrong: dict[tuple[str, str, str], tuple[str, str]] = {}

    def all_of_them(unit: Unit) -> None:
        for state in STATES:
            _put(unit, case, state, town.officers[HOLDERS[stage]].id)
            for who in WHO:
                for name, (act, command) in commands.items():
                    wanted = expected(who, act, state, stage) or _elsewhere(act, stage)  # type: ignore[arg-type]
                    code = _tried(replace(unit, actor=town.officers[who]), case, command)
                    passed = code != "" if wanted and name == "bulk.take_up" else code == wanted
                    if not (passed if wanted else code not in GATE):
                        wrong[state, who, name] = (code, wanted)
        raise Problem("test.over", 409)

    with pytest.raises(Problem, match="over"):
        town.system(all_of_them)
    assert wrong == {}


CITIZENS: Mapping[str, Command] = {
    "submit": lambda unit, row: service.submit(unit, row.id, Submit(declaration_version="1")),
    "supply": lambda unit, row: service.supply(unit, row.id),
    "withdraw": lambda unit, row: service.withdraw(unit, row.id),
    "take_back": lambda unit, row: taking_back.take_back(unit, row.id),
    "put_field": lambda unit, row: form.put_field(unit, row.id, "name", PutField(text="王秀", skip=False)),
    "toggle": lambda unit, row: form.toggle_choice(unit, row.id, "wishes", ToggleChoice(value="training")),
    "reopen_field": lambda unit, row: form.reopen_field(unit, row.id, "name"),
    "back": lambda unit, row: form.back(unit, row.id),
    "go_on": lambda unit, row: form.go_on(unit, row.id),
    "choose": lambda unit, row: paper_files.choose_alternative(
        unit, row.id, "identity", ChooseAlternative(alternative="id_card")
    ),
    "add_file": lambda unit, row: paper_files.add_paper_file(
        unit, row.id, "identity", "证.jpg", clean(papers.jpeg("新的"), "证.jpg", 1 << 20)
    ),
    "remove_file": lambda unit, row: paper_files.remove_paper_file(unit, row.id, _file(unit, row)),
    "papers_done": lambda unit, row: paper_files.papers_done(unit, row.id),
    "papers_reopen": lambda unit, row: paper_files.papers_reopen(unit, row.id),
    "until": lambda unit, row: validity.say_until(unit, row.id, "employment_certificate", SayUntil(text="2030年1月1日")),
}
MOVES = {
    ("draft", "withdraw"): {"withdrawn"},
    ("submitted", "withdraw"): {"withdrawn"},
    ("in_review", "withdraw"): {"withdrawn"},
    ("awaiting_correction", "withdraw"): {"withdrawn"},
    ("submitted", "take_back"): {"draft"},
    ("awaiting_correction", "supply"): {"in_review", "submitted"},
    ("draft", "submit"): {"submitted"},
}
"""Every move there is for the applicant; of a draft and of a correction the rest writes in it."""
WRITES = ("draft", "awaiting_correction")


@pytest.mark.parametrize("state", get_args(State))
def test_every_command_of_a_citizen_in_every_state_does_what_the_table_says(desk: Desk, case: str, state: State) -> None:
    desk.take_up(ZHOU_MIN, case)
    wrong: dict[tuple[str, str], object] = {}
    wang, li = (Citizen("web", one.chat_id) for one in (WANG_XIUYING, LI_JIANGUO))

    def all_of_them(unit: Unit) -> None:
        row = _put(unit, case, state, desk.officers["zhoumin"].id)
        before = _stands(unit, row)
        for name, command in CITIZENS.items():
            for actor in (li, desk.officers["zhoumin"], desk.officers["zhengjie"]):
                with _taken_back(unit):
                    code = _refusal(replace(unit, actor=actor), case, command)
                    if code not in ("application.not_found", "access.citizens_only") or _stands(unit, row) != before:
                        wrong[str(actor), name] = code
            with _taken_back(unit):
                code = _refusal(replace(unit, actor=wang), case, command)
                after = _stands(unit, row)
                may_move = MOVES.get((state, name), set())
                if after["state"] not in may_move | {state}:
                    wrong["she", name] = (code, after["state"])
                if state not in WRITES and not may_move and after != before:
                    wrong["she", name] = (code, after)
        raise Problem("test.over", 409)

    with pytest.raises(Problem, match="over"):
        desk.system(all_of_them)
    assert wrong == {}


def _stands(unit: Unit, row: Application) -> dict[str, Any]:
    """What an office reads of a case."""
    unit.session.flush()
    unit.session.refresh(row)
    names = ("state", "version", "form", "answers", "officer_id", "office_id", "receipt", "papers_done", "editing")
    files = select(PaperFileRow.id).where(PaperFileRow.application_id == row.id, PaperFileRow.removed_at.is_(None))
    chosen = select(PaperRow.requirement, PaperRow.state, PaperRow.chosen, PaperRow.said_until)
    papers_ = unit.session.execute(chosen.where(PaperRow.application_id == row.id)).all()
    held = {name: getattr(row, name) for name in names}
    return held | {"files": sorted(unit.session.scalars(files)), "papers": sorted(papers_, key=str)}


def _put(unit: Unit, case: str, state: State, holder: int) -> Application:
    row = unit.session.get_one(Application, case)
    row.state, row.officer_id = state, holder
    unit.session.flush()
    return row


def _file(unit: Unit, row: Application) -> str:
    return unit.session.scalars(select(PaperFileRow.id).where(PaperFileRow.application_id == row.id)).first() or ""


@contextmanager
def _taken_back(unit: Unit) -> Iterator[None]:
    """What happens within has not happened afterwards; files that go with a commit stay."""
    within = unit.session.begin_nested()
    try:
        yield
    finally:
        within.rollback()
        unit.session.expire_all()
        unit.after_commit.clear()


def _tried(unit: Unit, case: str, command: Command) -> str:
    """The code of the refusal, "" where the command did what it does; either way nothing stays."""
    with _taken_back(unit):
        return _refusal(unit, case, command)


def _refusal(unit: Unit, case: str, command: Command) -> str:
    try:
        command(unit, unit.session.get_one(Application, case))
        unit.session.flush()
    except Problem as problem:
        return problem.code
    return ""
