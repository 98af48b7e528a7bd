"""The pages of activities, courses, vouchers and schools; and the page where a school redeems."""

import pytest
from fastapi import FastAPI

from backend.activities import near
from backend.training import queries, schools
from tests.backend.activities.planned import as_citizen, plan
from tests.backend.assistance.recognised import Recognise
from tests.backend.assistance.recognised import guangzhou as guangzhou
from tests.backend.assistance.recognised import number as number
from tests.backend.assistance.recognised import recognise as recognise
from tests.backend.desk import Desk
from tests.backend.training.offers import COURSE, designated, in_xinyu, issued, opened, recognised
from tests.backend.vacancies import posts
from tests.backend.vacancies.posts import enter_employer
from tests.conftest import StoppedClock
from tests.console.conftest import SignIn
from tests.console.console import Browser, Page
from tests.people import WANG_XIUYING, ZHOU_MIN

FORM = {
    "kind": "fair",
    "title": "城南招聘会",
    "area": "360502001",
    "place": "平安广场",
    "day": "2026-11-28",
    "starts": "09:00",
    "ends": "11:30",
    "seats": "40",
    "employers": "城南超市、<b>平安家政</b>",
    "tags": ["posts", "policy"],
    "reach": ["work"],
}


async def test_xy_47_a_fair_is_announced_changed_and_attended_on_pages(
    sign_in: SignIn, desk: Desk, number: str, clock: StoppedClock
) -> None:
    zhou = await sign_in("zhoumin")
    room = await zhou.get("/staff/activities")
    wrong = await zhou.send(room.form("/activities"), **(FORM | {"day": ""}))
    assert (wrong.status, "请填写日期和时间" in wrong.text, "城南招聘会" in wrong.text) == (422, True, True)
    page = await zhou.send(wrong.form("/activities"), **FORM)
    assert "城南超市" in page.text
    assert "<b>平安家政" not in page.response.text
    at = page.response.url.path
    activity = at.rpartition("/")[2]
    as_citizen(desk, WANG_XIUYING, near.sign_up, activity)
    absent = await zhou.send(page.form("/people"), number="RD-0")
    assert absent.status == 404
    clock.advance(days=7, minutes=-5)
    again = await sign_in("wugang")
    page = await again.get(at)
    sign_up = next(form.action for form in page.forms if form.action.endswith("/attend"))
    page = await again.send(page.form("/attend"))
    assert "到场" in page.text
    assert sign_up.replace("/attend", "/undo") in [form.action for form in page.forms]
    page = await again.send(page.form("/walk-ins"), walk_ins="3")
    page = await again.send(page.form("/close"))
    assert "已结束" in page.text
    assert "双到双零" in (await again.get("/staff/activities/report")).text


async def test_a_course_is_opened_and_a_person_of_the_register_enrolled(
    sign_in: SignIn, desk: Desk, number: str
) -> None:
    course = in_xinyu(desk)
    zhou = await sign_in("zhoumin")
    page = await zhou.get("/staff/courses")
    assert COURSE.title in page.text
    page = await zhou.send((await zhou.get(f"/staff/courses/{course}")).form("/people"), number=number)
    assert "王*" in page.text
    refused = await zhou.send(page.form("/people"), number="RD-0")
    assert (refused.status, "没有找到" in refused.text) == (404, True)


async def test_gz_26_a_voucher_is_issued_and_redeemed_on_pages(
    sign_in: SignIn, guangzhou: Desk, recognise: Recognise
) -> None:
    desk, number = guangzhou, recognised(guangzhou, recognise)
    course = opened(desk, designated(desk))
    liang = await sign_in("liangjing")
    room = await liang.get("/staff/vouchers")
    wrong = await liang.send(room.form("/vouchers"), number=number, valid_until="soon", course=course)
    assert (wrong.status, "请填写有效期" in wrong.text) == (422, True)
    page = await liang.send(wrong.form("/vouchers"), number=number, valid_until="2027-05-31", course=course)
    assert "未使用" in page.text
    choose = await liang.send(page.form("/redeem"))
    done = await liang.send(choose.form("/redeem"), course=course)
    assert "核销成功" in done.text
    unknown = await liang.send((await liang.get("/staff/vouchers")).form("/redeem"), code="7F3K")
    assert (unknown.status, "没有这张培训券" in unknown.text) == (404, True)


