"""The pages of assistance: one file a person, lists, ledger, spot checks, hotline, social workers."""

from io import BytesIO

import httpx2
import pytest
from pypdf import PdfReader

from backend.assistance import acts, tickets
from backend.assistance.acts import NewAct
from backend.core.inbox import ChatState
from backend.core.unit import Unit
from backend.records import person
from tests.backend.assistance.recognised import GUANGZHOU, LIANG_SHUZHEN, Recognise
from tests.backend.assistance.recognised import guangzhou as guangzhou
from tests.backend.assistance.recognised import number as number
from tests.backend.assistance.recognised import recognise as recognise
from tests.backend.desk import TODAY, Desk
from tests.conftest import StoppedClock
from tests.console.conftest import SignIn
from tests.console.console import Browser, Page
from tests.people import CHENGNAN, LI_JIANGUO, WANG_XIUYING, ZHOU_MIN

GUIDANCE = NewAct("guidance", TODAY, "done", notes="想做保洁。")


@pytest.fixture
def at(desk: Desk, number: str) -> str:
    """The address of 王秀英's file."""
    return f"/staff/people/{desk.read(ZHOU_MIN, person.person_of, number)}"


async def test_the_register_leads_to_the_file_of_a_person(sign_in: SignIn, number: str, at: str) -> None:
    browser = await sign_in("zhoumin")
    page = await browser.get("/staff/register")
    assert f"/staff/register/{number}/person" in page.links
    file = await browser.get(f"/staff/register/{number}/person")
    assert str(file.response.url).endswith(at)
    assert WANG_XIUYING.name not in file.text
    assert WANG_XIUYING.id_number not in file.text
    assert "“131”服务 第四条第（三）项 未完成" in file.text


async def test_gz_23_a_file_is_opened_by_its_own_area_alone(sign_in: SignIn, at: str) -> None:
    for login in ("sunli", "hewei"):
        foreign = await (await sign_in(login)).get(at)
        absent = await (await sign_in("wugang")).get(f"/staff/people/{'f' * 32}")
        assert (foreign.status, absent.status) == (404, 404)
    assert (await (await sign_in("admin")).get(at)).status == 403


async def test_whole_values_stand_for_a_minute_after_a_reason(
    sign_in: SignIn, clock: StoppedClock, at: str
) -> None:
    browser = await sign_in("zhoumin")
    assert WANG_XIUYING.phone not in (await browser.get(f"{at}?full=yes")).text
    silent = await browser.send((await browser.get(at)).form("/reveal"), reason=" ")
    assert (silent.status, "请写明理由" in silent.text) == (422, True)
    page = await browser.send(silent.form("/reveal"), reason="电话联系本人")
    assert WANG_XIUYING.phone in page.text
    assert "查看了完整信息，理由：电话联系本人" in page.text
    clock.advance(seconds=61)
    assert WANG_XIUYING.phone not in (await browser.get(f"{at}?full=yes")).text


async def test_a_service_is_recorded_and_corrected_on_the_page(sign_in: SignIn, at: str) -> None:
    browser = await sign_in("zhoumin")
    form = (await browser.get(at)).form("/acts")
    wrong = await browser.send(
        form, kind="recommendation", outcome="considering", act_on="2026-11-21", act_notes="离家近"
    )
    assert (wrong.status, "请填写推荐的岗位或课程" in wrong.text) == (422, True)
    assert "离家近" in wrong.text
    done = await browser.send(
        wrong.form("/acts"), kind="recommendation", outcome="considering", offered="城南超市 理货员"
    )
    assert "岗位推荐 1/3" in done.text
    correction = (await browser.get(f"{at}?correct=1")).form("/acts")
    assert ("offered", "城南超市 理货员") in correction.fields
    page = await browser.send(correction, act_reason="没有发生", void="yes", kind="recommendation", outcome="done")
    assert "岗位推荐 0/3" in page.text
    assert "作废" in page.text


