"""The door: sign in and out, first password, and nothing typed is lost when a session ends."""

import re
from collections.abc import Callable

from backend.core.work import Work
from backend.staff import service as staff
from tests.backend.desk import Desk
from tests.backend.registry.leaving import on_the_register
from tests.conftest import StoppedClock
from tests.console.conftest import SignIn
from tests.console.console import HOUSE, PASSWORD, Browser, Page, give_password
from tests.people import WANG_XIUYING, ZHOU_MIN

Browsers = Callable[[], Browser]


async def test_whoever_is_not_signed_in_is_led_to_the_door_and_back(
    desk: Desk, work: Work, browsers: Browsers
) -> None:
    give_password(desk, "zhoumin")
    browser = browsers()
    page = await browser.get("/staff/cases?due=soon")
    assert "工作人员登录" in page.text
    done = await browser.send(page.form("/sign-in"), follow=False, login="zhoumin", password=PASSWORD)
    assert done.response.headers["location"] == "/staff/cases?due=soon"


async def test_nobody_is_sent_to_another_site(desk: Desk, work: Work, browsers: Browsers) -> None:
    give_password(desk, "zhoumin")
    for tricky in (
        "https://evil.example/",
        "//evil.example",
        "/staff//evil.example",
        "/staff/\\evil",
        "/v1/x",
    ):
        browser = browsers()
        page = await browser.get("/staff/sign-in")
        form = page.form("/sign-in")
        done = await browser.send(form, follow=False, login="zhoumin", password=PASSWORD, next=tricky)
        assert done.response.headers["location"] == "/staff/"


async def test_a_wrong_password_and_an_unknown_name_get_the_same_sentence(
    desk: Desk, work: Work, browsers: Browsers
) -> None:
    give_password(desk, "zhoumin")
    answers = []
    for login in ("zhoumin", "nobody"):
        browser = browsers()
        form = (await browser.get("/staff/sign-in")).form("/sign-in")
        refused = await browser.send(form, login=login, password="not the password")
        assert refused.status == 401
        answers.append(refused.text.replace(login, ""))
    assert answers[0] == answers[1]
    assert "用户名或密码不对" in answers[0]


async def test_too_many_attempts_are_told_when_to_come_back(
    desk: Desk, work: Work, browsers: Browsers
) -> None:
    give_password(desk, "zhoumin")
    browser = browsers()
    form = (await browser.get("/staff/sign-in")).form("/sign-in")
    for _ in range(10):
        await browser.send(form, login="zhoumin", password="wrong wrong wrong")
    refused = await browser.send(form, login="zhoumin", password=PASSWORD)
    assert refused.status == 429
    assert "分钟后再试" in refused.text


async def test_signing_in_gives_a_new_secret_and_signing_out_ends_it(sign_in: SignIn) -> None:
    browser = await sign_in("zhoumin")
    cookie = browser.http.cookies["bangban_staff"]
    home = await browser.get("/staff/")
    assert "周敏，您好" in home.text
    await browser.send(home.form("/sign-out"))
    browser.http.cookies.set("bangban_staff", cookie, domain="house.local", path="/")
    assert (await browser.get("/staff/", follow=False)).status == 303


async def test_a_planted_cookie_is_not_taken_over(desk: Desk, work: Work, browsers: Browsers) -> None:
    give_password(desk, "zhoumin")
    browser = browsers()
    planted = "planted-by-someone-else"
    form = (await browser.get("/staff/sign-in")).form("/sign-in")
    browser.http.headers["Cookie"] = (
        f"bangban_staff={planted}; bangban_guard={browser.http.cookies['bangban_guard']}"
    )
    done = await browser.send(form, follow=False, login="zhoumin", password=PASSWORD)
    cookie = done.response.headers["set-cookie"]
    assert planted not in cookie
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie


async def test_the_first_password_is_chosen_by_a_link_that_works_once(desk: Desk, browsers: Browsers) -> None:
    secret = desk.do("admin", staff.invite, desk.officers["wugang"].id)
    browser = browsers()
    path = f"/staff/invitations/{secret}"
    form = (await browser.get(path)).forms[0]
    form.action = path
    short = await browser.send(form, new_password="short", again="short")
    assert (short.status, "密码太短" in short.text) == (422, True)
    other = await browser.send(form, new_password=PASSWORD, again=PASSWORD + "x")
    assert "两次输入不一样" in other.text
    assert "密码已设置" in (await browser.send(form, new_password=PASSWORD, again=PASSWORD)).text
    again = await browser.send(form, new_password=PASSWORD, again=PASSWORD)
    assert (again.status, "邀请链接已失效" in again.text) == (404, True)
    assert await browsers().sign_in("wugang")


