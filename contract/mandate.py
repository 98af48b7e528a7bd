"""Acting for somebody else (代办): who, for whom, until when."""

from typing import Literal

from contract.base import Shape
from contract.screening import ScreeningTurn

Relation = Literal["spouse", "child", "parent", "relative", "community", "village", "other", "counter", "visit"]
"""What the helper is to the principal; the last two are officers, at the counter and at home."""
MandateState = Literal["requested", "given", "refused", "ended", "expired"]


class AskMandate(Shape):
    """A helper says for whom she wants to act, and who she is. The principal agrees by paper or in her own chat."""

    pack: str
    relation: str
    principal: str
    helper: str
    helper_phone: str


class Mandate(Shape):
    """One mandate as one of the two may see it."""

    id: str
    pack: str
    part: Literal["helper", "principal"]
    """What the reader is in it."""
    other: str
    """The name of the other person."""
    own: str
    """The reader's own name, as the mandate has it: who agrees sees both sides named."""
    matter: str
    """What it is about, with the city whose policy counts."""
    relation: Relation
    state: MandateState
    how: Literal["", "paper", "chat"]
    until: str
    """The last day, in words."""
    code: str
    """With it the principal confirms in her own chat; told to the helper only."""
    active: bool
    """Whether the helper may act by it today."""


class AnswerMandate(Shape):
    """The principal names the code: looks at what it says, agrees, or says that she wants no such thing."""

    code: str
    answer: Literal["look", "agree", "refuse"]


class Begun(Shape):
    """Where the self-check of the person acted for stands, begun now or earlier; or the form that has grown out of it.

    Exactly one of ``screening`` and ``draft`` is set.
    """

    screening: ScreeningTurn | None = None
    draft: str = ""
    """The id of the form that is being filled in already."""
    news: str = ""
    """One sentence where it goes on from earlier: 接着上次……"""