async def test_a_visit_a_plan_and_an_interval_are_kept(sign_in: SignIn, at: str) -> None:
    browser = await sign_in("zhoumin")
    page = await browser.get(at)
    told = {"channel": "visit", "work": "unemployed", "training": "yes", "check_on": "2026-11-21"}
    wrong = await browser.send(page.form("/checks"), **told)
    assert "请填写地点" in wrong.text
    visited = await browser.send(
        wrong.form("/checks"), **told, check_place="平安路1号", check_visitors="周敏、吴刚"
    )
    assert "日常走访" in visited.text
    short = await browser.send(visited.form("/interval"), days="2")
    assert "请填写走访间隔" in short.text
    kept = await browser.send(short.form("/interval"), days="30")
    assert "每30天走访一次，下次不晚于2026-12-21" in kept.text
    half = await browser.send(kept.form("/plans"), goal="做保洁", **{"step-1": "参加培训"})
    assert "有一步没有日期" in half.text
    assert ("step-1", "参加培训") in half.form("/plans").fields
    planned = await browser.send(half.form("/plans"), **{"day-1": "2026-12-10"})
    assert "到 2026-12-10" in planned.text
    done = await browser.send(planned.form("/steps/1"))
    assert "2026-11-21 完成" in done.text
    nothing = await browser.send(done.form("/close"))
    assert "请选择结束的原因" in nothing.text
    assert "目标已实现" in (await browser.send(nothing.form("/close"), result="reached")).text


async def test_xy_80_the_page_of_a_household_plan_asks_for_the_way_that_worked(
    sign_in: SignIn, desk: Desk, recognise: Recognise
) -> None:
    number = recognise(LI_JIANGUO, on=TODAY, categories=("X2",))
    browser = await sign_in("zhoumin")
    page = await browser.get(f"/staff/people/{desk.read(ZHOU_MIN, person.person_of, number)}")
    assert "最晚 2026-12-21 解决" in page.text
    assert "第四条第（五）项" in page.text
    more = await browser.send(page.form("/steps"), more="陪同面试", more_day="2026-12-01")
    assert "陪同面试" in more.text
    late = await browser.send(more.form("/plans/1/steps"), more="再面试", more_day="2026-11-01")
    assert ("日期已经过去" in late.text, ("more", "再面试") in late.form("/plans/1/steps").fields) == (True, True)
    nothing = await browser.send(late.form("/close"))
    assert "请选择是哪种办法解决的" in nothing.text
    assert "已解决：灵活就业" in (await browser.send(nothing.form("/close"), route="flexible")).text


async def test_the_county_enters_months_and_the_station_reads_them(sign_in: SignIn, at: str) -> None:
    county, station = await sign_in("zhengjie"), await sign_in("zhoumin")
    form = (await county.get(at)).form("/grants")
    told = {"subsidy": "SI-FLEX", "approved_on": "2026-11-21", "first_month": "2026-11", "base": "55"}
    wrong = await county.send(form, **told, months="2")
    assert "月份还没到" in wrong.text
    kept = await county.send(wrong.form("/grants"), **told, months="1")
    assert "已享受1个月，最多36个月，还可享受35个月" in kept.text
    page = await station.get(at)
    assert "还可享受35个月" in page.text
    assert not [form for form in page.forms if form.action.endswith("/grants")]
    gone = await county.send(kept.form("/annul"), annul_reason="登记错人")
    assert "已撤销：登记错人" in gone.text


async def test_gz_41_the_file_is_printed_covered_with_one_line_an_act(
    sign_in: SignIn, desk: Desk, number: str, at: str
) -> None:
    desk.do(ZHOU_MIN, acts.record, number, GUIDANCE)
    browser = await sign_in("zhoumin")
    covered = text_of(await browser.raw(f"{at}/file.pdf"))
    assert "职业指导" in covered
    assert WANG_XIUYING.id_number not in covered
    assert "周敏" in covered
    await browser.send((await browser.get(at)).form("/reveal"), reason="存档")
    assert WANG_XIUYING.id_number in text_of(await browser.raw(f"{at}/file.pdf?full=yes"))


async def test_gz_43_the_file_says_that_the_document_has_ended(
    guangzhou: Desk, sign_in: SignIn, recognise: Recognise
) -> None:
    number = recognise(LIANG_SHUZHEN, pack=GUANGZHOU, owner="liangjing", categories=("G3.1",))
    browser = await sign_in("liangjing")
    page = await browser.get(f"/staff/register/{number}/person")
    assert "该文件有效期已于2019年1月届满" in page.text
    district = await (await sign_in("huangke")).get(f"/staff/register/{number}/person")
    assert "您可以查看，不能记录" in district.text
    assert not [form for form in district.forms if form.action.endswith("/acts")]


