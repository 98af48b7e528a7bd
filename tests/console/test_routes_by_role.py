"""The whole route table × everybody who can sign in: who is let in, and nobody else (F64).

Generated from the routes as they are: a new one is asked for without anybody remembering to.
"""

from collections.abc import Callable
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import event

from backend.core.unit import Unit
from backend.staff import branches
from backend.staff.models import OfficerRow
from tests.backend.desk import Desk, hand_in
from tests.console.conftest import SignIn
from tests.console.console import Browser
from tests.console.test_guards import address, gates, guarded
from tests.people import CHENGNAN, LI_JIANGUO, YUSHUI, ZHENG_JIE, ZHOU_MIN

ROLES = {
    "zhoumin": "reviewer",
    "zhengjie": "reviewer",
    "lina": "reviewer",
    "caiming": "reviewer",
    "inspector": "inspector",
    "linyi": "provider",
    "guolan": "policy",
    "admin": "admin",
}
"""A station, a county, a community, the disability service, and every other role."""
SEES_NOTHING = ("lina", "caiming")
"""Reviewers for whom this very case does not exist."""
STREAM = "/staff/cases/{case_id}/live"
"""Answers as long as the page is open: who may hear it is not waited for."""


@pytest.fixture
def everybody(desk: Desk) -> Desk:
    desk.do("admin", branches.open_community, CHENGNAN, "001", "城南街道平安社区")
    desk.do("admin", branches.open_disability_service, YUSHUI, "渝水区残疾人就业服务中心")
    desk.employ("lina", "李娜", CHENGNAN + "001")
    desk.employ("caiming", "蔡明", YUSHUI + "CL")
    desk.employ("linyi", "林易", YUSHUI, "provider")
    return desk


@pytest.mark.parametrize("login", ROLES)
async def test_f64_every_route_lets_in_its_roles_and_nobody_else(
    house: FastAPI, everybody: Desk, sign_in: SignIn, case: str, login: str
) -> None:
    browser = await sign_in(login)
    csrf = dict((await browser.get("/staff/me")).form("/sign-out").fields)["csrf"]
    for method in ("GET", "POST"):
        for route in guarded(house, method):
            if route.path in ("/staff/sign-out", "/staff/live", "/staff/me/password"):
                continue
            gate = gates(route.dependant)[0]
            if route.path == STREAM and ROLES[login] in gate.roles and login not in SEES_NOTHING:
                continue
            status = await asked(browser, method, address(route, case), csrf, gate.takes_file)
            if ROLES[login] not in gate.roles:
                assert status == 403, (method, route.path)
            elif "{case_id}" in route.path and login in SEES_NOTHING:
                assert status == 404, (method, route.path)
            else:
                assert status < 500, (method, route.path)


async def test_f64_a_foreign_case_takes_the_very_steps_of_an_absent_one(
    house: FastAPI, everybody: Desk, sign_in: SignIn, case: str
) -> None:
    """The same questions to the database for both, so that the time it takes tells nothing either."""
    browser = await sign_in("lina")
    for route in guarded(house, "GET"):
        if "{case_id}" not in route.path:
            continue
        asked_for = [await statements(everybody, browser, address(route, one)) for one in ("f" * 32, case, "e" * 32)]
        assert asked_for[0] == asked_for[1] == asked_for[2], route.path


