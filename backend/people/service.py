"""Who speaks to us: chat accounts, what they agreed to, and the persons behind them."""

import hashlib
from typing import Any

from sqlalchemy import bindparam, select
from uuid_utils.compat import uuid7

from backend.core.actors import Citizen
from backend.core.problems import Problem
from backend.core.unit import Unit
from backend.people.consent import application_consent
from backend.people.models import Account, Consent, Person
from contract.base import LANGUAGES

ID_NUMBER = "id-number"
"""Purpose of the blind index under which persons are found."""

ACCOUNT_OF_CHAT = select(Account).where(
    Account.channel == bindparam("of_channel"), Account.chat_id == bindparam("of_chat")
)
"""Asked in every turn, so it is made once: building it takes as long as asking."""


def account_of(unit: Unit) -> Account | None:
    """The account that speaks, None before its first command. Looked up once in a transaction."""
    citizen = unit.citizen
    known: dict[Citizen, Account | None] = unit.session.info.setdefault("accounts", {})
    if citizen not in known:
        named = {"of_channel": citizen.channel, "of_chat": citizen.chat_id}
        known[citizen] = unit.session.scalar(ACCOUNT_OF_CHAT, named)
    return known[citizen]


def ensure_account(unit: Unit) -> Account:
    """The account that speaks, made on its first command. Knows no name and no ID number."""
    account = account_of(unit)
    if account is None:
        citizen = unit.citizen
        account = Account(
            channel=citizen.channel, chat_id=citizen.chat_id, language=unit.language, created_at=unit.now
        )
        unit.session.add(account)
        unit.session.flush()
        unit.session.info["accounts"][citizen] = account
    return account


def set_language(unit: Unit, language: str) -> Account:
    """In which language this account is written to. Raises 422 ``language.unknown``."""
    if language not in LANGUAGES:
        raise Problem("language.unknown", 422, known=list(LANGUAGES))
    account = ensure_account(unit)
    account.language = language
    unit.language = language
    return account


def consent(unit: Unit, version: str, pack_id: str) -> Consent:
    """Records that this account agreed to the application's text: its words, hash, version and moment (I9).

    Raises 409 ``consent.outdated`` when another text was shown than the one in force.
    """
    shown = application_consent(unit, pack_id)
    if version != shown.version:
        raise Problem("consent.outdated", 409, version=shown.version)
    account = ensure_account(unit)
    known = unit.session.scalar(
        select(Consent).where(
            Consent.account_id == account.id, Consent.purpose == shown.purpose, Consent.version == version
        )
    )
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
    unit.session.flush()
    return person


def details_of(unit: Unit, person: Person) -> dict[str, Any]:
    """What we know of a person: ``id_number``, ``name``, ``phone``."""
    details: dict[str, Any] = unit.vault.open(person.sealed, _place(person))
    return details


def _place(person: Person) -> str:
    return f"persons.sealed|{person.id}"
