"""XY-75 and XY-82 in the chat: a complaint is written step by step, kept when interrupted, and answered there."""

import pytest
from sqlalchemy import select

from backend.applications.models import Application
from backend.assistance import tickets
from backend.core.outbox import OutboxRow
from backend.core.unit import Unit
from backend.core.work import SYSTEM, Work
from backend.people.models import Account
from bot.routers.wording import command_of
from tests.backend.desk import Desk, hand_in, open_desk
from tests.bot.conftest import Visit
from tests.chat import Chat
from tests.people import WANG_XIUYING, WU_GANG, ZHENG_JIE, ZHOU_MIN

RUDE = "11月20日上午在窗口，工作人员把我的材料扔了出来，凭什么？"


@pytest.fixture
def desk(work: Work) -> Desk:
    return open_desk(work)


@pytest.mark.parametrize(
    "said",
    [
        "我要投诉", "投诉", "怎么投诉", "我想举报", "投诉电话是多少", "提个意见", "我要反映问题", "能不能投诉你们",
        "举报有人", "I want to complain",
    ],
)  # fmt: skip
def test_xy_75_wanting_to_complain_is_understood(said: str) -> None:
    assert command_of(said) == ("complain", "")


@pytest.mark.parametrize("said", ["意见", "办事", "不服", "电话"])
def test_other_words_do_not_begin_a_complaint(said: str) -> None:
    assert command_of(said)[0] != "complain"


async def reaches_words(wang: Chat) -> None:
    """She names the street office, as she does not know whom she met there."""
    await wang.says("我要投诉")
    await wang.sees("哪一类", "第七条第（三）项", "12333")
    await wang.taps("工作人员或机构的服务")
    await wang.sees("哪个机构", "上一级机构")
    await wang.taps("渝水区")
    await wang.sees_button("重新选机构")
    await wang.taps("城南街道")
    await wang.sees("什么时候、在哪里")


async def reaches_the_check(wang: Chat) -> None:
    """She has told what happened, and leaves no telephone."""
    await reaches_words(wang)
    await wang.says(RUDE)
    await wang.taps("不留电话")


async def test_xy_75_a_complaint_about_a_street_goes_to_the_county_with_number_and_day(
    visit: Visit, desk: Desk
) -> None:
    wang = visit(WANG_XIUYING)
    await reaches_words(wang)
    await wang.says(RUDE)
    await wang.sees("要不要留个电话")
    await wang.taps("不留电话")
    await wang.sees("请看一看", "城南街道", RUDE)
    await wang.taps("提交")
    told = await wang.sees("已经收到", "2026年11月27日", "渝水区", "HT261121-", "发到这里")
    [one] = desk.read(ZHENG_JIE, tickets.tickets)
    assert one.number in told.text
    assert (one.taken_by, one.office) == ("郑洁", desk.officers[ZHENG_JIE.login].office_name)
    assert one.about == desk.officers[ZHOU_MIN.login].office_name
    for officer in (ZHOU_MIN, WU_GANG):
        assert desk.read(officer, tickets.tickets) == ()
    await wang.says("投诉")
    await wang.sees("您提过的", one.number, "待接手")


async def test_xy_75_the_answer_comes_into_the_chat_word_for_word(visit: Visit, desk: Desk) -> None:
    wang = visit(WANG_XIUYING)
    await reaches_the_check(wang)
    await wang.taps("提交")
    await wang.sees("已经收到")
    [one] = desk.read(ZHENG_JIE, tickets.tickets)
    desk.do(ZHENG_JIE, tickets.act, one.number, "take")
    desk.do(ZHENG_JIE, tickets.act, one.number, "close", "已向您道歉，材料当天补收。")
    await wang.sees(one.number, "答复：已向您道歉，材料当天补收。", within=10)
    await wang.taps("再说一说")
    await wang.sees("您提过的", "已办结", "答复：已向您道歉")


async def test_xy_75_what_was_written_is_kept_when_she_goes_elsewhere(visit: Visit, desk: Desk) -> None:
    wang = visit(WANG_XIUYING)
    await reaches_words(wang)
    await wang.says("取消")
    await wang.sees("先停在这里")
    await wang.says("投诉")
    await wang.sees("什么时候、在哪里")
    await wang.says(RUDE)
    await wang.sees("要不要留个电话")
    await wang.says("进度")
    await wang.sees("还没有申请")
    await wang.says("我要投诉")
    await wang.sees("要不要留个电话")
    await wang.says("1380000")
    await wang.sees("位数不对", "要不要留个电话")
    await wang.says("138 0000 1234")
    await wang.sees("请看一看", RUDE, "138****1234")
    await wang.taps("改内容")
    await wang.sees("什么时候、在哪里")
    await wang.says("窗口不肯收材料。")
    await wang.sees("请看一看", "窗口不肯收材料。", "138****1234")


async def test_xy_75_what_is_told_in_one_go_is_not_asked_for_again(visit: Visit, desk: Desk) -> None:
    wang = visit(WANG_XIUYING)
    await wang.says("我要投诉窗口的人态度很差，不给我办")
    await wang.sees("哪一类", "您写的先替您留着")
    await wang.taps("意见和建议")
    await wang.sees("交给哪个机构？")
    await wang.taps("渝水区")
    await wang.taps("就是渝水区的机构")
    await wang.sees("要不要留个电话")
    await wang.taps("不留电话")
    await wang.sees("请看一看", "我要投诉窗口的人态度很差，不给我办")


