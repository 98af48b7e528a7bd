"""Looking for work in the chat: what one wishes, the posts that fit, and what one says to them."""

from typing import Final, Literal

from pydantic import Field

from contract.application import ConsentText
from contract.base import Shape

PLACE_DECIMALS: Final = 3
"""Of the degrees of a place: a thousandth is 111 metres from north to south, and in these cities 100 from west to east."""


class JobChoice(Shape):
    """``value`` travels back. ``also``: what people call it otherwise, for who types."""

    value: str
    label: str
    also: tuple[str, ...] = ()


class JobQuestion(Shape):
    """One question, answered with one tap; the first choice of some means no wish and has an empty value."""

    id: Literal["kinds", "hours", "pay", "reach", "skills", "cannot"]
    text: str
    choices: tuple[JobChoice, ...]


class JobForm(Shape):
    """Everything that is asked, at most six taps; the last one agrees to the consent shown with it."""

    questions: tuple[JobQuestion, ...]
    consent: ConsentText
    start: tuple[str, ...] = ()
    """Answers to all questions but the last, from what she ticked on her application form; empty without one."""
    suggested: str = ""
    """The same in words."""


class KeepWishes(Shape):
    """The answers; ``consent_version`` is the text that was shown."""

    kinds: tuple[str, ...] = ()
    hours: str = "any"
    pay: str = "0"
    reach: str = "any"
    skills: tuple[str, ...] = ()
    cannot: tuple[str, ...] = ()
    consent_version: str
    pack: str = ""
    """The policy of the city the chat is about, where one is known."""


class KeepPlace(Shape):
    """From where she looks, in degrees; kept rounded to about 100 metres. ``consent_version`` is the text shown."""

    latitude: float = Field(ge=-90, le=90, allow_inf_nan=False, repr=False)
    longitude: float = Field(ge=-180, le=180, allow_inf_nan=False, repr=False)
    consent_version: str


class Job(Shape):
    """One post as it is shown: why it fits stands in ``reasons``."""

    id: str
    title: str
    employer: str
    pay: str
    hours: str
    place: str
    reasons: tuple[str, ...]
    offered: bool
    """The office offered it to this person."""
    beside: tuple[str, ...] = ()
    """Which wishes the post does not keep to, in words; limits are broken only by what is offered, or told as news."""


class Jobs(Shape):
    """The best posts that wait for an answer, at most three. ``told`` are the wishes in words, empty without any."""

    told: tuple[str, ...]
    jobs: tuple[Job, ...]
    more: bool
    place: str = ""
    """The city of these posts, by name; empty where none is known, or where all cities were asked for."""
    elsewhere: bool = False
    """There are other cities to look in."""
    placed: bool = False
    """It is known from where she looks, so that the way is told in metres."""
    family: bool = False
    """Only home services were asked for (家庭服务)."""


class AnswerJob(Shape):
    """What the person says to a post; ``reason`` is asked after ``unfit``, and may be empty."""

    answer: Literal["interested", "unfit", "later"]
    reason: Literal["", "too_far", "pay", "hours", "health", "care", "other"] = ""


class JobAnswered(Shape):
    """What comes of the answer, in words; ``contact`` is whom to call at the employer."""

    answer: Literal["interested", "unfit", "later"]
    title: str
    words: tuple[str, ...]
    contact: str
    reasons: tuple[JobChoice, ...]
    """Asked next: why it does not fit. Empty when nothing is asked."""
