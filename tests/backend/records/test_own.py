"""Own data of a recognised person: what offices keep is told, copied, and said to stay with the law (S30)."""

from typing import Any

import pytest
from sqlalchemy import select, update

from backend.applications import own_data, telling
from backend.assistance import acts, checks, grants
from backend.assistance.acts import NewAct
from backend.assistance.checks import NewCheck
from backend.assistance.grants import NewGrant
from backend.core.actors import Citizen
from backend.core.outbox import OutboxRow
from backend.core.work import Caller
from backend.matching import referrals
from backend.registry import contacts, exits, refusals
from backend.registry.contacts import Contact
from backend.registry.exit_notice_models import ExitNotice
from backend.registry.exit_notices import Told
from backend.registry.refusals import Refused
from backend.registry.standing import seen
from contract.application import OwnData
from tests.backend.desk import TODAY, Desk
from tests.backend.registry.leaving import Register, on_the_register, pension
from tests.backend.vacancies.conftest import employer as employer
from tests.backend.vacancies.posts import opened
from tests.conftest import StoppedClock
from tests.people import LI_JIANGUO, WANG_XIUYING, ZHENG_JIE, ZHOU_MIN, Person

OFFICES = ("register", "help", "subsidy", "referral")


@pytest.fixture
def number(desk: Desk, clock: StoppedClock, employer: int) -> str:
    """王秀英, served, turned down, paid and proposed to leave; gives the register number."""
    register, number = Register(desk, clock), on_the_register(desk, WANG_XIUYING)
    desk.do(ZHOU_MIN, acts.record, number, NewAct("guidance", TODAY, "done", notes="想做半天的活"))
    desk.do(ZHOU_MIN, checks.record, number, NewCheck("helper", TODAY, True, "unemployed", "yes"))
    desk.do(ZHOU_MIN, contacts.record, number, Contact("phone", TODAY, False, "关机"))
    desk.do(ZHOU_MIN, refusals.record, number, Refused("post", "超市理货员", TODAY, "路太远"))
    desk.do(ZHENG_JIE, grants.grant, number, NewGrant("SI-FLEX", TODAY, "2026-11", 1))
    desk.do(ZHOU_MIN, referrals.offer, number, opened(desk, employer, title="保洁员"))
    register.propose(number, pension())
    desk.do(ZHOU_MIN, exits.reply, number, register.version(number), "我还没有领养老金。")
    return number


def reads(desk: Desk, person: Person, service: Any) -> Any:
    return desk.work.read_now(Caller(Citizen("web", person.chat_id)), service)


def test_s30_what_offices_keep_is_told_with_why_and_for_how_long(desk: Desk, number: str) -> None:
    held = {one.kind: one for one in reads(desk, WANG_XIUYING, own_data.own_data).items}
    assert held["register"].title == "就业困难人员名册：1条登记"
    assert held["help"].title == "帮扶记录：服务2条、走访调查1条、计划0份、联络3条、拒绝服务1条"
    assert (held["subsidy"].title, held["referral"].title) == ("补贴和岗位安置：1条", "岗位推荐和意向：1条")
    assert "余人社字〔2023〕82号" in held["register"].why
    assert "个人信息保护法第十三条第一款第（三）项" in held["register"].why
    assert all((held[kind].erasable, "可以打12333问" in held[kind].why) == (False, True) for kind in OFFICES)


def test_s30_the_copy_holds_it_line_by_line(desk: Desk, number: str) -> None:
    words = reads(desk, WANG_XIUYING, own_data.bundle).words
    told = (
        number,
        "职业指导 ",
        "想做半天的活",
        "2026年11月21日：电话 没有联系上 关机",
        "职业介绍 超市理货员 路太远 待核定",
        "灵活就业社会保险补贴 2026-11 — 2026-11",
        "退出：已享受基本养老保险待遇，2026年11月21日，正在处理",
        "证据：养老待遇发放记录",
        "您的说明：我还没有领养老金。",
        "保洁员 经办机构推荐 还没有结果",
    )
    assert [one for one in told if one not in words] == []


def test_s30_the_copy_says_how_she_was_told_where_a_letter_did_not_arrive(desk: Desk, number: str) -> None:
    desk.system(
        lambda unit: unit.session.execute(
            update(OutboxRow).where(OutboxRow.subject.startswith("entry:")).values(state="blocked", closed_at=unit.now)
        )
    )
    letter = desk.system(lambda unit: unit.session.scalars(select(ExitNotice.letter)).one())
    desk.do(ZHOU_MIN, telling.tell, letter, Told("served", "儿子张三签收", TODAY))
    assert "怎样告知您的：2026年11月21日，书面送达，儿子张三签收" in reads(desk, WANG_XIUYING, own_data.bundle).words


def test_s30_asking_to_erase_leaves_it_and_nobody_else_is_told(desk: Desk, number: str) -> None:
    caller = Caller(Citizen("web", WANG_XIUYING.chat_id))
    left: OwnData = desk.work.do_now(caller, own_data.erase)
    assert [one.kind for one in left.items if one.kind in OFFICES] == list(OFFICES)
    assert desk.read(ZHOU_MIN, seen, number).state == "leaving"
    assert reads(desk, LI_JIANGUO, own_data.own_data).items == ()
    assert number not in reads(desk, LI_JIANGUO, own_data.bundle).words
