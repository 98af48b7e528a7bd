"""Whatever people send is met with a sentence, and nothing they gave before is lost. Through the fake Bot API."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from tests import papers
from tests.chat import BotApiDoor, Chat
from tests.fakes.control import Control, own_process
from tests.journeys.browser import needs_chromium
from tests.journeys.citizen import Citizen, for_the_form
from tests.journeys.desk import desk_of
from tests.journeys.product import Product, product
from tests.people import (
    ABDULLA,
    JI_YONGQIANG,
    LIU_XIAOFANG,
    SUN_LI,
    WANG_XIUYING,
    WU_GANG,
    ZHANG_GUIHUA,
    ZHAO_MIN,
    ZHOU_MIN,
    Person,
    id_number,
)

pytestmark = [
    pytest.mark.xdist_group("messenger"),
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.timeout(300),
]

PATIENCE = 30.0


@dataclass
class Town:
    """One running product, and a messenger for whoever wants to write."""

    house: Product
    fake: Control

    def citizen(self, person: Person) -> Citizen:
        return Citizen(Chat(person, BotApiDoor(self.fake, person), PATIENCE))


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def town(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Town]:
    data: Path = tmp_path_factory.mktemp("town") / "data"
    async with own_process() as fake, product(data, fake) as house:
        yield Town(house, fake)


async def begins(citizen: Citizen) -> Chat:
    """Up to the first field of the form."""
    await citizen.checks_herself()
    await citizen.agrees()
    await citizen.chat.is_asked("您的姓名")
    return citizen.chat


async def test_a_name_may_be_long_and_rare_but_not_be_something_else(town: Town) -> None:
    chat = await begins(town.citizen(ABDULLA))
    for said, told in (
        ("王" * 10_000, "太长"),
        ("😀😀", "还没有写内容"),
        ("……", "还没有写内容"),
        ("王\x00秀英", "特殊符号"),
    ):
        await chat.says(said)
        question = await chat.sees(told)
        assert "您的姓名" in question.text, said
    for said in ("王\u202e秀英", "　王秀英 "):
        await chat.says(said)
        await chat.sees("姓名：王秀英")
        await chat.taps("返回")
        await chat.is_asked("您的姓名")
    await chat.says("阿卜杜拉·买买提")
    await chat.sees("姓名：阿卜杜拉·买买提")
    await chat.is_asked("您的身份证号码")


async def test_markup_in_an_answer_stays_text(town: Town) -> None:
    chat = await begins(town.citizen(JI_YONGQIANG))
    await chat.says("<b>𠮷</b>永强")
    seen, _ = await chat.is_asked("您的身份证号码", "您的姓名")
    if seen == "您的身份证号码":
        await chat.sees("姓名：<b>𠮷</b>永强")
        await chat.taps("返回")
        await chat.is_asked("您的姓名")
    await chat.says("𠮷永强")
    await chat.sees("姓名：𠮷永强")


async def test_an_id_number_that_cannot_be_is_explained_and_one_of_another_province_is_welcome(
    town: Town,
) -> None:
    stranger = replace(ABDULLA, chat_id=7105)
    chat = await begins(town.citizen(stranger))
    await chat.says(stranger.name)
    await chat.is_asked("您的身份证号码")
    right = stranger.id_number
    wrong_end = right[:-1] + ("1" if right[-1] != "1" else "2")
    future = id_number("360502", date.today() + timedelta(days=400), "M")
    for said, told in (
        (wrong_end, "最后一位对不上"),
        (future, "还没有到"),
        ("360502199902309915", "不存在"),
        (right[:-1], "17位"),
        ("我记不清了", "身份证号码"),
        ("360502750115991", "15位"),
    ):
        await chat.says(said)
        question = await chat.sees(told)
        assert "您的身份证号码" in question.text, said
    await chat.says(right)
    await chat.is_asked("您的联系电话")
    for said, told in (("1990000", "位数不对"), ("二狗家", "只有数字"), ("12345678901", "手机号")):
        await chat.says(said)
        question = await chat.sees(told)
        assert "您的联系电话" in question.text, said


async def test_an_id_number_of_someone_too_young_is_told_at_once_and_nothing_is_lost(town: Town) -> None:
    chat = await begins(town.citizen(replace(LIU_XIAOFANG, birth_date=date(1980, 3, 5), chat_id=7107)))
    await chat.says("刘小芳")
    await chat.is_asked("您的身份证号码")
    child = date.today() - timedelta(days=365 * 15)
    await chat.says(id_number("360502", child, "F"))
    said = await chat.sees("身份证号码")
    await chat.is_asked("您的身份证号码", "您的联系电话", "暂不符合")
    assert "360502" not in said.text or "*" in said.text
    await chat.says("/start")
    await chat.sees_button("继续上次申请")


@pytest.mark.parametrize(
    ("person", "years", "reason"),
    [
        (replace(ZHAO_MIN, chat_id=7201), 15, "16周岁"),
        (replace(WANG_XIUYING, chat_id=7202), 66, "法定劳动年龄"),
    ],
)
async def test_who_is_too_young_or_past_retirement_hears_why_without_more_questions(
    town: Town, person: Person, years: int, reason: str
) -> None:
    born = date.today() - timedelta(days=int(years * 365.25))
    citizen = town.citizen(replace(person, birth_date=born))
    await citizen.checks_herself()
    result = await citizen.chat.sees("暂不符合")
    assert reason in result.text
    assert "现在申请" not in [button.label for button in result.buttons]


async def test_words_where_a_button_is_expected_are_understood_or_asked_again_then_a_person_helps(
    town: Town,
) -> None:
    chat = Chat(
        replace(ZHAO_MIN, chat_id=7301),
        BotApiDoor(town.fake, replace(ZHAO_MIN, chat_id=7301)),
        PATIENCE,
    )
    await chat.says("/start")
    await Citizen(chat).begins()
    await chat.is_asked("您现在的工作情况是")
    for said in ("我也说不好", "<script>", "🤷"):
        await chat.says(said)
        await chat.is_asked("您现在的工作情况是")
    await chat.sees_button("找工作人员帮忙")
    await chat.says("1")
    await chat.is_asked("您的户口在")
    await chat.says("渝水")
    await chat.is_asked("您的出生日期是")


async def at_the_papers(citizen: Citizen) -> Chat:
    await citizen.checks_herself()
    await citizen.agrees()
    await citizen.fills_in_the_form()
    return citizen.chat


async def test_files_that_are_not_what_they_should_be_are_refused_one_by_one(town: Town) -> None:
    chat = await at_the_papers(town.citizen(ZHANG_GUIHUA))
    await chat.taps("《就业创业证》")
    await chat.is_asked("请发《就业创业证》")
    for name, content, mime, told in (
        ("空.jpg", papers.empty(), "image/jpeg", "空的"),
        ("照片.jpg", papers.program(), "image/jpeg", "程序"),
        ("证明.jpg", papers.web_page(), "image/jpeg", "网页"),
        ("半张.jpg", papers.truncated_jpeg(), "image/jpeg", "打不开"),
        ("证件.pdf", papers.jpeg("证件"), "application/pdf", "图片"),
    ):
        await chat.sends_document(content, name, mime)
        await chat.sees(told)
    await chat.sends_document(papers.jpeg(), "大.jpg", "image/jpeg", size=papers.OVER_THE_LIMIT)
    await chat.sees("20MB")
    await chat.sends_document(papers.heic("就业创业证"), "IMG_0001.HEIC", "image/heic")
    await chat.sees("有1个文件")
    await chat.says("进度")
    await chat.sees("填写中")


@needs_chromium()
async def test_one_person_one_open_application_and_one_officer_a_case_of_the_own_area(
    town: Town, chromium: Browser
) -> None:
    citizen = town.citizen(WANG_XIUYING)
    await at_the_papers(citizen)
    await citizen.sends_identity()
    await citizen.chat.taps("下一项：《就业创业证》")
    await citizen.sends_certificate(papers.pdf("就业创业证"))
    await citizen.chat.taps("下一步：核对")
    await citizen.chat.is_asked("请核对")
    receipt = await citizen.submits()

    await applies_again_in_vain(town, receipt)
    await two_officers_want_it(town, chromium, receipt)


async def applies_again_in_vain(town: Town, receipt: str) -> None:
    """The same person on another telephone: told at the ID number, without being told about the other."""
    chat = await begins(town.citizen(replace(WANG_XIUYING, chat_id=7501)))
    known = for_the_form(WANG_XIUYING)
    await chat.says(known["您的姓名"])
    await chat.is_asked("您的身份证号码")
    await chat.says(known["您的身份证号码"])
    told = await chat.sees("这个号码暂时不能在这里继续申请")
    assert receipt not in told.text


async def two_officers_want_it(town: Town, chromium: Browser, receipt: str) -> None:
    first = await desk_of(chromium, town.house, ZHOU_MIN, measured=False)
    second = await desk_of(chromium, town.house, WU_GANG, measured=False)
    stranger = await desk_of(chromium, town.house, SUN_LI, measured=False)
    await first.opens(receipt)
    await second.opens(receipt)
    await first.takes_up()
    await second.page.get_by_role("button", name="接办这一件").click()
    await second.sees("周敏")
    await expect(second.page.get_by_role("button", name="接办这一件")).to_have_count(0)
    await second.looks("conflict")
    answer = await stranger.page.goto(first.page.url)
    assert answer is not None
    assert answer.status == 404
    await stranger.sees("没有")
    assert WANG_XIUYING.name not in await stranger.page.inner_text("body")
    assert first.eyes.complaints == {}
