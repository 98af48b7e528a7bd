"""What an ID number brings to light: sex and birth date, an open case, an entry on the register."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import date

from sqlalchemy import select

from backend.applications.dossier import Dossier, in_chinese, own_application
from backend.applications.lifecycle import WITH_AN_OFFICE
from backend.applications.models import Application
from backend.applications.sealed import write_answers, write_assessment
from backend.core.problems import Problem
from backend.core.unit import Unit
from backend.people.service import person_index, person_of
from backend.people.tries import count_number
from backend.policies.days import day_words
from backend.policies.outcome import standings
from backend.registry.service import standing
from backend.registry.standing import last_exit
from backend.rules import FactValue, IdNumberProblem, assess, parse_id_number

SEX, BIRTH_DATE = "person.sex", "person.birth_date"
SAID = "said."
FEWEST_DIGITS = 17


def must_be_free(dossier: Dossier, id_number: str) -> None:
    """Nobody has two open cases for one policy, and nobody is recognised twice.

    Raises 409 ``application.already_open`` (receipt), ``registry.already_standing`` and
    ``registry.waiting_period`` (date: the first day to apply again, XY-39) to the account that applied.
    Any other account gets ``id_number.not_here`` for all: who types somebody else's number must
    not learn how that person stands with the office. What the draft holds stays.
    """
    unit, row = dossier.unit, dossier.row
    telephone = dossier.pack.telephone
    other = _open_elsewhere(unit, row, person_index(unit, id_number))
    if other is not None:
        if other.account_id != row.account_id:
            raise Problem("id_number.not_here", 409, telephone=telephone)
        raise Problem("application.already_open", 409, receipt=other.receipt, telephone=telephone)
    person = person_of(unit, id_number)
    if person is not None and standing(unit, person.id, row.pack):
        if not _recognised_here(unit, row, person.id):
            raise Problem("id_number.not_here", 409, telephone=telephone)
        raise Problem("registry.already_standing", 409, telephone=telephone)
    ended = last_exit(unit, person.id, row.pack) if person else None
    if person is not None and ended is not None and unit.today < ended.again_from:
        if not _recognised_here(unit, row, person.id):
            raise Problem("id_number.not_here", 409, telephone=telephone)
        first = day_words(unit.language, ended.again_from)
        raise Problem(
            "registry.waiting_period", 409, date=first, months=dossier.pack.waiting_months, telephone=telephone
        )


def _open_elsewhere(unit: Unit, row: Application, index: str) -> Application | None:
    return unit.session.scalar(
        select(Application).where(
            Application.person_index == index,
            Application.pack == row.pack,
            Application.state.in_(WITH_AN_OFFICE),
            Application.id != row.id,
        )
    )


def _recognised_here(unit: Unit, row: Application, person_id: str) -> bool:
    """Whether the recognition came through this very account."""
    mine = select(Application.id).where(
        Application.person_id == person_id,
        Application.pack == row.pack,
        Application.account_id == row.account_id,
        Application.state == "recognised",
    )
    return unit.session.scalar(mine.limit(1)) is not None


def may_be_number(text: str) -> bool:
    """Cheap look before a transaction is spent on counting: 17 digits at least."""
    return sum(letter.isdecimal() for letter in text) >= FEWEST_DIGITS


def count_try(unit: Unit, application_id: str, field: str, text: str) -> None:
    """Counts the ID number a text holds, where the field asks for one; see :mod:`backend.people.tries`."""
    if own_application(unit, application_id).ask(field).input != "id_number":
        return
    with suppress(IdNumberProblem):
        count_number(unit, parse_id_number(text, unit.today).number)


def take_over(dossier: Dossier, id_number: str) -> str:
    """Puts what the number says in the place of what was said before; tells what that changes, else "".

    The self-check's own answers are kept beside the form: another number typed later is compared with them,
    not with what the number before it has said.
    """
    told = told_by(id_number, dossier.unit.today)
    remember_said(dossier, {fact: dossier.answers.get(fact) for fact in told if SAID + fact not in dossier.form})
    differing = [
        fact for fact, value in told.items() if dossier.form[SAID + fact] not in ("", str(value))
    ]
    reassess(dossier, told)
    dossier.row.person_index = person_index(dossier.unit, id_number)
    return _told(dossier, differing)


def remember_said(dossier: Dossier, said: Mapping[str, FactValue | None]) -> None:
    """Keeps what the self-check was told; "" where it was not asked or not clear. Saved with the form."""
    for fact in (SEX, BIRTH_DATE):
        if fact in said:
            value = said[fact]
            dossier.form[SAID + fact] = "" if value is None else str(value)


def told_by(id_number: str, today: date) -> dict[str, FactValue]:
    """The facts a valid number carries."""
    number = parse_id_number(id_number, today)
    return {SEX: number.sex, BIRTH_DATE: number.birth_date}


def reassess(dossier: Dossier, told: Mapping[str, FactValue | None]) -> None:
    """Reads the rules again, today and with these answers; the stored words are Chinese."""
    dossier.answers |= told
    pack = in_chinese(dossier).pack
    write_answers(dossier.unit, dossier.row, dossier.answers)
    before = standings(dossier.pack, dossier.assessment)
    dossier.assessment = assess(pack, dossier.answers, dossier.unit.today)
    write_assessment(dossier.unit, dossier.row, dossier.assessment)
    dossier.row.pack_version = pack.version
    if standings(dossier.pack, dossier.assessment) != before and dossier.row.state == "draft":
        dossier.forget_categories()


def _told(dossier: Dossier, differing: list[str]) -> str:
    """身份证上的出生日期是…，与自测时填的不同. What becomes of the categories is told beside it (`stop`)."""
    vocabulary = dossier.pack.vocabulary
    words = dossier._("身份证上的{label}是{shown}，与自测时填的不同，已按身份证更正。")
    return "".join(
        words.format(label=vocabulary[fact].label, shown=vocabulary[fact].show(dossier.answers[fact]))
        for fact in differing
    )