async def test_gz_35_a_social_worker_s_console_is_the_clients_and_nothing_else(
    guangzhou: Desk, sign_in: SignIn, recognise: Recognise
) -> None:
    number = recognise(LIANG_SHUZHEN, pack=GUANGZHOU, owner="liangjing", categories=("G3.1",))
    street = await sign_in("liangjing")
    at = str((await street.get(f"/staff/register/{number}/person")).response.url)
    page = await street.get(at)
    worker = await sign_in("shegong")
    assert (await worker.get(at)).status == 404
    await street.send(page.form("/helpers"), provider=str(guangzhou.officers["shegong"].id))
    home = await worker.get("/staff/")
    assert "梁*" in home.text
    file = await worker.get(at)
    done = await worker.send(file.form("/acts"), kind="counselling", outcome="done", act_on="2026-11-21")
    assert "社工就业辅导" in done.text
    for path in ("/staff/cases", "/staff/register", "/staff/ledger", "/staff/care", "/staff/tickets"):
        assert (await worker.get(path)).status == 403, path
    ended = await street.send((await street.get(at)).form("/helpers"))
    assert "正在帮扶此人" not in ended.text
    assert (await worker.get(at)).status == 404


async def test_xy_69_a_word_in_the_chat_is_a_sign_of_life(
    sign_in: SignIn, desk: Desk, recognise: Recognise, clock: StoppedClock
) -> None:
    recognise()
    recognise(LI_JIANGUO)
    clock.advance(days=50)
    desk.system(_writes, WANG_XIUYING.chat_id)
    clock.advance(days=20)
    page = await (await sign_in("zhoumin")).get("/staff/care?which=silent")
    assert ("李*" in page.text, "王*" in page.text) == (True, False)


async def test_lists_show_the_own_people_and_on_demand_the_office_s(
    sign_in: SignIn, recognise: Recognise
) -> None:
    recognise()
    recognise(LI_JIANGUO, owner="wugang")
    browser = await sign_in("zhoumin")
    own = await browser.get("/staff/care")
    assert ("王*" in own.text, "李*" in own.text) == (True, False)
    every = await browser.get("/staff/care?whose=all")
    assert ("王*" in every.text, "李*" in every.text) == (True, True)
    assert (await browser.get("/staff/care?which=gossip")).status == 404


async def test_the_ledger_is_signed_on_its_page(
    sign_in: SignIn, desk: Desk, number: str, clock: StoppedClock
) -> None:
    desk.do(ZHOU_MIN, acts.record, number, GUIDANCE)
    browser = await sign_in("zhoumin")
    early = await browser.get("/staff/ledger")
    assert not [form for form in early.forms if form.action.endswith("/sign")]
    clock.advance(days=14)
    browser = await sign_in("wugang")
    signed = await browser.send((await browser.get("/staff/ledger?month=2026-11")).form("/sign"))
    assert "吴刚 于 2026-12-05 签认，共1条" in signed.text
    county = await (await sign_in("zhengjie")).get("/staff/ledger?month=2026-11")
    assert "已签认" in county.text
    assert (await browser.get("/staff/ledger?month=soon")).status == 422


async def test_a_spot_check_is_drawn_and_its_result_recorded(sign_in: SignIn, at: str) -> None:
    county, station = await sign_in("zhengjie"), await sign_in("zhoumin")
    none = await county.send((await county.get("/staff/spot-checks")).form("/spot-checks"), n="")
    assert "请填写抽查人数" in none.text
    drawn = await county.send(none.form("/spot-checks"), n="1", seed="2026年冬")
    assert "从1人中抽取1人，种子“2026年冬”" in drawn.text
    waiting = await station.get("/staff/spot-checks")
    assert "/staff/spot-checks/1" in waiting.links
    page = await station.get(f"{at}?sample=1")
    await station.send(
        page.form("/checks"),
        channel="spot_check",
        work="employed",
        check_on="2026-11-21",
        check_place="平安路1号",
        check_visitors="周敏",
    )
    assert "已在单位就业" in (await county.get("/staff/spot-checks/1")).text


