"""Letters: written with the act they tell about, once, complete in both languages, and discreet."""

import re

import pytest

from backend.app import HANDLERS
from backend.applications import events, review
from backend.applications.events import News
from backend.applications.models import Application
from backend.core.outbox import OutboxRow
from backend.core.unit import Unit
from backend.core.work import Caller
from backend.outreach.notify import tell
from backend.people.models import Account
from tests.backend.desk import Desk
from tests.people import WANG_XIUYING, ZHENG_JIE, ZHOU_MIN

CHINESE = re.compile(r"[\u4e00-\u9fff]")


def test_every_news_of_a_case_has_its_letter_and_nothing_else_has() -> None:
    assert {event for event, handlers in HANDLERS.items() if tell in handlers} == set(News.__args__)


def test_the_receipt_says_number_next_step_when_and_whom_to_call(desk: Desk, case: str) -> None:
    letter = desk.letters(case)[0]
    assert (letter.channel, letter.chat_id, letter.kind) == ("web", WANG_XIUYING.chat_id, "decision")
    assert letter.text == (
        "申请已提交\n"
        f"受理编号：{desk.row(case).receipt}\n"
        "\n"
        "下一步：渝水区城南街道人力资源社会保障事务站所初审。\n"
        "工作人员会比对信息，并上门核实，请保持电话畅通。\n"
        "按服务承诺，预计2026年12月4日前办完这一步。\n"
        "办理承诺：初审10个工作日，审核10个工作日。等您补正的时间不算在内。\n"
        "发送“进度”，可以随时查看。\n"
        "\n"
        "咨询电话：12333\n"
        f"通知编号：{letter.number}"
    )


def test_each_step_to_the_register_is_told_once(desk: Desk, case: str) -> None:
    desk.pass_preliminary(ZHOU_MIN, case)
    desk.take_up(ZHENG_JIE, case)
    done = desk.endorse(ZHENG_JIE, case)
    titles = [letter.text.splitlines()[0] for letter in desk.letters(case)]
    assert titles == ["申请已提交", "初审已通过", "认定结果：通过"]
    text = desk.letters(case)[-1].text
    for told in (
        "余人社字〔2023〕82号 第一条第（一）项，第二条第（三）项",
        "认定日期：2026年11月21日",
        f"登记编号：{done.register_number}",
        "认定机构：渝水区公共就业服务机构",
        "咨询电话：12333",
    ):
        assert told in text


def test_numbers_of_letters_are_unlike_each_other_and_not_to_be_guessed(desk: Desk, case: str) -> None:
    desk.pass_preliminary(ZHOU_MIN, case)
    numbers = [letter.number for letter in desk.letters(case)]
    assert len(set(numbers)) == len(numbers)
    assert all(re.fullmatch(r"TZ20261121-[0-9A-HJKMNP-TV-Z]{10}", number) for number in numbers)


@pytest.mark.parametrize("event", [events.Supplied, events.Withdrawn])
def test_what_the_citizen_did_is_confirmed(desk: Desk, case: str, event: type) -> None:
    def tell(unit: Unit) -> None:
        unit.emit(event(case))

    desk.work.do_now(Caller(desk.officers["zhoumin"]), tell)
    letter = desk.letters(case)[-1]
    assert letter.text.startswith({"Supplied": "补正已提交", "Withdrawn": "申请已撤回"}[event.__name__])
    assert desk.row(case).receipt in letter.text


def test_a_failed_act_leaves_no_letter(desk: Desk, case: str) -> None:
    with pytest.raises(Exception):  # noqa: B017 - whatever breaks, nothing may be left behind
        desk.do(ZHOU_MIN, lambda unit: (unit.emit(events.Endorsed(case)), 1 / 0))
    assert len(desk.letters(case)) == 1


def test_letters_speak_the_language_of_the_chat(desk: Desk, case: str) -> None:
    def english(unit: Unit) -> None:
        row = unit.session.get_one(Application, case)
        unit.session.get_one(Account, row.account_id).language = "en"

    desk.system(english)
    told = [
        _fresh(desk, event)
        for event in (events.Submitted(case), events.Endorsed(case), events.Supplied(case), events.Withdrawn(case))
    ]
    desk.pass_preliminary(ZHOU_MIN, case)
    desk.take_up(ZHENG_JIE, case)
    desk.endorse(ZHENG_JIE, case)
    for letter in (*told, desk.letters(case)[-1]):
        assert [line for line in letter.text.splitlines() if "：" in line] == []


def _fresh(desk: Desk, event: News) -> OutboxRow:
    """The letter of the event, as if it had just happened; earlier ones make way for its number."""

    def tell(unit: Unit) -> None:
        unit.session.query(OutboxRow).delete()
        unit.emit(event)

    desk.system(tell)
    return desk.letters(event.application_id)[-1]


def test_the_preview_costs_nothing(desk: Desk, case: str) -> None:
    desk.take_up(ZHOU_MIN, case)
    before = len(desk.letters(case))
    desk.do(ZHOU_MIN, review.preview_decline, case, desk.version(case), "art-1", "不符合条件")
    assert len(desk.letters(case)) == before
