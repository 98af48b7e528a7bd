"""Two at once, on both databases: one wins, the other hears who and when."""

from backend.core.problems import Problem
from backend.workbench import service
from tests.backend.applications.test_review_races import at_once
from tests.backend.databases import settings as settings
from tests.backend.desk import Desk
from tests.backend.workbench.writing import AUTHOR, SECOND, checked, draft, revision, seen, stricter


def test_two_approve_at_once(desk: Desk) -> None:
    version_id = checked(desk, draft(desk))
    now = revision(desk, version_id)
    ends = at_once(
        lambda: desk.do(SECOND, service.approve, version_id, now),
        lambda: desk.do(SECOND, service.approve, version_id, now),
    )
    lost = [end for end in ends if isinstance(end, Problem)]
    assert [problem.code for problem in lost] == ["policy.changed_meanwhile"]
    assert lost[0].params["who"] == "唐伟"
    assert seen(desk, version_id).line.state == "approved"


def test_one_writes_while_the_other_approves(desk: Desk) -> None:
    version_id = checked(desk, draft(desk))
    now = revision(desk, version_id)
    ends = at_once(
        lambda: desk.do(SECOND, service.approve, version_id, now),
        lambda: desk.do(AUTHOR, service.write, version_id, now, stricter(45), "cases: []"),
    )
    assert [end.code for end in ends if isinstance(end, Problem)] == ["policy.changed_meanwhile"]
    view = seen(desk, version_id)
    assert (view.line.state, bool(view.line.approver)) in (("approved", True), ("draft", False))
