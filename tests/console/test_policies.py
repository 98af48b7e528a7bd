"""Policy staff at the console: write, check, look at the impact, approve by two, publish, take back."""

import csv
import io

import httpx2
import polars as pl
import pytest

from backend.app import JOBS
from backend.core.jobs import run_waiting
from tests.backend.desk import Desk
from tests.backend.workbench.writing import (
    AUTHOR,
    SECOND,
    approved,
    cases_for,
    checked,
    draft,
    file_version,
    published,
    reckoned,
    seen,
    stricter,
)
from tests.console.conftest import SignIn
from tests.console.console import HOUSE, Browser, Page
from tests.people import WANG_XIUYING, ZHENG_JIE, ZHOU_MIN


async def written(browser: Browser, desk: Desk, content: str) -> str:
    """A draft made from the file's version, with this text; gives its address."""
    page = await browser.get(f"/staff/policies/versions/{file_version(desk)}")
    page = await browser.send(page.form("/start"))
    saved = await browser.send(page.form("/text"), content=content, cases=cases_for(content))
    assert "已保存。" in saved.text
    return str(saved.response.url.path).removesuffix("/text")


async def pressed(browser: Browser, at: str, page: str, act: str, **typed: str) -> Page:
    return await browser.send((await browser.get(at + page)).form(act), **typed)


async def test_two_people_bring_a_version_into_force(sign_in: SignIn, desk: Desk, case: str) -> None:
    author, second = await sign_in(AUTHOR), await sign_in(SECOND)
    at = await written(author, desk, stricter())
    await pressed(author, at, "", "/day", day="2026-12-01")
    assert "个全部通过" in (await pressed(author, at, "/tests", "/tests")).text
    started = await pressed(author, at, "/impact", "/impact/reckon")
    assert "等待开始" in started.text
    assert "我已看过影响" not in started.text
    run_waiting(desk.work, JOBS)
    impact = await pressed(author, at, "/impact", "/impact")
    assert "变为不符合 1人" in impact.text
    assert "2026-11-21 10:00 算出。" in impact.text
    assert "重新计算" in impact.text
    assert "满40周岁改为满50周岁" in (await author.get(at + "/differences")).text
    own = await author.get(at)
    assert "您写过这个版本。" in own.text
    assert f"{at}/approve" in {form.action for form in own.forms}
    assert (await author.send(own.form("/approve"))).status == 403
    await pressed(second, at, "", "/approve")
    done = await pressed(author, at, "", "/publish")
    assert "已发布，待执行" in done.text
    assert "郭兰 起草，唐伟 复核，自 2026-12-01 零点起执行。" in done.text
    overview = await second.get("/staff/policies")
    assert "有 1 人的结论会变化" in overview.text
    assert "已安排" not in (await second.send(overview.form("/done"))).text


async def test_what_is_broken_is_kept_with_its_findings(sign_in: SignIn, desk: Desk) -> None:
    author = await sign_in(AUTHOR)
    broken = stricter().replace("{fact: work.willing, is: true}", "{fact: work.wiling, is: true}")
    at = await written(author, desk, broken)
    page = await author.get(at + "/text")
    line = broken[: broken.index("work.wiling")].count("\n") + 1
    assert "1处错误" in page.text
    assert "没有事实 work.wiling" in page.text
    assert f"#content-{line}" in page.links
    assert f"content-{line}" in page.ids
    assert dict(page.form("/text").fields)["content"].strip() == broken.strip()
    for tab in ("", "/tests", "/differences", "/impact"):
        assert (await author.get(at + tab)).status == 200, tab


async def test_an_officer_who_reads_english_is_told_in_english(sign_in: SignIn, desk: Desk) -> None:
    author = await sign_in(AUTHOR)
    at = await written(author, desk, stricter(52))
    page = await author.get(at + "/text")
    await author.send(page.form("/display"), language="en")
    text = (await author.get(at + "/text")).text
    assert "The citation differs from the text of the document. It differs from “人员女性年满52周岁” on" in text
    assert "不一致" not in text
    assert "changed from at least 40 to at least 52" in (await author.get(at + "/differences")).text
    assert "should be met" in (await author.get(at + "/tests")).text
    assert "，并且" not in (await author.get(at)).text


async def test_two_write_at_once_and_nothing_typed_is_lost(sign_in: SignIn, desk: Desk) -> None:
    author, second = await sign_in(AUTHOR), await sign_in(SECOND)
    at = await written(author, desk, stricter())
    early = (await author.get(at + "/text")).form("/text")
    await pressed(second, at, "/text", "/text", content=stricter(45))
    refused = await author.send(early, content=stricter(49))
    assert (refused.status, "这个版本刚刚有变化" in refused.text, "唐伟" in refused.text) == (409, True, True)
    kept = refused.form("/text")
    assert "age_at_least: 49" in dict(kept.fields)["content"]
    assert "已保存。" in (await author.send(kept)).text


