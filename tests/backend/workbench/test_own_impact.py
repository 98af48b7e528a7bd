"""Whom a version touches among our own people: everybody is looked at, the figures are kept, the news agree."""

import csv
import io
from collections.abc import Callable
from datetime import date
from typing import Any

import httpx2
import pytest
from pydantic import SecretStr
from sqlalchemy import select

from backend.app import JOBS
from backend.automatic.service import forget_registrations
from backend.core.jobs import run_job, run_waiting
from backend.core.unit import Unit
from backend.core.work import SYSTEM, Work
from backend.outreach.change_models import PolicyChange
from backend.policies.catalogue import load_policies
from backend.staff import service as staff
from backend.staff.models import OfficerRow
from backend.workbench import own_figures, own_impact, own_people, service, todos
from backend.workbench.effects import changes
from backend.workbench.models import OwnImpact, OwnImpactChange, PackVersion
from tests.backend.automatic.registering import GP01, KEY, Registrar
from tests.backend.desk import Desk, hand_in, refused
from tests.backend.outreach.readers import account
from tests.backend.registry.leaving import GUANGZHOU, officers_of_guangzhou, on_the_register
from tests.backend.workbench.writing import (
    AUTHOR,
    DECEMBER,
    SECOND,
    approved,
    checked,
    draft,
    published,
    reckoned,
    revision,
    seen,
    stricter,
)
from tests.conftest import StoppedClock
from tests.people import LI_JIANGUO, WANG_XIUYING, ZHAO_MIN
from tests.policies.golden import POLICIES

BORN = {"person__birth_date": date(1980, 3, 5), "person__sex": "F"}
"""46 years old on the day: a 4050 person today, none any more at 50."""


def rows_of(desk: Desk, table: type[Any]) -> list[Any]:
    return desk.work.read_now(SYSTEM, lambda unit: list(unit.session.scalars(select(table))))


def test_everybody_on_the_register_and_before_an_office_is_looked_at(desk: Desk) -> None:
    number = on_the_register(desk, ZHAO_MIN, **BORN)
    hand_in(desk.work, WANG_XIUYING)
    found = reckoned(desk, draft(desk))
    assert (found.people, found.total, found.outdated) == (2, {"gain": 0, "lose": 2, "uncertain": 0}, False)
    assert found.by_area == {"渝水区": {"lose": 2}}
    assert number in {line.number for line in found.lines}
    assert {line.after for line in found.lines} == {"不符合"}


@pytest.mark.parametrize("kept", [True, False])
async def test_who_was_recognised_automatically_is_among_them(
    http: httpx2.AsyncClient, work: Work, desk: Desk, clock: StoppedClock, kept: bool
) -> None:
    """By the registration while it is kept, later by what the register keeps of it."""
    work.services.settings.registrations_key = SecretStr(KEY)
    officers_of_guangzhou(desk)
    number = (await Registrar(http).tells(GP01)).json()["number"]
    if not kept:
        clock.advance(days=31)
        assert desk.system(forget_registrations) == 1
    desk.officers.update(desk.system(_policy_staff_of_guangzhou))
    version_id = _older_women(desk)
    found = reckoned(desk, version_id, "policy-gz")
    assert found.people == 1
    assert [(line.number, line.category, line.after) for line in found.lines] == [
        (number, found.lines[0].category, "不符合")
    ]
    assert found.lines[0].before == ("符合" if kept else "不清楚")
    assert found.total["lose"] == 1


def _policy_staff_of_guangzhou(unit: Unit) -> dict[str, Any]:
    staff.add_officer(unit, "policy-gz", "何政", "policy", "440100")
    row = unit.session.scalars(select(OfficerRow).where(OfficerRow.login == "policy-gz")).one()
    actor = staff.as_actor(unit, row.id)
    assert actor is not None
    return {"policy-gz": actor}


def _older_women(desk: Desk) -> str:
    """穗人社发〔2014〕4号 with 45 instead of 35 for every woman."""
    text = (POLICIES / GUANGZHOU / "pack.yaml").read_text(encoding="utf-8")
    assert "age_at_least: 35" in text

    def base(unit: Unit) -> str:
        return unit.session.scalars(
            select(PackVersion.id).where(PackVersion.pack == GUANGZHOU, PackVersion.author_id.is_(None))
        ).one()

    content = text.replace("age_at_least: 35", "age_at_least: 45").replace('version: "1"', 'version: "2"', 1)
    version_id: str = desk.do("policy-gz", service.start, desk.system(base))
    desk.do("policy-gz", service.write, version_id, 1, content, "cases: []")
    desk.do("policy-gz", service.set_day, version_id, 2, DECEMBER.replace(year=2027))
    return version_id


