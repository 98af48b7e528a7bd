"""The annex form, field by field: nothing known is asked, everything messy is put right."""

import io
from dataclasses import replace
from datetime import date

import httpx2
import pytest
from PIL import Image
from sqlalchemy import select

from backend.applications.models import Application
from backend.core.work import SYSTEM, Work
from backend.people.models import Consent
from contract.application import ApplicationTurn
from tests import papers
from tests.backend.citizen import AtTheWall, refuses
from tests.people import (
    ABDULLA,
    CHEN_ZHIQIANG,
    JI_YONGQIANG,
    LIU_XIAOFANG,
    WANG_XIUYING,
    ZHANG_GUIHUA,
    ZHAO_MIN,
)


@pytest.fixture
def wang(http: httpx2.AsyncClient) -> AtTheWall:
    return AtTheWall(http, WANG_XIUYING)


def line(turn: ApplicationTurn, field: str) -> str:
    return next(line.shown for line in turn.lines if line.field == field)


async def asked_fields(citizen: AtTheWall) -> list[str]:
    turn = await citizen.begins()
    fields = []
    while turn.prompt is not None:
        name = turn.prompt.field
        fields.append(name)
        turn = await citizen.puts(turn, name, citizen.fields()[name], skip=name == "photo")
    return fields


# --- consent and the draft


async def test_consent_is_kept_with_its_words_hash_version_and_time(wang: AtTheWall, work: Work) -> None:
    await wang.begins()
    consent = work.read_now(SYSTEM, lambda unit: unit.session.scalars(select(Consent)).one())
    assert (consent.purpose, consent.version, consent.language) == ("application", "2026-11-360500", "zh_Hans_CN")
    assert "身份证号" in consent.text
    assert len(consent.text_hash) == 64


async def test_an_outdated_consent_starts_nothing(wang: AtTheWall, work: Work) -> None:
    turn = await wang.checks()
    with refuses("consent.outdated", 409, version="2026-11-360500"):
        await wang.ask(dict, "POST", "/applications", {"screening": turn.id, "consent_version": "2020-01"})
    assert work.read_now(SYSTEM, lambda unit: unit.session.scalars(select(Application)).all()) == []


async def test_a_second_start_gives_the_same_draft(wang: AtTheWall) -> None:
    screening = (await wang.checks()).id
    first = await wang.consents(screening)
    await wang.puts(first, "name", "王秀英")
    second = await wang.consents(screening)
    assert second.id == first.id
    assert line(second, "name") == "王秀英"


async def test_an_unfinished_self_check_is_finished_first(wang: AtTheWall) -> None:
    turn = await wang.starts()
    with refuses("screening.unfinished", 409, label="工作情况"):
        await wang.consents(turn.id)


async def test_who_fits_nowhere_is_not_led_into_an_application(http: httpx2.AsyncClient) -> None:
    zhao = AtTheWall(http, ZHAO_MIN)
    turn = await zhao.checks()
    with refuses("application.not_offered", 409):
        await zhao.consents(turn.id)


async def test_a_self_check_of_another_account_starts_nothing(
    wang: AtTheWall, http: httpx2.AsyncClient
) -> None:
    turn = await wang.checks()
    with refuses("screening.not_found", 404):
        await AtTheWall(http, ZHAO_MIN).consents(turn.id)


async def test_a_draft_tells_how_long_it_is_kept(wang: AtTheWall) -> None:
    turn = await wang.begins()
    assert (turn.state, turn.phase, turn.kept_until) == ("draft", "form", "2026年12月21日")
    home = await wang.home()
    assert home.draft is not None
    assert (home.draft.id, home.draft.state_label) == (turn.id, "填写中")


# --- what is asked


async def test_only_what_is_not_known_is_asked(wang: AtTheWall) -> None:
    fields = await asked_fields(wang)
    assert fields[:6] == [
        "name",
        "id_number",
        "phone",
        "hukou_address_street",
        "hukou_address_detail",
        "apply_at",
    ]
    assert fields[-1] == "photo"
    assert not {"sex", "categories", "filled_on", "materials", "hukou_address_district"} & set(fields)


