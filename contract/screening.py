"""The self-check: no name, no ID number; one question a message."""

from typing import Literal

from contract.base import Shape
from contract.policy import Choice, Outcome


class Question(Shape):
    """One question of the self-check."""

    fact: str
    text: str
    why: str
    help: str
    input: Literal["choice", "date", "number", "text"]
    choices: tuple[Choice, ...]
    unsure_allowed: bool
    example: str
    answered_before: str = ""
    """The earlier answer as text when the person came back to change it."""
    number: int
    """1 for the first question asked."""
    at_most: int
    """How many questions it can still become at most, this one included, plus those answered."""
    city: str = ""
    """The city it is asked for, where several are served."""


class AnsweredLine(Shape):
    """An answer already given, for the list of answers that can be changed."""

    fact: str
    label: str
    shown: str


class ScreeningTurn(Shape):
    """What to show next: exactly one of ``question`` and ``outcome`` is set."""

    id: str
    pack: str
    question: Question | None
    outcome: Outcome | None
    answered: tuple[AnsweredLine, ...]
    just_answered: AnsweredLine | None = None
    """What this turn understood, to be echoed: 户口：渝水区."""
    for_whom: str = ""
    """By whose mandate the reader answers (代办), by name; empty for oneself."""
    news: str = ""
    """One sentence when the policy got a new version meanwhile that touches a question or an answer."""


class StartScreening(Shape):
    pack: str


class GiveAnswer(Shape):
    """``text`` is what was typed or the value of a button; ``unsure`` means 不清楚."""

    fact: str
    text: str = ""
    unsure: bool = False


class ReopenAnswer(Shape):
    fact: str


class Reminder(Shape):
    """A day on which the citizen is told that ``about`` (a category) may fit: 2027年3月5日."""

    id: str
    city: str
    about: str
    day: str
