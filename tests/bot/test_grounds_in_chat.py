"""依据是什么, whatever the chat said last: a page about the person, a letter, or what no article is about."""

import pytest
from sqlalchemy import update

from backend.applications import review
from backend.applications.views import DefectClaim
from backend.core import outbox
from backend.core.unit import Unit
from backend.core.work import SYSTEM, Work
from backend.people.models import Account
from backend.registry.models import Entry
from bot.callbacks import Case, Complain, Go, Invited, Post, Register
from bot.cited import places_in
from bot.client import BackendClient
from bot.routers.matters import OF_PLACES, OF_TAPS, of_tap
from bot.routers.table import PLACES, TAPS
from contract.channel import NoticeButton
from contract.policy import AskGrounds
from tests.backend.desk import Desk, hand_in, open_desk
from tests.bot.conftest import Visit
from tests.bot.test_register_in_chat import on_telegram
from tests.chat import Chat
from tests.conftest import StoppedClock
from tests.people import CHENGNAN, WANG_XIUYING, ZHOU_MIN

NUMBER = "余人社字〔2023〕82号"
STANDING = ("核对于2026年11月21日。", "如有新的政策，以新的为准")
NOTHING = "文件里没有条文写到"


@pytest.fixture
def desk(work: Work) -> Desk:
    return open_desk(work)


async def asks(chat: Chat, *told: str) -> str:
    await chat.says("依据是什么")
    screen = await chat.sees(*told, NUMBER, *STANDING, within=10)
    return screen.text


def letter(
    work: Work, text: str, subject: str = "topic:news", *buttons: NoticeButton, number: str = "TZ20261121-NEWS"
) -> None:
    """A letter that goes to 王秀英's chat."""

    def write(unit: Unit) -> None:
        outbox.post(
            unit,
            channel="telegram",
            chat_id=WANG_XIUYING.chat_id,
            number=number,
            kind="request",
            subject=subject,
            text=text,
            buttons=buttons,
            language="zh_Hans_CN",
        )

    work.do_now(SYSTEM, write)


async def test_of_a_standing_what_it_rests_on_and_what_will_end_it(visit: Visit, desk: Desk) -> None:
    on_telegram(desk)
    wang = visit(WANG_XIUYING)
    await wang.says("我的认定")
    await wang.sees("在册", within=10)
    told = await asks(wang, "依据：我的认定", "第一条第（一）项", "第三条第（一）项第1目")
    assert "女性年满40周岁" in told


async def test_a_letter_about_an_application_has_what_it_rests_on_as_a_button(visit: Visit, desk: Desk) -> None:
    case = hand_in(desk.work, WANG_XIUYING, station=CHENGNAN)

    def move(unit: Unit) -> None:
        unit.session.execute(update(Account).values(channel="telegram", chat_id=WANG_XIUYING.chat_id))

    desk.work.do_now(SYSTEM, move)
    wang = visit(WANG_XIUYING)
    await wang.says("进度")
    await wang.sees("等待办理", within=10)
    desk.take_up(ZHOU_MIN, case)
    claims = (DefectClaim("field", "phone", "号码打不通"),)
    desk.do(ZHOU_MIN, review.return_for_correction, case, desk.version(case), claims, "")
    await wang.sees("号码打不通", within=10)
    await wang.taps("依据是什么")
    await wang.sees("依据：", "第二条第（二）项", *STANDING, within=10)


async def test_xy_34_of_a_proposed_exit_the_ground_comes_first(visit: Visit, desk: Desk) -> None:
    on_telegram(desk)
    wang = visit(WANG_XIUYING)
    await wang.says("我的认定")
    await wang.taps("申请退出")
    await wang.sees("真的要申请退出吗", within=10)
    await asks(wang, "依据：申请退出", "第三条第（一）项第3目", "满3个月的")
    await wang.says("我的认定")
    await wang.taps("申请退出")
    await wang.taps("确认申请退出")
    await wang.sees("退出申请已收到", within=10)
    await wang.says("我的认定")
    await wang.sees("退出审定中", within=10)
    told = await asks(wang, "依据：我的认定")
    assert told.index("第三条第（一）项第3目") < told.index("第一条第（一）项")


async def test_gz_13_of_an_automatic_recognition_one_objects_to_the_category(visit: Visit, desk: Desk) -> None:
    on_telegram(desk)
    desk.work.do_now(SYSTEM, lambda unit: unit.session.execute(update(Entry).values(mode="auto")))
    wang = visit(WANG_XIUYING)
    await wang.says("我的认定")
    await wang.taps("提出异议")
    await wang.sees("哪里不对", within=10)
    await wang.taps("不，先不提")
    await asks(wang, "依据：提出异议", "第一条第（一）项")


@pytest.mark.parametrize(
    ("said", "sees", "about", "place"),
    [
        ("找工作", "想找什么样的工作", "找岗位", "第四条第（二）项"),
        ("培训课程", "", "培训课程", "第四条第（三）项"),
        ("活动", "", "活动", "第四条第（一）项"),
        ("消息设置", "", "推送的消息", "第四条第（一）项"),
    ],
)
async def test_what_names_no_article_itself_rests_on_the_one_of_its_matter(
    visit: Visit, said: str, sees: str, about: str, place: str
) -> None:
    wang = visit(WANG_XIUYING)
    await wang.says(said)
    await wang.sees(sees, within=10)
    await asks(wang, f"依据：{about}", place)


