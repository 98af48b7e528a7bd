"""Two write one application: the person in her own chat, and the officer who fills in for her (代办).

What stands when the officer's page comes back is compared with what stood when it was made. A line that has changed
meanwhile keeps the newer words; what the officer typed there is shown beside them and is written nowhere.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select

from backend.applications.asks import Ask
from backend.applications.dossier import Dossier, own_application
from backend.applications.events import DraftBegun
from backend.applications.models import Application
from backend.applications.typed import is_same_address, read_value
from backend.core.problems import Problem
from backend.core.unit import Unit
from backend.counter.whole_form import put_all
from backend.people import mandate_details, stepping_in
from backend.people.mandate_models import Mandate
from locales import translator

JOINT: Final = "|"
"""Between the values of a line that takes several, where one text holds them all."""
FOR_FORM: Final = "for_form"
"""Beside the details of a mandate: {question of the form: texts}."""


@dataclass(frozen=True)
class Differs:
    """A line that has changed while the officer typed another: what counts now, and what was typed, as people read it."""

    now: str
    typed: str


@dataclass(frozen=True)
class Kept:
    """What became of a page that was sent: lines that cannot be read, and lines with two versions, by question."""

    wrong: dict[str, Problem]
    differs: dict[str, Differs]


def put_over(
    unit: Unit, application_id: str, typed: Mapping[str, Sequence[str]], stood: Mapping[str, str]
) -> Kept:
    """Keeps what was typed, but for lines that no longer hold what ``stood`` there when the page was made."""
    dossier = own_application(unit, application_id, to_change=True)
    moved = {ask.id: ask for ask in dossier.asks if ask.id in stood and stood[ask.id] != JOINT.join(held(dossier, ask))}
    differs = {}
    for name, ask in moved.items():
        said = tuple(one for one in typed.get(name, ()) if one.strip())
        if said and JOINT.join(said) not in (stood[name], JOINT.join(held(dossier, ask))):
            differs[name] = Differs(_read(unit, ask, held(dossier, ask)), _read(unit, ask, said))
    mine = {name: values for name, values in typed.items() if name not in moved}
    return Kept(put_all(unit, application_id, mine), differs)


def held(dossier: Dossier, ask: Ask) -> tuple[str, ...]:
    """What a line of the form holds, as a page shows it."""
    found = dossier.ticks(ask) if ask.input == "multi" else (str(dossier.form.get(ask.id, "")),)
    return tuple(one for one in found if one)


def principal_began(unit: Unit, event: DraftBegun) -> None:
    """Hears that somebody began the form in her own chat: what a list told of it comes along, where it is still open.

    She reads every line before she hands it in, and what she writes counts. With the officer it stays as it was told.
    """
    row = unit.session.get_one(Application, event.application_id)
    for mandate in stepping_in.helpers_of(unit):
        told = mandate_details.details_of(unit, mandate).get(FOR_FORM)
        if told and mandate.pack == row.pack and stepping_in.stands(unit, mandate):
            dossier = own_application(unit, row.id, to_change=True)
            open_ones = {name: texts for name, texts in told.items() if dossier.form.get(name) in (None, "", [])}
            put_all(unit, row.id, open_ones)
            unit.audit("application.told_by_list", f"application:{row.id}", count=len(open_ones))


@dataclass(frozen=True)
class SentHerself:
    """The person handed an application in from her own chat: its number, and where it differs from what a list told."""

    receipt: str
    lines: tuple[tuple[str, Differs], ...]


def sent_herself(unit: Unit, mandate: Mandate) -> SentHerself | None:
    """None before she has handed in: until then her chat is hers alone. Only while she lets this officer act for her."""
    told = mandate_details.details_of(unit, mandate).get(FOR_FORM)
    if not told or mandate.state != "given" or mandate.principal_account_id is None or not stepping_in.stands(unit, mandate):
        return None
    row = unit.session.scalar(
        select(Application)
        .where(
            Application.account_id == mandate.principal_account_id,
            Application.pack == mandate.pack,
            Application.submitted_at.is_not(None),
            Application.state != "withdrawn",
        )
        .order_by(Application.submitted_at.desc())
        .limit(1)
    )
    return SentHerself(row.receipt or "", tuple(_different(Dossier(unit, row), told))) if row else None


def _different(dossier: Dossier, told: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, Differs]]:
    for ask in dossier.asks:
        text = "、".join(told.get(ask.id, ()))
        if text and not _is_the_same(dossier, ask, text):
            yield ask.label, Differs(_read(dossier.unit, ask, held(dossier, ask)), text)


def _is_the_same(dossier: Dossier, ask: Ask, text: str) -> bool:
    """Read as the form reads it: 2026.8.1 and 2026-08-01 are one day."""
    if is_same_address(text):
        return True
    try:
        return read_value(ask, text, dossier.unit.today) == dossier.form.get(ask.id)
    except Problem:
        return False


def _read(unit: Unit, ask: Ask, values: Sequence[str]) -> str:
    words = {str(option.value): str(option.label) for option in ask.options}
    return translator("notices", unit.language)("、").join(words.get(one, one) for one in values)
