"""What officers do with an application (第二条第二、三款). Every function is one transaction.

All raise ``application.not_found`` (404) for a case outside the officer's area, exactly as for one that is
absent; ``application.changed_meanwhile`` (409; who, when, state) when ``version`` is no longer the case's;
``application.illegal_move`` (409; state, action) from a wrong state; ``review.read_only`` (403);
``review.not_your_stage`` (403; office), where the level only inspects ``review.level_inspects`` (403; office);
``review.same_person`` and ``review.same_office`` (403) after an earlier
stage; ``review.held_by_other`` (409; who) when a colleague has taken it up.
"""

from datetime import date

from backend.applications import events, guards, letters, ownership, time_limit
from backend.applications.case_view import revealed
from backend.applications.certificate_numbers import Printed, checked_number, keep_number
from backend.applications.defect_claims import checked_defects
from backend.applications.guards import demand, is_last, subject_of, unchanged, worded
from backend.applications.home_marks import home_of
from backend.applications.letters import DefectLine
from backend.applications.models import Application, DefectRow, PaperRow
from backend.applications.moves import decide, end, move
from backend.applications.opinion import checked_opinion
from backend.applications.ownership import release as release
from backend.applications.ownership import take_up as take_up
from backend.applications.refusal import checked_refusal
from backend.applications.results import result_of
from backend.applications.review_steps import record_step as record_step
from backend.applications.ruling import pack_for, pack_for_the_file
from backend.applications.scanning import unsettled
from backend.applications.sealed import read_answers, read_form
from backend.applications.targets import paper_of, papers_of
from backend.applications.views import DefectClaim, Done, Mark
from backend.core.problems import Problem
from backend.core.unit import Unit
from backend.registry import service as registry
from backend.registry.facts import farthest
from backend.rules import Requirement
from backend.staff.models import OfficeRow
from backend.staff.service import parent_at


def endorse(unit: Unit, case_id: str, version: int, opinion: str) -> Done:
    """Passes the stage: on to the next office, or, at the last one, recognition and register at once.

    Raises 422 ``review.opinion_missing``, ``review.explanation_missing`` (against, shortest); 409
    ``review.step_missing`` (step), ``review.paper_rejected``
    (paper), ``registry.already_standing`` (number).
    """
    row = unchanged(unit, case_id, version)
    if is_last(pack_for(unit, row), row):
        return _recognise(unit, row, opinion)
    return _hand_on(unit, row, opinion)


def return_for_correction(
    unit: Unit, case_id: str, version: int, defects: tuple[DefectClaim, ...], note: str = ""
) -> Done:
    """Asks the citizen for everything at once (一次性告知) and stops the clock.

    Raises what :func:`checked_defects` raises.
    """
    row = unchanged(unit, case_id, version)
    demand(unit, row, "return")
    defects, note = checked_defects(unit, row, defects), _checked_note(note)
    decide(unit, row, "return", opinion="", note=note)
    move(unit, row, "return")
    row.round += 1
    row.correct_by = time_limit.correct_by(unit, row)
    for defect in defects:
        _claim(unit, row, defect)
    unit.audit("application.returned", subject_of(case_id), count=len(defects))
    unit.emit(events.ReturnedForCorrection(case_id))
    return result_of(unit, row, "return")


def preview_return(
    unit: Unit, case_id: str, version: int, defects: tuple[DefectClaim, ...], note: str = ""
) -> str:
    """The letter :func:`return_for_correction` would send, word for word, in the citizen's language."""
    row = unchanged(unit, case_id, version)
    demand(unit, row, "return")
    lines = tuple(
        DefectLine(letters.label_of(unit, row, defect.kind, defect.target), defect.comment)
        for defect in checked_defects(unit, row, defects)
    )
    correct_by = time_limit.correct_by(unit, row)
    return letters.returned(unit, row, lines, _checked_note(note), row.round + 1, correct_by).text


