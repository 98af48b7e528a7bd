"""The opinion printed on the form: offered when every check speaks for it, explained in words when one does not."""

from collections.abc import Iterator
from typing import Final

from backend.applications.guards import is_last, steps_of, worded
from backend.applications.models import Application, PaperRow, ReviewStep
from backend.applications.review_steps import findings_of
from backend.applications.ruling import pack_for, pack_for_the_file
from backend.applications.targets import papers_of
from backend.applications.views import RecordMatch
from backend.core.problems import Problem
from backend.core.sentences import value_words
from backend.core.unit import Unit
from backend.rules import Step
from locales import translator

EXPLAINED: Final = 10
"""Letters an opinion has at least when something stands against it."""
POSITIVE = ("match", "confirmed")


def against(unit: Unit, row: Application) -> tuple[str, ...]:
    """What stands against passing, in the reader's words: :func:`doubts`, and papers nobody has looked at."""
    _ = translator("notices", unit.language)
    unread = [item.title for item in papers_of(unit, row) if not _looked_at(unit, row, item.id)]
    told = (_("材料还没核对：{papers}").format(papers=_("、").join(unread)),) if unread else ()
    return doubts(unit, row) + told


def doubts(unit: Unit, row: Application) -> tuple[str, ...]:
    """Checks of the stages so far that do not bear out the applicant's answers: 失业登记：不一致."""
    _ = translator("notices", unit.language)
    joint = _("{check}：{result}")
    found = ((check, value_words(result, unit.language)) for check, result in _bad(unit, row))
    return tuple(joint.format(check=check, result=result) for check, result in found)


def suggested_opinion(unit: Unit, row: Application) -> str:
    """经线上信息比对和线下入户核实，情况属实…: by the steps on record in this stage, without any by its name.

    Empty where something stands against it. In Chinese whoever reads it, as it is printed on the form.
    """
    return "" if against(unit, row) else _ready_made(unit, row)


def checked_opinion(unit: Unit, row: Application, opinion: str) -> str:
    """What the officer wrote. Raises 422 ``review.opinion_missing`` and, where something stands against passing and
    nothing is said of it, ``review.explanation_missing`` (against, shortest).
    """
    opinion, found = worded(opinion, "review.opinion_missing"), against(unit, row)
    explained = opinion != _ready_made(unit, row) and letters_in(opinion) >= EXPLAINED
    if found and not explained:
        raise Problem("review.explanation_missing", 422, against="；".join(found), shortest=EXPLAINED)
    return opinion


def letters_in(text: str) -> int:
    """Letters and digits, without the marks between them: what a text says, not how long it is."""
    return sum(1 for sign in text if sign.isalnum())


def _ready_made(unit: Unit, row: Application) -> str:
    pack = pack_for_the_file(unit, row)
    stage, recorded = pack.stages[row.stage], steps_of(unit, row, row.stage)
    done = "和".join(step.label for step in stage.steps if step.id in recorded) or stage.name
    return f"经{done}，情况属实，符合认定条件，同意{'认定' if is_last(pack, row) else '上报'}。"


def _bad(unit: Unit, row: Application) -> Iterator[tuple[str, str]]:
    """Checks whose result is not positive, by name and result: the second review reads the first one's too."""
    for place, stage in enumerate(pack_for(unit, row).stages[: row.stage + 1]):
        recorded = steps_of(unit, row, place)
        for step in stage.steps:
            if step.id in recorded and recorded[step.id].result not in POSITIVE:
                yield from _results(unit, step, recorded[step.id])


def _results(unit: Unit, step: Step, record: ReviewStep) -> Iterator[tuple[str, str]]:
    findings = findings_of(unit, record)
    if not isinstance(findings, RecordMatch):
        yield step.label, record.result
        return
    labels = {source.id: source.label for source in step.sources}
    for source in findings.sources:
        if source.result not in POSITIVE:
            yield labels.get(source.source, source.source), source.result


def _looked_at(unit: Unit, row: Application, requirement: str) -> bool:
    """A rejected paper stands against passing by itself."""
    paper = unit.session.get(PaperRow, (row.id, requirement))
    return paper is not None and paper.state in ("verified", "rejected")