async def test_gz_26_a_school_redeems_by_its_key_without_an_account(
    house: FastAPI, guangzhou: Desk, recognise: Recognise
) -> None:
    desk, number = guangzhou, recognised(guangzhou, recognise)
    school = designated(desk)
    course = opened(desk, school)
    code = desk.read("liangjing", queries.voucher, issued(desk, number, course)).code
    key = desk.do("huangke", schools.new_key, school)
    counter = Browser(house)
    page = await counter.get(f"/redeem?code={code}")
    assert "content-security-policy" in page.response.headers
    wrong = await counter.send(page.form("/redeem"), key="nobody")
    assert (wrong.status, "密钥不对" in wrong.text) == (403, True)
    choose = await counter.send(wrong.form("/redeem"), key=key)
    done = await counter.send(choose.form("/redeem"), course=course)
    assert (done.status, "核销成功" in done.text, key in done.response.text) == (200, True, True)
    again = await counter.send(choose.form("/redeem"), course=course)
    assert (again.status, "这张券已经用过" in again.text) == (409, True)
    foreign = await counter.http.post("/redeem", data={"key": key}, headers={"Origin": "https://evil.example"})
    assert foreign.status_code == 403
    await counter.http.aclose()


async def test_nobody_tries_vouchers_out(house: FastAPI) -> None:
    counter = Browser(house)
    sent = [("key", "A" * 24), ("code", "7F3K-2M9Q-XT4B-0W5C")]
    answers = [await counter.post("/redeem", sent) for _ in range(32)]
    assert [one.status_code for one in answers] == [403] * 30 + [429] * 2
    assert "请2秒后再提交" in answers[-1].text
    assert dict(Page(answers[-1]).form("/redeem").fields)["code"] == "7F3K-2M9Q-XT4B-0W5C"
    await counter.http.aclose()


async def test_a_key_is_shown_once(sign_in: SignIn, guangzhou: Desk) -> None:
    school = designated(guangzhou)
    huang = await sign_in("huangke")
    page = await huang.send((await huang.get("/staff/schools")).form("/key"))
    assert "只显示这一次" in page.text
    assert "只显示这一次" not in (await huang.get("/staff/schools")).text
    gone = await huang.send((await huang.get("/staff/schools")).form(f"/{school}/end"))
    assert "起不再定点" in gone.text


@pytest.mark.parametrize("path", ["/staff/activities", "/staff/courses", "/staff/vouchers", "/staff/schools"])
async def test_an_inspector_reads_and_changes_nothing(sign_in: SignIn, desk: Desk, path: str) -> None:
    activity = plan(desk, ZHOU_MIN)
    browser = await sign_in("inspector")
    assert (await browser.get(path)).status == 200
    page = await browser.get(f"/staff/activities/{activity}")
    assert [form.action for form in page.forms if form.action.startswith("/staff/activities")] == []


async def test_xy_47_an_officer_adds_posts_to_a_fair_and_takes_one_off(sign_in: SignIn, desk: Desk) -> None:
    employer = enter_employer(desk)
    for title in ("保洁员", "绿化工"):
        posts.opened(desk, employer, title=title)
    fair = plan(desk)
    zhou = await sign_in("zhoumin")
    page = await zhou.get(f"/staff/activities/{fair}")
    assert "还没有加岗位" in page.text
    wrong = await zhou.send(page.form(f"{fair}/posts"), post="")
    assert (wrong.status, "只能加本市正在招聘" in wrong.text) == (422, True)
    page = await zhou.send(page.form(f"{fair}/posts"), post=f"employer:{employer}")
    assert len([form for form in page.forms if form.action.endswith("/remove")]) == 2
    assert "本市没有别的正在招聘的岗位" in page.text
    page = await zhou.send(page.form("/remove"))
    assert len([form for form in page.forms if form.action.endswith("/remove")]) == 1


async def test_xy_44_a_quiz_gets_its_questions_on_the_page(sign_in: SignIn, desk: Desk) -> None:
    zhou = await sign_in("zhoumin")
    page = await zhou.get(f"/staff/activities/{plan(desk, kind='quiz', title='政策有奖问答')}")
    typed = {
        "quiz_text": "退出后满几个月可以再申请？", "quiz_choice0": "1个月", "quiz_choice1": "3个月",
        "quiz_right": "1", "quiz_article": "第三条第（二）项",
    }  # fmt: skip
    for told, words in (
        ({"quiz_right": "2"}, "请选正确的选项"),
        ({"quiz_right": "x"}, "请选正确的选项"),
        ({"quiz_choice1": ""}, "请检查选项"),
    ):
        page = await zhou.send(page.form("/quiz"), **(typed | told))
        assert (page.status, words in page.text, "1个月" in page.response.text) == (422, True, True)
    page = await zhou.send(page.form("/quiz"), **typed)
    assert all(words in page.text for words in ("退出后满几个月可以再申请？", "B. 3个月", "第三条第（二）项", "0人答题"))
    page = await zhou.send(page.form("/remove"))
    assert "还没有题目。" in page.text
    fair = await zhou.get(f"/staff/activities/{plan(desk)}")
    assert not [form for form in fair.forms if form.action.endswith("/quiz")]