def decline(unit: Unit, case_id: str, version: int, citation: str, reason: str) -> Done:
    """Ends the case with an article of the pack and a reason.

    Raises 422 ``review.citation_missing``, ``review.unknown_citation``, ``review.reason_missing``,
    ``review.reason_too_short`` (shortest), ``review.text_too_long`` (longest), ``review.id_number_in_text``.
    """
    row = unchanged(unit, case_id, version)
    demand(unit, row, "decline")
    reason = checked_refusal(unit, row, citation, reason)
    decide(unit, row, "decline", opinion=reason, citation=citation)
    move(unit, row, "decline")
    end(unit, row)
    article = pack_for_the_file(unit, row).citations[citation].article
    unit.audit("application.declined", subject_of(case_id), article=article)
    unit.emit(events.Declined(case_id))
    return result_of(unit, row, "decline")


def preview_decline(unit: Unit, case_id: str, version: int, citation: str, reason: str) -> str:
    """The letter :func:`decline` would send, word for word, in the citizen's language."""
    row = unchanged(unit, case_id, version)
    officer = demand(unit, row, "decline")
    reason = checked_refusal(unit, row, citation, reason)
    return letters.declined(unit, row, citation, reason, officer.office_id).text


def mark_paper(
    unit: Unit,
    case_id: str,
    requirement: str,
    state: Mark,
    comment: str = "",
    original_seen: bool = False,
    valid_until: date | None = None,
    number: str | Printed = "",
    issuer: str = "",
) -> None:
    """Says what a paper is worth, and until when: verified and valid it is never asked for again (XY-52).

    The ``number`` of a disability certificate may be typed with it (XY-17), or the type and the grade printed on it;
    empty leaves what is on record.
    ``issuer``: which department issued it, where the document leaves that open (XY-18).

    Raises 422 ``review.unknown_paper``, ``review.comment_missing`` (for a rejected one), ``review.paper_expired``,
    ``review.paper_too_far`` (day), ``review.issuer_missing``, as :func:`checked_number`; 409
    ``review.paper_checking`` and ``review.paper_stopped`` (paper) for one whose files nobody may open.
    """
    row = guards.seen(unit, case_id, lock=True)
    officer = demand(unit, row, "mark_paper")
    item = paper_of(unit, row, requirement)
    if item is None or not item.needed:
        raise Problem("review.unknown_paper", 422)
    if state == "verified" and (file := unsettled(unit, row, requirement)) is not None:
        code = "review.paper_stopped" if file.stopped else "review.paper_checking"
        raise Problem(code, 409, paper=str(item.title))
    paper = _paper(unit, row, requirement)
    paper.comment = worded(comment, "review.comment_missing", target=item.title) if state == "rejected" else ""
    if state == "verified":
        printed = Printed(number) if isinstance(number, str) else number
        _read(unit, row, item, paper, valid_until, printed, issuer)
    else:
        paper.valid_until, paper.read_by, paper.number, paper.issuer = None, None, None, ""
    paper.state = state
    if original_seen != bool(paper.original_seen_by):
        paper.original_seen_by = officer.id if original_seen else None
        paper.original_seen_on = unit.today if original_seen else None
    unit.audit("application.paper_marked", subject_of(case_id), paper=item.title, result=state)


def _read(
    unit: Unit, row: Application, item: Requirement, paper: PaperRow, valid_until: date | None, printed: Printed, issuer: str
) -> None:
    """Keeps what an officer read off a verified paper."""
    if valid_until is not None and valid_until < unit.today:
        raise Problem("review.paper_expired", 422, day=valid_until.isoformat())
    if valid_until is not None and valid_until > (last := farthest(unit.today)):
        raise Problem("review.paper_too_far", 422, day=last.isoformat())
    if paper.valid_until != valid_until:
        paper.valid_until, paper.read_by = valid_until, unit.officer.id
    if number := checked_number(unit, row, item, printed):
        keep_number(unit, paper, number)
    asked = any(one.ask_issuer for one in item.alternatives if one.id == paper.chosen)
    paper.issuer = worded(issuer[:60], "review.issuer_missing") if asked else ""


