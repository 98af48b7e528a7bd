"""The house with two cities, 新余 and the made-up 乌有: both are folders, nothing else knows them."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from sqlalchemy import select

from backend.core.actors import Officer
from backend.core.settings import Settings
from backend.core.unit import Unit
from backend.core.work import SYSTEM, Work
from backend.staff import service as staff
from backend.staff.models import OfficerRow
from tests import people
from tests.backend.desk import Desk
from tests.bot.conftest import bot as bot
from tests.bot.conftest import client as client
from tests.bot.conftest import line as line
from tests.bot.conftest import telegram as telegram
from tests.bot.conftest import visit as visit
from tests.cities.third_city import AN_MING, LU_YUAN, QIN_SHI, TAO_SHENG
from tests.console.conftest import SignIn
from tests.console.console import Browser, give_password
from tests.policies.folders import WUYOU, XINYU, policies_of


@pytest.fixture
def packs() -> tuple[str, ...]:
    """Which policies the house has; a test may override it."""
    return (XINYU, WUYOU)


@pytest.fixture
def settings(settings: Settings, tmp_path: Path, packs: tuple[str, ...]) -> Settings:
    return settings.model_copy(update={"policies": policies_of(tmp_path / "policies", *packs)})


@pytest.fixture
def staffed_foundations(foundations: Path) -> Path:
    """Nobody of 新余 is employed here: the officers of the made-up city come with the desk."""
    return foundations


@pytest.fixture
def desk(work: Work) -> Desk:
    """The officers of 乌有, and an administrator."""
    return Desk(work, work.do_now(SYSTEM, _employ, (AN_MING, LU_YUAN, QIN_SHI, TAO_SHENG)))


@pytest.fixture
async def sign_in(desk: Desk, house: FastAPI) -> AsyncIterator[SignIn]:
    """Signs an officer in with a browser of their own."""
    opened: list[Browser] = []

    async def signed_in(login: str) -> Browser:
        give_password(desk, login)
        opened.append(Browser(house))
        return await opened[-1].sign_in(login)

    yield signed_in
    for browser in opened:
        await browser.http.aclose()


def _employ(unit: Unit, officers: tuple[people.Officer, ...]) -> dict[str, Officer]:
    for officer in officers:
        staff.add_officer(unit, officer.login, officer.name, "reviewer", officer.office_code)
    staff.add_officer(unit, "admin", "马超", "admin", officers[0].office_code[:4] + "00")
    unit.session.flush()
    rows = unit.session.scalars(select(OfficerRow)).all()
    actors = {row.login: staff.as_actor(unit, row.id) for row in rows}
    return {login: actor for login, actor in actors.items() if actor is not None}

