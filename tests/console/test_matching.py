"""The page of matching: wishes told at a fair, an offer, and what came of it."""

import pytest

from backend.core.work import Work
from backend.matching import desk as view
from backend.registry.models import Refusal
from tests.backend.desk import Desk
from tests.backend.matching.test_offers import many_referrals, without_chat
from tests.backend.registry.leaving import on_the_register
from tests.backend.vacancies.posts import enter_employer, opened
from tests.console.conftest import SignIn
from tests.people import WANG_XIUYING


@pytest.fixture
def post(desk: Desk) -> str:
    return opened(desk, enter_employer(desk))


async def test_gz_33_wishes_told_on_the_spot_give_posts_at_once(sign_in: SignIn, post: str, work: Work) -> None:
    browser = await sign_in("zhoumin")
    empty = await browser.get("/staff/matching")
    assert (empty.status, "还没有推荐和意向" in empty.text) == (200, True)
    found = await browser.get("/staff/matching?asked=1&kinds=cleaning")
    assert "社区保洁员" in found.text
    assert "您想做的：保洁、绿化、物业" in found.text
    assert f"/staff/vacancies/{post}" in found.links
    assert "没有合适的岗位" in (await browser.get("/staff/matching?asked=1&hours=half")).text
    assert (await browser.get("/staff/matching?asked=1&number=RD-1")).status == 404


async def test_x10_an_offer_turned_down_waits_for_another_officer(sign_in: SignIn, desk: Desk, post: str) -> None:
    number = on_the_register(desk, WANG_XIUYING)
    browser = await sign_in("zhoumin")
    page = await browser.send((await browser.get(f"/staff/matching?asked=1&number={number}")).form("/offer"))
    assert number in page.text
    again = await browser.send((await browser.get(f"/staff/matching?asked=1&number={number}")).form("/offer"))
    assert (again.status, "已经推荐过" in again.text) == (409, True)
    silent = await browser.send((await browser.get("/staff/matching")).form("/referrals/1"), outcome="")
    assert (silent.status, "请选择结果" in silent.text) == (422, True)
    early = await browser.send(silent.form("/referrals/1"), outcome="none", turned_down="yes", why="嫌工资低")
    assert (early.status, "本人可能还不知道这个岗位" in early.text) == (409, True)
    told = await browser.send(early.form("/referrals/1/spoken"))
    assert "通知还没有送到" not in told.text
    unsaid = await browser.send(told.form("/referrals/1"), outcome="none", turned_down="yes", why="")
    assert unsaid.status == 422
    done = await browser.send(unsaid.form("/referrals/1"), outcome="none", turned_down="yes", why="嫌工资低")
    assert "没有结果" in done.text
    assert desk.count(Refusal) == 1


async def test_x10_the_first_page_leads_to_the_offer_nobody_was_written_about(
    sign_in: SignIn, desk: Desk, post: str
) -> None:
    number = on_the_register(desk, WANG_XIUYING)
    desk.system(without_chat, number)
    browser = await sign_in("zhoumin")
    await browser.send((await browser.get(f"/staff/matching?asked=1&number={number}")).form("/offer"))
    home = await browser.get("/staff/")
    assert "推荐的岗位，请电话联系" in home.text
    assert "/staff/matching?untold=1" in home.links
    page = await browser.get("/staff/matching?untold=1")
    assert "本人没有聊天，请电话联系" in page.text
    assert number in page.text
    done = await browser.send(page.form("/referrals/1/spoken"))
    assert "请电话联系" not in done.text
    assert number not in (await browser.get("/staff/matching?untold=1")).text
    assert "/staff/matching?untold=1" not in (await browser.get("/staff/")).links


async def test_what_does_not_fit_on_a_page_is_on_the_next(
    sign_in: SignIn, desk: Desk, post: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(view, "LIST", 2)
    desk.system(many_referrals, post)
    browser = await sign_in("zhoumin")
    first = await browser.get("/staff/matching")
    assert "/staff/matching?after=open-2#referrals" in first.links
    second = await browser.get("/staff/matching?after=open-2")
    assert second.text.count("记录结果") < 4
    assert "/staff/matching?after=open-5#referrals" in second.links


async def test_gz_34_the_post_leads_to_the_people_it_fits(sign_in: SignIn, post: str) -> None:
    browser = await sign_in("zhoumin")
    page = await browser.get(f"/staff/vacancies/{post}")
    assert f"/staff/matching/posts/{post}" in page.links
    assert "没有合适的人" in (await browser.get(f"/staff/matching/posts/{post}")).text
    assert (await browser.get("/staff/matching/posts/nothing")).status == 404


async def test_who_only_reads_has_no_matching(sign_in: SignIn) -> None:
    for login in ("inspector", "admin"):
        assert (await (await sign_in(login)).get("/staff/matching")).status == 403
