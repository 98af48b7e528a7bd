"""Who ever acted for a resident in an application has no part in its review, whatever became of the mandate."""

from collections.abc import Callable

import pytest

from backend.applications import review
from backend.applications.models import Application, Hand
from backend.applications.service import supply
from backend.applications.views import DefectClaim
from backend.core.problems import Problem
from backend.core.unit import Unit
from backend.core.work import SYSTEM
from backend.counter import service
from backend.counter.whole_form import put_all
from backend.policies.service import reopen
from backend.staff.events import OfficerLeft
from contract.screening import ReopenAnswer
from tests.backend.counter.entering import checked, filled, form_of, seen, sent, taken_in
from tests.backend.desk import Desk, refused
from tests.people import WANG_XIUYING, WU_GANG, ZHOU_MIN, Officer

PHONE_WRONG = DefectClaim("field", "phone", "电话打不通。")


def inherits(desk: Desk, giver: Officer, heir: Officer) -> None:
    """What the giver acted by goes to the heir."""
    ids = desk.officers[giver.login].id, desk.officers[heir.login].id
    desk.system(lambda unit: unit.emit(OfficerLeft(*ids)))


def change(desk: Desk, who: Officer, mandate: str, **typed: str) -> dict[str, Problem]:
    def put(unit: Unit) -> dict[str, Problem]:
        return put_all(unit, service.application_id(unit, mandate), {name: [text] for name, text in typed.items()})

    wrong: dict[str, Problem] = desk.do(who, put)
    return wrong


def returned(desk: Desk, who: Officer, case: str) -> None:
    desk.take_up(who, case)
    desk.do(who, review.return_for_correction, case, desk.version(case), (PHONE_WRONG,))


def supplied(desk: Desk, who: Officer, mandate: str) -> None:
    desk.do(who, lambda unit: supply(unit, service.application_id(unit, mandate)))


def hands(desk: Desk, case: str) -> set[str]:
    by_id = {officer.id: login for login, officer in desk.officers.items()}

    def found(unit: Unit) -> set[str]:
        rows = unit.session.query(Hand.officer_id).filter(Hand.application_id == case)
        return {by_id[row.officer_id] for row in rows}

    return desk.work.read_now(SYSTEM, found)


def entered(desk: Desk) -> str:
    """周敏 enters everything and hands it in."""
    return sent(desk, ZHOU_MIN, filled(desk, ZHOU_MIN))


def inherited_unused(desk: Desk) -> str:
    """周敏 enters and hands in; 吴刚 inherits and touches nothing."""
    case = entered(desk)
    inherits(desk, ZHOU_MIN, WU_GANG)
    return case


def inherited_and_looked_at(desk: Desk) -> str:
    """As above, and 吴刚 opens the page."""
    mandate = filled(desk, ZHOU_MIN)
    case = sent(desk, ZHOU_MIN, mandate)
    inherits(desk, ZHOU_MIN, WU_GANG)
    assert seen(desk, WU_GANG, mandate).application is not None
    return case


def inherited_and_changed(desk: Desk) -> str:
    """周敏 fills in, 吴刚 inherits, changes a telephone number and hands in."""
    mandate = filled(desk, ZHOU_MIN)
    inherits(desk, ZHOU_MIN, WU_GANG)
    assert change(desk, WU_GANG, mandate, phone="19900000011") == {}
    return sent(desk, WU_GANG, mandate)


def inherited_and_saved_nothing_new(desk: Desk) -> str:
    """吴刚 inherits the draft and presses 保存 with nothing changed; 周敏 comes back and hands in."""
    mandate = filled(desk, ZHOU_MIN)
    inherits(desk, ZHOU_MIN, WU_GANG)
    assert change(desk, WU_GANG, mandate, **{name: text for name, (text,) in form_of(WANG_XIUYING).items()}) == {}
    inherits(desk, WU_GANG, ZHOU_MIN)
    return sent(desk, ZHOU_MIN, mandate)


def inherited_before_the_form(desk: Desk) -> str:
    """周敏 only took her in and answered the self-check; 吴刚 inherits, begins the form and hands in."""
    mandate = checked(desk, ZHOU_MIN)
    inherits(desk, ZHOU_MIN, WU_GANG)
    consent = seen(desk, WU_GANG, mandate).consent
    assert consent is not None
    desk.do(WU_GANG, service.begin_form, mandate, consent.version)
    return desk.read(WU_GANG, service.application_id, mandate)


def returned_to_the_first(desk: Desk) -> str:
    """Handed in by 周敏, inherited by 吴刚, and back at 周敏."""
    case = inherited_unused(desk)
    inherits(desk, WU_GANG, ZHOU_MIN)
    return case


