"""After recognition in the chat: 我的认定, asking to leave, and what is not asked twice."""

import pytest
from sqlalchemy import select, update

from backend.applications.check_codes import issue_automatic
from backend.core.unit import Unit
from backend.core.work import SYSTEM, Work
from backend.people.models import Account
from backend.registry import exits, queries
from backend.registry.models import Entry
from bot.screens import register as screens
from contract.policy import Sample
from contract.register import Standing
from tests.backend.desk import Desk, open_desk
from tests.backend.registry.leaving import on_the_register, pension
from tests.bot.conftest import Visit
from tests.chat import Chat, Message
from tests.people import WANG_XIUYING, ZHENG_JIE, ZHOU_MIN


@pytest.fixture
def desk(work: Work) -> Desk:
    return open_desk(work)


def on_telegram(desk: Desk) -> str:
    """王秀英 on the register, as somebody who writes in Telegram."""
    number = on_the_register(desk, WANG_XIUYING)

    def move(unit: Unit) -> None:
        unit.session.execute(update(Account).values(channel="telegram", chat_id=WANG_XIUYING.chat_id))

    desk.work.do_now(SYSTEM, move)
    return number


async def test_xy_34_she_is_told_what_leaving_means_before_she_asks_for_it(visit: Visit, desk: Desk) -> None:
    number = on_telegram(desk)
    wang = visit(WANG_XIUYING)
    await wang.says("我的认定")
    page = await wang.sees(number, within=10)
    assert "“4050”人员（第一条第（一）项）" in page.text
    assert "法定退休日" in page.text
    await wang.taps("申请退出")
    await wang.sees("真的要申请退出吗", "审定以后才退出", within=10)
    await wang.taps("不，先留着")
    await wang.sees("在册", within=10)
    await wang.taps("申请退出")
    await wang.sees("真的要申请退出吗", within=10)
    await wang.taps("确认申请退出", times=2)
    await wang.sees("退出申请已收到", within=10)
    await wang.says("我的认定")
    page = await wang.sees("在册，退出审定中", within=10)
    assert "申请退出" not in [button.label for button in page.buttons]


async def test_gz_20_the_form_to_sign_can_be_copied_and_printed() -> None:
    one = Standing(
        pack="guangzhou-2014-4",
        city="广州市",
        state="active",
        number="RD440104-2026-1",
        since="2026年11月21日",
        bases=(),
        officer="林芳",
        office="北京街道",
        telephone="12333",
        ends=(),
        exit=(),
        leave="form",
        statement=Sample(policy="guangzhou-2014-4", id="gave_up", title="声明", text="声明人（签名）：＿＿"),
        again=(),
    )
    screen = screens.to_sign(str, one)
    assert "<code>声明人（签名）：＿＿</code>" in screen.text
    assert "拍照发到这里" in screen.text
    assert next(button.data for row in screen.rows for button in row) == "pr:guangzhou-2014-4:gave_up"


async def test_gz_13_whoever_was_recognised_automatically_objects_in_her_own_words(visit: Visit, desk: Desk) -> None:
    number = on_telegram(desk)

    def automatic(unit: Unit) -> None:
        unit.session.execute(update(Entry).values(mode="auto"))

    desk.work.do_now(SYSTEM, automatic)
    wang = visit(WANG_XIUYING)
    await wang.says("我的认定")
    await wang.sees(number, within=10)
    await wang.says("我不服")
    await wang.sees("自动认定：点“提出异议”", within=10)
    await wang.taps("提出异议")
    await wang.sees("哪里不对", "答复以前您的身份不变", within=10)
    await wang.says(f"我是{WANG_XIUYING.id_number}，我已经上班了")
    await wang.sees("请不要写身份证号码", within=10)
    await wang.says("我已经上班了")
    await wang.sees("异议已经提交", "2026年12月4日前答复", within=10)
    await wang.says("我的认定")
    page = await wang.sees(number, "您的异议已收到", within=10)
    assert "提出异议" not in [button.label for button in page.buttons]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        pytest.param("不同意这个认定", ("异议已经提交",), id="words that are an objection themselves"),
        pytest.param("补贴停了，我活不下去了", ("12356", "异议已经提交"), id="despair is answered as well"),
    ],
)
async def test_what_is_written_where_an_objection_is_asked_for_is_put_down_as_one(
    visit: Visit, desk: Desk, said: str, told: tuple[str, ...]
) -> None:
    on_telegram(desk)

    def automatic(unit: Unit) -> None:
        unit.session.execute(update(Entry).values(mode="auto"))

    desk.work.do_now(SYSTEM, automatic)
    wang = visit(WANG_XIUYING)
    await wang.says("我的认定")
    await wang.taps("提出异议")
    await wang.sees("哪里不对", within=10)
    await wang.says(said)
    await wang.sees(*told, within=10)