async def test_a_file_takes_the_place_of_what_stands_in_the_field(sign_in: SignIn, desk: Desk) -> None:
    author = await sign_in(AUTHOR)
    at = await written(author, desk, stricter())
    form = (await author.get(at + "/text")).form("/text")
    sent = await author.http.post(
        form.action,
        data=dict(form.fields),
        files={"content_file": ("新版.yaml", stricter(45).encode("gb18030"), "text/yaml")},
        headers={"Origin": HOUSE},
    )
    assert sent.status_code == 303
    assert "age_at_least: 45" in seen(desk, at.rsplit("/", 1)[1]).content
    junk = await author.http.post(
        form.action,
        data=dict(form.fields),
        files={"content_file": ("x.yaml", b"\xff\xfe\x00\x81", "text/yaml")},
        headers={"Origin": HOUSE},
    )
    assert junk.status_code == 400


async def test_the_list_has_numbers_and_no_names(sign_in: SignIn, desk: Desk, case: str) -> None:
    desk.pass_preliminary(ZHOU_MIN, case)
    desk.take_up(ZHENG_JIE, case)
    number = desk.endorse(ZHENG_JIE, case).register_number
    version_id = draft(desk)
    reckoned(desk, version_id)
    at = f"/staff/policies/versions/{version_id}"
    answer = await (await sign_in(AUTHOR)).raw(at + "/impact.csv")
    assert answer.headers["content-disposition"].startswith("attachment")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[1] == [number, "渝水区", "“4050”人员", "不清楚", "不符合"]
    assert WANG_XIUYING.name not in answer.text
    assert any("下载了受影响名单" in line.sentence for line in seen(desk, at.rsplit("/", 1)[1]).history)


@pytest.mark.parametrize("day", ["", "2026-02-30", "2026-11-20", "明天"])
async def test_a_day_that_cannot_be_is_mended_on_the_spot(sign_in: SignIn, desk: Desk, day: str) -> None:
    at = f"/staff/policies/versions/{draft(desk)}"
    page = await pressed(await sign_in(AUTHOR), at, "", "/day", day=day)
    assert page.status == 422
    assert "错误：" in page.text
    assert ("day", day) in page.form("/day").fields or not day


async def test_a_double_click_publishes_once(sign_in: SignIn, desk: Desk) -> None:
    version_id = approved(desk, checked(desk, draft(desk)))
    author = await sign_in(AUTHOR)
    form = (await author.get(f"/staff/policies/versions/{version_id}")).form("/publish")
    first, second = [await author.send(form, follow=False) for _ in range(2)]
    assert (first.status, second.status) == (303, 303)
    assert [line.sentence[:2] for line in seen(desk, version_id).history].count("发布") == 1


async def test_a_published_version_is_read_not_written(sign_in: SignIn, desk: Desk) -> None:
    version_id = published(desk)
    author = await sign_in(AUTHOR)
    page = await author.get(f"/staff/policies/versions/{version_id}/text")
    assert "保存草稿" not in page.text
    whole = await author.get(f"/staff/policies/versions/{version_id}")
    withdrawn = await author.send(whole.form("/withdraw"))
    assert "已撤回" in withdrawn.text


async def test_what_came_with_the_system_is_compared_with_nothing(sign_in: SignIn, desk: Desk) -> None:
    author = await sign_in(AUTHOR)
    at = f"/staff/policies/versions/{file_version(desk)}"
    for tab in ("/differences", "/impact"):
        page = await author.get(at + tab)
        assert "前面没有可以比较的版本。" in page.text
        assert "定下执行日期" not in page.text
        assert "处改动" not in page.text


async def test_figures_of_what_was_changed_since_cannot_be_called_seen(sign_in: SignIn, desk: Desk, case: str) -> None:
    version_id = draft(desk)
    reckoned(desk, version_id)
    author, at = await sign_in(AUTHOR), f"/staff/policies/versions/{version_id}"
    early = (await author.get(at + "/impact")).form("/impact")
    await pressed(author, at, "/text", "/text", content=stricter(45), cases=cases_for(stricter(45)))
    refused = await author.send(early)
    assert (refused.status, "影响要重新计算" in refused.text) == (422, True)
    assert "现行版本有变化。请重新计算。" in (await author.get(at + "/impact")).text


async def test_the_rooms_of_others_stay_closed(sign_in: SignIn, desk: Desk, case: str) -> None:
    author = await sign_in(AUTHOR)
    assert (await author.get("/staff/")).response.url.path == "/staff/policies"
    for path in ("/staff/cases", f"/staff/cases/{case}", "/staff/register", "/staff/officers"):
        assert (await author.get(path)).status == 403, path
    for login in ("zhoumin", "inspector", "admin"):
        assert (await (await sign_in(login)).get("/staff/policies")).status == 403, login


async def test_the_officer_sees_what_a_newer_version_says(sign_in: SignIn, desk: Desk, case: str) -> None:
    published(desk, day=desk.work.clock().date())
    page = await (await sign_in("zhoumin")).get(f"/staff/cases/{case}")
    assert "政策有了新版本" in page.text
    assert "满40周岁改为满50周岁" in page.text
    assert "仍按受理时的版本" in page.text