async def test_several_grounds_are_confirmed_with_those_that_fit_ticked(http: httpx2.AsyncClient) -> None:
    chen = AtTheWall(http, CHEN_ZHIQIANG)
    turn = await chen.fills(await chen.begins(household__others="没有人工作"), until="categories")
    assert turn.prompt is not None
    assert [choice.value for choice in turn.prompt.choices] == ["X2", "X3"]
    assert turn.prompt.chosen == ("X2", "X3")
    turn = await chen.does(turn, "fields/categories/toggle", {"value": "X2"})
    assert turn.prompt is not None
    assert turn.prompt.chosen == ("X3",)
    turn = await chen.puts(turn, "categories")
    assert line(turn, "categories") == "残疾失业人员"
    assert "zero_employment_proof" not in {paper.item.id for paper in turn.papers}


async def test_of_several_grounds_at_least_one_stays(http: httpx2.AsyncClient) -> None:
    chen = AtTheWall(http, CHEN_ZHIQIANG)
    turn = await chen.fills(await chen.begins(household__others="没有人工作"), until="categories")
    for ground in ("X2", "X3"):
        turn = await chen.does(turn, "fields/categories/toggle", {"value": ground})
    with refuses("field.nothing_chosen", 422):
        await chen.puts(turn, "categories")


async def test_a_zone_with_one_town_needs_no_street(http: httpx2.AsyncClient) -> None:
    wang = AtTheWall(http, WANG_XIUYING)
    turn = await wang.fills(await wang.begins(person__hukou_code="高新区"), until="apply_at")
    assert line(turn, "hukou_address").startswith("新余市高新技术产业开发区水西镇平安路")


async def test_an_unknown_hukou_is_asked_with_its_district(wang: AtTheWall) -> None:
    turn = await wang.starts()
    while turn.question is not None:
        unknown = turn.question.fact == "person.hukou_code"
        turn = await wang.says(turn, "" if unknown else wang.answers()[turn.question.fact], unsure=unknown)
    draft = await wang.fills(await wang.consents(turn.id), until="hukou_address_district")
    draft = await wang.puts(draft, "hukou_address_district", "渝水")
    assert draft.prompt is not None
    assert draft.prompt.field == "hukou_address_street"


