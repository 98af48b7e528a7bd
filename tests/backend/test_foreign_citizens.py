"""The whole route table of the wall × a stranger, a bot that names nobody, and another citizen (F64).

Generated from the routes as they are: a new one is asked for without anybody remembering to. The officers' side is
`tests/console/test_routes_by_role.py`.
"""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import httpx2
import pytest
from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from sqlalchemy import event, select

from backend.core.unit import Unit
from backend.core.work import Work
from backend.people.models import Account
from backend.policies.models import Reminder
from contract.application import ApplicationTurn
from contract.mandate import Mandate
from tests import papers
from tests.backend.assistance.recognised import guangzhou as guangzhou
from tests.backend.assistance.recognised import recognise as recognise
from tests.backend.citizen import PACK, AtTheWall
from tests.backend.databases import settings as settings
from tests.backend.desk import TODAY, Desk
from tests.backend.rewinding import Rewinder
from tests.backend.training import offers
from tests.conftest import BOT_TOKEN
from tests.console.test_guards import walked
from tests.people import LI_JIANGUO, WANG_XIAOYAN, WANG_XIUYING

GATES = {"citizen_turn", "channel_turn", "registrar_turn", "school_visitor", "visitor"}
OPEN = {"/healthz"}
"""Behind no gate."""
PERSONAL = ("application", "screening", "file", "mandate", "reminder", "voucher")
"""Parts of an address that are somebody's own."""
ABSENT = "e" * 32
COMMON = {
    "pack": PACK, "article": "1", "sample": "custody_promise", "field": "name", "requirement": "identity",
    "vacancy_id": ABSENT, "story": "1", "activity": ABSENT, "course": ABSENT,
}  # fmt: skip
BODIES: dict[str, dict[str, Any]] = {
    "PutField": {"text": "李建国", "skip": False},
    "ToggleChoice": {"value": "recommendation"},
    "ChooseAlternative": {"alternative": "id_card"},
    "SayUntil": {"text": "2030年1月1日"},
    "Submit": {"declaration_version": "1"},
    "GiveAnswer": {"fact": "work.status", "text": "没有工作"},
    "ReopenAnswer": {"fact": "work.status"},
    "AskToLeave": {"words": ""},
    "Object": {"words": "不服"},
    "LetterShown": {"message_id": 1},
    "AnswerQuiz": {"question": 1, "choice": 0},
}
"""A body that every command with somebody's id in its address takes."""
DELETED_TWICE = {"/v1/screenings/{screening}", "/v1/reminders/{reminder}"}
"""To delete what is not there is no mistake, and says nothing of whether it was."""


def api_routes(app: FastAPI) -> Iterator[tuple[str, APIRoute]]:
    for route in walked(app.routes):
        if not route.path.startswith("/staff"):
            yield from ((method, route) for method in sorted(route.methods))


def gate_of(dependant: Dependant) -> set[str]:
    own = {getattr(dependant.call, "__name__", "")} & GATES
    return own.union(*(gate_of(one) for one in dependant.dependencies))


def of_citizens(app: FastAPI) -> Iterator[tuple[str, APIRoute]]:
    return ((method, route) for method, route in api_routes(app) if gate_of(route.dependant) == {"citizen_turn"})


def personal(route: APIRoute) -> list[str]:
    return [part for part in re.findall(r"{(\w+)}", route.path) if part in PERSONAL]


def address(route: APIRoute, ids: dict[str, str]) -> str:
    return route.path.removeprefix("/v1").format(**(COMMON | ids))


@pytest.fixture
def wang(http: httpx2.AsyncClient) -> AtTheWall:
    return AtTheWall(http)


@pytest.fixture
async def hers(wang: AtTheWall, guangzhou: Desk, recognise: Any) -> dict[str, str]:
    """The ids of everything that is 王秀英's own: a sent application with a file, a self-check, a mandate, a reminder."""
    ready = await wang.ready()
    sent = await wang.sends(ready)
    again = await wang.starts()
    asked = {"pack": PACK, "relation": "child", "principal": WANG_XIUYING.name, "helper": WANG_XIAOYAN.name}
    mandate = await wang.ask(Mandate, "POST", "/mandates", asked | {"helper_phone": WANG_XIAOYAN.phone})
    reminder = guangzhou.system(_reminds, WANG_XIUYING.chat_id)
    voucher = offers.issued(
        guangzhou, offers.recognised(guangzhou, recognise), offers.opened(guangzhou, offers.designated(guangzhou))
    )
    files = [file.id for paper in sent.papers for file in paper.files]
    return {
        "application": sent.id, "screening": again.id, "file": files[0], "mandate": mandate.id, "reminder": reminder,
        "voucher": voucher,
    }  # fmt: skip


