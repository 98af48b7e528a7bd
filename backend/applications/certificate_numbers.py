"""The number an officer reads on a disability certificate, and what its last two digits say (第二条第（一）项第3目)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from backend.applications.models import Application, PaperRow
from backend.applications.ruling import pack_for
from backend.applications.sealed import read_answers
from backend.applications.targets import papers_of
from backend.core.problems import Problem
from backend.core.sentences import N_
from backend.core.unit import Unit
from backend.people.models import Person
from backend.people.service import details_of
from backend.rules import DisabilityNumber, DisabilityNumberProblem, Requirement, parse_disability_number
from locales import translator

GRADE: Final = "disab.grade"
KINDS: Mapping[str, str] = {
    "1": N_("视力"),
    "2": N_("听力"),
    "3": N_("言语"),
    "4": N_("肢体"),
    "5": N_("智力"),
    "6": N_("精神"),
    "7": N_("多重"),
}


@dataclass(frozen=True)
class Compared:
    """What a number says beside what the person told; ``agrees`` is None where she told nothing."""

    label: str
    says: str
    told: str
    agrees: bool | None


def checked_number(unit: Unit, row: Application, item: Requirement, text: str) -> str:
    """The number as it is kept, empty where none was typed.

    Raises 422 ``review.disability_no_length`` (length), ``review.disability_no_characters``,
    ``review.disability_no_kind`` and ``review.disability_no_grade`` (digit), ``review.disability_no_other``.
    """
    if not text.strip() or not item.number_fact:
        return ""
    try:
        number = parse_disability_number(text)
    except DisabilityNumberProblem as problem:
        raise Problem(f"review.disability_no_{problem.code}", 422, **problem.params) from None
    person = unit.session.get(Person, row.person_id) if row.person_id else None
    if person is None or number.id_number != details_of(unit, person)["id_number"]:
        raise Problem("review.disability_no_other", 422)
    return f"{number.id_number}{number.kind}{number.grade}"


def keep_number(unit: Unit, paper: PaperRow, number: str) -> None:
    """Seals it beside its paper."""
    paper.number = unit.vault.seal(number, _place(paper))


def says(unit: Unit, row: Application, item: Requirement) -> str:
    """肢体、三级: what the number on a paper tells, in the officer's language; empty without one."""
    number = _number(unit, row, item)
    if number is None:
        return ""
    _ = translator("notices", unit.language)
    grade = pack_for(unit, row).vocabulary[GRADE].show(number.grade)
    return _("、").join((_(KINDS[number.kind]), grade))


def compared(unit: Unit, row: Application) -> Iterator[Compared]:
    """Each number on record with the grade the person told."""
    _ = translator("notices", unit.language)
    for item in papers_of(unit, row):
        number = _number(unit, row, item)
        if number is not None:
            pack, told = pack_for(unit, row), read_answers(unit, row).get(GRADE)
            answer = pack.vocabulary[GRADE].show(told) if told is not None else ""
            agrees = told == number.grade if told is not None else None
            yield Compared(str(pack.vocabulary[item.number_fact].label), says(unit, row, item), answer, agrees)


def _number(unit: Unit, row: Application, item: Requirement) -> DisabilityNumber | None:
    paper = unit.session.get(PaperRow, (row.id, item.id)) if item.number_fact else None
    if paper is None or paper.number is None:
        return None
    return parse_disability_number(str(unit.vault.open(paper.number, _place(paper))))


def _place(paper: PaperRow) -> str:
    return f"papers.number|{paper.application_id}|{paper.requirement}"
