"""代办 at the console: a village officer enters an application for a resident, from the door to the receipt."""

import re
from datetime import date

from sqlalchemy import select

from backend.applications import review
from backend.applications.views import DefectClaim
from backend.core.console.qr import qr
from backend.core.unit import Unit
from backend.staff.models import OfficerRow
from contract.mandate import Mandate as Told
from tests.backend.citizen import PACK, AtTheWall
from tests.backend.desk import Desk, refused
from tests.console.console import HOUSE, Browser
from tests.console.helping import (
    ANSWERS,
    ROOM,
    SignIn,
    at,
    checks,
    fills,
    submitted,
    takes_in,
    the_case,
    the_mandate,
)
from tests.console.helping import deng as deng
from tests.console.helping import village as village
from tests.people import (
    DENG_HUA,
    LI_JIANGUO,
    WANG_XIUYING,
    WU_GANG,
    ZHENG_JIE,
    ZHOU_MIN,
    id_number,
)  # fmt: skip

# --- the whole way


async def test_a_village_officer_enters_an_application_from_the_door_to_the_receipt(
    deng: Browser, village: Desk
) -> None:
    page = await submitted(deng)
    case, mandate = the_case(village), the_mandate(village)
    assert case.state == "submitted"
    assert str(case.receipt) in page.text
    assert "您现在在为 王秀英 办理" in page.text
    code = re.search(r"委托码 ([0-9A-Z-]{14})", page.text)
    assert code
    assert qr(f"{HOUSE}/chat/?start=m_{code[1]}") in page.response.text, "herself, with her own phone"
    paper = await deng.get(at(page) + "/letter")
    assert qr(f"{HOUSE}/chat/?start=m_{code[1]}") in paper.response.text
    assert (mandate.state, mandate.how, mandate.signed_on) == ("given", "paper", date(2026, 11, 21))


async def test_the_id_number_answers_what_it_says_and_is_not_asked_twice(deng: Browser) -> None:
    page = await takes_in(deng)
    assert "出生日期" in page.text  # told by the number, and to be read on the page
    asked = set()
    while found := [form for form in page.forms if form.action.endswith("/answer")]:
        asked.add(dict(found[0].fields)["fact"])
        page = await deng.send(found[0], answer=ANSWERS[dict(found[0].fields)["fact"]])
    assert asked.isdisjoint({"person.sex", "person.birth_date"})
    page = await deng.send(page.form("/begin"), agreed="yes")
    assert WANG_XIUYING.id_number in page.text
    assert WANG_XIUYING.phone in page.text


async def test_what_is_wrong_with_an_id_number_is_said_beside_its_field(deng: Browser) -> None:
    for number, words in (
        (id_number("360502", date(2099, 1, 1), "F"), "号码里的出生日期还没有到"),
        ("360502197611219919", "身份证号码的最后一位对不上"),
        ("36050219761121", "身份证号码应是18位"),
    ):
        page = await takes_in(deng, id_number=number)
        assert (page.status, words in page.text) == (422, True)
        assert "#id_number" in page.links


async def test_everything_that_is_wrong_with_who_she_is_is_told_at_once_and_stays_typed(deng: Browser) -> None:
    page = await takes_in(deng, principal="", phone="1390", id_number="36050219761121")
    assert page.status == 422
    assert {"#principal", "#phone", "#id_number"} <= set(page.links)
    assert 'value="1390"' in page.response.text


async def test_the_policy_of_the_own_city_is_the_only_one_and_need_not_be_chosen(deng: Browser) -> None:
    for address in (ROOM, f"{ROOM}/lists"):
        page = await deng.get(address)
        assert [value for name, value in page.form(address).fields if name == "pack"] == [PACK]
        assert "guangzhou" not in page.text


async def test_the_outcome_says_of_each_category_whether_it_fits(deng: Browser) -> None:
    text = (await checks(deng, await takes_in(deng))).response.text
    said = dict(re.findall(r"<li>(\S+) <span class=\"mark mark-\w+\">.*?</svg>(\S+)</span>", text))
    assert said["“4050”人员"] == "符合"
    assert {said[name] for name in ("零就业家庭成员", "残疾失业人员", "城乡脱贫劳动力", "失地人员")} == {"不符合"}