async def test_a_street_that_is_gone_is_offered_to_nobody(
    wang: AtTheWall, work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    """XY-77: 城北街道 was merged; 王秀英 does not find it among the streets of 渝水区."""
    places = work.services.catalogue.divisions.by_code
    assert isinstance(places, dict)
    monkeypatch.setitem(places, "360502002", replace(places["360502002"], until=date(2020, 12, 31)))
    draft = await wang.fills(await wang.begins(), until="hukou_address_street")
    assert draft.prompt is not None
    offered = [choice.label for choice in draft.prompt.choices]
    assert "城南街道" in offered
    assert "城北街道" not in offered


async def test_one_may_apply_where_one_lives_inside_the_city(http: httpx2.AsyncClient) -> None:
    zhang = AtTheWall(http, ZHANG_GUIHUA)
    turn = await zhang.fills(await zhang.begins(), until="apply_at")
    turn = await zhang.puts(turn, "apply_at", "常住地")
    assert turn.prompt is not None
    assert [choice.label for choice in turn.prompt.choices][:2] == ["渝水区", "分宜县"]
    turn = await zhang.puts(turn, "residence_district", "渝水区")
    turn = await zhang.puts(turn, "residence_street", "城北")
    turn = await zhang.puts(turn, "residence_detail", "新余市渝水区城北街道 胜利路8号")
    assert line(turn, "residence") == "新余市渝水区城北街道胜利路8号"
    assert line(turn, "apply_at") == "常住地（城北街道）"
    assert turn.office == "渝水区城北街道人力资源社会保障事务站所"
    turn = await zhang.does(turn, "fields/apply_at/reopen")
    turn = await zhang.puts(turn, "apply_at", "户籍地")
    assert turn.office == "分宜县钤东街道人力资源社会保障事务站所"
    assert "residence" not in {line.field for line in turn.lines}


async def test_the_same_address_is_taken_from_the_hukou_only_in_the_same_street(wang: AtTheWall) -> None:
    turn = await wang.fills(await wang.begins(), until="apply_at")
    turn = await wang.puts(turn, "apply_at", "常住地")
    turn = await wang.puts(turn, "residence_district", "渝水区")
    turn = await wang.puts(turn, "residence_street", "城北")
    with refuses("field.empty", 422):
        await wang.puts(turn, "residence_detail", "和户口一样")
    turn = await wang.does(turn, "fields/residence_street/reopen")
    turn = await wang.puts(turn, "residence_street", "城南")
    turn = await wang.puts(turn, "residence_detail", "和户口一样")
    assert line(turn, "residence") == line(turn, "hukou_address")


async def test_wishes_may_carry_words_of_ones_own(wang: AtTheWall) -> None:
    turn = await wang.fills(await wang.begins(), until="wishes")
    turn = await wang.puts(turn, "wishes", "1、6")
    assert turn.prompt is not None
    assert turn.prompt.field == "wishes_other"
    with refuses("field.too_long", 422, most=50):
        await wang.puts(turn, "wishes_other", "学" * 51)
    turn = await wang.puts(turn, "wishes_other", "想学做饭")
    assert (line(turn, "wishes"), line(turn, "wishes_other")) == ("就业推荐、其他", "想学做饭")


# --- what an ID number brings to light


async def test_sex_and_birth_date_follow_from_the_id_number(wang: AtTheWall) -> None:
    turn = await wang.fills(await wang.begins(), until="phone")
    assert turn.just_saved is not None
    assert (turn.just_saved.shown, turn.just_saved.problem) == ("360502********9920", "")
    sex = next(line for line in turn.lines if line.field == "sex")
    assert (sex.shown, sex.derived_from, sex.editable) == ("女", "身份证号码", False)


async def test_an_id_number_that_tells_another_birth_date_is_followed_kindly(
    http: httpx2.AsyncClient,
) -> None:
    liu = AtTheWall(http, LIU_XIAOFANG)
    turn = await liu.begins(person__birth_date="1980.3.5", household__others="没有人工作")
    turn = await liu.fills(turn, until="phone")
    assert turn.just_saved is not None
    assert "身份证上的出生日期是1987年3月5日，与自测时填的不同" in turn.just_saved.problem
    assert turn.stop is not None
    assert (turn.stop.field, turn.stop.changes, turn.stop.can_apply) == ("id_number", ("“4050”人员：暂不符合",), True)
    assert line(turn, "categories") == "零就业家庭成员"


async def test_another_number_is_compared_with_the_self_check_and_not_with_the_number_before(
    http: httpx2.AsyncClient,
) -> None:
    wang = AtTheWall(http, WANG_XIUYING)
    turn = await wang.fills(await wang.begins(), until="id_number")
    turn = await wang.puts(turn, "id_number", LIU_XIAOFANG.id_number)
    assert turn.just_saved is not None
    assert "身份证上的出生日期是1987年3月5日" in turn.just_saved.problem
    assert turn.stop is not None
    assert not turn.stop.can_apply
    turn = await wang.does(turn, "fields/id_number/reopen")
    assert turn.prompt is not None
    assert (turn.stop, turn.prompt.field) == (None, "id_number"), "what is being mended is asked, not told again"
    turn = await wang.puts(turn, "id_number", WANG_XIUYING.id_number)
    assert turn.just_saved is not None
    assert "与自测时填的不同" not in turn.just_saved.problem
    assert turn.stop is None


async def test_where_the_id_number_leaves_no_ground_one_is_told_and_nothing_is_sent(
    http: httpx2.AsyncClient,
) -> None:
    liu = AtTheWall(http, LIU_XIAOFANG)
    turn = await liu.hands_in_all(await liu.fills(await liu.begins(person__birth_date="1980.3.5")))
    assert not turn.can_submit
    assert "12333" in turn.next_step
    with refuses("application.no_category", 409, telephone="12333"):
        await liu.sends(turn)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "id_number.empty"),
        ("360502198003059921", "id_number.check_digit"),
        ("36050219800305992", "id_number.length"),
        ("360502800305992", "id_number.old_15_digits"),
        ("360502199902309924", "id_number.birth_date"),
        ("360502203003059922", "id_number.future"),
        ("360502188003059922", "id_number.too_old"),
        ("3605021980O3059920", "id_number.characters"),
    ],
)
async def test_a_wrong_id_number_is_explained(wang: AtTheWall, typed: str, code: str) -> None:
    turn = await wang.fills(await wang.begins(), until="id_number")
    with refuses(code, 422):
        await wang.puts(turn, "id_number", typed)
    assert line(await wang.ask(ApplicationTurn, "GET", f"/applications/{turn.id}"), "name") == "王秀英"