async def test_an_id_number_is_not_taken_and_a_wrong_choice_says_what_to_do(visit: Visit, desk: Desk) -> None:
    wang = visit(WANG_XIUYING)
    await wang.says("举报")
    await wang.says("嗯嗯")
    await wang.sees("没有看懂选的是哪一项", "哪一类")
    await wang.taps("有人骗取补贴或身份")
    await wang.taps("渝水区")
    await wang.taps("就是渝水区的机构")
    await wang.says(f"{WANG_XIUYING.id_number}有工作还领补贴")
    await wang.sees("不要写身份证号码", "什么时候、在哪里")


async def test_xy_82_a_report_of_fraud_has_a_number_and_an_answer_date(visit: Visit, desk: Desk) -> None:
    wang = visit(WANG_XIUYING)
    await wang.says("我要举报")
    await wang.taps("有人骗取补贴或身份")
    await wang.taps("渝水区")
    await wang.taps("就是渝水区的机构")
    await wang.says("有人天天上班，还在领社会保险补贴。")
    await wang.taps("不留电话")
    await wang.taps("提交")
    await wang.sees("已经收到", "HT261121-", "2026年11月27日", "渝水区")
    [one] = desk.read(ZHENG_JIE, tickets.tickets)
    assert (one.kind, one.name, one.phone, one.about) == ("投诉举报", "", "", "")


async def test_xy_75_the_officer_of_her_case_is_named_and_never_gets_it(visit: Visit, desk: Desk) -> None:
    case = hand_in(desk.work, WANG_XIUYING)
    desk.take_up(ZHOU_MIN, case)
    wang = visit(WANG_XIUYING)
    await wang.says("投诉")
    await wang.taps("工作人员或机构的服务")
    await wang.sees("哪个机构")
    desk.system(_hers, case)
    await wang.says("我要投诉")
    await wang.sees("哪位工作人员")
    await wang.taps("周敏")
    await wang.says(RUDE)
    await wang.taps("不留电话")
    await wang.taps("提交")
    await wang.sees("已经收到", "不会交给您说的那位")
    [one] = desk.read(ZHENG_JIE, tickets.tickets)
    assert (one.about, one.taken_by) == ("周敏", "郑洁")
    assert desk.read(ZHOU_MIN, tickets.tickets) == ()
    offices = {area: key for key, area, _ in desk.read(ZHENG_JIE, tickets.offices_of_the_city)}
    assert ZHOU_MIN.office_code in offices


def _hers(unit: Unit, case: str) -> None:
    account = unit.session.scalars(select(Account).where(Account.channel == "telegram")).one()
    unit.session.get_one(Application, case).account_id = account.id


async def test_i_disagree_and_a_person_lead_to_a_complaint_too(visit: Visit, desk: Desk) -> None:
    wang = visit(WANG_XIUYING)
    await wang.says("我不服")
    await wang.taps("投诉或提意见")
    await wang.sees("哪一类")
    await wang.says("人工")
    await wang.taps("投诉或提意见")
    await wang.sees("哪一类")


async def test_erased_own_data_cuts_the_link_and_no_answer_goes(visit: Visit, desk: Desk, work: Work) -> None:
    wang = visit(WANG_XIUYING)
    await reaches_the_check(wang)
    await wang.taps("提交")
    await wang.sees("已经收到")
    await wang.says("我的资料")
    await wang.sees("同这个聊天的联系：1件")
    await wang.taps("全部删除")
    await wang.taps("确认删除")
    await wang.sees("已删除")
    [one] = desk.read(ZHENG_JIE, tickets.tickets)
    desk.do(ZHENG_JIE, tickets.act, one.number, "take")
    desk.do(ZHENG_JIE, tickets.act, one.number, "close", "已核实。")
    letters = work.read_now(SYSTEM, lambda unit: unit.session.scalars(select(OutboxRow.text)).all())
    assert [text for text in letters if one.number in text] == []


async def test_what_is_added_before_sending_is_kept_and_a_question_is_no_part_of_it(visit: Visit, desk: Desk) -> None:
    wang = visit(WANG_XIUYING)
    await reaches_the_check(wang)
    await wang.sees("请看一看")
    await wang.says("当时还有一位邻居在场。")
    await wang.sees("已加进内容里", RUDE, "当时还有一位邻居在场。")
    await wang.says("接下来我应该怎么办？")
    await wang.sees("请看一看", RUDE)
    await wang.taps("提交")
    await wang.sees("已经收到")
    [one] = desk.read(ZHENG_JIE, tickets.tickets)
    shown = desk.read(ZHENG_JIE, tickets.ticket, one.number)
    assert shown.text == f"{RUDE}\n当时还有一位邻居在场。"


async def test_a_question_at_a_choice_is_not_taken_for_what_happened(visit: Visit, desk: Desk) -> None:
    wang = visit(WANG_XIUYING)
    await wang.says("我要投诉")
    await wang.sees("哪一类")
    await wang.says("这几项是什么意思啊？")
    await wang.sees("请先点下面的一项", "哪一类")
    await wang.taps("意见和建议")
    await wang.taps("渝水区")
    await wang.taps("就是渝水区的机构")
    await wang.sees("什么时候、在哪里")