async def test_a_question_without_a_choice_gets_no_empty_example(deng: Browser) -> None:
    page = await takes_in(deng)
    page = await deng.send(next(form for form in page.forms if form.action.endswith("/answer")))
    assert page.status == 422
    assert "没有选" in page.text
    assert "例如：。" not in page.text


async def test_nothing_is_handed_in_without_the_signature_and_the_mandate_on_paper(
    deng: Browser, village: Desk
) -> None:
    page = await checks(deng, await takes_in(deng))
    page = await deng.send(page.form("/begin"))
    assert "请先读给本人听" in page.text
    page = await deng.send(page.form("/begin"), agreed="yes")
    page = await fills(deng, page)
    page = await deng.send(page.form("/submit"))
    assert "请先打印申请表，请本人签名" in page.text
    page = await deng.send(page.form("/submit"), signed="yes")
    assert "材料还不齐" in page.text
    assert the_case(village).state == "draft"


async def test_xy_12_the_whole_form_asks_for_the_community_and_an_unlisted_one_by_name(
    deng: Browser, village: Desk
) -> None:
    page = await checks(deng, await takes_in(deng))
    page = await deng.send(page.form("/begin"), agreed="yes")
    page = await fills(deng, page, **{"f.community": "unlisted"})
    assert [label for label in ("平安社区", "不知道，或不在名单里") if label not in page.text] == []
    page = await deng.send(page.form("/form"), True, **{"f.community_said": "月亮湾新村"})
    assert ("f.community_said", "月亮湾新村") in page.form("/form").fields


async def test_xy_12_the_community_chosen_at_the_counter_has_the_case_but_not_whoever_entered_it(
    deng: Browser, village: Desk
) -> None:
    await submitted(deng)
    case = the_case(village)
    assert (case.community_id, case.office_id) == (village.officers[DENG_HUA.login].office_id, case.station_id)


async def test_what_cannot_be_read_is_told_at_its_line_and_everything_else_is_kept(deng: Browser) -> None:
    page = await checks(deng, await takes_in(deng))
    page = await deng.send(page.form("/begin"), agreed="yes")
    page = await fills(deng, page, **{"f.certificate_no": "12", "f.unemployed_since": "明年"})
    assert page.status == 422
    assert {"f.certificate_no-error", "f.unemployed_since-error"} <= set(page.ids)
    kept = dict(page.form("/form").fields)
    assert (kept["f.certificate_no"], kept["f.unemployed_since"]) == ("12", "明年")
    again = dict((await deng.get(at(page).removesuffix("/form"))).form("/form").fields)
    assert again["f.hukou_address_detail"] == "平安路1号"
    assert again["f.certificate_no"] == ""


async def test_corrections_come_back_to_whoever_entered_it(deng: Browser, village: Desk) -> None:
    page = await submitted(deng)
    case = the_case(village)
    village.take_up(ZHOU_MIN, case.id)
    claim = DefectClaim("field", "phone", "电话打不通。")
    village.do(ZHOU_MIN, review.return_for_correction, case.id, village.version(case.id), (claim,))
    page = await deng.get(at(page))
    assert "电话打不通" in page.text
    page = await deng.send(page.form("/form"), True, **{"f.phone": "19900000011"})
    await deng.send(page.form("/supply"))
    assert the_case(village).state == "in_review"


# --- two people


async def test_who_entered_it_has_no_part_in_its_review(village: Desk, sign_in: SignIn) -> None:
    zhou = await sign_in(ZHOU_MIN.login)
    await submitted(zhou)
    case = the_case(village)
    assert case.officer_id != village.officers[ZHOU_MIN.login].id
    with refused("review.entered_by_you", 403):
        village.take_up(ZHOU_MIN, case.id)
    page = await zhou.get(f"/staff/cases/{case.id}")
    assert "这件是您代申请人录入的" in page.text
    village.take_up(WU_GANG, case.id)


