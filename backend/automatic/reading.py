"""What stands in a row or a message, as answers: read as the cells of any register are."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from backend.columns.agreement import DIFFERS
from backend.columns.cells import CellProblem
from backend.columns.explaining import answers_of
from backend.columns.intake import FactColumn
from backend.columns.register import Policies, RegisterProblem
from backend.core.problems import Problem
from backend.core.unit import Unit
from backend.rules import Answers, Pack
from backend.rules.conditions import AUTO
from backend.rules.derivations import Day, contradicted
from backend.rules.said import N_

HUKOU: Final = "person.hukou_code"
REGISTERED: Final = "unemp.registered"
REGISTERED_ON: Final = "unemp.registered_on"
NUMBER: Final = "person.id_number"
DISTRICT = 6


@dataclass(frozen=True)
class New:
    """One registration as it was told. ``area`` is the division of the hukou, as exact as it is known."""

    id_number: str
    name: str
    phone: str
    address: str
    area: str
    registered_on: date
    answers: Answers
    list_id: str | None = None


class WrongCell(CellProblem):
    """A cell that stops its row: the header of its column, and why, as a sentence for people."""

    def __init__(self, column: str, reason: str) -> None:
        super().__init__(N_("{said}：{content}", said=column, content=reason))
        self.column, self.reason = column, reason


def automatic_packs(packs: Iterable[Pack]) -> tuple[Pack, ...]:
    """The policies under which somebody is recognised without applying."""
    return tuple(pack for pack in packs if any(one.mode == AUTO for one in pack.categories))


def policies_of(unit: Unit, pack: Pack) -> Policies:
    """How cells are read today."""
    catalogue = unit.services.catalogue
    return Policies((pack,), catalogue.divisions, unit.today, tuple(catalogue.packs.values()))


def answers_from(columns: Mapping[str, FactColumn], cells: Mapping[str, object], policies: Policies) -> Answers:
    """The answers of a row. Raises WrongCell, which names the column."""
    read: dict[str, str | None] = {}
    for header, column in columns.items():
        cell = cells.get(header)
        try:
            read[column.fact.id] = column.cells.read(str(cell)) if cell is not None else None
        except CellProblem as problem:
            raise WrongCell(header, problem.sentence) from None
    pack = policies.packs[0]
    answers = answers_of(read, pack.vocabulary)
    for fact in contradicted(pack.vocabulary, answers, Day(policies.today, pack.labour_age)):
        raise WrongCell(next(header for header, column in columns.items() if column.fact.id == fact), DIFFERS)
    return answers


def registered(new: New) -> Answers:
    """With what every registration says by itself: who, of which district, that it is one, and since when."""
    own: Answers = {NUMBER: new.id_number, HUKOU: new.area[:DISTRICT], REGISTERED: True, REGISTERED_ON: new.registered_on}
    return {**new.answers, **own}


def facts_of_message(facts: Mapping[str, str], policies: Policies) -> Answers:
    """The facts another system tells, by id or label. Raises 422 ``registration.fact_wrong`` (why)."""
    if not facts:
        return {}
    try:
        columns = policies.columns(list(facts))
        strange = policies.others(list(facts))
        if strange:
            raise RegisterProblem(N_("没有“{name}”这一项", name=strange[0]))
        return answers_from(columns, facts, policies)
    except (RegisterProblem, CellProblem) as problem:
        raise Problem("registration.fact_wrong", 422, why=problem.sentence) from None