async def test_f64_every_route_of_the_wall_has_a_gate_and_lets_no_stranger_in(
    house: FastAPI, http: httpx2.AsyncClient
) -> None:
    asked = 0
    for method, route in api_routes(house):
        gate = gate_of(route.dependant)
        assert gate or route.path in OPEN, route.path
        if not gate & {"citizen_turn", "channel_turn"}:
            continue
        path = "/v1" + address(route, dict.fromkeys((*PERSONAL, "delivery", "chat_id", "file_id", "picture"), "1"))
        for token in ("", "Bearer ", "Bearer wrong", BOT_TOKEN):
            answer = await http.request(method, path, headers={"Authorization": token, "X-Account": "web:1"})
            assert (answer.status_code, answer.json()["code"]) == (401, "access.bot_only"), (method, route.path, token)
        if gate == {"citizen_turn"}:
            nobody = await http.request(method, path, headers={"Authorization": f"Bearer {BOT_TOKEN}"})
            assert nobody.json()["code"] == "access.account_missing", (method, route.path)
        asked += 1
    assert asked > 90


async def test_f64_what_is_another_citizens_is_like_what_is_not_there(
    house: FastAPI, wang: AtTheWall, work: Work, hers: dict[str, str]
) -> None:
    """The same answer after the same questions to the database, so that neither words nor time tell; nothing changes."""
    li, world = AtTheWall(wang.http, LI_JIANGUO), Rewinder(work.engine)
    await li.home()
    none = dict.fromkeys(hers, ABSENT)
    asked = set()
    for method, route in of_citizens(house):
        mine = personal(route)
        if not mine:
            continue
        asked.update(mine)
        await answered(work, li, method, route, none)  # What is read once and kept is read.
        absent = await answered(work, li, method, route, none)
        # An id within another's address may be foreign by itself too: her file, in an application of nobody.
        for foreign in [hers, *({**none, part: hers[part]} for part in mine if len(mine) > 1)]:
            assert await answered(work, li, method, route, foreign) == absent, (method, route.path)
        expected = 204 if method == "DELETE" and route.path in DELETED_TWICE else 404
        assert absent[0] == expected, (method, route.path, absent[:2])
    assert asked == set(PERSONAL)
    assert world.changed() == {}, "nothing of hers has changed"


async def test_f71_a_body_with_a_field_nobody_asked_for_is_refused_and_changes_nothing(
    house: FastAPI, wang: AtTheWall, work: Work, hers: dict[str, str]
) -> None:
    """Her own things by her own chat: state, office and decider come from the session and the table."""
    world, tried = Rewinder(work.engine), 0
    more = {"state": "recognised", "office_id": 1, "officer_id": 1, "role": "admin", "decided_by": 1}
    for method, route in of_citizens(house):
        if route.body_field is None or not personal(route):
            continue
        body = BODIES[route.body_field.field_info.annotation.__name__]  # type: ignore[union-attr]
        for name, value in more.items():
            answer = await wang.call(method, address(route, hers), body | {name: value})
            assert answer.status_code == 422, (method, route.path, name)
            tried += 1
    assert tried > 30
    assert world.changed() == {}


async def test_f64_no_list_shows_another_citizens_own(
    house: FastAPI, wang: AtTheWall, hers: dict[str, str]
) -> None:
    """Every page of a citizen's own, asked for by 李建国, names nothing of 王秀英."""
    sent = await wang.ask(ApplicationTurn, "GET", f"/applications/{hers['application']}")
    secrets = [*hers.values(), sent.receipt, WANG_XIUYING.name, WANG_XIUYING.id_number, WANG_XIUYING.phone]
    li, asked = AtTheWall(wang.http, LI_JIANGUO), 0
    for method, route in of_citizens(house):
        if method != "GET" or personal(route):
            continue
        shown = (await li.call(method, address(route, {}))).text
        assert [secret for secret in secrets if secret in shown] == [], route.path
        asked += 1
    assert asked > 20
    own = (await wang.call("GET", "/cases")).text
    assert sent.receipt in own, "her own list does"


async def answered(
    work: Work, who: AtTheWall, method: str, route: APIRoute, ids: dict[str, str]
) -> tuple[int, str, list[str]]:
    """The status, the words, and what was asked of the database."""
    body = BODIES[route.body_field.field_info.annotation.__name__] if route.body_field else None  # type: ignore[union-attr]
    takes_file = "not_too_large" in str([one.call for one in route.dependant.dependencies])
    asked: list[str] = []

    def listen(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        asked.append(statement)

    event.listen(work.engine, "before_cursor_execute", listen)
    try:
        content = papers.jpeg("李建国") if takes_file else None
        answer = await who.call(method, address(route, ids), body, content, X_File_Name="a.jpg")
    finally:
        event.remove(work.engine, "before_cursor_execute", listen)
    return answer.status_code, answer.text, asked


def _reminds(unit: Unit, chat_id: int) -> str:
    account = unit.session.scalars(select(Account.id).where(Account.chat_id == chat_id)).one()
    reminder = Reminder(
        id="a" * 32, account_id=account, pack=PACK, category="X1", day=TODAY + timedelta(days=90), created_at=unit.now
    )
    unit.session.add(reminder)
    return reminder.id
