"""广州's form in the chat: what the self-check knew can be changed, and what that changes is told."""

import base64
import re
from io import BytesIO

import httpx2
import pytest
from pypdf import PdfReader

from contract.application import ApplicationTurn
from contract.policy import Document
from tests.backend.citizen import AtTheWall, refuses
from tests.bot.conftest import Visit
from tests.cities.test_guangzhou import ENDED, HE_LIHUA, LIANG_SHUZHEN, PACK, checks


@pytest.fixture
def packs() -> tuple[str, ...]:
    return (PACK,)


@pytest.fixture
def he(http: httpx2.AsyncClient) -> AtTheWall:
    return AtTheWall(http, HE_LIHUA)


@pytest.fixture
def liang(http: httpx2.AsyncClient) -> AtTheWall:
    return AtTheWall(http, LIANG_SHUZHEN)


async def begun(citizen: AtTheWall, **other: str) -> ApplicationTurn:
    return await citizen.consents((await checks(citizen, **other)).id, PACK)


def shown(turn: ApplicationTurn, field: str) -> str:
    return next(line.shown for line in turn.lines if line.field == field)


async def test_the_day_of_registration_taken_over_from_the_self_check_can_be_changed(liang: AtTheWall) -> None:
    turn = await begun(liang, person__situation="都没有")
    line = next(line for line in turn.lines if line.field == "unemployed_since")
    assert (line.shown, line.editable) == ("2026年3月1日", True)
    turn = await liang.does(turn, "fields/unemployed_since/reopen")
    turn = await liang.puts(turn, "unemployed_since", "2026.4.1")
    assert (shown(turn, "unemployed_since"), turn.stop) == ("2026年4月1日", None)


async def test_a_day_that_ends_the_only_ground_is_told_and_asked_about_before_going_on(liang: AtTheWall) -> None:
    turn = await begun(liang, person__situation="都没有")
    turn = await liang.does(turn, "fields/unemployed_since/reopen")
    turn = await liang.puts(turn, "unemployed_since", "2026.11.1")
    assert turn.stop is not None
    assert (turn.stop.label, turn.stop.can_apply) == ("登记失业时间", False)
    (change,) = turn.stop.changes
    assert change.endswith("：暂不符合")
    turn = await liang.does(turn, "go_on")
    assert turn.stop is None
    turn = await liang.does(turn, "fields/unemployed_since/reopen")
    turn = await liang.puts(turn, "unemployed_since", "2026.3.1")
    assert turn.stop is not None
    assert turn.stop.can_apply


async def test_what_is_changed_back_leaves_nothing_to_tell(liang: AtTheWall) -> None:
    turn = await begun(liang, person__situation="都没有")
    for day, told in (("2026.11.1", True), ("2026.3.2", False)):
        turn = await liang.does(turn, "fields/unemployed_since/reopen")
        turn = await liang.puts(turn, "unemployed_since", day)
        assert (turn.stop is not None) is told


async def test_ticks_follow_a_changed_day_and_are_asked_again(liang: AtTheWall) -> None:
    turn = await begun(liang, person__situation="低保")
    more = {"residence_address": "同上", "wishes": "职业介绍"}
    turn = await liang.fills(turn, **more)
    assert "女满40周岁" in shown(turn, "categories")
    turn = await liang.does(turn, "fields/unemployed_since/reopen")
    turn = await liang.puts(turn, "unemployed_since", "2026.11.1")
    assert turn.stop is not None
    assert "女满40周岁" not in shown(turn, "categories")
    with refuses("application.papers_missing"):
        await liang.sends(turn)


async def test_gz_16_one_certificate_for_each_other_worker_of_the_household(he: AtTheWall) -> None:
    turn = await begun(he, person__situation="都没有", household__others="没有人工作", household__urban="是")
    turn = await he.fills(turn, until="count.household.labour_others", residence_address="同上")
    assert turn.prompt is not None
    assert turn.prompt.text.startswith("家里除了您，还有几位劳动力？")
    turn = await he.puts(turn, "count.household.labour_others", "两个")
    certificates = [paper.item.title for paper in turn.papers if "household" in paper.item.id]
    assert certificates == ["第1位家人的《就业失业登记证》", "第2位家人的《就业失业登记证》"]


async def test_gz_16_who_lives_alone_is_asked_for_nobody_elses_certificate(he: AtTheWall) -> None:
    screening = await checks(he, person__situation="都没有", household__others="只有我", household__urban="是")
    listed = await he.checklist(screening.id)
    assert [item.needed for item in listed.items if item.id == "household_certificates"] == [False]
    turn = await he.consents(screening.id, PACK)
    turn = await he.fills(turn, residence_address="同上", wishes="职业介绍")
    assert not any("household" in paper.item.id for paper in turn.papers if paper.item.needed)


async def test_a_written_promise_can_be_copied_and_printed(he: AtTheWall) -> None:
    listed = await he.checklist((await checks(he)).id)
    (sample,) = [each.sample for item in listed.items for each in item.alternatives if each.sample]
    assert "承诺人（签名）" in sample.text
    made = await he.ask(Document, "GET", f"/policies/{PACK}/samples/{sample.id}")
    (page,) = PdfReader(BytesIO(base64.b64decode(made.content_base64))).pages
    assert "承诺人（签名）" in page.extract_text()
    assert "第三条第（三）项第4目" in re.sub(r"\s", "", page.extract_text())
    with refuses("sample.not_found", 404):
        await he.ask(Document, "GET", f"/policies/{PACK}/samples/nothing")


async def test_a_link_to_the_policy_says_first_that_its_term_has_ended(visit: Visit) -> None:
    chat = visit(HE_LIHUA)
    await chat.says(f"/start check_{PACK}")
    await chat.sees(ENDED)
    await chat.sees("第1步")
