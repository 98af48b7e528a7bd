"""After the office has looked: corrections one by one, the letter's buttons, the decision."""

import pytest
from sqlalchemy import select

from backend.applications import review
from backend.applications.models import Application
from backend.applications.views import DefectClaim
from backend.core.unit import Unit
from backend.core.work import SYSTEM, Work
from tests import papers
from tests.backend.desk import Desk, open_desk
from tests.bot.conftest import Visit
from tests.bot.steps import submits
from tests.people import WANG_XIUYING, ZHENG_JIE, ZHOU_MIN


@pytest.fixture(autouse=True)
def _not_paced(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock stands still here: letters of one moment would wait for the next second for ever."""
    monkeypatch.setenv("BANGBAN_TELEGRAM_PER_SECOND", "0")


@pytest.fixture
def desk(work: Work) -> Desk:
    return open_desk(work)


def case_of(desk: Desk) -> str:
    """The only application there is."""

    def get(unit: Unit) -> str:
        return unit.session.scalars(select(Application.id)).one()

    return desk.work.read_now(SYSTEM, get)


async def test_everything_to_mend_is_listed_at_once_and_mended_one_by_one(visit: Visit, desk: Desk) -> None:
    wang = visit(WANG_XIUYING)
    await submits(wang)
    case = case_of(desk)
    desk.take_up(ZHOU_MIN, case)
    defects = (
        DefectClaim("field", "education", "请按毕业证填写"),
        DefectClaim("paper", "identity", "照片反光，看不清"),
    )
    desk.do(ZHOU_MIN, review.return_for_correction, case, desk.version(case), defects, "")
    letter = await wang.sees("请按毕业证填写", "照片反光", within=10)
    await wang.taps(letter.buttons[0].label)
    await wang.sees("需要您补正", "还有2项")
    await wang.taps("1. 文化程度")
    asked = await wang.sees("受理机构的意见：请按毕业证填写", "文化程度")
    assert "共14步" not in asked.text
    assert wang.messages[letter.number].text == letter.text
    await wang.taps("回补正清单")
    await wang.sees("还有2项")
    await wang.taps("1. 文化程度")
    await wang.sees("受理机构的意见")
    await wang.taps("高中")
    await wang.sees("（已改）", "还有1项")
    await wang.taps("2. 身份证或户口本")
    await wang.sees("请发《身份证》", "照片反光")
    await wang.sends_photo(papers.jpeg("身份证重拍"))
    await wang.sees("现在有2个文件", within=15)
    await wang.taps("回补正清单")
    await wang.sees("都改好了")
    await wang.taps("提交补正", times=2)
    await wang.sees("补正已提交")


async def test_a_second_photo_is_asked_about_while_another_paper_waits_to_be_mended(visit: Visit, desk: Desk) -> None:
    wang = visit(WANG_XIUYING)
    await submits(wang)
    case = case_of(desk)
    desk.take_up(ZHOU_MIN, case)
    defects = (
        DefectClaim("paper", "identity", "照片反光，看不清"),
        DefectClaim("paper", "employment_certificate", "缺失业登记页"),
    )
    desk.do(ZHOU_MIN, review.return_for_correction, case, desk.version(case), defects, "")
    letter = await wang.sees("照片反光", "缺失业登记页", within=10)
    await wang.taps(letter.buttons[0].label)
    await wang.sees("还有2项")
    await wang.taps("1. 身份证或户口本")
    await wang.sees("请发《身份证》")
    await wang.sends_photo(papers.jpeg("身份证重拍"))
    await wang.sees("现在有2个文件", "还有1项要补正", within=15)
    await wang.sends_photo(papers.jpeg("失业登记页"))
    asked = await wang.sees("这是哪一项材料？", within=15)
    assert [each.label for each in asked.buttons[:2]] == ["1. 身份证或户口本", "2. 《就业创业证》"]
    await wang.taps("2. 《就业创业证》")
    await wang.sees("《就业创业证》现在有2个文件", "都改好了", within=15)
    await wang.sends_photo(papers.jpeg("失业登记页二"))
    await wang.sees("《就业创业证》现在有3个文件", within=15)


async def test_the_decision_arrives_and_its_button_shows_the_whole_way(visit: Visit, desk: Desk) -> None:
    wang = visit(WANG_XIUYING)
    await submits(wang)
    case = case_of(desk)
    desk.pass_preliminary(ZHOU_MIN, case)
    await wang.sees("已通过", within=10)
    desk.take_up(ZHENG_JIE, case)
    desk.endorse(ZHENG_JIE, case, "审核确认。")
    letter = await wang.sees("通知编号", "认定", within=10)
    await wang.taps(letter.buttons[0].label)
    await wang.sees("申请进度", "已认定")
    assert "撤回申请" not in [button.label for button in wang.screen.buttons]


@pytest.mark.parametrize("word", ["补正", "去补正", "改材料", "补材料"])
async def test_the_word_for_mending_opens_the_list_and_the_start_page_has_its_button(
    visit: Visit, desk: Desk, word: str
) -> None:
    wang = visit(WANG_XIUYING)
    await wang.says(word)
    await wang.sees("现在没有要补正的申请")
    await submits(wang)
    case = case_of(desk)
    desk.take_up(ZHOU_MIN, case)
    defects = (DefectClaim("field", "education", "请按毕业证填写"),)
    desk.do(ZHOU_MIN, review.return_for_correction, case, desk.version(case), defects, "")
    await wang.sees("请按毕业证填写", within=10)
    await wang.says(word)
    await wang.sees("需要您补正", "还有1项")
    await wang.says("菜单")
    await wang.sees("您好，我是帮办")
    await wang.taps("去补正")
    await wang.sees("需要您补正", "还有1项")
