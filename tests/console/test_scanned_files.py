"""Files that wait for the scanner, and files it has stopped, as officers see them."""

from sqlalchemy import update

from backend.applications.models import PaperFileRow
from backend.core.unit import Unit
from tests.backend.desk import Desk
from tests.conftest import StoppedClock
from tests.console.conftest import SignIn
from tests.people import WANG_XIUYING, ZHOU_MIN


def say(desk: Desk, requirement: str, scan: str) -> None:
    """The scanner's word on the files of one paper."""

    def settle(unit: Unit) -> None:
        of_paper = update(PaperFileRow).where(PaperFileRow.requirement == requirement)
        unit.session.execute(of_paper.values(scan=scan))

    desk.system(settle)


async def test_f54_the_officers_read_why_nothing_passes(
    desk: Desk, case: str, sign_in: SignIn, clock: StoppedClock
) -> None:
    say(desk, "identity", "pending")
    browser = await sign_in(ZHOU_MIN.login)
    assert "安全检查程序没有回应" not in (await browser.get("/staff/")).text
    clock.advance(minutes=3)
    assert "安全检查程序没有回应，1个文件还在等" in (await browser.get("/staff/")).text
    page = await browser.get(f"/staff/cases/{case}")
    assert "1个文件正在安全检查" in page.text
    page = await browser.send(page.form("/take-up"))
    assert "还不能通过" in page.text
    assert "“身份证或户口本”有文件还没查完" in page.text


async def test_f50_a_quarantined_file_has_no_way_in(desk: Desk, case: str, sign_in: SignIn) -> None:
    say(desk, "identity", "infected")
    browser = await sign_in(ZHOU_MIN.login)
    page = await browser.get(f"/staff/cases/{case}")
    assert "已隔离，谁也不能打开" in page.text
    shut = next(file.id for paper in desk.case(ZHOU_MIN, case).papers for file in paper.files if file.scan != "clean")
    assert not [link for link in page.links if shut in link]
    assert shut not in page.response.text
    for path in ("", "/read", "/pages/1"):
        answer = await browser.raw(f"/staff/cases/{case}/files/{shut}{path}")
        assert answer.status_code == 409
        assert "还没有通过安全检查" in answer.text
    assert WANG_XIUYING.name not in page.text
