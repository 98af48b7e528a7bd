"""What the workbench says of a pack, for people who read English."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from datetime import date
from itertools import permutations
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from backend.policies.catalogue import PackError, Policies, load_policies
from backend.policies.documents import parse_document
from backend.rules import Pack
from backend.rules.differences import differences
from backend.workbench.cases import CASES, Case, read_cases
from backend.workbench.trials import run
from locales import FOLDER
from tests.policies.english import in_english, only_quotes_are_chinese
from tests.policies.golden import POLICIES

TODAY = date(2026, 11, 21)
BACKEND = Path(__file__).parents[2] / "backend"
HAN = re.compile("[\u4e00-\u9fff]")
SAYS = "from backend.rules.said import N_"
TEXTS = [path.read_text(encoding="utf-8") for path in (*POLICIES.glob("*.yaml"), *POLICIES.glob("*/*.*"))]
XINYU = "xinyu-2023-82"
TELLING = (
    *(f"columns/{name}.py" for name in ("cli", "encodings", "errand", "explaining", "progress")),
    *(f"columns/{name}.py" for name in ("screening", "sources", "template")),
    *(f"workbench/{name}.py" for name in ("cli", "impact", "impact_report", "places", "question_plans")),
    "automatic/reading.py",
    "automatic/lists.py",
)
"""Where it is told what is wrong with a whole file, and what came of it."""


@pytest.fixture(scope="module")
def policies() -> Policies:
    return load_policies(POLICIES)


def test_english_is_complete_and_has_nothing_left_over() -> None:
    """Whatever is told with `N_`: of packs, of whole files that cannot be read or written, of their rows."""
    modules = [path for path in sorted(BACKEND.rglob("*.py")) if SAYS in path.read_text(encoding="utf-8")]
    rooms = [BACKEND / "rules/said.py", *modules]
    assert {"rules", "policies", "columns", "workbench", "automatic"} <= {path.parent.name for path in rooms}
    said = {message for path in rooms for message in sentences(path)}
    with (FOLDER / "en/LC_MESSAGES/workbench.po").open("rb") as file:
        catalog = {message.id: message for message in read_po(file) if message.id}
    assert {one for one, message in catalog.items() if not message.string or message.fuzzy} == set()
    assert set(catalog) == said


@pytest.mark.parametrize("module", TELLING)
def test_what_the_command_line_tells_of_files_can_be_said_in_english(module: str) -> None:
    """No Chinese but what the catalog knows, docstrings, and the help, which has both languages."""
    tree = ast.parse((BACKEND / module).read_text(encoding="utf-8"))
    known = {id(part) for node in ast.walk(tree) if _is_said(node) for part in ast.walk(node)}
    told = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    assert [node.value for node in told if HAN.search(node.value) and id(node) not in known] == []


def _is_said(node: ast.AST) -> bool:
    """A sentence with `N_`, a docstring, or a word of the help."""
    if isinstance(node, ast.Call):
        return ast.unparse(node.func) in ("N_", "typer.Option", "typer.Argument", "typer.Typer")
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def test_two_whole_policies_are_compared_in_english(policies: Policies) -> None:
    """Everything differs between two cities: each kind of part is added, removed and changed."""
    for old, new in permutations(policies.catalogue.packs.values(), 2):
        found = differences(old, new)
        assert len(found) > 100
        for one in found:
            only_quotes_are_chinese(one.sentence, *TEXTS)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        pytest.param(
            "age_at_least: 40",
            "age_at_least: 45",
            "changed from at least 40 to at least 45",
            id="a limit",
        ),
        pytest.param(
            "          confirm: part\n          confirm_note: 承包土地只被征用一部分的，由工作人员核实。\n",
            "",
            "no longer has cases staff must verify (was “",
            id="what staff verify",
        ),
        pytest.param("waiting: {months: 3,", "waiting: {months: 8,", "from 3 months to 8 months", id="a count"),
        pytest.param("verified_on: 2026-11-21", "verified_on: 2026-11-03", "from 2026-11-21 to 2026-11-03", id="a day"),
    ],
)
def test_a_difference_is_one_english_sentence(policies: Policies, old: str, new: str, said: str) -> None:
    pack = changed(policies, old, new)
    (one,) = differences(policies.catalogue.packs[XINYU], pack)
    assert said in in_english(one.sentence)
    only_quotes_are_chinese(one.sentence, *TEXTS)


def test_people_who_come_out_otherwise_are_named_in_english(policies: Policies) -> None:
    pack = changed(policies, "age_at_least: 40", "age_at_least: 45")
    trials = run(pack, cases_of(pack), TODAY)
    complaints = {trial.id: [in_english(one) for one in trial.complaints] for trial in trials.failures}
    assert complaints["XP01"][0].endswith(": not met, it should be met")
    assert complaints["XP02"] == ["The earliest day is X1 2031-11-22, it should be X1 2026-11-22"]
    for trial in trials.trials:
        for told in (trial.title, *trial.complaints):
            only_quotes_are_chinese(told, *TEXTS)


def test_cases_with_mistakes_are_told_in_english(policies: Policies) -> None:
    pack = policies.catalogue.packs[XINYU]
    text = "cases:\n  - {id: A, title: 甲, as_of: 明天, answers: {person.seks: F}, expect: [yes]}\n"
    with pytest.raises(PackError) as caught:
        read_cases(parse_document(text, Path(POLICIES / XINYU / CASES)), pack, POLICIES)
    said = [in_english(problem.sentence) for problem in caught.value.problems]
    assert any("There is no fact person.seks" in one for one in said)
    assert any("There should be 5 verdicts" in one for one in said)
    for problem in caught.value.problems:
        only_quotes_are_chinese(problem.sentence, *TEXTS)


def sentences(path: Path) -> Iterator[str]:
    """Every sentence of a module, those within others too, which extraction passes over."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "N_" and isinstance(node.args[0], ast.Constant):
            yield str(node.args[0].value)


def changed(policies: Policies, old: str, new: str) -> Pack:
    text = (POLICIES / XINYU / "pack.yaml").read_text(encoding="utf-8")
    assert old in text
    return policies.read(XINYU, text.replace(old, new, 1))


def cases_of(pack: Pack) -> tuple[Case, ...]:
    path = POLICIES / pack.id / CASES
    return read_cases(parse_document(path.read_text(encoding="utf-8"), path), pack, POLICIES)
