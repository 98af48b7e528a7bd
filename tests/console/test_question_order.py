"""The page of a version says how far the order of questions made from a register still holds for it."""

import shutil
from pathlib import Path

import pytest

from backend.core.settings import Settings
from backend.policies.question_plans import write_plan
from backend.rules.planning import FEW, plan_questions
from tests.backend.desk import PACK, Desk
from tests.backend.workbench.test_carried_plan import CHILD
from tests.backend.workbench.writing import AUTHOR, DECEMBER, POLICY, draft, file_version, stricter
from tests.console.conftest import SignIn
from tests.policies.golden import POLICIES
from tests.policies.test_interview import WOMAN_OF_46


@pytest.fixture
def settings(settings: Settings, tmp_path: Path) -> Settings:
    """Policies with an order beside them, made from women of 46 and children."""
    folder = tmp_path / "policies"
    shutil.copytree(POLICIES, folder)
    plan = plan_questions(POLICY.catalogue.packs[PACK], [WOMAN_OF_46, CHILD] * FEW, DECEMBER)
    write_plan(plan, folder / PACK)
    return settings.model_copy(update={"policies": folder})


async def test_the_page_of_a_version_tells_how_much_of_the_order_it_keeps(sign_in: SignIn, desk: Desk) -> None:
    author = await sign_in(AUTHOR)
    own = (await author.get(f"/staff/policies/versions/{file_version(desk)}")).text
    assert f"按一份{2 * FEW}人的名册排定（2026-12-01）" in own
    assert "这个版本全部沿用" in own
    stricter_one = (await author.get(f"/staff/policies/versions/{draft(desk, stricter())}")).text
    assert "这个版本沿用" in stricter_one
    assert "照没有次序时的办法问" in stricter_one
