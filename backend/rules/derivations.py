"""Facts that follow from other facts: from an ID number, from a validity date, from the members of a household."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from backend.rules.calendar import ONE_DAY, age_on, birthday
from backend.rules.id_number import IdNumberProblem, parse_id_number
from backend.rules.retirement import LabourAge
from backend.rules.vocabulary import Answers, FactValue, Vocabulary

Inputs = Sequence[FactValue | None]

_UNEMPLOYED = "unemployed"
_WORKING = ("employed", "flexible", "self_employed", "public_post")
_OUT_OF_THE_LABOUR_MARKET = ("student", "military", "retired", "imprisoned")
_NO_CAPACITY = "none"
SAID_BY_ID_NUMBER = ("sex_of_id_number", "birth_date_of_id_number")
_OF_AGE = 18  # 民法典第十七条


@dataclass(frozen=True, slots=True)
class Day:
    """The circumstances under which rules are read: the day, and the law on labour age."""

    today: date
    labour_age: LabourAge


@dataclass(frozen=True, slots=True)
class Derived:
    """`value` gives None where the inputs do not decide; `turning_days` are the days on which it may change."""

    value: Callable[[Inputs, Day], FactValue | None]
    turning_days: Callable[[Inputs, Day], tuple[date, ...]]


def complete(vocabulary: Vocabulary, answers: Answers, day: Day) -> dict[str, FactValue | None]:
    """The answers with everything that follows from them. What a record says goes before what a person says."""
    known = dict(answers)
    for fact, implication in vocabulary.implications:
        if fact not in known and known.get(implication.fact) == implication.value:
            known[fact] = implication.then
    for fact, derivation in vocabulary.derivations:
        inputs = [known.get(name) for name in derivation.inputs]
        value = DERIVATIONS[derivation.function].value(inputs, day)
        if value is not None:
            known[fact] = value
    return known


def put_right(vocabulary: Vocabulary, answers: Answers, done: Answers) -> Answers:
    """The answers once something is `done`. What a changed fact followed from holds no more: the last day of a certificate
    that was renewed."""
    origins = {
        name
        for fact, derivation in vocabulary.derivations
        if fact in done
        for name in derivation.inputs
        if name not in done
    }
    return {**{fact: value for fact, value in answers.items() if fact not in origins}, **done}


def contradicted(vocabulary: Vocabulary, answers: Answers, day: Day) -> tuple[str, ...]:
    """The answers an ID number says otherwise: 性别, 出生日期 (D.1). The number goes before them, but one is wrong."""
    found = []
    for fact, derivation in vocabulary.derivations:
        if derivation.function in SAID_BY_ID_NUMBER and (stated := answers.get(fact)) is not None:
            told = DERIVATIONS[derivation.function].value([answers.get(name) for name in derivation.inputs], day)
            if told is not None and told != stated:
                found.append(fact)
    return tuple(found)


def _never(_: Inputs, __: Day) -> tuple[date, ...]:
    return ()


def _sex_of_id_number(inputs: Inputs, day: Day) -> str | None:
    number = _id_number(inputs, day)
    return number.sex if number else None


def _birth_date_of_id_number(inputs: Inputs, day: Day) -> date | None:
    number = _id_number(inputs, day)
    return number.birth_date if number else None


def _id_number(inputs: Inputs, day: Day) -> Any:
    try:
        return parse_id_number(str(inputs[0]), day.today) if inputs[0] else None
    except IdNumberProblem:
        return None


def _years_old(inputs: Inputs, day: Day) -> int | None:
    return age_on(inputs[0], day.today) if isinstance(inputs[0], date) else None


def _lapsed(inputs: Inputs, day: Day) -> str | None:
    """A certificate (status, valid until) that was valid and has run out."""
    status, valid_until = inputs
    lapsed = status == "valid" and isinstance(valid_until, date) and valid_until < day.today
    return "expired" if lapsed else None


def _day_after(inputs: Inputs, _: Day) -> tuple[date, ...]:
    return _after_validity(inputs[1:], _)


def _validity(inputs: Inputs, day: Day) -> str | None:
    """A certificate by its date (valid until) alone; the last day still counts."""
    until = inputs[0]
    if not isinstance(until, date):
        return None
    return "valid" if day.today <= until else "expired"


def _after_validity(inputs: Inputs, _: Day) -> tuple[date, ...]:
    # No day comes after the last one of the calendar, which lists use for “without an end”.
    return (inputs[0] + ONE_DAY,) if isinstance(inputs[0], date) and inputs[0] < date.max else ()


def _youngest_child(inputs: Inputs, day: Day) -> str | None:
    """The children of a person, summed up: a minor goes before a grown-up who still depends on the parent."""
    children = inputs[0]
    if not isinstance(children, tuple):
        return None
    of_age = {_grown_up(child, day) for child in children}
    if False in of_age:
        return "minor"
    if None in of_age:
        return None
    if any(child.get("student") for child in children):
        return "student"
    return "incapacitated" if any(child.get("incapacitated") for child in children) else "none"


def _grown_up(child: Mapping[str, Any], day: Day) -> bool | None:
    born = child.get("birth")
    return day.today >= birthday(born, _OF_AGE) if isinstance(born, date) else None


def _children_turning(inputs: Inputs, _: Day) -> tuple[date, ...]:
    children = inputs[0] if isinstance(inputs[0], tuple) else ()
    births = (child.get("birth") for child in children)
    return tuple(birthday(born, _OF_AGE) for born in births if isinstance(born, date))


def _household(inputs: Inputs, day: Day) -> str | None:
    """The other members of a household, summed up: who of labour age is not unemployed (B.3 X2)."""
    members = inputs[0]
    if not isinstance(members, tuple):
        return None
    seen = {_standing(member, day) for member in members}
    if "working" in seen:
        return "some_working"
    if "unknown" in seen:
        return None
    if "excluded" in seen:
        return "some_excluded"
    return "all_unemployed" if members else "nobody_else"


def _standing(member: Mapping[str, Any], day: Day) -> str:
    of_age = _of_labour_age(member, day)
    status = member.get("status")
    if of_age is False:
        return "not_counted"
    if status in _OUT_OF_THE_LABOUR_MARKET or member.get("capacity") == _NO_CAPACITY:
        return "excluded"
    if status == _UNEMPLOYED:
        return "unemployed"
    # 其他情况, 已移居境外 or a word nobody knows is no work: an office looks.
    return "working" if status in _WORKING and of_age else "unknown"


def _of_labour_age(member: Mapping[str, Any], day: Day) -> bool | None:
    born = member.get("birth")
    if not isinstance(born, date):
        return None
    return day.labour_age.covers(born, member.get("sex"), member.get("base"), day.today)


def _members_turning(inputs: Inputs, day: Day) -> tuple[date, ...]:
    members = inputs[0] if isinstance(inputs[0], tuple) else ()
    births = [member["birth"] for member in members if isinstance(member.get("birth"), date)]
    return tuple(turn for born in births for turn in day.labour_age.turning_days(born))


DERIVATIONS: Mapping[str, Derived] = {
    "sex_of_id_number": Derived(_sex_of_id_number, _never),
    "birth_date_of_id_number": Derived(_birth_date_of_id_number, _never),
    "years_old": Derived(_years_old, _never),
    "lapsed": Derived(_lapsed, _day_after),
    "validity": Derived(_validity, _after_validity),
    "youngest_child": Derived(_youngest_child, _children_turning),
    "household": Derived(_household, _members_turning),
}
