"""Lint: everything wrong with a pack that can be seen without a single person."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from backend.policies.catalogue import PACK, PackError, PackProblem, Policies, load_policies
from backend.policies.documents import Document, parse_document, read_document
from backend.policies.question_plans import PLAN, read_plan
from backend.rules import Pack
from backend.rules.said import N_
from backend.workbench.cases import CASES, read_cases
from backend.workbench.findings import ERROR, WARNING, Check, Draft, Finding, finding
from backend.workbench.lint_procedure import (
    exit_names_no_category,
    exits_missing,
    figure_not_in_article,
    no_documents_rule,
    validity_gap,
    verified_in_future,
    written_day,
)
from backend.workbench.lint_rules import (
    age_not_in_article,
    contradictory_or_empty,
    question_never_asked,
    sexes_differ_unsaid,
    unreachable_category,
)
from backend.workbench.lint_sources import SOURCE, citation_not_in_source, untranslated

__all__ = ["ERROR", "WARNING", "Finding", "lint", "lint_text"]

CHECKS: tuple[Check, ...] = (
    contradictory_or_empty,
    unreachable_category,
    question_never_asked,
    sexes_differ_unsaid,
    age_not_in_article,
    figure_not_in_article,
    citation_not_in_source,
    no_documents_rule,
    exit_names_no_category,
    exits_missing,
    validity_gap,
    verified_in_future,
    untranslated,
)


def lint(folder: Path, today: date) -> tuple[Finding, ...]:
    """Every finding about the packs below a folder of policies, in the order of files and lines.

    What makes a pack unusable comes alone: the finer checks need packs that can be read.
    """
    try:
        policies = load_policies(folder)
    except PackError as error:
        return tuple(map(_unusable, error.problems))
    return tuple(
        found for pack_id in policies.catalogue.packs for found in _of_file(policies, pack_id, today)
    )


def lint_text(
    policies: Policies,
    pack_id: str,
    content: str,
    cases: str,
    today: date,
    starts: date | None = None,
    older: tuple[tuple[date | None, Pack], ...] = (),
    source: str | None = None,
) -> tuple[Finding, ...]:
    """The findings about a version that stands in no file: the texts of its `pack.yaml` and `cases.yaml`.

    `starts` is the first day it is to be in force, `older` those before it, `source` its document where that is not
    the one of the folder.
    """
    folder = policies.folder / pack_id
    try:
        pack = policies.read(pack_id, content)
    except PackError as error:
        return tuple(map(_unusable, error.problems))
    document = parse_document(content, folder / PACK)
    whole = _source(folder) if source is None else source
    draft = Draft(pack, document, whole, today, starts, older)
    return (*_checked(policies, draft), *_of_cases(policies, pack, parse_document(cases, folder / CASES)))


def _of_file(policies: Policies, pack_id: str, today: date) -> Iterator[Finding]:
    pack, folder = policies.catalogue.packs[pack_id], policies.folder / pack_id
    older = tuple(_before(policies, pack))
    draft = Draft(pack, read_document(folder / PACK), _source(folder), today, None, older)
    yield from _checked(policies, draft)
    yield from _stale_plan(pack, folder)
    yield from _of_cases(policies, pack, read_document(folder / CASES))


def _stale_plan(pack: Pack, folder: Path) -> Iterator[Finding]:
    """A plan made for other rules or facts: it is not used, and should be made anew."""
    plan = read_plan(folder)
    if plan is not None and plan.made_for != pack.version:
        message = N_("提问次序是按另一个版本（{version}）算的，现在没有使用", version=plan.made_for)
        advice = N_("请用 bangban packs plan 重新计算，或删掉这个文件")
        yield Finding(f"{folder.name}/{PLAN}", 1, "", "", message, advice, WARNING, "plan_stale")


def _before(policies: Policies, pack: Pack) -> Iterator[tuple[date | None, Pack]]:
    """The packs of the same place that began earlier."""
    own = written_day(pack)
    for other in policies.catalogue.packs.values():
        day = written_day(other)
        if other.id != pack.id and other.region == pack.region and own and day and day < own:
            yield day, other


def _checked(policies: Policies, draft: Draft) -> list[Finding]:
    file = str(draft.document.path.relative_to(policies.folder))
    found = [finding(file, draft.document, remark) for check in CHECKS for remark in check(draft)]
    return sorted(found, key=lambda one: one.line)


def _of_cases(policies: Policies, pack: Pack, document: Document) -> tuple[Finding, ...]:
    try:
        read_cases(document, pack, policies.folder)
    except PackError as error:
        return tuple(_unusable(problem, "cases_unusable") for problem in error.problems)
    return ()


def _unusable(problem: PackProblem, name: str = "unusable") -> Finding:
    return Finding(
        problem.file,
        problem.line,
        problem.path,
        problem.article,
        problem.message,
        problem.advice,
        ERROR,
        name,
    )


def _source(folder: Path) -> str:
    path = folder / SOURCE
    return path.read_text(encoding="utf-8") if path.exists() else ""