async def test_on_duty_or_not_it_never_arrives_at_whoever_entered_it(village: Desk, sign_in: SignIn) -> None:
    zhou = await sign_in(ZHOU_MIN.login)

    def only_zhou_on_duty(unit: Unit) -> None:
        for row in unit.session.scalars(select(OfficerRow)):
            row.on_duty = row.login == ZHOU_MIN.login

    village.system(only_zhou_on_duty)
    await submitted(zhou)
    assert the_case(village).officer_id is None


async def test_the_review_page_says_who_entered_it_and_where_the_mandate_is(
    deng: Browser, village: Desk, sign_in: SignIn
) -> None:
    await submitted(deng)
    case = the_case(village)
    page = await (await sign_in(ZHOU_MIN.login)).get(f"/staff/cases/{case.id}")
    assert "由城南街道平安社区 邓华代办录入（窗口代办）" in page.text
    assert "委托书（本人签名）" in page.text
    assert "邓华 代 王*" in page.text


# --- whose is what


async def test_a_colleagues_residents_are_absent(deng: Browser, village: Desk, sign_in: SignIn) -> None:
    page = await takes_in(deng)
    zhou = await sign_in(ZHOU_MIN.login)
    assert "王秀英" not in (await zhou.get(ROOM)).text
    for path in ("", "/letter", "/form.pdf", "/answer"):
        assert (await zhou.get(at(page) + path)).status == 404


async def test_ended_means_seeing_nothing_more(deng: Browser, village: Desk) -> None:
    page = await submitted(deng)
    await deng.send(page.form("/end"))
    page = await deng.get(at(page))
    assert "这份代办已经结束" in page.text
    assert "平安路1号" not in page.text
    assert (await deng.get(at(page) + "/form.pdf")).status == 404
    assert the_case(village).state == "submitted"


async def test_two_residents_never_mix(deng: Browser) -> None:
    first = await checks(deng, await takes_in(deng))
    first = await deng.send(first.form("/begin"), agreed="yes")
    second = await checks(deng, await takes_in(deng, LI_JIANGUO))
    second = await deng.send(second.form("/begin"), agreed="yes")
    assert WANG_XIUYING.id_number not in second.response.text
    assert LI_JIANGUO.id_number in second.response.text
    again = await deng.get(at(first))
    assert "李建国" not in again.text
    assert WANG_XIUYING.id_number in again.response.text


async def test_the_resident_links_her_own_chat_by_the_code_on_the_paper(
    deng: Browser, village: Desk, http: "AtTheWall"
) -> None:
    page = await submitted(deng)
    code = re.search(r"委托码 ([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4})", page.text)
    assert code is not None
    wang = AtTheWall(http, WANG_XIUYING)  # type: ignore[arg-type]
    told = await wang.ask(Told, "POST", "/mandates/answers", {"code": code[1], "answer": "agree"})
    assert told.other == "城南街道平安社区 邓华"
    case = the_case(village)
    assert [one.id for one in await wang.cases()] == [case.id]
    village.pass_preliminary(ZHOU_MIN, case.id)
    assert (village.letters(case.id)[-1].channel, village.letters(case.id)[-1].chat_id) == ("web", WANG_XIUYING.chat_id)


async def test_without_a_chat_letters_wait_for_paper(deng: Browser, village: Desk) -> None:
    await submitted(deng)
    (letter,) = village.letters(the_case(village).id)
    assert letter.state == "failed"


async def test_somebody_with_an_open_case_gets_no_second_one(
    deng: Browser, village: Desk, http: "AtTheWall"
) -> None:
    await AtTheWall(http, WANG_XIUYING).applies()  # type: ignore[arg-type]
    page = await checks(deng, await takes_in(deng))
    page = await deng.send(page.form("/begin"), agreed="yes")
    page = await fills(deng, page, **{"f.id_number": WANG_XIUYING.id_number})
    assert "不要重复录入" in page.text


async def test_other_rooms_take_nobody_in(village: Desk, sign_in: SignIn) -> None:
    def city(unit: Unit) -> None:
        row = unit.session.scalars(select(OfficerRow).where(OfficerRow.login == ZHENG_JIE.login)).one()
        row.role = "inspector"

    village.system(city)
    assert (await (await sign_in(ZHENG_JIE.login)).get(ROOM)).status == 403