@pytest.mark.parametrize(
    "typed", ["３６０５０２１９８００３０５９９２０", "360502 19800305 9920", "360502-19800305-9920"]
)
async def test_an_id_number_may_be_typed_as_one_likes(wang: AtTheWall, typed: str) -> None:
    turn = await wang.fills(await wang.begins(), until="id_number")
    assert line(await wang.puts(turn, "id_number", typed), "id_number") == "360502********9920"


async def test_an_id_number_of_another_province_says_nothing_about_the_hukou(
    http: httpx2.AsyncClient,
) -> None:
    abdulla = AtTheWall(http, ABDULLA)
    turn = await abdulla.ready()
    assert line(turn, "id_number").startswith("653101")
    assert turn.can_submit


# --- names and other texts


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("阿卜杜拉•买买提", "阿卜杜拉·买买提"),
        ("𠮷永强", "𠮷永强"),
        ("我叫王秀英。", "王秀英"),
        ("我是 王秀英！", "王秀英"),
        ("姓名：王秀英", "王秀英"),
        ("我的名字叫王秀英", "王秀英"),
        ("阿卜杜拉.买买提", "阿卜杜拉·买买提"),
        ("李〇", "李〇"),
        (" 王　秀英\n", "王 秀英"),
        ("王\u202e秀英\u200b", "王秀英"),
        ("\U00031350永强", "\U00031350永强"),
    ],
)
async def test_names_are_kept_as_they_are(wang: AtTheWall, typed: str, kept: str) -> None:
    assert line(await wang.puts(await wang.begins(), "name", typed), "name") == kept


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("王\x00", "field.characters"),
        ("王\x1b[31m", "field.characters"),
        ("\u200b\u200b", "field.empty"),
        ("   ", "field.empty"),
        ("王" * 51, "field.too_long"),
        ("😀" * 10_000, "field.too_long"),
    ],
)
async def test_what_is_no_name_is_refused_with_words(wang: AtTheWall, typed: str, code: str) -> None:
    turn = await wang.begins()
    with refuses(code, 422, label="姓名"):
        await wang.puts(turn, "name", typed)


@pytest.mark.parametrize("typed", ["王秀英46岁", "<b>王</b>", "王秀英😀", "13900000000", "王秀英☎"])
async def test_a_name_holds_no_digits_signs_or_pictures(wang: AtTheWall, typed: str) -> None:
    turn = await wang.begins()
    with refuses("field.name_only", 422, label="姓名", example="王秀英"):
        await wang.puts(turn, "name", typed)


async def test_half_a_character_is_refused_with_words(wang: AtTheWall) -> None:
    turn = await wang.begins()
    response = await wang.call(
        "PUT",
        f"/applications/{turn.id}/fields/name",
        content=b'{"text": "\\ud842"}',
        Content_Type="application/json",
    )
    assert (response.status_code, response.json()["code"]) == (422, "field.characters")


