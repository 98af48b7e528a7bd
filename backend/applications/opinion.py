"""The opinion printed on the form: offered when every check speaks for it, explained in words when one does not."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select

from backend.applications.certificate_numbers import GRADE, compared
from backend.applications.guards import is_last, steps_of, worded
from backend.applications.models import Application, Decision, PaperRow, ReviewStep
from backend.applications.originals import unseen
from backend.applications.review_steps import findings_of
from backend.applications.ruling import pack_for, pack_for_the_file
from backend.applications.targets import papers_of
from backend.applications.views import RecordMatch
from backend.core.problems import Problem
from backend.core.sentences import value_words
from backend.core.unit import Unit
from backend.rules import Source, Step
from locales import translator

EXPLAINED: Final = 10
"""Letters an opinion has at least when something stands against it."""
POSITIVE = ("match", "confirmed")


@dataclass(frozen=True)
class Doubt:
    """A check that does not bear out the answers; ``tells`` are the facts a differing record is about."""

    check: str
    result: str
    note: str = ""
    tells: tuple[str, ...] = ()


def against(unit: Unit, row: Application) -> tuple[str, ...]:
    """What stands against passing, in the reader's words: :func:`doubts`, and papers nobody has looked at."""
    _ = translator("notices", unit.language)
    unread = [item.title for item in papers_of(unit, row) if not _looked_at(unit, row, item.id)]
    told: tuple[str, ...] = (_("材料还没核对：{papers}").format(papers=_("、").join(unread)),) if unread else ()
    if originals := unseen(unit, row):
        told += (_("原件还没核验：{papers}").format(papers=_("、").join(originals)),)
    return _asked_again(unit, row) + doubts(unit, row) + told


def _asked_again(unit: Unit, row: Application) -> tuple[str, ...]:
    """What the next review gave the case back for; the opinion answers it."""
    last = unit.session.scalar(
        select(Decision).where(Decision.application_id == row.id).order_by(Decision.id.desc()).limit(1)
    )
    if last is None or last.action != "send_back" or last.stage != row.stage + 1:
        return ()
    _ = translator("notices", unit.language)
    stage = pack_for(unit, row).stages[last.stage].name
    return (_("{stage}退回，要求重新核实：{reason}").format(stage=stage, reason=last.opinion),)


def doubts(unit: Unit, row: Application) -> tuple[str, ...]:
    """Checks of the stages so far that do not bear out the applicant's answers: 失业登记：不一致."""
    return tuple(_short(unit, doubt) for doubt in doubts_of(unit, row))


def doubts_of(unit: Unit, row: Application) -> tuple[Doubt, ...]:
    return tuple(_bad(unit, row))


def matched(unit: Unit, row: Application) -> Mapping[Source, str]:
    """What the record match found in each source of the stages so far; "" where nobody has looked yet."""
    found: dict[Source, str] = {}
    for place, stage in enumerate(pack_for(unit, row).stages[: row.stage + 1]):
        recorded = steps_of(unit, row, place)
        for step in stage.steps:
            findings = findings_of(unit, recorded[step.id]) if step.sources and step.id in recorded else None
            results = {one.source: one.result for one in findings.sources} if isinstance(findings, RecordMatch) else {}
            found |= {source: results.get(source.id, "") for source in step.sources}
    return found


def worded_doubt(unit: Unit, doubt: Doubt) -> str:
    """失业登记：不一致（系统中没有记录）."""
    _ = translator("notices", unit.language)
    short = _short(unit, doubt)
    return _("{doubt}（{note}）").format(doubt=short, note=doubt.note) if doubt.note else short


def _short(unit: Unit, doubt: Doubt) -> str:
    _ = translator("notices", unit.language)
    return _("{check}：{result}").format(check=doubt.check, result=value_words(doubt.result, unit.language))


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


def _bad(unit: Unit, row: Application) -> Iterator[Doubt]:
    """Checks whose result is not positive: the second review reads the first one's too."""
    for place, stage in enumerate(pack_for(unit, row).stages[: row.stage + 1]):
        recorded = steps_of(unit, row, place)
        for step in stage.steps:
            if step.id in recorded and recorded[step.id].result not in POSITIVE:
                yield from _results(unit, step, recorded[step.id])
    for number in compared(unit, row):
        if number.agrees is False:
            _ = translator("notices", unit.language)
            note = _("证件显示{says}，本人回答{told}").format(says=number.says, told=number.told)
            yield Doubt(number.label, "mismatch", note, (GRADE,))


def _results(unit: Unit, step: Step, record: ReviewStep) -> Iterator[Doubt]:
    findings = findings_of(unit, record)
    if not isinstance(findings, RecordMatch):
        yield Doubt(step.label, record.result)
        return
    by_id = {source.id: source for source in step.sources}
    for found in findings.sources:
        if found.result not in POSITIVE:
            source = by_id.get(found.source)
            tells = source.tells if source and found.result == "mismatch" else ()
            yield Doubt(str(source.label) if source else found.source, found.result, found.note, tells)


def _looked_at(unit: Unit, row: Application, requirement: str) -> bool:
    """A rejected paper stands against passing by itself."""
    paper = unit.session.get(PaperRow, (row.id, requirement))
    return paper is not None and paper.state in ("verified", "rejected")
