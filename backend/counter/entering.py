"""One row of a list, entered as far as it goes: taken in, checked, and the form filled in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from backend.applications.asks import category_field
from backend.applications.dossier import own_application
from backend.core.problems import Problem
from backend.core.unit import Unit
from backend.counter import service
from backend.counter.cells import read_cells
from backend.counter.columns import CONSENT_SAID, Column, Row, categories
from backend.counter.whole_form import put_all
from backend.finding.known import known_already
from backend.people.consent import application_consent
from backend.people.service import person_index
from backend.policies.answers import Given
from backend.policies.outcome import HUKOU, eligible
from backend.rules import Pack, assess, next_question, parse_id_number
from backend.rules.parsing import plain

WHO: Final = ("principal", "id_number", "phone")
NOT_YES: Final = ("", "否", "没有", "no")
READABLE: Final = (403, 409, 422)
"""Refusals of one row that are told beside it; anything else is a mistake of ours."""


@dataclass(frozen=True)
class Wrong(Exception):
    """What is wrong with a row, by the header of its column."""

    problems: tuple[tuple[str, Problem], ...]


@dataclass(frozen=True)
class Sheet:
    """What all rows of a list share."""

    pack: Pack
    place: str
    columns: Mapping[str, Column]
    first_lines: Mapping[str, int]
    """ID number to the line where it stands first."""


def enter(unit: Unit, sheet: Sheet, row: Row, mandate_id: str, begun: set[str]) -> tuple[str, str, str]:
    """Enters one resident; gives how far it went: ``form`` filled in, ``open`` lines left in it, ``check`` done,
    ``no`` category fits, or ``taken`` in with questions open; which columns it would take to go on; and which filled
    ones are not kept, because nobody in this case is asked for them.

    Raises :class:`Wrong` with everything that is wrong with the row; then nothing may be kept.
    """
    number, wrong = _who(unit, sheet, row)
    told = service.told_by_number(number, unit.today) if number else {}
    cells = read_cells(unit, sheet.pack, list(sheet.columns.values()), row, told)
    facts, unkept = cells.answers, "、".join(cells.unkept)
    wrong += [*cells.wrong, *_elsewhere(unit, sheet, facts)]
    chosen, unknown = _chosen(sheet, row)
    consented, unclear = _consented(sheet, row)
    if wrong := [*wrong, *unknown, *unclear]:
        raise Wrong(tuple(wrong))
    said = {name: row.texts.get(name, "") for name in WHO}
    try:
        service.take_in(unit, sheet.pack.id, sheet.place, said, row.line, begun, facts, mandate_id)
    except Problem as problem:
        raise Wrong(((sheet.columns[_column(problem)].header, problem),)) from None
    typed = cells.form | ({category_field(sheet.pack).id: list(chosen)} if chosen else {})
    asked = next_question(sheet.pack, facts, unit.today)
    fitting = () if asked else eligible(sheet.pack, assess(sheet.pack, facts, unit.today))
    if not asked:
        _must_fit(sheet, chosen, fitting)
    if fitting and consented:
        return (*_fill(unit, sheet, mandate_id, typed), unkept)
    service.keep_for_form(unit, mandate_id, typed)
    if asked:
        return "taken", str(sheet.pack.vocabulary[asked].label), unkept
    return ("check", sheet.columns["consent"].header, unkept) if fitting else ("no", "", unkept)


def _who(unit: Unit, sheet: Sheet, row: Row) -> tuple[str, list[tuple[str, Problem]]]:
    """The ID number, empty where it cannot be read, and everything wrong with the person."""
    typed = {name: row.texts.get(name, "") for name in WHO}
    unread = service.wrong_with(unit, typed)
    wrong = [(sheet.columns[name].header, problem) for name, problem in unread.items()]
    if "id_number" in unread:
        return "", wrong
    header = sheet.columns["id_number"].header
    number = parse_id_number(typed["id_number"], unit.today).number
    if (first := sheet.first_lines.get(number, row.line)) != row.line:
        wrong.append((header, Problem("helping.twice_in_list", 409, line=first)))
    elif known_already(unit, sheet.pack.id, [person_index(unit, number)]):
        wrong.append((header, Problem("id_number.not_here", 409, telephone=sheet.pack.telephone)))
    return number, wrong


def _elsewhere(unit: Unit, sheet: Sheet, facts: Given) -> list[tuple[str, Problem]]:
    """Another city's people are helped under another city's policy."""
    divisions, hukou = unit.services.catalogue.divisions, facts.get(HUKOU)
    if not isinstance(hukou, str):
        return []
    if hukou in divisions and divisions.city_of(hukou) == divisions.city_of(sheet.pack.region):
        return []
    header = next((column.header for column in sheet.columns.values() if column.fact == HUKOU), "")
    return [(header, Problem("helping.other_city", 422, city=str(sheet.pack.region_name)))]


def _chosen(sheet: Sheet, row: Row) -> tuple[tuple[str, ...], list[tuple[str, Problem]]]:
    """The ids of the categories the row names, and the words that are none."""
    header = sheet.columns["categories"].header
    names = categories(sheet.pack)
    by_word = {plain(word): id for id, name in names.items() for word in (id, name, name.removesuffix("人员"))}
    said = [word for word in _split(row.texts.get("categories", "")) if word]
    known = "、".join(names.values())
    unknown = [
        (header, Problem("helping.category_unknown", 422, said=word[:20], known=known))
        for word in said
        if plain(word) not in by_word
    ]
    return tuple(dict.fromkeys(by_word[plain(word)] for word in said if plain(word) in by_word)), unknown


def _must_fit(sheet: Sheet, chosen: Sequence[str], fitting: Sequence[str]) -> None:
    header, names = sheet.columns["categories"].header, categories(sheet.pack)
    if wrong := [Problem("helping.category_not_met", 422, name=names[id]) for id in chosen if id not in fitting]:
        raise Wrong(tuple((header, problem) for problem in wrong))


def _split(text: str) -> list[str]:
    for joint in ",，;；/":
        text = text.replace(joint, "、")
    return [word.strip() for word in text.split("、")]


def _consented(sheet: Sheet, row: Row) -> tuple[bool, list[tuple[str, Problem]]]:
    said = plain(row.texts.get("consent", ""))
    if said in CONSENT_SAID or said in NOT_YES:
        return said in CONSENT_SAID, []
    return False, [(sheet.columns["consent"].header, Problem("helping.consent_unclear", 422, said=said[:20]))]


def _fill(unit: Unit, sheet: Sheet, mandate_id: str, typed: Mapping[str, Sequence[str]]) -> tuple[str, str]:
    service.begin_form(unit, mandate_id, application_consent(unit, sheet.pack.id).version)
    case = service.application_id(unit, mandate_id)
    by_ask = {column.ask: column for column in sheet.columns.values() if column.ask}
    if wrong := put_all(unit, case, typed):
        header = sheet.columns["categories"].header
        raise Wrong(tuple((by_ask[ask].header if ask in by_ask else header, one) for ask, one in wrong.items()))
    dossier = own_application(unit, case)
    left = [ask for ask in (*dossier.unanswered(), *dossier.postponed()) if not ask.optional]
    headers = [by_ask[ask.id].header if ask.id in by_ask else ask.label for ask in left]
    return ("open" if left else "form"), "、".join(dict.fromkeys(headers))


def _column(problem: Problem) -> str:
    if problem.code.startswith("phone."):
        return "phone"
    return "id_number" if problem.code.startswith("helping.") else "principal"


def told(wrong: Wrong, line: int) -> list[list[Any]]:
    """As it is stored: line, column, code, params."""
    return [
        [line, header, problem.code, {name: _plain(value) for name, value in problem.params.items()}]
        for header, problem in wrong.problems
    ]


def _plain(value: object) -> str:
    return "、".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