async def test_a_rare_name_survives_to_the_end(http: httpx2.AsyncClient) -> None:
    sent = await AtTheWall(http, JI_YONGQIANG).applies()
    assert line(sent, "name") == "𠮷永强"


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("１９９ ００００ ０００１", "199****0001"),
        ("+86 199-0000-0001", "199****0001"),
        ("0790 6441234", "0790-6441***"),
        ("(010)88886666", "010-88888***"),
    ],
)
async def test_telephones_are_normalised(wang: AtTheWall, typed: str, shown: str) -> None:
    turn = await wang.fills(await wang.begins(), until="phone")
    if "8888" in shown:
        shown = "010-88886***"
    assert line(await wang.puts(turn, "phone", typed), "phone") == shown


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("1990000000", "phone.length"),
        ("12900000001", "phone.unknown_mobile"),
        ("6441234", "phone.area_code"),
        ("打我儿子的电话", "phone.characters"),
        ("", "field.empty"),
    ],
)
async def test_a_wrong_telephone_is_explained(wang: AtTheWall, typed: str, code: str) -> None:
    turn = await wang.fills(await wang.begins(), until="phone")
    with refuses(code, 422):
        await wang.puts(turn, "phone", typed)


async def test_a_certificate_number_has_sixteen_digits(wang: AtTheWall) -> None:
    turn = await wang.fills(await wang.begins(), until="certificate_no")
    with refuses("field.digits_exactly", 422, exactly=16, length=15):
        await wang.puts(turn, "certificate_no", "360502001234567")
    with refuses("field.digits_only", 422, exactly=16):
        await wang.puts(turn, "certificate_no", "编号36050200")
    with refuses("field.example_given", 422, exactly=16):
        await wang.puts(turn, "certificate_no", "3605020012345678")
    turn = await wang.puts(turn, "certificate_no", "4401 0600 1234 5678")
    assert turn.just_saved is not None
    assert turn.just_saved.shown == "4401060012345678"
    assert "不是新余市的代码" in turn.just_saved.problem


async def test_a_certificate_number_may_wait_and_is_asked_again_before_sending(wang: AtTheWall) -> None:
    turn = await wang.fills(await wang.begins(), until="certificate_no")
    assert turn.prompt is not None
    assert turn.prompt.optional
    with refuses("field.find_later", 422, label="就业创业证号"):
        await wang.puts(turn, "certificate_no", "找不到了")
    turn = await wang.fills(await wang.puts(turn, "certificate_no", skip=True))
    assert turn.phase == "papers"
    turn = await wang.hands_in_all(turn)
    assert turn.prompt is not None
    assert (turn.phase, turn.prompt.field) == ("form", "certificate_no")
    turn = await wang.puts(turn, "certificate_no", skip=True)
    assert (turn.phase, turn.can_submit) == ("check", False)
    assert turn.next_step == "还没有填：就业创业证号。填好就能提交。"
    with refuses("application.fields_missing", 409, labels=["就业创业证号"]):
        await wang.sends(turn)
    turn = await wang.does(turn, "fields/certificate_no/reopen")
    turn = await wang.puts(turn, "certificate_no", WANG_XIUYING.certificate_no)
    assert (turn.phase, turn.can_submit) == ("check", True)


async def test_an_address_is_kept_once_however_it_is_written(wang: AtTheWall) -> None:
    turn = await wang.fills(await wang.begins(), until="hukou_address_detail")
    with refuses("field.empty", 422):
        await wang.puts(turn, "hukou_address_detail", "新余市渝水区城南街道")
    turn = await wang.puts(turn, "hukou_address_detail", "江西省新余市渝水区城南街道平安路1号")
    assert line(turn, "hukou_address") == "新余市渝水区城南街道平安路1号"


async def test_an_option_that_is_none_is_refused_with_words(wang: AtTheWall) -> None:
    turn = await wang.fills(await wang.begins(), until="education")
    with refuses("field.choice_unknown", 422, label="文化程度"):
        await wang.puts(turn, "education", "幼儿园")


