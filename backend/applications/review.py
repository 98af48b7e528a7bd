"""What officers do with an application (第二条第二、三款). Every function is one transaction.

All raise ``application.not_found`` (404) for a case outside the officer's area, exactly as for one that is
absent; ``application.changed_meanwhile`` (409; who, when) when ``version`` is no longer the case's;
``application.illegal_move`` (409) from a wrong state; ``review.not_your_stage`` (403) for another level's turn;
``review.held_by_other`` (409; who) when a colleague has taken it up.
"""

from backend.applications.views import DefectClaim, Done, Mark, StepFindings
from backend.core.unit import Unit


def take_up(unit: Unit, case_id: str, version: int) -> Done:
    """The officer takes the case on (首问负责). Raises ``review.same_person`` after an earlier stage."""
    raise NotImplementedError


def release(unit: Unit, case_id: str, version: int) -> Done:
    """Puts the case back into the office's queue; a colleague may do it too, when the holder is away."""
    raise NotImplementedError


def record_step(unit: Unit, case_id: str, findings: StepFindings) -> None:
    """Records the record match or the home visit; the last record of a step counts.

    Raises 422: ``review.day_in_future``, ``review.day_before_submission``, ``review.source_missing`` (source),
    ``review.note_missing`` (source), ``review.visitors_missing``, ``review.place_missing``,
    ``review.findings_missing``.
    """
    raise NotImplementedError


def mark_paper(
    unit: Unit, case_id: str, requirement: str, state: Mark, comment: str = "", original_seen: bool = False
) -> None:
    """Says what a paper is worth. Raises 422 ``review.unknown_paper``, ``review.comment_missing`` (rejected)."""
    raise NotImplementedError


def endorse(unit: Unit, case_id: str, version: int, opinion: str) -> Done:
    """Passes the stage: on to the next office, or, at the last one, recognition and register at once.

    Raises 422 ``review.opinion_missing``; 409 ``review.step_missing`` (step), ``review.paper_rejected`` (paper),
    ``registry.already_standing``.
    """
    raise NotImplementedError


def return_for_correction(
    unit: Unit, case_id: str, version: int, defects: tuple[DefectClaim, ...], note: str = ""
) -> Done:
    """Asks the citizen for everything at once; stops the clock.

    Raises 422 ``review.no_defects``, ``review.unknown_target`` (target), ``review.comment_missing`` (target),
    ``review.defect_twice`` (target).
    """
    raise NotImplementedError


def preview_return(
    unit: Unit, case_id: str, version: int, defects: tuple[DefectClaim, ...], note: str = ""
) -> str:
    """The letter :func:`return_for_correction` would send, word for word, in the citizen's language."""
    raise NotImplementedError


def decline(unit: Unit, case_id: str, version: int, citation: str, reason: str) -> Done:
    """Ends the case with an article of the pack and a reason.

    Raises 422 ``review.citation_missing``, ``review.unknown_citation``, ``review.reason_missing``.
    """
    raise NotImplementedError


def preview_decline(unit: Unit, case_id: str, version: int, citation: str, reason: str) -> str:
    """The letter :func:`decline` would send, word for word, in the citizen's language."""
    raise NotImplementedError


def reveal(unit: Unit, case_id: str, reason: str) -> None:
    """Records why this officer reads the whole values (S26); then ``queries.case(…, unmasked=True)`` shows them.

    Raises 422 ``review.reason_missing``.
    """
    raise NotImplementedError
