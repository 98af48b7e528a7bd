"""The door of employers' own systems: its own keys, its own openapi, the same rules for a post."""

from collections.abc import AsyncIterator
from typing import Any

import httpx2
import pytest
from fastapi import FastAPI
from sqlalchemy import select

from backend.app import create_backend
from backend.core.unit import Unit
from backend.core.work import Work
from backend.vacancies import api, employers
from backend.vacancies.models import EmployerKey, Vacancy
from tests.backend.desk import Desk
from tests.backend.vacancies.posts import enter_employer
from tests.people import ZHENG_JIE, ZHOU_MIN

BODY = {
    "title": "分拣员",
    "occupation": "4-02",
    "skills": ["sorting"],
    "wage_min": "3000",
    "wage_max": "3600.50",
    "wage_per": "month",
    "hours_week": 40,
    "shift": "full",
    "address": "仙来大道9号",
    "area": "360502001",
    "load": "medium",
    "quota": 3,
    "expires_on": "2026-12-31",
}
PATH = "/v1/employers/vacancies"
Door = httpx2.AsyncClient


@pytest.fixture
def key(desk: Desk, employer: int) -> str:
    return str(desk.do(ZHOU_MIN, employers.issue_key, employer))


@pytest.fixture
async def door(house: FastAPI, key: str) -> AsyncIterator[Door]:
    transport = httpx2.ASGITransport(app=house, raise_app_exceptions=False)
    async with Door(
        transport=transport, base_url="http://house", headers={"Authorization": f"Bearer {key}"}
    ) as http:
        yield http


def once(name: str) -> dict[str, str]:
    return {"Idempotency-Key": name}


async def test_gz_34_a_post_is_sent_changed_and_closed(door: Door, desk: Desk) -> None:
    made = await door.post(PATH, json=BODY | {"external_id": "S-1"}, headers=once("1"))
    assert (made.status_code, made.json()["state"]) == (201, "open"), made.text
    again = await door.post(PATH, json=BODY | {"external_id": "S-1"}, headers=once("1"))
    assert again.json() == made.json()
    changed = await door.put(f"{PATH}/S-1", json=BODY | {"quota": 5}, headers=once("2"))
    assert (changed.status_code, changed.json()["quota"], changed.json()["id"]) == (200, 5, made.json()["id"])
    assert [one["external_id"] for one in (await door.get(PATH)).json()] == ["S-1"]
    closed = await door.post(f"{PATH}/S-1/close", json={"reason": "已招满"}, headers=once("3"))
    assert closed.json()["state"] == "closed"
    assert (await door.get(PATH)).json() == []
    held: Vacancy = desk.system(lambda unit: unit.session.scalars(select(Vacancy)).one())
    assert (held.wage_min, held.wage_max, held.source) == (300_000, 360_050, "api")


async def test_gz_27_a_public_post_of_a_system_waits_for_the_review(door: Door) -> None:
    made = await door.put(
        f"{PATH}/P-1", json=BODY | {"kind": "public_welfare", "term_months": 12}, headers=once("1")
    )
    assert made.json()["state"] == "declared"


@pytest.mark.parametrize(
    ("wrong", "field", "wrong_code"),
    [
        ({"address": " "}, "address", "vacancy.address_missing"),
        ({"hours_week": 0}, "hours_week", "vacancy.hours_wrong"),
        ({"wage_min": "9000"}, "wage", "vacancy.wage_order"),
        ({"occupation": "9-99"}, "occupation", "vacancy.occupation_unknown"),
        ({"area": "999999"}, "area", "vacancy.area_unknown"),
        ({"expires_on": "2020-01-01"}, "expires_on", "vacancy.day_past"),
        ({"wage_min": "面议"}, "wage_min", "vacancy.wage_negotiable"),
        ({"sex": "F"}, "sex", "vacancy.demand_forbidden"),
        ({"title": None}, "title", "vacancy.title_missing"),
    ],
)
async def test_xy_46_a_wrong_post_is_told_field_by_field(
    door: Door, wrong: dict[str, Any], field: str, wrong_code: str
) -> None:
    answer = await door.put(f"{PATH}/X", json=BODY | wrong, headers=once("x"))
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
    errors = answer.json()["params"]["errors"]
    assert [(one["field"], one["code"]) for one in errors] == [(field, wrong_code)]
    assert errors[0]["words"]