async def test_a_day_to_come_is_no_day_of_losing_work(wang: AtTheWall) -> None:
    turn = await wang.fills(await wang.begins(), until="unemployed_since")
    with refuses("field.date_in_future", 422, label="失业时间"):
        await wang.puts(turn, "unemployed_since", "2027.1.1")


async def test_the_day_of_losing_work_may_be_told_without_its_year(wang: AtTheWall) -> None:
    turn = await wang.fills(await wang.begins(), until="unemployed_since")
    assert line(await wang.puts(turn, "unemployed_since", "9月1日"), "unemployed_since") == "2026年9月1日"


# --- changing, going back, the photo


async def test_a_line_changed_from_the_check_page_leads_back_there(wang: AtTheWall) -> None:
    turn = await wang.does(await wang.ready(), "fields/education/reopen")
    assert turn.prompt is not None
    assert (turn.phase, turn.prompt.field, turn.prompt.current) == ("form", "education", "初中")
    turn = await wang.puts(turn, "education", "大专")
    assert (turn.phase, line(turn, "education")) == ("check", "大专")


async def test_an_address_is_changed_from_its_street_on(wang: AtTheWall) -> None:
    turn = await wang.does(await wang.ready(), "fields/hukou_address/reopen")
    assert turn.prompt is not None
    assert turn.prompt.field == "hukou_address_street"
    turn = await wang.puts(turn, "hukou_address_street", "城北街道")
    assert turn.prompt is not None
    assert (turn.prompt.field, turn.prompt.current) == ("hukou_address_detail", "平安路1号")
    turn = await wang.puts(turn, "hukou_address_detail", "胜利路2号")
    assert (turn.phase, line(turn, "hukou_address")) == ("check", "新余市渝水区城北街道胜利路2号")


async def test_back_walks_through_the_form_with_the_old_values(wang: AtTheWall) -> None:
    turn = await wang.fills(await wang.begins(), until="phone")
    turn = await wang.does(turn, "back")
    assert turn.prompt is not None
    assert (turn.prompt.field, turn.prompt.current) == ("id_number", "360502********9920")
    turn = await wang.does(turn, "back")
    assert turn.prompt is not None
    assert (turn.prompt.field, turn.prompt.current) == ("name", "王秀英")
    assert (await wang.does(turn, "back")).prompt == turn.prompt
    turn = await wang.puts(turn, "name", "王秀")
    assert turn.prompt is not None
    assert turn.prompt.field == "phone"


async def test_back_leaves_a_change_and_walks_from_check_to_papers_to_form(wang: AtTheWall) -> None:
    turn = await wang.does(await wang.ready(), "fields/education/reopen")
    turn = await wang.does(turn, "back")
    assert turn.phase == "check"
    turn = await wang.does(turn, "back")
    assert turn.phase == "papers"
    turn = await wang.does(turn, "back")
    assert turn.prompt is not None
    assert turn.prompt.field == "photo"


async def test_a_button_of_another_field_is_explained_and_a_repeated_one_is_not(wang: AtTheWall) -> None:
    turn = await wang.fills(await wang.begins(), until="political")
    again = await wang.puts(turn, "ethnicity", "汉族")
    assert again.prompt == turn.prompt
    with refuses("application.other_field", 409, field="political", label="政治面貌"):
        await wang.puts(turn, "ethnicity", "回族")


async def test_unknown_fields_and_ticks_are_refused(wang: AtTheWall) -> None:
    turn = await wang.begins()
    with refuses("field.not_found", 404):
        await wang.puts(turn, "bank_account", "1")
    with refuses("field.required", 422, label="姓名"):
        await wang.puts(turn, "name", skip=True)
    with refuses("field.not_multiple", 422):
        await wang.does(turn, "fields/name/toggle", {"value": "x"})
    turn = await wang.fills(turn, until="wishes")
    with refuses("field.choice_unknown", 422):
        await wang.does(turn, "fields/wishes/toggle", {"value": "money"})


