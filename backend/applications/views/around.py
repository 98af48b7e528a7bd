"""Who answers for a case next, and who else has a matter of the same person."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class ActedFor:
    """That somebody else entered the application (代办), and by which mandate."""

    helper: str
    officer: bool
    relation: str
    state: str
    how: str
    """``paper`` or ``chat``."""
    signed_on: date | None
    until: date


@dataclass(frozen=True)
class Duplicate:
    """The same person elsewhere: says which office only where this officer may see it (C21).

    ``contact``: what the request button sends; empty where one may look oneself. ``asked_at``: when it was pressed.
    """

    sentence: str
    case_id: str = ""
    contact: str = ""
    asked_at: datetime | None = None


@dataclass(frozen=True)
class Offer:
    """A case waits for a colleague to take it on."""

    giver: str
    receiver: str
    note: str
    at: datetime
    to_me: bool
    mine: bool


@dataclass(frozen=True)
class OfferLine:
    """A case that a colleague wants me to take on, for the home page."""

    case_id: str
    receipt: str
    name: str
    giver: str
    note: str
    at: datetime


@dataclass(frozen=True)
class ContactNote:
    """Another office asks to be called, because it has a matter of the same person."""

    id: int
    office: str
    officer: str
    telephone: str
    at: datetime


@dataclass(frozen=True)
class ProvinceStep:
    """When and by whom the ID number was handed to the provincial system, and how the message stands (XY-20)."""

    at: datetime
    officer: str
    state: str
    receipt: str
