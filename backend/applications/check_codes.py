"""Check codes: what is printed on a paper of ours, so that whoever is shown it can ask whether it is genuine.

Nobody finds one by trying: 75 random bits. What is confirmed names no person.
"""

import secrets
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Final, Literal

import segno
from sqlalchemy import delete, select

from backend.applications.models import Application, CheckCode
from backend.applications.receipts import ALPHABET, check_sign
from backend.core.numbers import grouped, plain
from backend.core.unit import Unit
from backend.registry.models import Entry
from locales import Translate

Kind = Literal["receipt", "form", "decision", "automatic"]
ON_SENDING: Final[tuple[Kind, ...]] = ("receipt", "form")
RANDOM_SIGNS: Final = 15
"""15 × 5 = 75 random bits."""
GROUP: Final = 4


@dataclass(frozen=True)
class Genuine:
    """What a code confirms: no name, no number of a person, one word for where it stands."""

    kind: Kind
    number: str
    issued_on: date
    state: str


@dataclass(frozen=True)
class Proof:
    """What is printed of a code: its signs, where to ask, and what a camera reads."""

    code: str
    address: str
    link: str

    def picture(self, kind: Literal["svg", "png"]) -> bytes:
        """The link as a square for cameras."""
        drawn = BytesIO()
        segno.make(self.link, error="m", micro=False).save(drawn, kind=kind, border=2, scale=6)
        return drawn.getvalue()

    def printed(self) -> dict[str, object]:
        """What a typst template sees of it."""
        return {"code": self.code, "address": self.address, "picture": self.picture("svg")}


def issue(unit: Unit, row: Application) -> None:
    """Codes for the papers of an application that was just handed in, in its transaction."""
    for kind in ON_SENDING:
        code = _with_check_sign("".join(secrets.choice(ALPHABET) for _ in range(RANDOM_SIGNS)))
        unit.session.add(
            CheckCode(
                code=code, kind=kind, application_id=row.id, number=row.receipt or "", issued_on=unit.today
            )
        )


def code_of_decision(unit: Unit, number: str) -> str:
    """The code of the letter of a decision by its number: the same for a preview and its letter, and made by nobody
    without the key."""
    mark = int(unit.vault.index(number, "decision-code"), 16)
    return _with_check_sign("".join(ALPHABET[(mark >> 5 * place) % len(ALPHABET)] for place in range(RANDOM_SIGNS)))


def issue_decision(unit: Unit, application_id: str, number: str) -> None:
    """From now on the code of this letter is confirmed, with the letter's number."""
    code = code_of_decision(unit, number)
    unit.session.add(
        CheckCode(
            code=code, kind="decision", application_id=application_id, number=number, issued_on=unit.today
        )
    )


def issue_automatic(unit: Unit, entry: Entry) -> str:
    """The code of the sheet that tells of a recognition nobody applied for; printed again it is the same one."""
    code = code_of_decision(unit, entry.number)
    if unit.session.get(CheckCode, code) is None:
        unit.session.add(
            CheckCode(code=code, kind="automatic", entry_id=entry.id, number=entry.number, issued_on=unit.today)
        )
        unit.session.flush()
    return code


def where_to_ask(unit: Unit, code: str, _: Translate) -> str:
    """The line of a letter that says the code, and where it is asked about."""
    base = unit.services.settings.public_url.rstrip("/")
    if base:
        return _("核验码：{code}，在{address}可以核对真伪。").format(code=code, address=f"{base}/verify")
    return _("核验码：{code}").format(code=code)


def _with_check_sign(signs: str) -> str:
    return grouped(signs + check_sign(signs), *[GROUP] * 4)


def void(unit: Unit, row: Application) -> None:
    """The papers of a submission that was taken back prove nothing any more."""
    unit.session.execute(delete(CheckCode).where(CheckCode.application_id == row.id))


def proof_of(unit: Unit, row: Application, kind: Kind) -> Proof | None:
    """The code of a paper of this application, None for one that was never handed in."""
    code = unit.session.scalar(
        select(CheckCode.code).where(CheckCode.application_id == row.id, CheckCode.kind == kind)
    )
    if code is None:
        return None
    base = unit.services.settings.public_url.rstrip("/")
    return Proof(code, f"{base}/verify" if base else "", f"{base}/verify/{code}" if base else code)


def read_code(text: str) -> str:
    """A code as it is kept, however it was typed."""
    return grouped(plain(text)[: 4 * GROUP + 1], *[GROUP] * 4)


def genuine(unit: Unit, text: str) -> Genuine | None:
    """What a code confirms, however it was typed. The same one question is asked whether it is known or not."""
    code = read_code(text)
    recognised = (CheckCode.entry_id == Entry.id) | (CheckCode.application_id == Entry.application_id)
    asked = select(CheckCode, Application.state, Entry.state).where(CheckCode.code == code)
    asked = asked.outerjoin(Application, Application.id == CheckCode.application_id).outerjoin(Entry, recognised)
    found = unit.session.execute(asked).one_or_none()
    if found is None:
        return None
    paper, decided, standing = found
    # Whoever has left is recognised no more, whatever became of the application (第三条).
    return Genuine(paper.kind, paper.number, paper.issued_on, standing or decided)  # type: ignore[arg-type]