FACTS = ("work.status", "unemp.registered", "work.willing", "work.capacity", "pension.receiving")
COLUMNS = ("姓名", "身份证号码", "person.sex", "person.hukou_code", *FACTS, "person.birth_date")
KNOWN = ("F", "360502", "unemployed", "true", "true", "full", "false")
PEOPLE = (
    (WANG_XIUYING.name, WANG_XIUYING.id_number, *KNOWN, "1980-03-05"),
    ("乙", "", *KNOWN, "1970-03-05"),
    ("丙", "", *KNOWN, "昨天"),
)


def list_of(form: str) -> bytes:
    """The same three people as a file of any kind."""
    if form == ".csv":
        return "\n".join(",".join(row) for row in (COLUMNS, *PEOPLE)).encode("gb18030")
    frame = pl.DataFrame([list(row) for row in PEOPLE], schema=list(COLUMNS), orient="row")
    content = io.BytesIO()
    frame.write_parquet(content) if form == ".parquet" else frame.write_excel(content)
    return content.getvalue()


async def sent_list(browser: Browser, at: str, content: bytes, name: str) -> httpx2.Response:
    form = (await browser.get(at + "/impact")).form("/impact/file")
    return await browser.http.post(
        form.action,
        data=dict(form.fields),
        files={"register": (name, content, "text/csv")},
        headers={"Origin": HOUSE},
    )


@pytest.mark.parametrize("form", [".csv", ".xlsx", ".parquet"])
async def test_a_list_of_ones_own_is_reckoned_in_the_background_and_forgotten(
    sign_in: SignIn, desk: Desk, form: str
) -> None:
    author = await sign_in(AUTHOR)
    at = f"/staff/policies/versions/{draft(desk)}"
    assert (await sent_list(author, at, list_of(form), f"名单{form}")).status_code == 303
    assert "等待开始" in (await author.get(at + "/impact/file")).text
    run_waiting(desk.work, JOBS)
    page = await author.get(at + "/impact/file")
    assert "共 3 人" in page.text
    assert "变为不清楚 1人" in page.text
    assert "“4050”人员 0 1 0" in page.text
    assert "有1行看不懂" in page.text
    assert "昨天" not in page.text
    taken = await author.raw(at + "/impact/file.csv")
    rows = list(csv.reader(io.StringIO(taken.content.decode("utf-8-sig"))))
    assert len(rows) == 2
    assert WANG_XIUYING.name in rows[1]
    assert WANG_XIUYING.id_number not in taken.text
    files = [path for path in (desk.work.services.settings.data / "files").rglob("*") if path.is_file()]
    assert len(files) == 1, "the list itself is gone, those it touches are kept for a month"
    assert WANG_XIUYING.name.encode() not in files[0].read_bytes()


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "x.csv", "请选择文件"),
        (b"a,b\n1,2", "x.csv", "这份名单没有读懂"),
        ("不是名单".encode(), "x.csv", "这份名单没有读懂"),
        (b"PK broken", "x.xlsx", "不是完整的表格文件"),
        (b"text", "x.doc", "名册应当是 .csv、.parquet 或 .xlsx 文件"),
    ],
)
async def test_a_list_that_cannot_be_read_is_refused_at_once(
    sign_in: SignIn, desk: Desk, content: bytes, name: str, words: str
) -> None:
    author = await sign_in(AUTHOR)
    page = Page(await sent_list(author, f"/staff/policies/versions/{draft(desk)}", content, name))
    assert (page.status, words in page.text) == (422, True)
    assert list((desk.work.services.settings.data / "files").rglob("*")) == []


async def test_figures_of_an_older_text_say_so(sign_in: SignIn, desk: Desk) -> None:
    author = await sign_in(AUTHOR)
    at = f"/staff/policies/versions/{draft(desk)}"
    await sent_list(author, at, list_of(".csv"), "名单.csv")
    run_waiting(desk.work, JOBS)
    assert "又改过" not in (await author.get(at + "/impact/file")).text
    await pressed(author, at, "/text", "/text", content=stricter(45), cases=cases_for(stricter(45)))
    assert "又改过" in (await author.get(at + "/impact/file")).text


async def test_a_cancelled_reckoning_keeps_nothing(sign_in: SignIn, desk: Desk) -> None:
    author = await sign_in(AUTHOR)
    at = f"/staff/policies/versions/{draft(desk)}"
    await sent_list(author, at, list_of(".csv"), "名单.csv")
    cancelled = await author.send((await author.get(at + "/impact/file")).form("/cancel"))
    assert "已取消" in cancelled.text
    run_waiting(desk.work, JOBS)
    assert [path for path in (desk.work.services.settings.data / "files").rglob("*") if path.is_file()] == []
    assert (await author.raw(at + "/impact/file.csv")).status_code == 404
