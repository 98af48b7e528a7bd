"""One row of a list, entered as far as it goes: taken in, checked, and the form filled in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from backend.applications.asks import category_field
from backend.applications.dossier import own_application
from backend.core.problems import Problem
from backend.core.unit import Unit
from backend.counter import service
from backend.counter.columns import CONSENT_SAID, Column, Row, categories
from backend.counter.whole_form import put_all
from backend.finding.known import known_already
from backend.people.consent import application_consent
from backend.people.service import person_index
from backend.policies.answers import Given
from backend.policies.outcome import HUKOU, eligible
from backend.policies.typed import read_answer
from backend.rules import IdNumberProblem, Pack, assess, next_question, parse_id_number
from backend.rules.parsing import plain

UNSURE: Final = ("不清楚", "不知道", "不确定")
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


def enter(unit: Unit, sheet: Sheet, row: Row, mandate_id: str, begun: set[str]) -> tuple[str, str]:
    """Enters one resident; gives how far it went: ``form`` filled in, ``open`` lines left in it, ``check`` done,
    ``no`` category fits, or ``taken`` in with questions open; and which columns it would take to go on.

    Raises :class:`Wrong`; then nothing may be kept.
    """
    id_number = _who(unit, sheet, row)
    facts = _answers(unit, sheet, row, id_number)
    said = {name: row.texts.get(name, "") for name in ("principal", "id_number", "phone")}
    try:
        service.take_in(unit, sheet.pack.id, sheet.place, said, row.line, begun, facts, mandate_id)
    except Problem as problem:
        raise Wrong(((sheet.columns[_column(problem)].header, problem),)) from None
    if asked := next_question(sheet.pack, facts, unit.today):
        return "taken", str(sheet.pack.vocabulary[asked].label)
    fitting = eligible(sheet.pack, assess(sheet.pack, facts, unit.today))
    chosen = _chosen(sheet, row, fitting)
    if not fitting:
        return "no", ""
    if not _consented(sheet, row):
        return "check", sheet.columns["consent"].header
    return _fill(unit, sheet, row, mandate_id, chosen)


def _who(unit: Unit, sheet: Sheet, row: Row) -> str:
    """Raises what is wrong with the person: nothing else is looked at then."""
    header = sheet.columns["id_number"].header
    for name in ("principal", "id_number", "phone"):
        if name not in row.texts:
            raise Wrong(((sheet.columns[name].header, Problem("helping.empty", 422)),))
    try:
        number = parse_id_number(row.texts["id_number"], unit.today).number
    except IdNumberProblem:
        raise Wrong(((header, Problem("helping.id_number", 422)),)) from None
    if (first := sheet.first_lines.get(number, row.line)) != row.line:
        raise Wrong(((header, Problem("helping.twice_in_list", 409, line=first)),))
    if known_already(unit, sheet.pack.id, [person_index(unit, number)]):
        raise Wrong(((header, Problem("id_number.not_here", 409, telephone=sheet.pack.telephone)),))
    return number


def _answers(unit: Unit, sheet: Sheet, row: Row, id_number: str) -> Given:
    """What the number and the row tell, in the order in which it is asked; the rest stays open."""
    facts: Given = dict(service.told_by_number(id_number, unit.today))
    by_fact = {column.fact: column for column in sheet.columns.values() if column.fact}
    wrong: list[tuple[str, Problem]] = []
    skipped: set[str] = set()
    while (fact := next_question(sheet.pack, facts, unit.today)) and fact not in skipped:
        column = by_fact.get(fact)
        text = row.texts.get(column.key, "") if column else ""
        if not column or not text:
            break
        try:
            facts[fact] = read_answer(sheet.pack.vocabulary[fact], text, plain(text) in UNSURE, unit.today)
        except Problem as problem:
            wrong.append((column.header, problem))
            break
    if not wrong and isinstance(hukou := facts.get(HUKOU), str):
        wrong += _elsewhere(unit, sheet, hukou, by_fact[HUKOU].header if HUKOU in by_fact else "")
    if wrong:
        raise Wrong(tuple(wrong))
    return facts


def _elsewhere(unit: Unit, sheet: Sheet, hukou: str, header: str) -> list[tuple[str, Problem]]:
    """Another city's people are helped under another city's policy."""
    divisions = unit.services.catalogue.divisions
    if hukou in divisions and divisions.city_of(hukou) == divisions.city_of(sheet.pack.region):
        return []
    return [(header, Problem("helping.other_city", 422, city=str(sheet.pack.region_name)))]


def _chosen(sheet: Sheet, row: Row, fitting: Sequence[str]) -> tuple[str, ...]:
    """The ids of the categories the row names. Raises for what is none, or does not fit what the row tells."""
    header = sheet.columns["categories"].header
    named = categories(sheet.pack)
    by_word = {plain(word): id for id, name in named.items() for word in (id, name, name.removesuffix("人员"))}
    chosen: list[str] = []
    for word in filter(None, _split(row.texts.get("categories", ""))):
        id = by_word.get(plain(word))
        if id is None:
            known = "、".join(named.values())
            raise Wrong(((header, Problem("helping.category_unknown", 422, said=word[:20], known=known)),))
        if id not in fitting:
            raise Wrong(((header, Problem("helping.category_not_met", 422, name=named[id])),))
        chosen.append(id)
    return tuple(dict.fromkeys(chosen))


def _split(text: str) -> list[str]:
    for joint in ",，;；/":
        text = text.replace(joint, "、")
    return [word.strip() for word in text.split("、")]


def _consented(sheet: Sheet, row: Row) -> bool:
    said = plain(row.texts.get("consent", ""))
    if said in CONSENT_SAID:
        return True
    if said in NOT_YES:
        return False
    header = sheet.columns["consent"].header
    raise Wrong(((header, Problem("helping.consent_unclear", 422, said=said[:20])),))


def _fill(unit: Unit, sheet: Sheet, row: Row, mandate_id: str, chosen: Sequence[str]) -> tuple[str, str]:
    service.begin_form(unit, mandate_id, application_consent(unit, sheet.pack.id).version)
    case = service.application_id(unit, mandate_id)
    by_ask = {column.ask: column for column in sheet.columns.values() if column.ask}
    typed: dict[str, Sequence[str]] = {
        ask: [row.texts[column.key]] for ask, column in by_ask.items() if column.key in row.texts
    }
    boxes = category_field(sheet.pack).id
    if chosen:
        typed[boxes] = list(chosen)
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
