"""Posts and employers on pages: forms that keep what was typed, files with previews, and keys shown once."""

from pathlib import Path

import pytest

from backend.vacancies import placements
from tests.backend.assistance.recognised import Recognise
from tests.backend.assistance.recognised import recognise as recognise
from tests.backend.desk import TODAY, Desk
from tests.backend.registry.leaving import on_the_register
from tests.backend.vacancies.posts import PUBLIC, TEXTS, code, draft, enter_employer, opened
from tests.backend.vacancies.test_files import GOOD, HEADER, changed, csv_file
from tests.backend.vacancies.test_placements import reviewed
from tests.console.conftest import SignIn
from tests.console.console import HOUSE, Browser, Page
from tests.people import WANG_XIUYING, ZHOU_MIN

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


async def test_xy_48_the_first_page_leads_to_the_terms_that_end(sign_in: SignIn, desk: Desk) -> None:
    vacancy_id = reviewed(desk, enter_employer(desk), term_months="1")
    number = on_the_register(desk, WANG_XIUYING)
    browser = await sign_in("zhoumin")
    assert "没有快到期的岗位" in (await browser.get("/staff/vacancies/terms")).text
    desk.do(ZHOU_MIN, placements.place, vacancy_id, number, TODAY)
    home = await browser.get("/staff/")
    assert "岗位期限快到了" in home.text
    assert "/staff/vacancies/terms" in home.links
    page = await browser.get("/staff/vacancies/terms")
    assert (page.status, "还有29天" in page.text) == (200, True)
    assert {f"/staff/vacancies/{vacancy_id}#placed", f"/staff/register/{number}"} <= set(page.links)
    assert WANG_XIUYING.name not in page.text


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


async def test_a_wage_that_was_guessed_is_ticked_before_it_is_imported(
    sign_in: SignIn, employer: int, tmp_path: Path
) -> None:
    zhou = await sign_in("zhoumin")
    rows = [changed(岗位编号=f"G-{n}", 岗位名称=name, 工资="1.5万") for n, name in ((1, "保安"), (2, "厨师"))]
    page = await send_file(zhou, csv_file(tmp_path, rows))
    assert "有2行的工资是按简写理解的" in page.text
    refused = await zhou.send(page.form("/apply"))
    assert (refused.status, "没有打勾的行" in refused.text) == (409, True)
    done = await zhou.send(refused.form("/apply"), confirmed="3")
    assert "没有打勾，没有导入 1" in done.text
    assert "已全部导入" not in done.text
    listed = (await zhou.get("/staff/vacancies")).text
    assert ("厨师" in listed, "保安" in listed) == (True, False)


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


async def test_xy_53_a_hire_is_put_down_with_consent_and_the_employer_s_page_shows_the_hint(
    sign_in: SignIn, desk: Desk, employer: int, recognise: Recognise
) -> None:
    number, vacancy_id = recognise(), opened(desk, employer)
    zhou = await sign_in("zhoumin")
    page = await zhou.get(f"/staff/vacancies/{vacancy_id}")
    typed = {"number": number, "starts_on": "2026-11-21", "months": "12"}
    refused = await zhou.send(page.form("/hire_person"), **typed)
    assert (refused.status, "请先征得本人同意" in refused.text) == (422, True)
    await zhou.send(refused.form("/hire_person"), **typed, agreed="yes")
    shown = await zhou.get(f"/staff/employers/{employer}")
    assert all(one in shown.text for one in ("可能可以申请的补贴", "合同12个月", "社会保险补贴（单位）", "第四条第（四）项"))
    assert "王秀英" not in shown.text
