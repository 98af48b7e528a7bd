"""A post finds its people in as many statements for many as for few, and opens nobody's details without need."""

from random import Random
from typing import Any

import pytest
from sqlalchemy import select

from backend.core.unit import Unit
from backend.matching import board
from backend.matching import desk as view
from backend.people.job_models import JobWishes
from backend.people.models import Account, Person
from backend.people.service import details_of
from backend.registry.models import Entry
from tests.backend.applications.test_queue_plans import asked
from tests.backend.databases import settings as settings
from tests.backend.desk import Desk
from tests.backend.matching.test_jobs import Seeker
from tests.backend.registry.leaving import on_the_register
from tests.backend.vacancies.conftest import employer as employer
from tests.backend.vacancies.posts import PUBLIC, opened
from tests.people import WANG_XIUYING, ZHOU_MIN


def _like_her(unit: Unit, number: str, many: int) -> None:
    """Made-up others of her office with her wishes and, each sealed by itself, her details."""
    her = unit.session.scalars(select(Entry).where(Entry.number == number)).one()
    wishes = unit.session.get_one(JobWishes, her.account_id)
    skipped = {"id", "number", "person_id", "account_id", "application_id"}
    same = {one.key: getattr(her, one.key) for one in Entry.__table__.columns if one.key not in skipped}
    wished = {one.key: getattr(wishes, one.key) for one in JobWishes.__table__.columns if one.key != "account_id"}
    details = details_of(unit, unit.session.get_one(Person, her.person_id))
    for place in range(many):
        person = f"{place:032}"
        sealed = unit.vault.seal(details, f"persons.sealed|{person}")
        unit.session.add(Person(id=person, id_index=f"{place:064}", sealed=sealed, created_at=unit.now))
        account = Account(channel="web", chat_id=880_000 + place, language="zh_Hans_CN", created_at=unit.now)
        unit.session.add(account)
        unit.session.flush()
        unit.session.add(JobWishes(account_id=account.id, **wished))
        unit.session.add(Entry(number=f"{number}-{place}", person_id=person, account_id=account.id, **same))


WOMEN_FROM_45 = {**PUBLIC, "sex": "F", "age_min": "45"}
"""As the order of public-welfare posts names them."""


@pytest.mark.parametrize("ruled", [{}, WOMEN_FROM_45], ids=["any age", "a rule of age"])
def test_gz_34_a_post_asks_the_database_no_more_for_many_people_than_for_few(
    desk: Desk, employer: int, ruled: dict[str, str]
) -> None:
    wang = Seeker(desk, on_the_register(desk, WANG_XIUYING))
    wang.wishes(kinds=("cleaning",))
    post = _opened(desk, employer, **ruled)

    def statements() -> int:
        return len(asked(desk, ZHOU_MIN, _found, post, about="SELECT"))

    few = statements()
    desk.system(_like_her, wang.number, 60)
    assert statements() == few


def test_details_are_opened_only_where_the_rule_of_a_post_asks_age(
    desk: Desk, employer: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    wang = Seeker(desk, on_the_register(desk, WANG_XIUYING))
    wang.wishes()
    opened_details: list[Any] = []
    plain = board.details_of
    monkeypatch.setattr(board, "details_of", lambda unit, one: opened_details.append(one) or plain(unit, one))
    assert desk.read(ZHOU_MIN, _found, _opened(desk, employer)) == [wang.number]
    assert opened_details == []
    assert desk.read(ZHOU_MIN, _found, _opened(desk, employer, **WOMEN_FROM_45)) == [wang.number]
    assert len(opened_details) == 1


def _differ(unit: Unit) -> None:
    """Everybody wishes and lives otherwise."""
    random = Random(7)
    for wishes in unit.session.scalars(select(JobWishes)):
        wishes.kinds = random.sample(("care", "cleaning", "shop"), random.randint(0, 2))
        wishes.skills = random.sample(("cleaning", "cooking"), random.randint(0, 2))
        wishes.reach = random.choice((None, 3_000, 10_000))
        wishes.latitude, wishes.longitude = random.choice(((None, None), (27.8 + random.random() / 5, 114.93)))


def test_reading_ends_early_and_still_gives_the_best(desk: Desk, employer: int) -> None:
    wang = Seeker(desk, on_the_register(desk, WANG_XIUYING))
    wang.wishes()
    desk.system(_like_her, wang.number, 80)
    desk.system(_differ)
    post = _opened(desk, employer, latitude="27.81", longitude="114.93")
    everybody = desk.read(ZHOU_MIN, _found, post, 1_000)
    assert len(everybody) > 20
    for top in (1, 3, 10, 20):
        assert desk.read(ZHOU_MIN, _found, post, top) == everybody[:top]


def _opened(desk: Desk, employer: int, **texts: str) -> str:
    return opened(desk, employer, **texts)


def _found(unit: Unit, vacancy_id: str, top: int = 20) -> list[str]:
    """Whom the post fits, without the names that are opened for the twenty shown."""
    row = view.seen(unit, vacancy_id)
    post = board.post_of(row)
    within = view.entries.visible(view.access.current(unit))
    found = view.best_people(post, board.recognised_for(unit, post, within, top), unit.today, top)
    return [one.seeker.id for one in found]
