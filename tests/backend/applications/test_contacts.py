"""The same person elsewhere: an office learns that there is something, asks for a call, and sees nothing (C21)."""

import pytest

from backend.applications import contacts, home_queries
from backend.applications.views import CaseView
from backend.core.problems import Problem
from tests.backend.desk import Desk, hand_in, refused
from tests.people import CHENGNAN, HE_WEI, SUN_LI, ZHANG_GUIHUA, ZHENG_JIE, ZHOU_MIN


@pytest.fixture
def there(desk: Desk) -> str:
    """张桂花 stands on the register of 分宜县."""
    case = hand_in(desk.work, ZHANG_GUIHUA, "X5")
    desk.pass_preliminary(SUN_LI, case)
    desk.take_up(HE_WEI, case)
    desk.endorse(HE_WEI, case, "审核确认，情况属实。")
    return case


@pytest.fixture
def here(desk: Desk, there: str) -> str:
    """And applies again in 渝水区."""
    return hand_in(desk.work, ZHANG_GUIHUA, "X5", station=CHENGNAN)


def words(view: CaseView) -> str:
    return repr((view.duplicates, view.contacts))


def test_xy_27_a_standing_entry_elsewhere_is_told_without_telling_where(
    desk: Desk, here: str, there: str
) -> None:
    view = desk.case(ZHOU_MIN, here)
    assert [one.sentence for one in view.duplicates] == ["同一人在其他地区有未办结的事项或在册记录。"]
    for secret in (there, desk.row(there).receipt or "", "分宜", "钤东", "孙莉", "何伟"):
        assert secret not in words(view)
    assert [one.case_id for one in desk.case("inspector", here).duplicates] == [there]


def test_what_has_ended_elsewhere_is_nobodys_business(desk: Desk) -> None:
    ended = hand_in(desk.work, ZHANG_GUIHUA, "X5")
    desk.system(lambda unit: setattr(unit.session.get_one(contacts.Application, ended), "state", "withdrawn"))
    assert desk.case(ZHOU_MIN, hand_in(desk.work, ZHANG_GUIHUA, "X5", station=CHENGNAN)).duplicates == ()


def test_the_other_office_is_asked_once_and_says_when_it_has_called(desk: Desk, here: str, there: str) -> None:
    button = desk.case(ZHOU_MIN, here).duplicates[0]
    for _ in range(2):
        desk.do(ZHOU_MIN, contacts.ask_for_contact, here, button.contact)
    asked = desk.case(SUN_LI, there).contacts
    assert [(one.office, one.officer) for one in asked] == [("渝水区城南街道人力资源社会保障事务站所", "周敏")]
    assert desk.row(here).receipt not in words(desk.case(SUN_LI, there))
    assert [one.case_id for one in desk.read(SUN_LI, home_queries.contacts)] == [there]
    assert desk.read(ZHENG_JIE, home_queries.contacts) == ()
    assert desk.case(ZHOU_MIN, here).duplicates[0].asked_at is not None
    for _ in range(2):
        desk.do(SUN_LI, contacts.contact_made, there, asked[0].id)
    assert desk.case(SUN_LI, there).contacts == ()
    assert desk.read(SUN_LI, home_queries.contacts) == ()


def test_a_made_up_mark_or_request_leads_nowhere(desk: Desk, here: str, there: str) -> None:
    for mark in ("", there, "0" * 16):
        with refused("contact.gone", 404):
            desk.do(ZHOU_MIN, contacts.ask_for_contact, here, mark)
    desk.do(ZHOU_MIN, contacts.ask_for_contact, here, desk.case(ZHOU_MIN, here).duplicates[0].contact)
    with refused("contact.gone", 404):
        desk.do(ZHOU_MIN, contacts.contact_made, here, 1)
    with pytest.raises(Problem, check=lambda problem: problem.code == "application.not_found"):
        desk.do(ZHOU_MIN, contacts.contact_made, there, 1)
    with refused("review.read_only", 403):
        desk.do("inspector", contacts.ask_for_contact, here, "0" * 16)
