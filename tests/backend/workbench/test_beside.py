"""Facts, law of retirement and printed form change with the house: a case under an older version keeps its own."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import select

from backend.app import open_work
from backend.applications.dossier import Dossier, in_chinese
from backend.applications.models import Application
from backend.applications.official_form_data import template_of
from backend.applications.sealed import read_answers
from backend.core.unit import Unit
from backend.core.work import SYSTEM, Work
from backend.rules import assess
from backend.workbench import service
from backend.workbench.models import PackVersion
from tests.backend.desk import PACK, Desk, refused
from tests.backend.workbench.writing import (
    AUTHOR,
    SECOND,
    approved,
    checked,
    draft,
    published,
    revision,
    seen,
)
from tests.conftest import StoppedClock
from tests.policies.golden import POLICIES


@contextmanager
def updated(desk: Desk, clock: StoppedClock, folder: Path, name: str, old: str, new: str) -> Iterator[Work]:
    """The house starts anew on the same data with another text in one file of the policies."""
    shutil.copytree(POLICIES, folder)
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new) if old else text + new, encoding="utf-8")
    opened = open_work(desk.work.services.settings.model_copy(update={"policies": folder}), clock)
    yield opened
    opened.engine.dispose()


def versions(work: Work) -> list[str]:
    wanted = select(PackVersion.version).where(PackVersion.pack == PACK).order_by(PackVersion.id)
    return work.read_now(SYSTEM, lambda unit: list(unit.session.scalars(wanted)))


def replayed(work: Work, case: str) -> tuple[object, str, str]:
    """What the case comes to under its own version, the words of a fact there, and the look of its form."""

    def find(unit: Unit) -> tuple[object, str, str]:
        row = unit.session.get_one(Application, case)
        pack = in_chinese(Dossier(unit, row)).pack
        assert pack.version == row.pack_version
        found = assess(pack, read_answers(unit, row), unit.today)
        said = str(pack.vocabulary["person.sex"].question)
        return found, said, template_of(unit, row).read_text(encoding="utf-8")

    return work.read_now(SYSTEM, find)


@pytest.mark.parametrize("name", ["facts.yaml", f"{PACK}/form.typ"])
def test_a_case_replays_and_prints_as_it_stood(
    desk: Desk, case: str, clock: StoppedClock, tmp_path: Path, name: str
) -> None:
    before, first = replayed(desk.work, case), versions(desk.work)
    old, new = ("label: 性别", "label: 证件性别") if name == "facts.yaml" else ("", "// another look\n")
    with updated(desk, clock, tmp_path / "policies", name, old, new) as work:
        assert replayed(work, case) == before
        assert len(versions(work)) == len(first) + 1, "what the files say now is a version of its own"

        def of_today(unit: Unit) -> tuple[str, bool]:
            pack = unit.services.catalogue.packs[PACK]
            beside = unit.services.catalogue.beside[PACK, pack.version]
            return str(pack.vocabulary["person.sex"].label), "another look" in beside["form.typ"]

        label, other_look = work.read_now(SYSTEM, of_today)
        assert (label == "证件性别", other_look) == (name == "facts.yaml", name != "facts.yaml")


def test_a_fact_taken_away_leaves_published_versions_readable(
    desk: Desk, clock: StoppedClock, tmp_path: Path
) -> None:
    version = seen(desk, published(desk)).line.version
    with updated(desk, clock, tmp_path / "policies", "facts.yaml", "label: 性别", "label: 证件性别") as work:
        found = work.read_now(SYSTEM, lambda unit: unit.services.catalogue.version(PACK, version))
        assert found is not None
        assert str(found.vocabulary["person.sex"].label) == "性别"


def test_a_draft_that_was_checked_with_other_facts_goes_through_the_gate_again(
    desk: Desk, clock: StoppedClock, tmp_path: Path
) -> None:
    version_id = approved(desk, checked(desk, draft(desk)))
    with updated(desk, clock, tmp_path / "policies", "facts.yaml", "label: 性别", "label: 证件性别") as work:
        later = Desk(work, desk.officers)
        with refused("policy.impact_outdated", 409):  # What it is compared with stands beside other facts now.
            later.do(AUTHOR, service.publish, version_id, revision(later, version_id))
        view = seen(later, version_id)
        later.do(AUTHOR, service.write, version_id, view.revision, view.content, view.cases)
        assert [check.evidence for check in seen(later, version_id).checks] == [None, None, None]
        with refused("policy.lint_missing", 409):
            later.do(SECOND, service.approve, version_id, revision(later, version_id))


def test_the_law_of_retirement_stands_with_the_version(desk: Desk) -> None:
    published(desk)

    def kept(unit: Unit) -> list[set[str]]:
        rows = unit.session.scalars(select(PackVersion).where(PackVersion.pack == PACK))
        return [set(row.beside) for row in rows]

    for names in desk.system(kept):
        assert {"facts.yaml", "retirement.yaml", "source.md", "form.typ"} <= names
