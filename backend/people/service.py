"""Who speaks to us: chat accounts, what they agreed to, and the persons behind them."""

import hashlib
from typing import Any, NamedTuple, cast

from sqlalchemy import Table, bindparam, select
from uuid_utils.compat import uuid7

from backend.core.actors import Citizen
from backend.core.locks import hold
from backend.core.problems import Problem
from backend.core.unit import Unit
from backend.people.consent import application_consent
from backend.people.models import Account, Consent, Person
from backend.people.names import name_index
from contract.application import ConsentText
from contract.base import LANGUAGES

ID_NUMBER = "id-number"
"""Purpose of the blind index under which persons are found."""

ACCOUNTS = cast(Table, Account.__table__)
ACCOUNT_OF_CHAT = select(ACCOUNTS.c.id, ACCOUNTS.c.language).where(
    ACCOUNTS.c.channel == bindparam("of_channel"), ACCOUNTS.c.chat_id == bindparam("of_chat")
)
"""Asked in every turn, so it is made once and past the ORM: building it takes as long as asking."""


class Speaker(NamedTuple):
    """The account that speaks, as far as a turn needs it."""

    id: int
    language: str


def account_of(unit: Unit) -> Speaker | None:
    """The account that speaks, None before its first command. Looked up once in a transaction."""
    citizen, known = unit.citizen, _known(unit)
    if citizen not in known:
        named = {"of_channel": citizen.channel, "of_chat": citizen.chat_id}
        row = unit.session.connection().execute(ACCOUNT_OF_CHAT, named).first()
        known[citizen] = Speaker(*row) if row else None
    return known[citizen]


def ensure_account(unit: Unit) -> Speaker:
    """The account that speaks, made on its first command. Knows no name and no ID number."""
    return account_of(unit) or _keep(unit, _new_account(unit))


def _new_account(unit: Unit) -> Account:
    citizen = unit.citizen
    account = Account(
        channel=citizen.channel, chat_id=citizen.chat_id, language=unit.language, created_at=unit.now
    )
    unit.session.add(account)
    unit.session.flush()
    return account


def _keep(unit: Unit, account: Account) -> Speaker:
    speaker = Speaker(account.id, account.language)
    _known(unit)[unit.citizen] = speaker
    return speaker


def _known(unit: Unit) -> dict[Citizen, Speaker | None]:
    known: dict[Citizen, Speaker | None] = unit.session.info.setdefault("accounts", {})
    return known


def set_language(unit: Unit, language: str) -> Speaker:
    """In which language this account is written to. Raises 422 ``language.unknown``."""
    if language not in LANGUAGES:
        raise Problem("language.unknown", 422, known=list(LANGUAGES))
    account = unit.session.get_one(Account, ensure_account(unit).id)
    account.language = language
    unit.language = language
    return _keep(unit, account)


def consent(unit: Unit, version: str, pack_id: str) -> Consent:
    """Records that this account agreed to the application's text: its words, hash, version and moment (I9).

    Raises 409 ``consent.outdated`` when another text was shown than the one in force.
    """
    return record_consent(unit, application_consent(unit, pack_id), version)


def record_consent(unit: Unit, shown: ConsentText, version: str) -> Consent:
    """Records the agreement to a text, once a version. Raises 409 ``consent.outdated`` for another version."""
    if version != shown.version:
        raise Problem("consent.outdated", 409, version=shown.version)
    account = ensure_account(unit)
    given = select(Consent).where(
        Consent.account_id == account.id, Consent.purpose == shown.purpose, Consent.version == version
    )
    known = unit.session.scalar(given)
    if known is None:
        # Looked for again: the other half of a double tap may have given it while this one waited.
        hold(unit, f"consent:{account.id}")
        known = unit.session.scalar(given)
    if known is not None:
        return known
    row = Consent(
        account_id=account.id,
        purpose=shown.purpose,
        version=shown.version,
        language=unit.language,
        text=shown.text,
        text_hash=hashlib.sha256(shown.text.encode()).hexdigest(),
        at=unit.now,
    )
    unit.session.add(row)
    unit.audit("consent.given", f"account:{account.id}", purpose=row.purpose, version=row.version)
    return row


def person_index(unit: Unit, id_number: str) -> str:
    """The blind index of an ID number: equal numbers are found, none can be read back."""
    return unit.vault.index(id_number, ID_NUMBER)


def person_of(unit: Unit, id_number: str) -> Person | None:
    """The person of an ID number, None when we know none."""
    return unit.session.scalar(select(Person).where(Person.id_index == person_index(unit, id_number)))


def keep_person(unit: Unit, id_number: str, name: str, phone: str) -> Person:
    """The one row of this ID number, with the newest name and telephone."""
    person = person_of(unit, id_number)
    if person is None:
        person = Person(
            id=uuid7().hex, id_index=person_index(unit, id_number), sealed=b"", created_at=unit.now
        )
        unit.session.add(person)
    details = {"id_number": id_number, "name": name, "phone": phone}
    person.sealed = unit.vault.seal(details, _place(person))
    person.name_index = name_index(unit, name)
    unit.session.flush()
    return person


def details_of(unit: Unit, person: Person) -> dict[str, Any]:
    """What we know of a person: ``id_number``, ``name``, ``phone``."""
    details: dict[str, Any] = unit.vault.open(person.sealed, _place(person))
    return details


def _place(person: Person) -> str:
    return f"persons.sealed|{person.id}"
