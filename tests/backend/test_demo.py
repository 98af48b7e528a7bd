"""The demonstration: everybody is there after the first start, nothing changes at the second."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import func, select

from backend import demo
from backend.activities import quiz
from backend.activities.models import Activity, QuizQuestion
from backend.app import open_work
from backend.applications import queries
from backend.applications.lifecycle import State
from backend.applications.models import Application
from backend.applications.views import QueueFilters
from backend.core import audit, outbox
from backend.core.actors import Citizen
from backend.core.audit import AuditEntry
from backend.core.outbox import OutboxRow
from backend.core.settings import Settings
from backend.core.unit import Unit
from backend.core.work import SYSTEM, Caller, Work
from backend.demo.fill import CHANNEL, FIRST_CHAT
from backend.demo.officers import officer_of
from backend.demo.people import RESIDENTS
from backend.practice.models import PracticeQuestion
from backend.staff import passwords, sessions
from backend.stories import telling
from backend.training.models import Course, Voucher
from backend.vacancies.models import Employer, Vacancy
from backend.vacancies.queries import on_offer
from tests.conftest import NOON, StoppedClock

pytestmark = pytest.mark.xdist_group("demo")
"""One worker fills the demonstration for all of these."""

STATES: set[State] = {
    "draft",
    "submitted",
    "in_review",
    "awaiting_correction",
    "recognised",
    "declined",
    "withdrawn",
}


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Work:
    folder: Path = tmp_path_factory.mktemp("demo")
    work = open_work(Settings(data=folder, demo=True, bot_token=SecretStr("bot")), StoppedClock(NOON))
    demo.fill(work)
    return work


def _totals(unit: Unit) -> tuple[int, ...]:
    tables = (Application, OutboxRow, AuditEntry, Employer, Vacancy)
    return tuple(unit.session.scalar(select(func.count()).select_from(table)) or 0 for table in tables)


def test_there_is_a_case_in_every_state(filled: Work) -> None:
    states = filled.read_now(SYSTEM, lambda unit: set(unit.session.scalars(select(Application.state))))
    assert states == STATES
    assert filled.read_now(SYSTEM, _totals)[0] == len(RESIDENTS)


def test_a_second_start_changes_nothing(filled: Work) -> None:
    before = filled.read_now(SYSTEM, _totals)
    demo.fill(filled)
    assert filled.read_now(SYSTEM, _totals) == before


def test_the_history_holds_together(filled: Work) -> None:
    assert filled.read_now(SYSTEM, lambda unit: audit.verify(unit.session, unit.vault)) is None


async def test_the_printed_passwords_open_the_door_and_would_be_accepted(filled: Work) -> None:
    for sign_in in demo.SIGN_INS:
        passwords.check(sign_in.password, sign_in.login)
    first = demo.SIGN_INS[0]
    signed_in = await sessions.sign_in(filled, first.login, first.password, "127.0.0.1")
    assert signed_in.officer.name == first.name


@pytest.mark.parametrize("language", ["zh_Hans_CN", "en"])
@pytest.mark.parametrize("login", ["chengnan", "yushui", "fenyi", "shipai", "tianhe", "inspector"])
def test_every_case_can_be_read_by_those_who_may(filled: Work, login: str, language: str) -> None:
    sign_in = next(one for one in demo.SIGN_INS if one.login == login)
    officer = filled.read_now(SYSTEM, officer_of, sign_in)
    assert officer is not None
    caller = Caller(officer, language)
    pages = [filled.read_now(caller, queries.queue, QueueFilters(state=state)) for state in ("open", "ended")]
    lines = [line for page in pages for line in page.lines]
    assert lines
    for line in lines:
        view = filled.read_now(caller, queries.case, line.id)
        assert view.photo
        assert all(paper.files for paper in view.papers)
        assert all(field.shown for field in view.fields)
        assert view.rules.rows
        assert view.timeline


def test_no_letter_carries_an_id_number_or_a_disability(filled: Work) -> None:
    texts = filled.read_now(SYSTEM, lambda unit: list(unit.session.scalars(select(OutboxRow.text))))
    numbers = [resident.id_number(NOON.date(), place) for place, resident in enumerate(RESIDENTS)]
    assert len(set(numbers)) == len(numbers)
    assert not [text for text in texts if "残" in text or any(number in text for number in numbers)]


def test_some_work_is_late_and_some_is_new(filled: Work) -> None:
    officer = filled.read_now(SYSTEM, officer_of, demo.SIGN_INS[0])
    assert officer is not None
    todos = {todo.id: todo.count for todo in filled.read_now(Caller(officer), queries.todo).todos}
    assert todos["overdue"] >= 1
    assert todos["waiting"] >= 2
    assert todos["corrected"] == todos["awaiting_correction"] == 1


def test_both_cities_have_cases_and_the_sign_ins_told_are_few(filled: Work) -> None:
    packs = filled.read_now(SYSTEM, lambda unit: set(unit.session.scalars(select(Application.pack))))
    assert packs == set(filled.services.catalogue.packs)
    told = [sign_in for sign_in in demo.SIGN_INS if sign_in.printed]
    assert len(told) <= 6
    assert {sign_in.area[:4] for sign_in in told} == {"3605", "4401"}


def test_both_cities_have_posts_on_offer_of_every_kind(filled: Work) -> None:
    def offered(unit: Unit) -> list[tuple[str, str]]:
        asked = select(Vacancy.area, Vacancy.kind).where(on_offer(unit.today))
        return [(area[:4], kind) for area, kind in unit.session.execute(asked)]

    found = filled.read_now(SYSTEM, offered)
    assert len(found) == 25
    assert {city for city, _ in found} == {"3605", "4401"}
    assert {kind for _, kind in found} == {"ordinary", "public_welfare", "rural_public", "community"}


def test_there_is_something_to_go_to_in_both_cities(filled: Work) -> None:
    tables = (Activity, Course, Voucher)
    counted = filled.read_now(
        SYSTEM, lambda unit: [unit.session.scalar(select(func.count()).select_from(table)) for table in tables]
    )
    assert counted[:2] == [7, 6]
    assert counted[2]


def test_a_newcomer_finds_a_story_a_quiz_that_goes_on_and_answers_of_the_city(filled: Work) -> None:
    newcomer = Caller(Citizen("web", 4711))
    read = filled.read_now(newcomer, telling.stories, "xinyu-2023-82", 0)
    assert [one.title for one in read.stories] == ["四十八岁，又上班了（示例）"]
    activity = filled.read_now(SYSTEM, lambda unit: unit.session.scalar(select(QuizQuestion.activity_id).limit(1)))
    assert activity is not None
    shown = filled.read_now(newcomer, quiz.shown, activity)
    assert shown.count == 4
    states = filled.read_now(SYSTEM, lambda unit: sorted(unit.session.scalars(select(PracticeQuestion.state))))
    assert states == ["answered", "answered", "asked"]


async def test_what_officers_write_to_the_made_up_people_arrives(filled: Work) -> None:
    def waiting(unit: Unit) -> int:
        mine = OutboxRow.channel == CHANNEL, OutboxRow.state == "queued"
        return unit.session.scalar(select(func.count()).where(*mine)) or 0

    def write(unit: Unit) -> None:
        outbox.post(
            unit, channel=CHANNEL, chat_id=FIRST_CHAT + 1, number="TZ20261121-ZAIJIAN", kind="decision",
            subject="topic:trial", text="请来一趟。", language="zh_Hans_CN",
        )  # fmt: skip

    filled.do_now(SYSTEM, write)
    assert filled.read_now(SYSTEM, waiting) == 1
    brings = asyncio.create_task(demo.bring_letters(filled, timedelta(0)))
    async with asyncio.timeout(20):
        while filled.read_now(SYSTEM, waiting):
            await asyncio.sleep(0.02)
    brings.cancel()