def mandate_over(desk: Desk) -> str:
    """周敏 enters, hands in, and ends the mandate."""
    mandate = filled(desk, ZHOU_MIN)
    case = sent(desk, ZHOU_MIN, mandate)
    desk.do(ZHOU_MIN, service.end, mandate)
    return case


@pytest.mark.parametrize(
    ("story", "acted"),
    [
        (entered, {"zhoumin"}),
        (inherited_unused, {"zhoumin"}),
        (inherited_and_looked_at, {"zhoumin"}),
        (inherited_and_changed, {"zhoumin", "wugang"}),
        (inherited_and_saved_nothing_new, {"zhoumin"}),
        (returned_to_the_first, {"zhoumin"}),
        (mandate_over, {"zhoumin"}),
    ],
)
def test_who_ever_acted_may_not_review_and_who_only_inherited_may(
    desk: Desk, story: Callable[[Desk], str], acted: set[str]
) -> None:
    case = story(desk)
    assert hands(desk, case) == acted
    for officer in (ZHOU_MIN, WU_GANG):
        if officer.login in acted:
            with refused("review.entered_by_you", 403):
                desk.take_up(officer, case)
    for officer in (ZHOU_MIN, WU_GANG):
        if officer.login not in acted:
            desk.take_up(officer, case)
            assert desk.row(case).officer_id == desk.officers[officer.login].id


def test_who_answered_only_the_self_check_has_not_entered_the_application(desk: Desk) -> None:
    assert hands(desk, inherited_before_the_form(desk)) == {"wugang"}


def test_whoever_holds_the_case_and_then_writes_in_it_holds_it_no_more(desk: Desk) -> None:
    """吴刚 returned it and left; 周敏's successor 邓 holds case and mandate, and supplies the corrections herself."""
    heir = Officer("李雪", "lixue", WU_GANG.office_code, "preliminary")
    desk.employ(heir.login, heir.name, heir.office_code)
    mandate = filled(desk, ZHOU_MIN)
    case = sent(desk, ZHOU_MIN, mandate)
    returned(desk, WU_GANG, case)
    inherits(desk, WU_GANG, heir)
    assert desk.row(case).officer_id == desk.officers[heir.login].id
    inherits(desk, ZHOU_MIN, heir)
    assert change(desk, heir, mandate, phone="19900000011") == {}
    supplied(desk, heir, mandate)
    row = desk.row(case)
    assert (row.state, row.officer_id) != ("in_review", desk.officers[heir.login].id)
    with refused("review.entered_by_you", 403):
        desk.take_up(heir, case)


def test_who_has_reviewed_does_not_write_what_is_reviewed(desk: Desk) -> None:
    mandate = filled(desk, ZHOU_MIN)
    case = sent(desk, ZHOU_MIN, mandate)
    returned(desk, WU_GANG, case)
    inherits(desk, ZHOU_MIN, WU_GANG)
    wrong = change(desk, WU_GANG, mandate, phone="19900000011")
    assert [problem.code for problem in wrong.values()] == ["helping.reviewed_by_you"]
    assert hands(desk, case) == {"zhoumin"}


def test_the_guard_looks_again_when_the_act_is_done(desk: Desk) -> None:
    """吴刚 has the case open for review when he inherits and writes; his endorsement is refused all the same."""
    heir = Officer("李雪", "lixue", WU_GANG.office_code, "preliminary")
    desk.employ(heir.login, heir.name, heir.office_code)
    mandate = filled(desk, ZHOU_MIN)
    case = sent(desk, ZHOU_MIN, mandate)
    desk.take_up(heir, case)
    version = desk.version(case)

    def written_meanwhile(unit: Unit) -> None:
        row = unit.session.get_one(Application, case)
        unit.session.add(Hand(application_id=row.id, officer_id=desk.officers[heir.login].id, at=unit.now))

    desk.system(written_meanwhile)
    with refused("review.entered_by_you", 403):
        desk.do(heir, review.endorse, case, version, "同意。")


def test_questions_begin_at_one_for_what_the_resident_is_asked(desk: Desk) -> None:
    """The ID number has told sex and birth date: they are no questions."""
    mandate = taken_in(desk, ZHOU_MIN)
    check = seen(desk, ZHOU_MIN, mandate).screening
    assert check is not None
    assert check.question is not None
    assert {line.fact for line in check.answered} == {"person.sex", "person.birth_date"}
    assert check.question.number == 1
    most = check.question.at_most
    desk.do(ZHOU_MIN, lambda unit: reopen(unit, service.screening_id(unit, mandate), ReopenAnswer(fact="person.sex")))
    again = seen(desk, ZHOU_MIN, mandate).screening
    assert again is not None
    assert again.question is not None
    assert again.question.number == 1
    assert most < again.question.at_most + 2
