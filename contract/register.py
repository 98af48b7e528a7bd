"""After recognition: how a person stands on the register, and the way out."""

from typing import Literal

from contract.base import Shape
from contract.policy import Citation, Sample


class Basis(Shape):
    """A category the recognition rests on, with its article."""

    name: str
    citation: Citation


class StandingLine(Shape):
    """A day on which something ends: 法定退休日, 残疾人证有效期至."""

    label: str
    shown: str
    article: str


class Standing(Shape):
    """One entry of the register as its owner sees it."""

    pack: str
    city: str
    state: Literal["active", "leaving", "exited"]
    number: str
    since: str
    bases: tuple[Basis, ...]
    officer: str
    """Who looks after the person (首问负责)."""
    office: str
    telephone: str
    ends: tuple[StandingLine, ...]
    exit: tuple[str, ...]
    """What is decided about its end, or was; empty while nothing is."""
    leave: Literal["", "ask", "form"]
    """How one leaves by own wish: saying so is enough, or a signed form is needed."""
    statement: Sample | None
    """The form to sign, for ``form``."""
    may_reply: bool = False
    """Whether what she says now is still heard before an exit is decided."""
    may_object: bool = False
    """Of an automatic recognition: whether an objection can be raised now."""
    objection: tuple[str, ...] = ()
    """What became of the last objection."""
    again: tuple[str, ...]
    """After an exit: from which day one may apply again, and what is asked then."""


class AskToLeave(Shape):
    """The person asks to leave, with a word of her own or none."""

    words: str = ""


class Reply(Shape):
    """What the person says to an exit that is proposed, in her own words."""

    words: str


class Object(Shape):
    """What is wrong with an automatic recognition, in the person's words."""

    words: str


class NoticeHeld(Shape):
    """What the holder of a printed notice of an automatic recognition names: its check code, and her ID number."""

    code: str
    id_number: str
