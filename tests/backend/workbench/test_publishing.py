"""A version from draft to publication: two people, checks of this very text, and nothing broken gets through."""

from collections.abc import Callable
from typing import Any

import pytest

from backend.core import audit
from backend.core.unit import Unit
from backend.workbench import evidence, lifecycle, queries, service, todos
from backend.workbench.lifecycle import Action
from backend.workbench.models import OwnImpact, PackVersion
from backend.workbench.reckonings import older_than
from tests.backend.desk import PACK, TODAY, Desk, refused
from tests.backend.workbench.writing import (
    AUTHOR,
    DECEMBER,
    SECOND,
    approved,
    checked,
    draft,
    file_version,
    published,
    revision,
    seen,
    stricter,
)

STATES: dict[str, Callable[[Desk], str]] = {
    "draft": lambda desk: checked(desk, draft(desk)),
    "approved": lambda desk: approved(desk, checked(desk, draft(desk))),
    "published": published,
    "withdrawn": lambda desk: _withdrawn(desk),
}
ACTS: dict[Action, Callable[[Desk, str, int], Any]] = {
    "write": lambda desk, at, now: desk.do(AUTHOR, service.write, at, now, stricter(45), "cases: []"),
    "set_day": lambda desk, at, now: desk.do(AUTHOR, service.set_day, at, now, TODAY),
    "check": lambda desk, at, _: desk.do(AUTHOR, service.keep_check, at, _mark(desk, at), "lint", True, {}),
    "approve": lambda desk, at, now: desk.do(SECOND, service.approve, at, now),
    "publish": lambda desk, at, now: desk.do(AUTHOR, service.publish, at, now),
    "withdraw": lambda desk, at, now: desk.do(AUTHOR, service.withdraw, at, now),
}


def _withdrawn(desk: Desk) -> str:
    version_id = draft(desk)
    desk.do(AUTHOR, service.withdraw, version_id, revision(desk, version_id))
    return version_id


def _mark(desk: Desk, version_id: str) -> str:
    view = seen(desk, version_id)
    return evidence.mark_of(view.line.version, view.content, view.cases, view.line.effective_from, "lint")


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("act", ACTS)
def test_the_table_of_the_life_is_the_life(desk: Desk, state: str, act: Action) -> None:
    version_id = STATES[state](desk)
    legal = {move.action: move.target for move in lifecycle.MOVES if move.source == state}
    now = revision(desk, version_id)
    if act in legal:
        ACTS[act](desk, version_id, now)
        assert seen(desk, version_id).line.state == legal[act]
    else:
        with refused("policy.illegal_move", 409):
            ACTS[act](desk, version_id, now)
        assert seen(desk, version_id).line.state == state


def test_whoever_wrote_in_it_cannot_approve_it(desk: Desk) -> None:
    version_id = checked(desk, draft(desk))
    with refused("policy.same_person", 403):
        desk.do(AUTHOR, service.approve, version_id, revision(desk, version_id))
    now = revision(desk, version_id)
    desk.do(SECOND, service.write, version_id, now, stricter(45), "cases: []")
    desk.do(AUTHOR, service.write, version_id, now + 1, stricter(), seen(desk, version_id).cases)
    for who in (AUTHOR, SECOND):
        assert not seen(desk, version_id, who).acts["approve"].allowed


def test_an_edit_voids_what_was_checked_and_approved(desk: Desk) -> None:
    version_id = approved(desk, checked(desk, draft(desk)))
    view = seen(desk, version_id)
    desk.do(SECOND, service.write, version_id, view.revision, view.content + "# 一个字\n", view.cases)
    after = seen(desk, version_id)
    assert (after.line.state, after.line.approver) == ("draft", "")
    assert [check.evidence for check in after.checks] == [None, None, None]
    with refused("policy.lint_missing", 409):
        desk.do("tangwei", service.approve, version_id, after.revision)


def test_another_day_needs_another_look_at_the_impact(desk: Desk) -> None:
    version_id = checked(desk, draft(desk))
    desk.do(AUTHOR, service.set_day, version_id, revision(desk, version_id), DECEMBER.replace(day=2))
    missing = [check.check for check in seen(desk, version_id).checks if check.evidence is None]
    assert missing == ["impact"]
    with refused("policy.impact_missing", 409):
        desk.do(SECOND, service.approve, version_id, revision(desk, version_id))