async def test_the_photo_is_kept_replaced_and_printed(wang: AtTheWall) -> None:
    turn = await wang.fills(await wang.begins(), until="photo")
    with refuses("field.photo_wanted", 422):
        await wang.puts(turn, "photo", "没有")
    path = f"/applications/{turn.id}/photo"
    with refuses("file.picture_wanted", 422):
        await wang.ask(ApplicationTurn, "PUT", path, content=papers.pdf(), X_File_Name="a.pdf")
    turn = await wang.ask(ApplicationTurn, "PUT", path, content=papers.portrait(), X_File_Name="me.jpg")
    assert (turn.phase, line(turn, "photo")) == ("papers", "已收到")
    turn = await wang.does(turn, "fields/photo/reopen")
    turn = await wang.ask(ApplicationTurn, "PUT", path, content=papers.jpeg("另一张"), X_File_Name="me.jpg")
    assert line(turn, "photo") == "已收到"


@pytest.mark.parametrize(
    ("colour", "told"), [("#ffffff", "几乎只有一种颜色"), ("#3b78c4", "几乎只有一种颜色"), ("#000000", "照片有点暗")]
)
async def test_a_portrait_that_shows_nothing_is_advised_about_at_once_and_counts(
    wang: AtTheWall, colour: str, told: str
) -> None:
    turn = await wang.fills(await wang.begins(), until="photo")
    plain = io.BytesIO()
    Image.new("RGB", (358, 441), colour).save(plain, "JPEG")
    path = f"/applications/{turn.id}/photo"
    turn = await wang.ask(ApplicationTurn, "PUT", path, content=plain.getvalue(), X_File_Name="me.jpg")
    assert turn.phase == "papers"
    assert turn.just_saved is not None
    assert told in turn.just_saved.problem
    assert "可以换一张" in turn.just_saved.problem
    turn = await wang.does(turn, "fields/photo/reopen")
    turn = await wang.ask(ApplicationTurn, "PUT", path, content=papers.portrait(), X_File_Name="me.jpg")
    assert turn.just_saved is not None
    assert turn.just_saved.problem == ""


async def test_the_form_reads_english_and_still_takes_chinese(http: httpx2.AsyncClient) -> None:
    wang = AtTheWall(http, WANG_XIUYING)
    draft = await wang.begins()
    english = wang.in_english()
    turn = await english.ask(ApplicationTurn, "GET", f"/applications/{draft.id}")
    assert turn.prompt is not None
    assert turn.prompt.text.isascii() or "·" in turn.prompt.text
    turn = await english.fills(turn)
    assert turn.prompt is None
    chinese = await wang.ask(ApplicationTurn, "GET", f"/applications/{draft.id}")
    assert line(chinese, "hukou_address").startswith("新余市渝水区城南街道")


async def test_xy_12_whoever_lives_outside_the_city_applies_at_the_station_of_the_hukou(
    http: httpx2.AsyncClient,
) -> None:
    zhang = AtTheWall(http, ZHANG_GUIHUA)
    turn = await zhang.fills(await zhang.begins(), until="apply_at")
    turn = await zhang.puts(turn, "apply_at", "常住地")
    assert turn.prompt is not None
    assert [choice.label for choice in turn.prompt.choices][-1] == "不在新余市"
    turn = await zhang.puts(turn, "residence_district", "外地")
    assert turn.office == "分宜县钤东街道人力资源社会保障事务站所"
    assert turn.just_saved is not None
    assert turn.just_saved.problem == "您的常住地不在新余市，只能在户籍地办理。"
    assert line(turn, "apply_at") == "户籍地（钤东街道）"
    assert "residence" not in {one.field for one in turn.lines}
    # It was a slip: nothing is shut for good.
    turn = await zhang.does(turn, "fields/apply_at/reopen")
    turn = await zhang.puts(turn, "apply_at", "常住地")
    turn = await zhang.puts(turn, "residence_district", "渝水区")
    turn = await zhang.puts(turn, "residence_street", "城北")
    turn = await zhang.puts(turn, "residence_detail", "胜利路8号")
    assert turn.office == "渝水区城北街道人力资源社会保障事务站所"
