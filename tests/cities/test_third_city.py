"""A third city without touching code: loaded, asked, applied for, reviewed, entered, told."""

import io
import re
from collections.abc import Callable

import pytest
from pypdf import PdfReader

from backend.applications import queries, review
from backend.staff.service import offices
from tests import papers
from tests.backend.desk import Desk, matched, refused, visited
from tests.bot.steps import answers_all
from tests.chat import Chat
from tests.cities.third_city import AN_MING, FENG_QING, LU_YUAN, QIN_SHI, TAO_SHENG, YUN_DANDAN
from tests.console.conftest import SignIn
from tests.console.console import Browser, Page
from tests.people import Officer, Person

Visit = Callable[[Person], Chat]


@pytest.fixture(autouse=True)
def _not_paced(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock stands still here: letters of one moment would wait for the next second for ever."""
    monkeypatch.setenv("BANGBAN_TELEGRAM_PER_SECOND", "0")


def about(person: Person) -> dict[str, str]:
    """What somebody of 乌有 answers, by a word of the question; nobody in the family has work."""
    return {
        "户口在乌有市": "云中区",
        "工作情况": "没有工作",
        "失业登记，": "已登记",
        "性别": "女",
        "出生日期": f"{person.birth_date:%Y.%m.%d}",
        "找工作吗": "想找工作",
        "其他家人": "没有人工作",
    }


def form_of(person: Person) -> dict[str, str]:
    return {
        "您的申请人": person.name,
        "身份证号码": person.id_number,
        "手机": person.phone,
        "哪个街道": person.street,
        "后面的地址": "清风巷9号",
    }


async def result_for(chat: Chat, **other: str) -> None:
    await chat.says("/start")
    await chat.taps("开始自测")
    await chat.sees("您在哪个城市办事")
    await chat.taps("乌有市")
    await chat.sees("第1步")
    await answers_all(chat, about(chat.person) | other)


async def receipt_of(chat: Chat) -> str:
    """From the result to the receipt."""
    await chat.taps("现在申请")
    await chat.taps("同意，开始申请")
    await chat.sees("申请人")
    await answers_all(chat, form_of(chat.person), until="材料清单")
    for paper in ("身份证", "家庭情况证明"):
        await chat.taps(paper)
        await chat.sees(f"请发《{paper}》")
        await chat.sends_photo(papers.jpeg(paper))
        await chat.sees("现在有1个文件", within=15)
        if paper == "身份证":
            await chat.taps("回材料清单")
            await chat.sees("材料清单")
    await chat.taps("下一步：核对")
    await chat.sees("请核对", "申请地点：云中区望月街道公共就业服务机构（户籍地址）")
    await chat.taps("确认并提交")
    return (await chat.sees("申请已提交")).text.split("受理编号：")[1].split("\n")[0]


async def at(browser: Browser, receipt: str) -> Page:
    """The case of a receipt, found through the search."""
    queue = await browser.get("/staff/cases")
    return await browser.send(queue.form("/find"), text=receipt)


async def test_from_the_first_word_to_the_decision_letter(visit: Visit, sign_in: SignIn) -> None:
    yun = visit(YUN_DANDAN)
    await result_for(yun)
    await yun.sees("零就业家庭成员：可能符合")
    receipt = await receipt_of(yun)
    assert receipt.startswith("9901-")
    await yun.sees("下一步：云中区望月街道公共就业服务机构审核")

    an = await sign_in(AN_MING.login)
    assert "待审核" in (await an.get("/staff/")).text
    case = await at(an, receipt)
    case = await an.send(case.form("/take-up"))
    assert "入户核实" not in case.text
    steps = {"result__household_register": "match", "result__employment": "match"}
    case = await an.send(case.form("/steps/record-match"), **steps)
    early = await an.get(f"{case.response.url.path}/endorse")
    assert "材料还没核对：" in early.text
    refused_early = await an.send(early.form("/endorse"), opinion="同意认定。", checked="yes")
    assert (refused_early.status, "请说明为什么仍然通过" in refused_early.text) == (422, True)
    for form in [form for form in case.forms if "/papers/" in form.action]:
        case = await an.send(form, mark="verified")
    decide = await an.get(f"{case.response.url.path}/endorse")
    assert "经信息比对，情况属实，符合认定条件，同意认定。" in decide.text
    assert "乌有市就业援助申请表" in decide.text
    done = await an.send(decide.form("/endorse"), checked="yes")
    assert "已认定" in done.text

    letter = await yun.sees("认定结果：通过")
    assert "乌人社〔2026〕1号 第一条第（二）项，第三条" in letter.text
    number = letter.text.split("登记编号：")[1].split("\n")[0]
    assert number.startswith("RD990102-")
    assert number in (await an.get("/staff/register")).text


async def test_a_step_the_policy_does_not_know_is_refused(visit: Visit, desk: Desk) -> None:
    yun = visit(YUN_DANDAN)
    await result_for(yun)
    receipt = await receipt_of(yun)
    (line,) = desk.read(AN_MING, queries.find, receipt)
    desk.take_up(AN_MING, line.id)
    with refused("application.illegal_move", 409):
        desk.do(AN_MING, review.record_step, line.id, visited())
    with refused("review.source_missing", 422):
        desk.do(AN_MING, review.record_step, line.id, matched())


async def test_the_steps_shown_are_those_of_the_policy(visit: Visit) -> None:
    yun = visit(YUN_DANDAN)
    await result_for(yun)
    receipt = await receipt_of(yun)
    await yun.says("进度")
    shown = await yun.sees(receipt)
    assert "就业困难人员认定申请（乌有市）：等待办理" in shown.text
    steps = re.findall(r"^[●◐○] (.+?)：", shown.text, re.M)
    assert steps == ["已提交", "街道（镇）审核", "结果"]


async def test_the_form_is_printed_in_triplicate_and_marked_as_an_example(visit: Visit) -> None:
    yun = visit(YUN_DANDAN)
    await result_for(yun)
    await receipt_of(yun)
    await yun.taps("表格PDF")
    reader = PdfReader(io.BytesIO(await yun.opens(await yun.sees("申请表"))))
    pages = ["".join(page.extract_text().split()) for page in reader.pages]
    heads = [f"示例格式，以经办机构发放的表格为准第{n}份，共3份（{n}/3）" for n in (1, 2, 3)]
    assert [page[: len(head)] for page, head in zip(pages, heads, strict=True)] == heads
    assert len({page[len(head) :] for page, head in zip(pages, heads, strict=True)}) == 1
    for words in (YUN_DANDAN.name, YUN_DANDAN.id_number, "乌有市云中区望月街道清风巷9号", "■零就业家庭成员"):
        assert words in pages[0]


async def test_who_need_not_apply_is_told_how_it_comes_about(visit: Visit) -> None:
    feng = visit(FENG_QING)
    await result_for(feng, 其他家人="有人在工作")
    result = await feng.sees("大龄失业人员：可能符合")
    automatically = "办理失业登记时，由经办机构自动认定；已经登记的，请向经办机构核实。（第二条）"
    for words in (
        f"大龄失业人员不用申请：{automatically}",
        "请带身份证去办失业登记。",
        "在哪里办，可以问云中区公共就业服务机构，电话12333。",
    ):
        assert words in result.text
    assert "您可以继续申请" not in result.text
    labels = [button.label for button in result.buttons]
    assert "现在申请" not in labels
    assert "看材料清单" not in labels
    await feng.says("材料")
    await feng.sees("大龄失业人员：可能符合")


async def test_who_is_not_registered_is_sent_to_register_and_told_what_follows(visit: Visit) -> None:
    feng = visit(FENG_QING)
    await result_for(feng, 其他家人="有人在工作", **{"失业登记，": "没有登记"})
    result = await feng.sees("请先到街道（镇）公共就业服务机构办理失业登记，不收费。")
    assert "大龄失业人员不用申请" in result.text
    assert "就可以接着申请" not in result.text


async def test_only_what_one_can_apply_for_is_applied_for(visit: Visit) -> None:
    """She is 51 and nobody has work: one ground comes by itself, the other by application."""
    feng = visit(FENG_QING)
    await result_for(feng)
    result = await feng.sees("大龄失业人员：可能符合")
    assert "零就业家庭成员：可能符合" in result.text
    assert "您可以继续申请" in result.text
    await receipt_of(feng)
    check = next(one for one in feng.messages.values() if "请核对" in one.text)
    assert "申请类别：零就业家庭成员" in check.text
    assert "大龄" not in check.text


async def test_gz_14_who_lives_elsewhere_is_routed_to_the_street_of_the_hukou(visit: Visit) -> None:
    """The place of residence is never asked."""
    yun = visit(YUN_DANDAN)
    await result_for(yun)
    await receipt_of(yun)
    assert "您想在哪里办理" not in yun.transcript
    assert "您现在住在" not in yun.transcript


def test_the_offices_are_those_of_the_folder(desk: Desk) -> None:
    names = {office.area: office.name for office in desk.system(offices)}
    assert names[AN_MING.office_code] == "云中区望月街道公共就业服务机构"
    assert names["360502001"] == "渝水区城南街道人力资源社会保障事务站所"


async def test_the_street_decides_and_those_above_may_only_look(visit: Visit, sign_in: SignIn) -> None:
    """市、区机构负责检查；街（镇）负责具体实施 (GZ-02)."""
    yun = visit(YUN_DANDAN)
    await result_for(yun)
    receipt = await receipt_of(yun)
    case = await at(await sign_in(AN_MING.login), receipt)
    path = case.response.url.path
    for officer in (LU_YUAN, QIN_SHI):
        await only_looks(await sign_in(officer.login), officer, path, receipt)
    assert (await (await sign_in(TAO_SHENG.login)).get(path)).status == 404


async def only_looks(browser: Browser, officer: Officer, path: str, receipt: str) -> None:
    home = await browser.get("/staff/")
    assert "待办理" in home.text
    assert receipt in home.text
    case = await browser.get(path)
    assert case.status == 200
    assert YUN_DANDAN.street in case.text
    assert "您可以查看和检查，不能办理" in case.text
    assert not [form for form in case.forms if form.action.endswith("/take-up")]
    token = dict(case.form("/reveal").fields)
    refused = await browser.post(f"{path}/take-up", [*token.items(), ("version", "2")])
    assert refused.status_code == 403
    assert "本机构负责检查" in refused.text


async def test_a_queue_offers_what_its_own_city_knows(sign_in: SignIn) -> None:
    queue = (await (await sign_in(AN_MING.login)).get("/staff/cases")).text
    assert "零就业" in queue
    for foreign in ("初审", "4050", "大龄"):
        assert foreign not in queue