async def test_an_administrator_adds_an_officer_and_hands_over_a_link(
    sign_in: SignIn, browsers: Browsers
) -> None:
    admin = await sign_in("admin")
    form = (await admin.get("/staff/officers")).form("/officers")
    wrong = await admin.send(form, name="何晓", login="He Xiao", role="reviewer", office="360502001")
    assert (wrong.status, "用户名格式不对" in wrong.text) == (422, True)
    assert ("name", "何晓") in wrong.form("/officers").fields
    added = await admin.send(form, name="何晓", login="hexiao", role="reviewer", office="360502001")
    link = re.search(r"/staff/invitations/[\w-]+", added.response.text)
    assert link is not None
    assert "设置您的密码" in (await browsers().get(link[0])).text
    assert "hexiao" in (await admin.get("/staff/officers")).text


async def test_turning_an_officer_off_ends_the_session_at_once(sign_in: SignIn, desk: Desk) -> None:
    zhou, admin = await sign_in("zhoumin"), await sign_in("admin")
    people = await admin.get("/staff/officers")
    leaving = f"/staff/officers/{desk.officers['zhoumin'].id}/leave"
    assert people.form(f"/{desk.officers['zhoumin'].id}/leave").method == "get"
    await admin.send((await admin.get(leaving)).form("/leave"))
    assert (await zhou.get("/staff/cases", follow=False)).status == 303


async def test_a_session_ends_when_nobody_works_and_when_it_is_too_old(
    sign_in: SignIn, clock: StoppedClock
) -> None:
    browser = await sign_in("zhoumin")
    clock.advance(minutes=14)
    assert (await browser.get("/staff/", follow=False)).status == 200
    clock.advance(minutes=16)
    assert (await browser.get("/staff/", follow=False)).status == 303


async def test_what_was_typed_when_the_session_ended_is_offered_again(
    sign_in: SignIn, desk: Desk, case: str, clock: StoppedClock
) -> None:
    browser = await sign_in("zhoumin")
    form = (await browser.get(f"/staff/cases/{case}")).form("/reveal")
    clock.advance(minutes=20)
    door = await browser.send(form, reason="要做信息比对")
    assert door.status == 401
    assert "您刚才填写的内容已安全保留" in door.text
    assert "要做信息比对" not in door.response.text
    kept = await browser.send(door.form("/sign-in"), login="zhoumin", password=PASSWORD)
    assert "要做信息比对" in kept.text
    shown = await browser.send(kept.form("/reveal"))
    assert "正在显示完整信息" in shown.text


async def test_what_is_offered_again_stands_under_the_words_it_was_typed_beside(
    sign_in: SignIn, desk: Desk, case: str, clock: StoppedClock
) -> None:
    desk.take_up(ZHOU_MIN, case)
    browser = await sign_in("zhoumin")
    page = await browser.get(f"/staff/cases/{case}")
    clock.advance(minutes=16)
    visit = {"visitor__1": "周敏", "visitor__2": "吴刚", "place": "平安路1号", "visit_result": "not_met"}
    door = await browser.send(page.form("/home-visit"), findings="邻居说她上月搬走了。", **visit)
    back = await browser.send(door.form("/sign-in"), login="zhoumin", password=PASSWORD)
    for told in ("入户人员2 吴刚", "地点 平安路1号", "核实结果 未见到本人", "核实情况 邻居说她上月搬走了。"):
        assert told in back.text, told
    assert "not_met" not in back.text


async def test_a_defect_half_written_is_offered_again_in_words_and_not_by_its_key(
    sign_in: SignIn, desk: Desk, case: str, clock: StoppedClock
) -> None:
    desk.take_up(ZHOU_MIN, case)
    browser = await sign_in("zhoumin")
    page = await browser.get(f"/staff/cases/{case}/return")
    clock.advance(minutes=16)
    typed = {"defect": "paper:identity", "comment__paper__identity": "反面看不清，请重拍。"}
    door = await browser.send(page.form("/return"), do="preview", **typed)
    back = await browser.send(door.form("/sign-in"), login="zhoumin", password=PASSWORD)
    assert "哪里不对，怎样补正 反面看不清，请重拍。" in back.text
    assert "paper:identity" not in back.text.partition("提交这些内容")[0]
    assert "反面看不清，请重拍。" in (await browser.send(back.form("/return"))).text