@pytest.mark.parametrize(
    ("wrong", "field", "words"),
    [
        ({"wage_min": ...}, "wage_min", "请填写工资。没有工资的岗位不能发布。写一个数或一个范围，例如：3000-5000。"),
        ({"wage_max": "面议"}, "wage_max", "工资不能写“面议”。求职者要先知道大概的数。请写一个范围，例如：3000-5000。"),
        ({"wage_min": "三千"}, "wage_min", "看不懂这个工资。请写数字，例如：3000-5000，或每小时18。"),
        ({"wage_per": ...}, "wage_per", "请写明按月还是按小时计薪。写month（每月）或hour（每小时）。"),
        ({"wage_per": "天"}, "wage_per", "没有这个选项。可以写：month、hour。"),
        ({"kind": "别的"}, "kind", "没有这个选项。可以写：ordinary、public_welfare、rural_public、community。"),
        ({"address": ...}, "address", "请填写工作地点。写到门牌或大楼，求职者要知道有多远。没有地点的岗位不能发布。"),
        ({"hours_week": ...}, "hours_week", "请填写每周工时。没有工时的岗位不能发布。例如：40。"),
        ({"hours_week": "四十"}, "hours_week", "每周工时不对。填1到60的整数，单位是小时。"),
        ({"quota": "几个"}, "quota", "数目不对。填1到999之间的整数。"),
        ({"expires_on": "年底"}, "expires_on", "看不懂这个日期。例如：2026-12-31。"),
        ({"night": "夜班"}, "night", "请写true或false。不写就是false。"),
        ({"latitude": "北"}, "latitude", "经纬度不对。两项都填或都不填，例如：27.81和114.93。"),
        ({"skills": "保洁"}, "skills", "技能要写成一列文字。例如：[\"保洁\", \"做饭\"]。"),
        ({"title": 7}, "title", "这一项要写成文字。请照接口说明填写，不要写成数字或列表。"),
        ({"wages": "3000"}, "wages", "没有这一项。请删去，或照接口说明核对它的名称。"),
        ({"external_id": ""}, "external_id", "请写岗位编号。您自己的系统怎样称呼这个岗位，1到60个字。"),
        ({"external_id": "长" * 61}, "external_id", "文字太长。最多60字，现在61字。"),
    ],
)
async def test_xy_46_another_shape_than_described_is_told_in_the_words_of_every_post(
    door: Door, wrong: dict[str, Any], field: str, words: str
) -> None:
    body = {name: value for name, value in (BODY | {"external_id": "X"} | wrong).items() if value is not ...}
    answer = await door.post(PATH, json=body, headers=once("x"))
    assert answer.status_code == 422
    assert [(one["field"], one["words"]) for one in answer.json()["params"]["errors"]] == [(field, words)]
    assert answer.json()["detail"] == "请按 errors 里的说明逐项改正。"


async def test_xy_46_what_is_no_json_and_a_close_without_a_reason_are_told_in_words(door: Door) -> None:
    broken = await door.post(PATH, content='{"title": ', headers=once("1") | {"Content-Type": "application/json"})
    (error,) = broken.json()["params"]["errors"]
    assert (error["field"], error["code"]) == ("", "vacancy.json_wrong")
    assert error["words"].startswith("发来的内容读不出来。")
    silent = await door.post(f"{PATH}/X/close", json={}, headers=once("2"))
    assert silent.json()["params"]["errors"][0]["words"] == "请写明理由。2到200个字。"


async def test_nobody_comes_in_without_a_key_that_stands(
    door: Door, house: FastAPI, desk: Desk, employer: int
) -> None:
    for given in ("", "Bearer", "Bearer bbk_wrong", "Basic x", f"Bearer {'x' * 5000}"):
        answer = await door.get(PATH, headers={"Authorization": given})
        assert (answer.status_code, answer.json()["code"]) == (401, "employer.key_unknown")
    held: EmployerKey = desk.system(lambda unit: unit.session.scalars(select(EmployerKey)).one())
    desk.do(ZHOU_MIN, employers.revoke_key, employer, held.id)
    assert (await door.get(PATH)).status_code == 401