async def test_a_call_is_taken_down_followed_up_and_closed(sign_in: SignIn, desk: Desk) -> None:
    county, station = await sign_in("zhengjie"), await sign_in("zhoumin")
    form = (await county.get("/staff/tickets")).form("/tickets")
    wrong = await county.send(form, kind="guidance", area=CHENGNAN, phone="", text="想找工作")
    assert ("请填写联系电话" in wrong.text, "想找工作" in wrong.text) == (True, True)
    taken = await county.send(wrong.form("/tickets"), kind="guidance", area=CHENGNAN, phone="13800001234")
    assert "城南街道" in taken.text
    path = httpx2.URL(str(taken.response.url)).path
    page = await station.send((await station.get(path)).form("/take"))
    assert "13800001234" in page.text
    noted = await station.send(page.form("/note"), text="推荐了社区保洁。")
    closed = await station.send(noted.form("/close"), text="已上岗。")
    assert "已办结" in closed.text
    assert (await station.send(page.form("/note"), text="再记一条")).status == 409
    assert (await (await sign_in("sunli")).get(path)).status == 404


async def test_xy_75_a_complaint_is_taken_down_without_a_name_and_hidden_from_whom_it_is_about(
    sign_in: SignIn, desk: Desk
) -> None:
    wu = await sign_in("wugang")
    page = await wu.get("/staff/tickets")
    told = {"kind": "report", "area": CHENGNAN, "about": str(desk.officers["zhoumin"].id)}
    silent = await wu.send(page.form("/tickets"), **told)
    assert "请填写来电内容" in silent.text
    taken = await wu.send(silent.form("/tickets"), **told, text="态度不好。")
    assert all(one in taken.text for one in ("投诉举报", "被投诉的工作人员或机构 周敏", "答复期限 2026-11-27"))
    at = f"/staff/tickets/{desk.read('zhengjie', tickets.tickets)[0].number}"
    zhou = await sign_in("zhoumin")
    assert (await zhou.get(at)).status == 404
    assert "态度不好" not in (await zhou.get("/staff/tickets")).text


async def test_what_people_typed_never_becomes_markup(sign_in: SignIn, desk: Desk, number: str, at: str) -> None:
    hostile = "<img src=x onerror=alert(1)> {{7*7}} %(x)s"
    desk.do(ZHOU_MIN, acts.record, number, NewAct("recommendation", TODAY, "done", offered=(hostile,)))
    for path in (at, "/staff/ledger"):
        page = await (await sign_in("zhengjie")).get(path)
        assert hostile in page.text
        assert "<img src=x" not in page.response.text


async def test_an_address_of_a_form_leads_back_to_its_page(sign_in: SignIn, at: str) -> None:
    browser: Browser = await sign_in("zhoumin")
    for path in (f"{at}/acts", f"{at}/plans/1/close", "/staff/ledger/sign"):
        page: Page = await browser.get(path)
        assert page.status == 200, path


def text_of(response: httpx2.Response) -> str:
    assert response.status_code == 200
    pages = PdfReader(BytesIO(response.content)).pages
    return "".join(page.extract_text() for page in pages).replace(" ", "").replace("\n", "")


def _writes(unit: Unit, chat_id: int) -> None:
    unit.session.add(ChatState(channel="web", chat_id=chat_id, state={}, updated_at=unit.now))


async def test_xy_56_the_county_marks_for_a_public_post_on_the_page(
    sign_in: SignIn, desk: Desk, number: str, at: str
) -> None:
    county = await sign_in("zhengjie")
    page = await county.get(at)
    assert "已推荐岗位0次，满3次可以托底安置" in page.text
    assert not [form for form in page.forms if form.action.endswith("/fallback")]
    for _ in range(3):
        desk.do(ZHOU_MIN, acts.record, number, NewAct("recommendation", TODAY, "considering", offered=("理货员",)))
    wrong = await county.send((await county.get(at)).form("/fallback"), fallback_reason="")
    assert wrong.status == 422
    page = await county.send(wrong.form("/fallback"), fallback_reason="推荐过都没成。")
    assert "托底安置对象" in page.text
    assert "推荐过都没成。" in page.text