async def test_what_was_typed_beside_a_file_is_offered_again_and_nothing_of_the_file_is_kept(
    sign_in: SignIn, desk: Desk, work: Work, clock: StoppedClock
) -> None:
    number = on_the_register(desk, WANG_XIUYING)
    browser = await sign_in("zhoumin")
    form = (await browser.get(f"/staff/register/{number}/exit")).form("/exit")
    clock.advance(minutes=20)
    typed = {**dict(form.fields), "evidence": "社保局十一月的发放记录", "ground": "left_labour_market/pension"}
    picture = {"file": ("证据.jpg", b"\xff\xd8\xff" + b"x" * 2_000_000, "image/jpeg")}
    before = [path for path in (work.services.settings.data / "files").rglob("*") if path.is_file()]
    answer = await browser.http.post(form.action, data=typed, files=picture, headers={"Origin": HOUSE})
    door = Page(answer)
    assert (door.status, "您刚才填写的内容已安全保留" in door.text) == (401, True)
    kept = await browser.send(door.form("/sign-in"), login="zhoumin", password=PASSWORD)
    assert "社保局十一月的发放记录" in kept.text
    after = [path for path in (work.services.settings.data / "files").rglob("*") if path.is_file()]
    assert before == after


async def test_a_colleague_at_the_same_computer_is_not_shown_it(
    sign_in: SignIn, desk: Desk, work: Work, case: str, clock: StoppedClock
) -> None:
    browser = await sign_in("zhoumin")
    give_password(desk, "wugang")
    form = (await browser.get(f"/staff/cases/{case}")).form("/reveal")
    clock.advance(minutes=20)
    door = await browser.send(form, reason="要做信息比对")
    other = await browser.send(door.form("/sign-in"), login="wugang", password=PASSWORD)
    assert "要做信息比对" not in other.text


async def test_an_officer_ends_another_session_and_changes_the_password(
    sign_in: SignIn, browsers: Browsers
) -> None:
    here = await sign_in("zhoumin")
    there = await browsers().sign_in("zhoumin")
    mine = await here.get("/staff/me")
    await here.send(mine.form("/end"))
    assert (await there.get("/staff/", follow=False)).status == 303
    form = (await here.get("/staff/me")).form("/me/password")
    new = "quiet-harbour-seven-boats"
    wrong = await here.send(form, password="not it", new_password=new, again=new)
    assert "用户名或密码不对" in wrong.text
    changed = await here.send(form, password=PASSWORD, new_password=new, again=new)
    assert "密码已修改" in changed.text
    assert await browsers().sign_in("zhoumin", new)


async def test_language_and_text_size_are_kept(sign_in: SignIn) -> None:
    browser = await sign_in("zhoumin")
    page = await browser.get("/staff/cases")
    english = await browser.send(page.form("/display"), language="en")
    assert "Most urgent first" in english.text
    large = await browser.send(english.form("/display"), text="large")
    assert 'data-text="large"' in large.response.text


async def test_the_language_can_be_changed_where_a_form_was_refused(sign_in: SignIn, desk: Desk, case: str) -> None:
    desk.take_up(ZHOU_MIN, case)
    browser = await sign_in("zhoumin")
    page = await browser.get(f"/staff/cases/{case}?back=state%3Dopen")
    for ending in ("/record-match", "/home-visit", "/papers/identity", "/reveal"):
        refused = await browser.send(page.form(ending))
        assert refused.status == 422
        english = await browser.send(refused.form("/display"), language="en")
        assert (english.status, english.response.url.path) == (200, f"/staff/cases/{case}")
        assert english.response.url.query == b"back=state%3Dopen"
        assert "Application form" in english.text
    for path, form in (("/staff/cases", "/find"), ("/staff/me", "/password")):
        refused = await browser.send((await browser.get(path)).form(form))
        again = await browser.send(refused.form("/display"), language="zh_Hans_CN")
        assert (again.status, again.response.url.path) == (200, path)
