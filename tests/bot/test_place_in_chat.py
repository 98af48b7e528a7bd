"""Where somebody looks for work from: told once with consent, kept roughly, gone with one tap (XY-79)."""

import json

import pytest
from sqlalchemy import select

from backend.core.unit import Unit
from backend.core.work import Work
from backend.people.job_models import JobWishes
from backend.people.models import Consent
from backend.vacancies.models import Vacancy
from bot.channels.telegram import raw_update
from tests.backend.desk import Desk, open_desk
from tests.backend.vacancies.posts import enter_employer, opened
from tests.bot.conftest import Visit
from tests.bot.test_jobs_in_chat import WISHES
from tests.chat import Chat
from tests.fakes.botapi import FakeBotApi
from tests.people import WANG_XIUYING

HOME = (27.81734, 114.93081)
NEAR, FAR = (27.8173, 114.9541), (27.90, 115.20)
"""2.3 and 28 kilometres from her home."""


@pytest.fixture
def desk(work: Work) -> Desk:
    return open_desk(work)


def _at(unit: Unit, post: str, where: tuple[float, float]) -> None:
    row = unit.session.get_one(Vacancy, post)
    row.latitude, row.longitude = where


def _kept(unit: Unit) -> tuple[float | None, float | None]:
    row = unit.session.scalars(select(JobWishes)).one()
    return row.latitude, row.longitude


async def _wishes(wang: Chat, reach: str = "多远都行") -> None:
    await wang.says("找岗位")
    for wish in (*WISHES[:3], reach, *WISHES[4:]):
        await wang.sees("/6", within=10)
        await wang.taps(wish)
    await wang.sees("合您意愿的岗位", within=10)


async def _shares(wang: Chat, telegram: FakeBotApi) -> None:
    await wang.sees("合您意愿的岗位", within=10)
    await wang.taps("告诉我离多远")
    await wang.sees("误差约100米", "工作人员看不到您的位置", within=10)
    await wang.taps("同意，发我的位置")
    await wang.sees("回形针", within=10)
    await telegram.control.share_place(WANG_XIUYING.chat_id, *HOME)


async def test_xy_79_the_way_to_a_post_is_told_once_a_place_is_shared_and_never_invented(
    visit: Visit, desk: Desk, telegram: FakeBotApi
) -> None:
    post = opened(desk, enter_employer(desk))
    desk.system(_at, post, NEAR)
    wang = visit(WANG_XIUYING)
    await _wishes(wang)
    assert "离您" not in wang.screen.text
    await _shares(wang, telegram)
    await wang.sees("记下了大概位置", "离您2.3公里", within=10)
    assert desk.system(_kept) == (27.817, 114.931)
    assert desk.system(lambda unit: unit.session.scalars(select(Consent.purpose)).all()) == ["jobs", "place"]
    await wang.taps("删除我的位置")
    page = await wang.sees("您的位置已删除", within=10)
    assert "离您" not in page.text
    assert desk.system(_kept) == (None, None)


async def test_xy_79_no_post_is_shown_that_is_farther_than_she_said(
    visit: Visit, desk: Desk, telegram: FakeBotApi
) -> None:
    employer = enter_employer(desk)
    for title, where in (("近处保洁员", NEAR), ("远处保洁员", FAR)):
        desk.system(_at, opened(desk, employer, title=title), where)
    wang = visit(WANG_XIUYING)
    await _wishes(wang, "10公里内")
    await _shares(wang, telegram)
    page = await wang.sees("离您2.3公里", within=10)
    assert "远处保洁员" not in page.text


async def test_a_place_that_comes_unasked_is_kept_only_after_consent(
    visit: Visit, desk: Desk, telegram: FakeBotApi
) -> None:
    desk.system(_at, opened(desk, enter_employer(desk)), NEAR)
    wang = visit(WANG_XIUYING)
    await telegram.control.share_place(WANG_XIUYING.chat_id, *HOME)
    await wang.sees("告诉我您的大概位置，请您同意", within=10)
    await wang.taps("同意，发我的位置")
    await wang.sees("请先说说想找什么工作", within=10)
    await _wishes(wang)
    await telegram.control.share_place(WANG_XIUYING.chat_id, *HOME)
    await wang.sees("告诉我您的大概位置，请您同意", within=10)
    assert desk.system(_kept) == (None, None)
    await wang.taps("同意，发我的位置")
    await wang.sees("离您2.3公里", within=10)


async def test_words_instead_of_a_place_keep_the_question_and_declining_leads_to_the_posts(
    visit: Visit, desk: Desk
) -> None:
    opened(desk, enter_employer(desk))
    wang = visit(WANG_XIUYING)
    await _wishes(wang)
    await wang.taps("告诉我离多远")
    await wang.sees("请您同意", within=10)
    await wang.says("城南平安路")
    await wang.sees("位置不用打字", within=10)
    await wang.taps("先不发")
    await wang.sees("合您意愿的岗位", within=10)


async def test_s29_the_place_stands_among_her_own_data_and_goes_with_it(
    visit: Visit, desk: Desk, telegram: FakeBotApi
) -> None:
    opened(desk, enter_employer(desk))
    wang = visit(WANG_XIUYING)
    await _wishes(wang)
    await _shares(wang, telegram)
    await wang.sees("记下了大概位置", within=10)
    await wang.says("我的资料")
    await wang.sees("您的大概位置：误差约100米", within=10)
    await wang.taps("全部删除")
    await wang.sees("您的大概位置", within=10)
    await wang.taps("确认删除")
    await wang.sees("已删除", within=10)
    assert desk.count(JobWishes) == 0


def test_what_is_exacter_than_a_hundred_metres_is_never_written_down() -> None:
    place = {"latitude": HOME[0], "longitude": HOME[1], "horizontal_accuracy": 9.5}
    venue = {"title": "平安路1号", "address": "平安路1号", "location": place}
    message = {"message_id": 1, "chat": {"id": 7}, "location": place, "venue": venue}
    kept = raw_update({"update_id": 1, "message": message})
    assert kept.body["message"]["location"] == {"latitude": 27.817, "longitude": 114.931}
    assert "27.81734" not in json.dumps(kept.body)
    assert "平安路" not in json.dumps(kept.body, ensure_ascii=False)


async def test_gz_38_home_services_alone_are_found_with_one_tap(visit: Visit, desk: Desk) -> None:
    employer = enter_employer(desk)
    opened(desk, employer, title="社区保洁员")
    opened(desk, employer, title="住家看护", occupation="4-09", skills="养老护理")
    wang = visit(WANG_XIUYING)
    await _wishes(wang)
    await wang.sees("社区保洁员", "住家看护", within=10)
    await wang.taps("只看家庭服务")
    page = await wang.sees("合您意愿的家庭服务岗位", within=10)
    assert "住家看护" in page.text
    assert "社区保洁员" not in page.text
    await wang.taps("看全部岗位")
    await wang.sees("社区保洁员", within=10)