async def statements(desk: Desk, browser: Browser, path: str) -> list[str]:
    """What a page asks the database."""
    said: list[str] = []

    def listen(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        said.append(statement)

    event.listen(desk.work.engine, "before_cursor_execute", listen)
    try:
        await browser.get(path, follow=False)
    finally:
        event.remove(desk.work.engine, "before_cursor_execute", listen)
    return said


async def asked(browser: Browser, method: str, path: str, csrf: str, with_file: bool) -> int:
    if method == "GET":
        return (await browser.get(path, follow=False)).status
    typed = [("csrf", csrf), ("version", "1"), ("checked", "yes"), ("mark", "verified"), ("reason", "x")]
    typed += [("visit_result", "confirmed"), ("visit_on", "2026-11-21"), ("match_on", "2026-11-21")]
    return (await (browser.post_file if with_file else browser.post)(path, typed)).status_code


async def test_f71_fields_nobody_asked_for_change_nothing(sign_in: SignIn, desk: Desk, case: str) -> None:
    """A form may say what it likes: state, office, owner and decider come from the session and the table."""
    zhou = await sign_in("zhoumin")
    form = (await zhou.get(f"/staff/cases/{case}")).form("/take-up")
    wu, county = desk.officers["wugang"].id, desk.officers["zhengjie"].office_id
    more = {"state": "recognised", "stage": "1", "officer_id": wu, "office_id": county, "station_id": county}
    await zhou.send(form, **more, role="admin", decided_by=wu, by=wu, categories="X3", due_on="2030-01-01")
    row = desk.row(case)
    assert (row.state, row.stage, row.officer_id) == ("in_review", 0, desk.officers["zhoumin"].id)
    assert (row.office_id, row.station_id) == (desk.officers["zhoumin"].office_id,) * 2
    assert row.categories == ["X1"]


async def test_f70_a_right_taken_away_while_the_form_is_open_counts_at_once(
    sign_in: SignIn, desk: Desk, case: str
) -> None:
    zhou = await sign_in("zhoumin")
    desk.take_up(ZHOU_MIN, case)
    form = (await zhou.get(f"/staff/cases/{case}/decline")).form("/decline")
    move = {"citation": "art-1", "reason": "户籍不在本市。", "do": "send"}
    desk.system(_moved_to, desk.officers["zhoumin"].id, desk.officers["sunli"].office_id)
    refused = await zhou.send(form, **move)
    assert refused.status == 404
    desk.system(_moved_to, desk.officers["zhoumin"].id, desk.officers["wugang"].office_id)
    desk.system(_now, desk.officers["zhoumin"].id, "inspector")
    assert (await zhou.send(form, **move)).status == 403
    assert desk.row(case).state == "in_review"


async def test_f72_reloading_what_was_sent_and_going_back_after_signing_out(
    sign_in: SignIn, desk: Desk, case: str, browsers: Callable[[], Browser]
) -> None:
    zhou = await sign_in("zhoumin")
    page = await zhou.get(f"/staff/cases/{case}")
    form = page.form("/take-up")
    for _ in range(3):
        assert (await zhou.send(form, follow=False)).status == 303
    assert [line.sentence for line in desk.case(ZHOU_MIN, case).timeline].count("接手办理") == 1
    await zhou.send(page.form("/sign-out"))
    for path in (f"/staff/cases/{case}", f"/staff/cases/{case}/form.pdf", "/staff/cases", "/staff/register"):
        back = await zhou.get(path, follow=False)
        assert back.status == 303, path
        assert back.response.headers["cache-control"] == "no-store", path
    late = await zhou.send(form, follow=False)
    assert late.status in (401, 403)


async def test_f68_one_person_with_both_offices_decides_once(sign_in: SignIn, desk: Desk, case: str) -> None:
    desk.pass_preliminary(ZHOU_MIN, case)
    zhou = await sign_in("zhoumin")
    desk.system(_moved_to, desk.officers["zhoumin"].id, desk.officers["zhengjie"].office_id)
    page = await zhou.get(f"/staff/cases/{case}")
    assert "您办过这件的前一阶段" in page.text
    desk.take_up(ZHENG_JIE, case)
    assert (await zhou.get(f"/staff/cases/{case}/endorse")).status == 409


async def test_a_hand_over_is_offered_and_accepted_on_pages(sign_in: SignIn, desk: Desk, case: str) -> None:
    desk.take_up(ZHOU_MIN, case)
    zhou, wu = await sign_in("zhoumin"), await sign_in("wugang")
    page = await zhou.get(f"/staff/cases/{case}/hand-over")
    empty = await zhou.send(page.form("/hand-over"), receiver=desk.officers["wugang"].id, note=" ")
    assert (empty.status, "请写几句交接的话" in empty.text) == (422, True)
    await zhou.send(empty.form("/hand-over"), receiver=desk.officers["wugang"].id, note="入户已做，等比对结果。")
    home = await wu.get("/staff/")
    assert "周敏请您接办" in home.text
    offered = await wu.get(f"/staff/cases/{case}")
    assert "周敏请您接办：入户已做，等比对结果。" in offered.text
    await wu.send(offered.form("/accept"))
    assert desk.case(ZHOU_MIN, case).holder == "吴刚"
    late = await wu.send(offered.form("/accept"), once="another-sending")
    assert (late.status, "这次转办已经结束" in late.text) == (409, True)


async def test_an_account_is_closed_with_a_successor_on_pages(sign_in: SignIn, desk: Desk, case: str) -> None:
    desk.take_up(ZHOU_MIN, case)
    admin = await sign_in("admin")
    zhou = desk.officers["zhoumin"].id
    await admin.send((await admin.get("/staff/officers")).form(f"/officers/{desk.officers['wugang'].id}/duty"))
    leaving = await admin.get(f"/staff/officers/{zhou}/leave")
    refused = await admin.send(leaving.form("/leave"))
    assert (refused.status, "这位同事名下还有1件" in refused.text) == (409, True)
    await admin.send(refused.form("/leave"), successor=desk.officers["wugang"].id)
    assert desk.case("wugang", case).holder == "吴刚"
    again = await admin.send((await admin.get("/staff/officers")).form(f"/officers/{zhou}/let-in"))
    assert again.status == 200
    new = hand_in(desk.work, LI_JIANGUO)
    assert desk.case("wugang", new).holder == ""


def _moved_to(unit: Unit, officer: int, office: int) -> None:
    unit.session.get_one(OfficerRow, officer).office_id = office


def _now(unit: Unit, officer: int, role: str) -> None:
    unit.session.get_one(OfficerRow, officer).role = role