async def told_of_an_exit(wang: Chat, desk: Desk) -> tuple[str, Message]:
    """王秀英, to whose chat an officer's proposal has come, and the letter."""
    number = on_telegram(desk)
    await wang.says("我的认定")
    await wang.sees("在册", within=10)
    desk.do(ZHOU_MIN, exits.propose, number, desk.read(ZHOU_MIN, queries.entry, number).version, pension())
    return number, await wang.sees("拟退出告知", within=10)


async def test_xy_30_whoever_is_to_leave_answers_from_the_letter_in_her_own_words(
    visit: Visit, desk: Desk
) -> None:
    wang = visit(WANG_XIUYING)
    leaving, letter = await told_of_an_exit(wang, desk)
    assert "点“说明情况”写给我们" in letter.text
    await wang.taps("说明情况")
    await wang.sees("请把情况写在这里", "审定以前，您仍然在册", within=10)
    await wang.says(f"我是{WANG_XIUYING.id_number}，没有领养老金")
    await wang.sees("请不要写身份证号码", within=10)
    await wang.says("凭什么说我领养老金？我没有领过")
    await wang.sees("您的说明已经记下", "2026年11月21日的说明", within=10)
    await wang.says("我的认定")
    await wang.sees("在册，退出审定中", "的说明已经记下", within=10)
    await wang.taps("说明情况")
    await wang.says("我不服")
    await wang.sees("您的说明已经记下", within=10)
    shown = desk.read(ZHENG_JIE, queries.entry, leaving).open
    assert shown is not None
    assert shown.reply == "凭什么说我领养老金？我没有领过\n我不服"


async def test_what_is_written_after_the_decision_is_told_to_come_too_late(
    visit: Visit, desk: Desk
) -> None:
    wang = visit(WANG_XIUYING)
    leaving, _letter = await told_of_an_exit(wang, desk)
    await wang.taps("说明情况")
    await wang.sees("请把情况写在这里", within=10)
    desk.do(ZHENG_JIE, exits.refuse, leaving, desk.read(ZHENG_JIE, queries.entry, leaving).version, "查无领取记录。")
    await wang.says("我没有领过")
    await wang.sees("这次退出已经有结果了", within=10)


async def test_who_takes_back_a_wish_of_her_own_says_so_before_it_is_decided(visit: Visit, desk: Desk) -> None:
    number = on_telegram(desk)
    wang = visit(WANG_XIUYING)
    await wang.says("我的认定")
    await wang.taps("申请退出")
    await wang.taps("确认申请退出")
    await wang.sees("退出申请已收到", within=10)
    await wang.says("我的认定")
    await wang.taps("说明情况")
    await wang.sees("请把情况写在这里", within=10)
    await wang.says("我改变主意，不退出了")
    await wang.sees("您的说明已经记下", within=10)
    shown = desk.read(ZHENG_JIE, queries.entry, number).open
    assert shown is not None
    assert shown.reply == "我改变主意，不退出了"


async def test_gz_04_who_was_told_on_paper_reads_her_recognition_in_the_chat(visit: Visit, desk: Desk) -> None:
    number = on_the_register(desk, WANG_XIUYING)

    def without_chat(unit: Unit) -> str:
        entry = unit.session.scalars(select(Entry)).one()
        entry.mode, entry.account_id = "auto", None
        return issue_automatic(unit, entry)

    code = desk.work.do_now(SYSTEM, without_chat)
    wang = visit(WANG_XIUYING)
    await wang.says("认定通知")
    await wang.sees("请用一行写：核验码、身份证号码", within=10)
    await wang.says(code)
    await wang.sees("还差身份证号码", within=10)
    await wang.says(f"7F3K-2M9Q-XT4B-WC08 {WANG_XIUYING.id_number}")
    await wang.sees("核验码和身份证号码对不上", "请用一行写", within=10)
    await wang.says(f"身份证号码是{WANG_XIUYING.id_number}，核验码：{code}")
    await wang.sees("在册", number, within=10)
    await wang.says("我的认定")
    await wang.sees(number, within=10)