async def test_a_complaint_being_written_rests_on_the_supervision_telephone(visit: Visit) -> None:
    wang = visit(WANG_XIUYING)
    await wang.says("我要投诉")
    await wang.sees("您想说的是哪一类", within=10)
    await wang.says("/basis")
    await wang.sees("依据：投诉和意见", "监督电话，随时受理政策咨询、意见反馈及投诉举报", within=10)


@pytest.mark.parametrize("said", ["代办", "隐私", "语言"])
async def test_what_no_article_is_about_is_said_to_be_that(visit: Visit, said: str) -> None:
    wang = visit(WANG_XIUYING)
    await wang.says(said)
    await wang.sees("", within=10)
    await asks(wang, NOTHING)


async def test_a_letter_that_came_after_the_page_is_what_was_said_last(
    visit: Visit, desk: Desk, work: Work, clock: StoppedClock
) -> None:
    on_telegram(desk)
    wang = visit(WANG_XIUYING)
    await wang.says("我的认定")
    await wang.sees("在册", within=10)
    clock.advance(minutes=5)
    letter(work, f"拟退出告知\n依据：{NUMBER} 第三条第（一）项第6目")
    await wang.sees("拟退出告知", within=10)
    told = await asks(wang, "依据：拟退出告知", "第三条第（一）项第6目", "骗取、套取就业补助资金")
    assert "第一条第（一）项" not in told
    clock.advance(minutes=5)
    await asks(wang, "依据：拟退出告知")  # asked again, it is still the letter
    await wang.says("我的认定")
    await wang.sees("在册", within=10)
    await asks(wang, "依据：我的认定")


async def test_a_letter_has_a_button_that_answers_for_it_later_too(
    visit: Visit, work: Work, clock: StoppedClock
) -> None:
    wang = visit(WANG_XIUYING)
    await wang.says("你好")
    name = "TZ20261121-ABCDEFGHJK"
    button = NoticeButton(label="依据是什么", action="grounds", argument=name)
    letter(work, f"拟退出告知\n依据：{NUMBER} 第三条第（一）项第6目", "entry:0", button, number=name)
    await wang.sees("拟退出告知", within=10)
    clock.advance(minutes=5)
    letter(work, "渝水区下周有招聘会")
    await wang.sees("渝水区下周有招聘会", within=10)
    await wang.taps("依据是什么")
    await wang.sees("依据：拟退出告知", "骗取、套取就业补助资金", within=10)


async def test_news_without_an_article_rests_on_the_duty_to_tell(visit: Visit, work: Work) -> None:
    wang = visit(WANG_XIUYING)
    await wang.says("你好")
    letter(work, "渝水区下周有招聘会")
    await wang.sees("渝水区下周有招聘会", within=10)
    await asks(wang, "依据：渝水区下周有招聘会", "第四条第（一）项")


async def test_another_chats_letter_is_nobodys(visit: Visit, work: Work, client: BackendClient) -> None:
    wang = visit(WANG_XIUYING)
    await wang.says("你好")
    letter(work, f"拟退出告知\n依据：{NUMBER} 第三条第（一）项第6目")
    await wang.sees("拟退出告知", within=10)
    asked = AskGrounds(about="letter:TZ20261121-NEWS", pack="xinyu-2023-82", exactly=True)
    own = client.for_account(f"telegram:{WANG_XIUYING.chat_id}", "telegram:own", "zh_Hans_CN")
    foreign = client.for_account("telegram:990001", "telegram:foreign", "zh_Hans_CN")
    assert (await own.last_grounds(asked)).grounds is not None
    assert (await foreign.last_grounds(asked)).grounds is None


def test_every_button_and_place_is_told_or_goes_on_with_what_was_spoken_of() -> None:
    """A new one has to be thought of: what follows is what steps of their own answer, or what is about nobody."""
    steps = {
        "home", "cancel", "human", "offices", "here", "help", "erase", "erased", "copied", "back", "english", "chinese",
        "again", "policy", "ask", "startup", "grounds", "trust", "continue", "mend", "check", "papers", "stories",
    }  # fmt: skip
    assert set(PLACES) - set(OF_PLACES) == steps
    own = {
        "go", "lang", "city", "dist", "start", "a", "u", "why", "page", "fwhy", "fpage", "s", "rm", "re", "b", "r", "gr",
        "ok", "f", "t", "d", "skip", "e", "c", "reg", "p", "alt", "dw", "pr", "put", "x", "send", "st", "qz",
    }  # fmt: skip
    assert set(TAPS) - {kind.__prefix__ for kind in OF_TAPS} == own


def test_a_button_tells_its_matter() -> None:
    assert of_tap(Case(act="open", id="a1")) == "case:a1"
    assert of_tap(Case(act="withdraw", id="a1")) == "none:withdraw"
    assert of_tap(Register(act="leave", policy="p")) == "leave:p"
    assert of_tap(Register(act="object", policy="p")) == "object:p"
    assert of_tap(Post(act="unfit", id="1")) == "refusal"
    assert of_tap(Post(act="interested", id="1")) == "jobs"
    assert of_tap(Invited(act="open", code="x")) == "invitation"
    assert of_tap(Complain(step="kind")) == "complaint"
    assert of_tap(Go(to="home")) == ""


def test_places_are_kept_as_a_page_names_them() -> None:
    words = "<b>依据</b>：余人社字〔2023〕82号 第三条第（一）项第3目，第十二条；Article 3(1), point 3"
    assert places_in(words) == ["余人社字〔2023〕82号", "第三条第（一）项第3目", "第十二条", "Article 3(1), point 3"]