def reveal(unit: Unit, case_id: str, reason: str) -> None:
    """Records why this officer reads the whole values (S26); then ``queries.case(…, unmasked=True)`` shows them.

    Raises 422 ``review.reason_missing``.
    """
    row = guards.seen(unit, case_id)
    reason = worded(reason, "review.reason_missing", longest=100)
    unit.audit("application.revealed", subject_of(row.id), reason=reason, officer=unit.officer.id)


def cover(unit: Unit, case_id: str) -> None:
    """Hides the whole values before their time is over; showing them again needs a new reason."""
    row = guards.seen(unit, case_id)
    if revealed(unit, row):
        unit.audit("application.covered", subject_of(row.id), officer=unit.officer.id)


def _hand_on(unit: Unit, row: Application, opinion: str) -> Done:
    demand(unit, row, "endorse")
    decide(unit, row, "endorse", opinion=checked_opinion(unit, row, opinion))
    move(unit, row, "endorse")
    row.stage += 1
    office = parent_at(unit, unit.session.get_one(OfficeRow, row.office_id), guards.stage_of(unit, row).level)
    row.office_id = office.id
    ownership.arrive(unit, row)
    row.due_on = time_limit.due_on(unit, row)
    unit.audit("application.endorsed", subject_of(row.id), office=office.name)
    unit.emit(events.Endorsed(row.id))
    return result_of(unit, row, "endorse")


def _recognise(unit: Unit, row: Application, opinion: str) -> Done:
    demand(unit, row, "recognise")
    decide(unit, row, "recognise", opinion=checked_opinion(unit, row, opinion))
    move(unit, row, "recognise")
    end(unit, row)
    number = registry.enrol(unit, _enrolment(unit, row))
    unit.audit("application.recognised", subject_of(row.id), number=number)
    unit.emit(events.Recognised(row.id, number))
    return result_of(unit, row, "recognise")


def _enrolment(unit: Unit, row: Application) -> registry.Enrolment:
    """The officer who did the first review keeps looking after the person (首问负责, XY-71)."""
    if row.person_id is None or row.station_id is None:
        raise RuntimeError(f"application {row.id} was submitted without a person or a station")
    first = guards.endorsement(unit, row, 0)
    dated = _dated_papers(unit, row)
    return registry.Enrolment(
        person_id=row.person_id,
        application_id=row.id,
        pack=row.pack,
        pack_version=row.pack_version,
        bases=tuple(row.categories),
        office_id=row.station_id,
        owner_id=first.officer_id if first else unit.officer.id,
        account_id=row.account_id,
        answers=read_answers(unit, row) | {fact: paper.valid_until for fact, paper in dated.items()},
        read_by={fact: paper.read_by for fact, paper in dated.items() if paper.read_by},
        home=home_of(unit, row),
    )


def _dated_papers(unit: Unit, row: Application) -> dict[str, PaperRow]:
    """The papers with a last day, as the officers who verified them read it, by the facts they tell."""
    papers = {}
    for item in papers_of(unit, row):
        paper = unit.session.get(PaperRow, (row.id, item.id))
        if item.valid_fact and paper and paper.state == "verified" and paper.valid_until:
            papers[item.valid_fact] = paper
    return papers


def _checked_note(note: str) -> str:
    return worded(note, "") if note.strip() else ""


def _claim(unit: Unit, row: Application, claim: DefectClaim) -> None:
    """Keeps what was wrong, with the value as it stood, so that the reviewer sees what changed."""
    defect = DefectRow(
        application_id=row.id, round=row.round, kind=claim.kind, target=claim.target, comment=claim.comment
    )
    unit.session.add(defect)
    unit.session.flush()
    if claim.kind == "field":
        value = read_form(unit, row).get(claim.target)
        defect.before = unit.vault.seal(value, f"defects.before|{defect.id}")
    else:
        paper = _paper(unit, row, claim.target)
        paper.state, paper.comment = "rejected", claim.comment


def _paper(unit: Unit, row: Application, requirement: str) -> PaperRow:
    paper = unit.session.get(PaperRow, (row.id, requirement))
    if paper is None:
        paper = PaperRow(application_id=row.id, requirement=requirement)
        unit.session.add(paper)
    return paper
