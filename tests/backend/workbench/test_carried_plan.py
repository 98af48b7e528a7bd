"""The order of questions made from a register, once policy staff publish a newer version."""

import shutil
from datetime import date
from pathlib import Path

from backend.app import open_work
from backend.core.unit import Unit
from backend.core.work import SYSTEM
from backend.policies.question_plans import write_plan
from backend.rules import next_question
from backend.rules.planning import FEW, plan_questions
from tests.backend.desk import PACK, Desk
from tests.backend.workbench.writing import DECEMBER, POLICY, published, seen
from tests.conftest import StoppedClock
from tests.policies.golden import POLICIES
from tests.policies.test_interview import WOMAN_OF_46

CHILD = {**WOMAN_OF_46, "person.birth_date": date(2012, 1, 1)}
FIRST = "person.birth_date"
"""Where all are out of work and half are children, this is best asked first."""


def test_a_published_version_is_asked_in_the_order_of_the_register(
    desk: Desk, clock: StoppedClock, tmp_path: Path
) -> None:
    """郭兰 publishes another age: from its first question on, nobody has to make the plan anew."""
    pack, folder = POLICY.catalogue.packs[PACK], tmp_path / "policies"
    version = seen(desk, published(desk)).line.version
    shutil.copytree(POLICIES, folder)
    write_plan(plan_questions(pack, [WOMAN_OF_46, CHILD] * FEW, DECEMBER), folder / PACK)

    def first(unit: Unit) -> tuple[str | None, str]:
        newer = unit.services.catalogue.version(PACK, version)
        assert newer is not None
        return next_question(newer, {}, DECEMBER), newer.plan.made_for if newer.plan else ""

    assert desk.work.read_now(SYSTEM, first) == ("work.status", "")
    opened = open_work(desk.work.services.settings.model_copy(update={"policies": folder}), clock)
    assert opened.read_now(SYSTEM, first) == (FIRST, version)
    opened.engine.dispose()