def test_the_figures_are_kept_and_whoever_comes_later_is_in_the_next_reckoning(desk: Desk) -> None:
    on_the_register(desk, ZHAO_MIN, **BORN)
    version_id = draft(desk)
    assert desk.read(AUTHOR, own_figures.figures, version_id) == (None, None)
    first = reckoned(desk, version_id)
    hand_in(desk.work, WANG_XIUYING)
    job, same = desk.read(SECOND, own_figures.figures, version_id)
    assert (job.state, same) == ("done", first)
    assert reckoned(desk, version_id).people == 2
    assert len(rows_of(desk, OwnImpact)) == 1, "the older reckoning is gone, with its lines"
    assert {one.subject.partition(":")[0] for one in rows_of(desk, OwnImpactChange)} == {"entry", "application"}


@pytest.mark.parametrize("portion", [1, 2, 500])
def test_portions_of_any_size_come_to_the_same(desk: Desk, portion: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own_people, "A_PORTION", portion)
    for person in (ZHAO_MIN, LI_JIANGUO):
        on_the_register(desk, person, **BORN)
    hand_in(desk.work, WANG_XIUYING)
    found = reckoned(desk, draft(desk))
    assert found.people == 3
    assert len({line.number for line in found.lines}) == len(found.lines) == found.changes == 3