async def test_an_employer_sees_and_moves_its_own_posts_alone(door: Door, desk: Desk) -> None:
    other = enter_employer(desk, 2, "另一家单位")
    foreign = desk.do(ZHENG_JIE, employers.issue_key, other)
    await door.put(f"{PATH}/S-1", json=BODY, headers=once("1"))
    as_other = {"Authorization": f"Bearer {foreign}"}
    assert (await door.get(PATH, headers=as_other)).json() == []
    assert (await door.get("/v1/employers/hints", headers=as_other)).json() == []
    assert (await door.get(f"{PATH}/S-1", headers=as_other)).status_code == 404
    own = await door.put(f"{PATH}/S-1", json=BODY | {"title": "别的"}, headers=as_other | once("1"))
    assert own.status_code == 200
    assert (await door.get(f"{PATH}/S-1")).json()["title"] == "分拣员"


async def test_a_command_needs_a_key_of_its_own_and_a_reused_one_is_refused(door: Door) -> None:
    assert (await door.put(f"{PATH}/S-1", json=BODY)).json()["code"] == "idempotency.key_missing"
    await door.put(f"{PATH}/S-1", json=BODY, headers=once("1"))
    other = await door.put(f"{PATH}/S-2", json=BODY, headers=once("1"))
    assert (other.status_code, other.json()["code"]) == (409, "idempotency.other_command")
    twice = await door.post(PATH, json=BODY | {"external_id": "S-1"}, headers=once("2"))
    assert (twice.status_code, twice.json()["code"]) == (409, "vacancy.known_already")


async def test_who_asks_too_often_waits(door: Door) -> None:
    states = {(await door.get(PATH)).status_code for _ in range(api.MOST_A_MINUTE)}
    late = await door.get(PATH)
    assert (states, late.status_code, late.headers["retry-after"]) == ({200}, 429, "1")


async def test_every_process_counts_the_same_requests(door: Door, work: Work) -> None:
    """The count is a line in the database: another process asked at the same time lets nobody in again."""
    for _ in range(api.MOST_A_MINUTE):
        await door.get(PATH)
    other = httpx2.ASGITransport(app=create_backend(work), raise_app_exceptions=False)
    async with httpx2.AsyncClient(transport=other, base_url="http://house", headers=door.headers) as second:
        assert (await second.get(PATH)).status_code == 429


async def test_f45_an_endless_body_is_broken_off(door: Door) -> None:
    """In chunks, with no length said beforehand: no more of it is read than a post may have."""
    read = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal read
        while read < 100 * api.LARGEST_BODY:
            read += 16_384
            yield b" " * 16_384

    refused = await door.put(f"{PATH}/S-1", content=endless(), headers=once("1"))
    assert (refused.status_code, refused.json()["code"]) == (413, "form.too_large")


async def test_markup_in_a_title_is_kept_as_text(door: Door, desk: Desk) -> None:
    await door.put(f"{PATH}/S-1", json=BODY | {"title": "<script>alert(1)</script>"}, headers=once("1"))

    def title(unit: Unit) -> str | None:
        return unit.session.scalar(select(Vacancy.title))

    assert desk.system(title) == "<script>alert(1)</script>"


async def test_the_door_describes_itself(door: Door, work: Work) -> None:
    described = (await door.get("/v1/employers/openapi.json")).json()
    assert set(described["paths"]) == {
        "/vacancies",
        "/vacancies/{external_id}",
        "/vacancies/{external_id}/close",
        "/hints",
    }
    operations = [one for path in described["paths"].values() for one in path.values()]
    assert all(one["description"] for one in operations)
    assert all({"401", "409", "422", "429"} <= set(one["responses"]) for one in operations)
    assert api.create_employers_api(work).openapi()["info"]["description"]
