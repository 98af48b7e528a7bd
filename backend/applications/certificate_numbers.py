"""What an officer reads off a disability certificate: its number, or type and grade alone (第二条第（一）项第3目)."""

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
DIGITS: Final = 2
"""How many signs at the end of the number tell type and grade."""
GRADES: Final = ("1", "2", "3", "4")
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
class Printed:
    """What an officer reads off a certificate: its number, or only the type and the grade printed beside it."""

    number: str = ""
    kind: str = ""
    grade: str = ""


@dataclass(frozen=True)
class Compared:
    """What a number says beside what the person told; ``agrees`` is None where she told nothing."""

    label: str
    says: str
    told: str
    agrees: bool | None


def checked_number(unit: Unit, row: Application, item: Requirement, printed: Printed) -> str:
    """What is kept of it: the number, or type and grade alone (``43``); empty where nothing was typed.

    Raises 422 ``review.disability_no_length`` (length), ``review.disability_no_characters``,
    ``review.disability_no_kind`` and ``review.disability_no_grade`` (digit), ``review.disability_no_other``,
    ``review.disability_half`` for a type without a grade or the other way round, ``review.disability_no_differs``
    (says) where the number ends with others than were chosen.
    """
    if not item.number_fact:
        return ""
    chosen = _chosen(printed)
    if not printed.number.strip():
        return chosen
    number = _read(printed.number)
    person = unit.session.get(Person, row.person_id) if row.person_id else None
    if person is None or number.id_number != details_of(unit, person)["id_number"]:
        raise Problem("review.disability_no_other", 422)
    if chosen and chosen != number.digits:
        raise Problem("review.disability_no_differs", 422, says=_words(unit, row, number.digits))
    return f"{number.id_number}{number.digits}"


def _chosen(printed: Printed) -> str:
    """Type and grade as chosen from the lists; empty where neither was."""
    kind, grade = (printed.kind if printed.kind in KINDS else ""), (printed.grade if printed.grade in GRADES else "")
    if bool(kind) != bool(grade):
        raise Problem("review.disability_half", 422)
    return kind + grade


def _read(text: str) -> DisabilityNumber:
    try:
        return parse_disability_number(text)
    except DisabilityNumberProblem as problem:
        raise Problem(f"review.disability_no_{problem.code}", 422, **problem.params) from None


def keep_number(unit: Unit, paper: PaperRow, number: str) -> None:
    """Seals it beside its paper."""
    paper.number = unit.vault.seal(number, _place(paper))


def says(unit: Unit, row: Application, item: Requirement) -> str:
    """肢体、三级: what a certificate tells, in the officer's language; empty where nothing was read off it."""
    return _words(unit, row, _digits(unit, row, item))


def kinds(unit: Unit, item: Requirement) -> tuple[tuple[str, str], ...]:
    """The types an officer chooses from, as (digit, word); none for a paper without such a number."""
    _ = translator("notices", unit.language)
    return tuple((digit, _(word)) for digit, word in KINDS.items()) if item.number_fact else ()


def grades(unit: Unit, row: Application, item: Requirement) -> tuple[tuple[str, str], ...]:
    """The grades, likewise."""
    show = pack_for(unit, row).vocabulary[GRADE].show if item.number_fact else None
    return tuple((digit, show(digit)) for digit in GRADES) if show else ()


def _words(unit: Unit, row: Application, digits: str) -> str:
    if not digits:
        return ""
    _ = translator("notices", unit.language)
    return _("、").join((_(KINDS[digits[0]]), pack_for(unit, row).vocabulary[GRADE].show(digits[1])))


def compared(unit: Unit, row: Application) -> Iterator[Compared]:
    """Each certificate something was read off, beside the grade the person told."""
    for item in papers_of(unit, row):
        digits = _digits(unit, row, item)
        if digits:
            pack, told = pack_for(unit, row), read_answers(unit, row).get(GRADE)
            answer = pack.vocabulary[GRADE].show(told) if told is not None else ""
            agrees = told == digits[1] if told is not None else None
            yield Compared(_label(unit, row, item), says(unit, row, item), answer, agrees)


def _label(unit: Unit, row: Application, item: Requirement) -> str:
    """By what it was read: the number, or what is printed beside it."""
    _ = translator("notices", unit.language)
    by_number = len(_kept(unit, row, item)) > DIGITS
    return str(pack_for(unit, row).vocabulary[item.number_fact].label) if by_number else _("残疾类别和等级")


def _digits(unit: Unit, row: Application, item: Requirement) -> str:
    """Type and grade on record, empty without."""
    return _kept(unit, row, item)[-DIGITS:]


def _kept(unit: Unit, row: Application, item: Requirement) -> str:
    paper = unit.session.get(PaperRow, (row.id, item.id)) if item.number_fact else None
    if paper is None or paper.number is None:
        return ""
    return str(unit.vault.open(paper.number, _place(paper)))


def _place(paper: PaperRow) -> str:
    return f"papers.number|{paper.application_id}|{paper.requirement}"
