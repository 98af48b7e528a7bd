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
        ({"wage_min": "面议"}, "wage_min", "string_pattern_mismatch"),
        ({"sex": "F"}, "sex", "extra_forbidden"),
        ({"title": None}, "title", "string_type"),
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
    }
    operations = [one for path in described["paths"].values() for one in path.values()]
    assert all(one["description"] for one in operations)
    assert all({"401", "409", "422", "429"} <= set(one["responses"]) for one in operations)
    assert api.create_employers_api(work).openapi()["info"]["description"]
