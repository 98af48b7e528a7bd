"""Somebody was faster: what they did stands beside what this officer typed, and nothing typed is lost (C16)."""

from collections.abc import Iterator
from dataclasses import dataclass

from fastapi.responses import HTMLResponse

from backend.applications.views import CaseView
from backend.core.console import Desk
from backend.core.console.field_words import label_of, value_of
from backend.core.console.problems import words_for
from backend.core.problems import Problem
from locales import Translate

GUARDS = ("do", "version", "checked")


@dataclass(frozen=True)
class Written:
    """One thing the officer typed or ticked, under the words it stood beside."""

    label: str
    text: str


def conflict_page(
    desk: Desk, case: CaseView, problem: Problem, *, case_address: str, suffix: str, go_on: str = ""
) -> HTMLResponse:
    """The page after a lost race. ``go_on`` is the decision the officer may still take; empty when none is left."""
    return desk.page(
        "applications/conflict.html",
        problem.status,
        case=case,
        words=words_for(problem, desk.say),
        decided=case.decisions[-1] if case.decisions else None,
        asked=tuple(one for one in case.defects if one.round == case.round),
        written=tuple(_written(desk, case)),
        typed=tuple(pair for pair in desk.form.content() if pair[0] not in GUARDS),
        go_on=go_on,
        case_address=case_address,
        suffix=suffix,
    )


def _written(desk: Desk, case: CaseView) -> Iterator[Written]:
    """What was typed, in the order of the form; a bare tick is told by what it was for."""
    for name, text in desk.form.content():
        if name in GUARDS or not text.strip():
            continue
        if name == "defect":
            if not desk.form.text("comment-" + text.replace(":", "-")):
                yield Written(desk.say("勾选的补正内容"), _target(case, text))
        else:
            yield Written(_label(case, name, desk.say), _shown(case, name, text, desk.say))


def _label(case: CaseView, name: str, _: Translate) -> str:
    """The words a field stands under: known to all pages, or those of a source, a paper or a line of the form."""
    start, _joint, rest = name.partition("-")
    if start in ("result", "note") and rest:
        return next((one.label for one in case.record_sources if one.value == rest), rest)
    if start in ("comment", "usual") and rest:
        return _target(case, rest.replace("-", ":", 1))
    if name == "note":
        return _("还要告诉申请人的话")
    return label_of(name, _) or _("您填写的内容")


def _shown(case: CaseView, name: str, text: str, _: Translate) -> str:
    if name == "citation":
        return next((f"{one.article} {one.text}" for one in case.articles if one.id == text), text)
    return value_of(name, text, _)


def _target(case: CaseView, key: str) -> str:
    """The title of a paper or field by ``paper:identity``."""
    return next((one.label for kind, one in case.defect_targets if f"{kind}:{one.value}" == key), key)