def test_a_broken_text_is_kept_and_never_published(desk: Desk) -> None:
    broken = stricter().replace("{fact: work.willing, is: true}", "{fact: work.wiling, is: tru")
    version_id = checked(desk, draft(desk, broken))
    view = seen(desk, version_id)
    assert (view.content, view.line.version) == (broken, "")
    with refused("policy.lint_missing", 409):
        desk.do(SECOND, service.approve, version_id, view.revision)

    def forge(unit: Unit) -> None:
        """Somebody reaches past every check."""
        row = unit.session.get_one(PackVersion, version_id)
        row.state = "approved"
        row.evidence = {
            check: {**row.evidence["lint"], "mark": evidence.current_mark(row, check), "passed": True}
            for check in evidence.CHECKS
        }
        reckoned = OwnImpact(id="forged", version_id=version_id, place="", categories={}, day=DECEMBER)
        reckoned.mark, reckoned.older = evidence.current_mark(row, "impact"), older_than(unit, row).version
        reckoned.started_at = reckoned.reckoned_at = evidence.standing(row, "impact").at  # type: ignore[union-attr]
        unit.session.add(reckoned)

    desk.system(forge)
    with refused("policy.broken", 409):
        desk.do(AUTHOR, service.publish, version_id, view.revision)


def test_a_failing_case_stands_in_the_way(desk: Desk) -> None:
    wrong = seen(desk, draft(desk)).cases.replace("[no,", "[yes,")
    version_id = checked(desk, draft(desk, cases=wrong))
    with refused("policy.trials_missing", 409):
        desk.do(SECOND, service.approve, version_id, revision(desk, version_id))


def test_a_day_gone_by_while_waiting_stands_in_the_way(desk: Desk, clock: Any) -> None:
    version_id = approved(desk, checked(desk, draft(desk, day=TODAY)))
    clock.advance(days=1)
    with refused("policy.day_past", 409):
        desk.do(AUTHOR, service.publish, version_id, revision(desk, version_id))
    with refused("policy.day_past", 422):
        desk.do(AUTHOR, service.set_day, version_id, revision(desk, version_id), TODAY)


def test_one_version_number_is_published_once(desk: Desk) -> None:
    published(desk)
    again = approved(desk, checked(desk, draft(desk)))
    with refused("policy.version_taken", 409):
        desk.do(AUTHOR, service.publish, again, revision(desk, again))


def test_it_can_be_taken_back_until_its_day(desk: Desk, clock: Any, case: str) -> None:
    version_id = published(desk)
    assert [todo.people for todo in desk.read(AUTHOR, todos.open_todos)] == [1]
    desk.do(SECOND, service.withdraw, version_id, revision(desk, version_id))
    assert desk.read(AUTHOR, todos.open_todos) == ()
    clock.advance(days=30)
    assert desk.read(AUTHOR, queries.overview).packs[0].versions[-1].in_force
    other = published(desk, stricter(version="3"), clock().date())
    with refused("policy.in_force", 409):
        desk.do(AUTHOR, service.withdraw, other, revision(desk, other))
    with refused("policy.in_force", 409):
        desk.do(AUTHOR, service.withdraw, file_version(desk), 1)


def test_a_publication_leaves_a_task_and_sentences(desk: Desk, case: str) -> None:
    version_id = published(desk)
    todo = desk.read(SECOND, todos.open_todos)[0]
    assert (todo.version_id, todo.people, todo.effective_from) == (version_id, 1, DECEMBER)
    desk.do(SECOND, todos.done, todo.id)
    desk.do(AUTHOR, todos.done, todo.id)
    assert desk.read(AUTHOR, todos.open_todos) == ()
    told = [line.sentence for line in seen(desk, version_id).history]
    assert told[:3] == ["已安排告知1人", "有1人要告知", f"发布版本{seen(desk, version_id).line.version}，自2026-12-01起执行"]
    assert "郭兰" in {line.actor for line in seen(desk, version_id).history}
    assert desk.read(AUTHOR, lambda unit: audit.verify(unit.session, unit.vault)) is None


@pytest.mark.parametrize("who", ["admin", "inspector", "zhoumin"])
def test_others_keep_out(desk: Desk, who: str) -> None:
    version_id = draft(desk)
    for act in (queries.version, service.start):
        with refused("policy.staff_only", 403):
            desk.do(who, act, version_id)
    with refused("policy.staff_only", 403):
        desk.do(who, queries.overview)


def test_another_citys_policy_is_like_an_absent_one(desk: Desk) -> None:
    def foreign(unit: Unit) -> str:
        rows = unit.session.query(PackVersion).filter(PackVersion.pack != PACK)
        return rows.first().id  # type: ignore[union-attr]

    other = str(desk.system(foreign))
    for version_id in (other, "0" * 32):
        with refused("policy.not_found", 404):
            desk.read(AUTHOR, queries.version, version_id)