def test_a_reckoning_that_is_begun_anew_goes_on_behind_the_last_portion(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(own_people, "A_PORTION", 1)
    for person in (WANG_XIUYING, LI_JIANGUO, ZHAO_MIN):
        on_the_register(desk, person)
    version_id = draft(desk)
    job_id = desk.do(AUTHOR, own_impact.start, version_id)
    weighed = list[str]()

    def falls_at_the_second(*told: Any) -> Any:
        weighed.extend(one.subject for one in told[-1])
        if len(weighed) == 2:
            raise OSError("the process falls")
        return changes(*told)

    monkeypatch.setattr(own_impact, "changes", falls_at_the_second)
    run_job(desk.work, JOBS, job_id)
    assert [row.people for row in rows_of(desk, OwnImpact)] == [1]
    run_job(desk.work, JOBS, job_id)
    assert weighed[:1] + weighed[2:] == list(dict.fromkeys(weighed)), "nobody but the one it fell at is looked at twice"
    assert desk.read(AUTHOR, own_figures.figures, version_id)[1].people == 3


def test_two_who_press_at_once_start_one_reckoning(desk: Desk) -> None:
    version_id = draft(desk)
    first, second = (desk.do(who, own_impact.start, version_id) for who in (AUTHOR, SECOND))
    assert first == second


CHANGES: dict[str, Callable[[Desk, str], Any]] = {
    "text": lambda desk, at: desk.do(
        AUTHOR, service.write, at, revision(desk, at), stricter(45), "cases: []"
    ),
    "day": lambda desk, at: desk.do(
        AUTHOR, service.set_day, at, revision(desk, at), DECEMBER.replace(day=2)
    ),
    "what is in force": lambda desk, _: published(desk, stricter(45, "3"), day=DECEMBER.replace(day=1)),
}


@pytest.mark.parametrize("what", CHANGES)
def test_figures_of_what_has_changed_since_count_for_nothing(desk: Desk, what: str) -> None:
    version_id = draft(desk)
    reckoned(desk, version_id)
    CHANGES[what](desk, version_id)
    assert desk.read(AUTHOR, own_figures.figures, version_id)[1].outdated
    with refused("policy.impact_outdated", 409):
        desk.do(AUTHOR, own_figures.keep_seen, version_id)
    reckoned(desk, version_id)
    desk.do(AUTHOR, own_figures.keep_seen, version_id)


def _publish(desk: Desk, version_id: str) -> None:
    desk.do(AUTHOR, service.publish, version_id, revision(desk, version_id))


def test_publishing_asks_for_the_impact_against_what_is_in_force_by_then(desk: Desk) -> None:
    """Two officers approved what they had seen against version 1; meanwhile version 3 comes into force before it."""
    version_id = approved(desk, checked(desk, draft(desk)))
    published(desk, stricter(45, "3"), day=DECEMBER.replace(day=1))
    assert not seen(desk, version_id).acts["publish"].allowed
    with refused("policy.impact_outdated", 409):
        _publish(desk, version_id)
    assert {one.check: one.evidence is not None for one in seen(desk, version_id).checks} == {
        "lint": True, "trials": True, "impact": False
    }


def test_after_a_month_nobody_publishes_on_a_forgotten_impact(desk: Desk, clock: StoppedClock) -> None:
    """Otherwise PackPublished would name nobody."""
    on_the_register(desk, ZHAO_MIN, **BORN)
    version_id = approved(desk, checked(desk, draft(desk, day=DECEMBER.replace(year=2027))))
    clock.advance(days=31)
    desk.system(own_impact.forget_impacts)
    with refused("policy.impact_outdated", 409):
        _publish(desk, version_id)
    assert desk.read(AUTHOR, todos.open_todos) == ()


def test_a_reckoning_nobody_has_looked_at_does_not_count(desk: Desk, clock: StoppedClock) -> None:
    version_id = checked(desk, draft(desk))
    clock.advance(minutes=5)
    reckoned(desk, version_id)
    with refused("policy.impact_outdated", 409):
        approved(desk, version_id)
    desk.do(AUTHOR, own_figures.keep_seen, version_id)
    _publish(desk, approved(desk, version_id))


def test_a_text_that_changes_while_it_is_reckoned_ends_that_in_words(desk: Desk) -> None:
    version_id = draft(desk)
    job_id = desk.do(AUTHOR, own_impact.start, version_id)
    desk.do(AUTHOR, service.write, version_id, revision(desk, version_id), stricter(45), "cases: []")
    run_job(desk.work, JOBS, job_id)
    job, figures = desk.read(AUTHOR, own_figures.figures, version_id)
    assert (job.state, job.problem, figures) == ("failed", "policy.impact_outdated", None)
    assert desk.do(AUTHOR, own_impact.start, version_id) != job_id


def test_nothing_is_reckoned_without_a_text_or_a_day(desk: Desk) -> None:
    broken = draft(desk, stricter().replace("{fact: work.willing, is: true}", "{fact: work.wiling, is: tru"))
    with refused("policy.lint_missing", 409):
        desk.do(AUTHOR, own_impact.start, broken)
    with refused("policy.impact_outdated", 409):
        desk.do(AUTHOR, own_figures.keep_seen, broken)


def test_impact_task_and_news_name_the_same_people(desk: Desk) -> None:
    """What was seen, what PackPublished carries, and whom the news of the version are told to."""
    on_the_register(desk, ZHAO_MIN, **BORN)
    on_the_register(desk, LI_JIANGUO, "X4", **BORN)
    version_id = draft(desk)
    found = reckoned(desk, version_id)
    subjects = {one.subject for one in rows_of(desk, OwnImpactChange)}
    assert len(subjects) == sum(found.total.values()) == 1
    checked(desk, version_id)
    approved(desk, version_id)
    desk.do(AUTHOR, service.publish, version_id, revision(desk, version_id))
    assert [todo.people for todo in desk.read(AUTHOR, todos.open_todos)] == [1]
    hand_in(desk.work, WANG_XIUYING)  # after the publication, before the news are reckoned
    run_waiting(desk.work, JOBS)
    assert [todo.people for todo in desk.read(AUTHOR, todos.open_todos)] == [2]
    told = {row.account_id: row for row in rows_of(desk, PolicyChange)}
    assert set(told) == {account(desk.work, one) for one in (WANG_XIUYING, ZHAO_MIN)}
    assert {(row.turn, row.own, tuple(row.categories)) for row in told.values()} == {("lose", True, ("X1",))}
    assert desk.read(AUTHOR, own_figures.figures, version_id)[1].people == 3


def test_the_list_has_every_line_and_leaves_a_sentence(desk: Desk) -> None:
    number = on_the_register(desk, WANG_XIUYING)
    version_id = draft(desk)
    with refused("policy.not_found", 404):
        desk.do(AUTHOR, own_figures.take_list, version_id)
    reckoned(desk, version_id)
    content = desk.do(AUTHOR, own_figures.take_list, version_id).decode("utf-8-sig")
    assert [row[0] for row in csv.reader(io.StringIO(content))] == ["编号", number]
    assert WANG_XIUYING.name not in content


def test_after_a_month_the_figures_go(desk: Desk, clock: StoppedClock) -> None:
    on_the_register(desk, WANG_XIUYING)
    version_id = draft(desk)
    reckoned(desk, version_id)
    clock.advance(days=31)
    assert desk.system(own_impact.forget_impacts) == 1
    assert (rows_of(desk, OwnImpact), rows_of(desk, OwnImpactChange)) == ([], [])
    assert desk.read(AUTHOR, own_figures.figures, version_id)[1] is None


def test_the_policy_of_another_city_is_closed(desk: Desk) -> None:
    other = load_policies(POLICIES).catalogue.packs[GUANGZHOU]

    def foreign(unit: Unit) -> str:
        return unit.session.scalars(select(PackVersion.id).where(PackVersion.pack == other.id)).one()

    for act in (own_impact.start, own_figures.keep_seen, own_figures.take_list, own_figures.figures):
        with refused("policy.not_found", 404):
            desk.do(AUTHOR, act, desk.system(foreign))
