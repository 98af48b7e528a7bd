"""The cells of one row, each read by itself: everything wrong with them at once, and what of them is told to whom."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from backend.applications.asking import asks
from backend.applications.asks import (
    APPLY_AT,
    RESIDENCE_DETAIL,
    RESIDENCE_DISTRICT,
    RESIDENCE_STREET,
    STREET,
    Ask,
    Known,
    address_field,
)
from backend.applications.sealed import Form
from backend.applications.typed import is_same_address, read_value
from backend.core.problems import Problem
from backend.core.unit import Unit
from backend.counter.columns import Column, Row
from backend.policies.answers import Given, open_facts
from backend.policies.typed import read_answer
from backend.rules import Fact, FactValue, Option, Pack, Text, assess, next_question
from backend.rules.catalogue import Divisions
from backend.rules.parsing import UNSURE, plain
from locales import translator

SAID_LONGEST: Final = 20
_RESIDENCE: Final = (RESIDENCE_DISTRICT, RESIDENCE_STREET, RESIDENCE_DETAIL)


@dataclass
class Cells:
    """What a row says. ``wrong`` by header; ``unkept`` are headers of cells nobody is asked for in this case."""

    answers: Given = field(default_factory=dict)
    form: dict[str, Sequence[str]] = field(default_factory=dict)
    wrong: list[tuple[str, Problem]] = field(default_factory=list)
    unkept: list[str] = field(default_factory=list)


def read_cells(unit: Unit, pack: Pack, columns: Sequence[Column], row: Row, told: Given) -> Cells:
    """Every filled cell that answers a question, of the self-check or the form; ``told`` is what the ID number says."""
    cells = Cells(dict(told))
    _facts(unit, pack, columns, row, cells)
    wrong = {header for header, _problem in cells.wrong}
    by_ask = {one.ask: one for one in columns if one.ask and one.key in row.texts and one.header not in wrong}
    cells.form = {ask: [row.texts[column.key]] for ask, column in by_ask.items()}
    _fields(unit, pack, by_ask, cells)
    return cells


def _facts(unit: Unit, pack: Pack, columns: Sequence[Column], row: Row, cells: Cells) -> None:
    read: dict[str, FactValue | None] = {}
    for column in columns:
        text = row.texts.get(column.key, "") if column.fact else ""
        if not text:
            continue
        fact = pack.vocabulary[column.fact]
        try:
            read[fact.id] = read_answer(fact, text, plain(text) in UNSURE, unit.today)
        except Problem as problem:
            cells.wrong.append((column.header, _with_words(problem, text, _words_of(fact))))
    # First in the order in which it is asked; behind a gap whatever can still matter is told all the same.
    while (fact_id := _next(pack, cells.answers, read, unit)) is not None:
        cells.answers[fact_id] = read.pop(fact_id)
    cells.unkept += [one.header for one in columns if one.fact in read and not one.ask]


def _next(pack: Pack, given: Given, read: Given, unit: Unit) -> str | None:
    asked = next_question(pack, given, unit.today)
    if asked is None or asked in read:
        return asked
    return next((fact for fact in open_facts(pack, given, unit.today) if fact in read), None)


def _words_of(fact: Fact) -> list[str]:
    words = [str(option.label) for option in fact.options] or ["是", "否"]
    return [*words, UNSURE[0]] if fact.unsure else words


def _fields(unit: Unit, pack: Pack, by_ask: Mapping[str, Column], cells: Cells) -> None:
    """Reads the cells as the form would ask for them, one opening another; those it cannot ask yet by their choices."""
    divisions, form, done = unit.services.catalogue.divisions, Form(), set[str]()
    assessment, say = assess(pack, cells.answers, unit.today), translator("citizen", unit.language)
    while True:
        asked = asks(Known(pack, divisions, form, cells.answers, assessment), say)
        ask = next((one for one in asked if one.id in by_ask and one.id not in done), None)
        if ask is None:
            break
        done.add(ask.id)
        _read(unit, ask, by_ask[ask.id], form, cells)
    for ask_id, column in by_ask.items():
        if ask_id in done or column.fact in cells.answers:
            continue
        if ask_id in _RESIDENCE and APPLY_AT in form:
            cells.form.pop(ask_id)
            cells.unkept.append(column.header)
        elif options := _places(pack, divisions, ask_id):
            _read(unit, Ask(ask_id, "choice", column.header, "", "", options), column, {}, cells)


def _read(unit: Unit, ask: Ask, column: Column, form: Form, cells: Cells) -> None:
    text = str(cells.form[ask.id][0])
    if ask.kind in ("address", "place") and is_same_address(text):
        return  # “同上” is the form's to understand.
    try:
        form[ask.id] = read_value(ask, text, unit.today)
    except Problem as problem:
        cells.form.pop(ask.id)
        cells.wrong.append((column.header, _with_words(problem, text, [str(option.label) for option in ask.options])))


def _places(pack: Pack, divisions: Divisions, ask_id: str) -> tuple[Option, ...]:
    """The districts, or the streets of all of them, where the cell that would say of which is empty or wrong."""
    districts = divisions.children(pack.region)
    if ask_id == RESIDENCE_DISTRICT:
        return _named(divisions, districts)
    if ask_id in (RESIDENCE_STREET, address_field(pack).id + STREET):
        return _named(divisions, [street for district in districts for street in divisions.children(district)])
    return ()


def _named(divisions: Divisions, codes: Sequence[str]) -> tuple[Option, ...]:
    return tuple(Option(code, Text(divisions.name(code))) for code in codes)


def _with_words(problem: Problem, text: str, words: Sequence[str]) -> Problem:
    """Where only certain words are an answer, the refusal names them."""
    if problem.code not in ("field.choice_unknown", "answer.unsure_not_offered") or not words:
        return problem
    label = str(problem.params["label"])
    return Problem("helping.choice_unknown", 422, label=label, said=text[:SAID_LONGEST], known="、".join(words))
