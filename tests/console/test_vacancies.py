"""Posts and employers on pages: forms that keep what was typed, files with previews, and keys shown once."""

from pathlib import Path

import pytest

from tests.backend.desk import Desk
from tests.backend.vacancies.posts import PUBLIC, TEXTS, code, draft, enter_employer, opened
from tests.backend.vacancies.test_files import GOOD, HEADER, changed, csv_file
from tests.console.conftest import SignIn
from tests.console.console import HOUSE, Browser, Page

TYPED = {**TEXTS, "skills": "cleaning"}


@pytest.fixture
def employer(desk: Desk) -> int:
    return enter_employer(desk)


async def send_file(browser: Browser, file: Path) -> Page:
    form = (await browser.get("/staff/vacancies/import")).form("/import")
    sent = {"file": (file.name, file.read_bytes(), "text/csv")}
    answer = await browser.http.post(
        form.action, data=dict(form.fields), files=sent, headers={"Origin": HOUSE}, follow_redirects=True
    )
    return Page(answer)


async def test_xy_46_a_post_is_entered_checked_and_published(sign_in: SignIn, employer: int) -> None:
    zhou = await sign_in("zhoumin")
    page = await zhou.get(f"/staff/vacancies/new?employer={employer}")
    wrong = {**TYPED, "employer": employer, "wage": "面议", "address": ""}
    refused = await zhou.send(page.form("/new"), **wrong)
    assert refused.status == 422
    assert "工资不能写“面议”" in refused.text
    assert "请填写工作地点" in refused.text
    assert "社区保洁员" in refused.text
    kept = await zhou.send(refused.form("/new"), **{**TYPED, "employer": employer})
    assert (kept.status, "草稿" in kept.text) == (200, True)
    opened_page = await zhou.send(kept.form("/send"))
    assert "招聘中" in opened_page.text
    assert "2200–2600元/月" in opened_page.text
    assert "社区保洁员" in (await zhou.get("/staff/vacancies")).text


async def test_short_hand_in_a_wage_is_shown_before_it_counts(sign_in: SignIn, employer: int) -> None:
    zhou = await sign_in("zhoumin")
    page = await zhou.get("/staff/vacancies/new")
    asked = await zhou.send(page.form("/new"), **{**TYPED, "employer": employer, "wage": "3-5千"})
    assert "按 3000-5000 元理解" in asked.text
    kept = await zhou.send(asked.form("/new"), **{**TYPED, "employer": employer, "wage": "3-5千"})
    assert "3000–5000元/月" in kept.text


async def test_gz_27_declaration_and_review_on_pages(sign_in: SignIn, desk: Desk, employer: int) -> None:
    vacancy_id = draft(desk, employer, **PUBLIC)
    zhou, county = await sign_in("zhoumin"), await sign_in("zhengjie")
    page = await zhou.send((await zhou.get(f"/staff/vacancies/{vacancy_id}")).form("/send"))
    assert "待审核" in page.text
    assert not [form for form in page.forms if form.action.endswith("/approve")]
    page = await county.get(f"/staff/vacancies/{vacancy_id}")
    back = await county.send(page.form("/send_back"), reason="")
    assert (back.status, "请写明理由" in back.text) == (422, True)
    done = await county.send(page.form("/approve"))
    assert "招聘中" in done.text
    assert "以前只推荐给就业困难人员" in done.text


async def test_moves_on_pages_refuse_in_words(sign_in: SignIn, desk: Desk, employer: int) -> None:
    vacancy_id = opened(desk, employer)
    zhou = await sign_in("zhoumin")
    page = await zhou.get(f"/staff/vacancies/{vacancy_id}")
    for action, typed, words in (
        ("extend", {"until": "昨天"}, "看不懂这个日期"),
        ("extend", {"until": "2020-01-01"}, "日期已经过去"),
        ("hire", {"filled": "9"}, "录用人数不对"),
        ("close", {"reason": ""}, "请写明理由"),
    ):
        refused = await zhou.send(page.form(f"/{action}"), **typed)
        assert (refused.status, words in refused.text) == (422, True), action
    await zhou.send(page.form("/close"), reason="已招到人")
    assert "没有这样的岗位" in (await zhou.get("/staff/vacancies")).text


async def test_an_employer_is_entered_with_a_right_code_and_its_key_shown_once(sign_in: SignIn) -> None:
    zhou = await sign_in("zhoumin")
    typed = {"code": code(5)[:-1], "name": "<b>=甲</b>", "kind": "enterprise", "area": "360502001", "phone": "07901234567"}
    page = await zhou.get("/staff/employers")
    refused = await zhou.send(page.form("/employers"), **typed)
    assert (refused.status, "不是18位" in refused.text) == (422, True)
    one = await zhou.send(refused.form("/employers"), **{**typed, "code": code(5)})
    assert "<b>=甲</b>" in one.text
    assert "&lt;b&gt;" in one.response.text
    shown = await zhou.send(one.form("/keys"))
    assert "bbk_" in shown.text
    key = next(word for word in shown.text.split() if word.startswith("bbk_") and len(word) > 20)
    again = await zhou.get(shown.response.url.path)
    assert key not in again.text
    ended = await zhou.send(again.form("/revoke"))
    assert "已停用" in ended.text


async def test_a_file_is_previewed_taken_over_and_its_mistakes_downloaded(
    sign_in: SignIn, employer: int, tmp_path: Path
) -> None:
    zhou = await sign_in("zhoumin")
    risky = changed(岗位编号="A-3", 岗位名称="=cmd|' /C calc'!A0", 工资="=1+1")
    page = await send_file(zhou, csv_file(tmp_path, [GOOD, changed(工资="面议"), risky]))
    assert "工资不能写“面议”" in page.text
    assert "不能导入 2" in page.text
    listed = await zhou.raw(next(link for link in page.links if link.endswith("problems.csv")))
    assert "3,工资,面议,工资不能写“面议”" in listed.content.decode("utf-8-sig")
    assert ",=" not in listed.text
    done = await zhou.send(page.form("/apply"))
    assert "已全部导入" in done.text
    assert "保洁员" in (await zhou.get("/staff/vacancies")).text
    assert (await zhou.raw("/staff/vacancies/import/template")).content.startswith(b"PK")


async def test_a_file_without_the_needed_columns_is_refused(sign_in: SignIn, employer: int, tmp_path: Path) -> None:
    zhou = await sign_in("zhoumin")
    file = tmp_path / "posts.csv"
    file.write_text(",".join(HEADER[:5]) + "\n1,2,3,4,5", "utf-8")
    page = await send_file(zhou, file)
    assert (page.status, "还缺：每周工时、工作地点、地区、截止日期" in page.text) == (422, True)


async def test_an_inspector_reads_and_an_admin_does_not(sign_in: SignIn, desk: Desk, employer: int) -> None:
    vacancy_id = opened(desk, employer)
    inspector = await sign_in("inspector")
    page = await inspector.get(f"/staff/vacancies/{vacancy_id}")
    assert not [form for form in page.forms if vacancy_id in form.action]
    assert (await inspector.get("/staff/vacancies/new")).status == 403
    assert (await (await sign_in("admin")).get("/staff/vacancies")).status == 403
