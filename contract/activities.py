"""Activities near home (fairs, talks, consultation): what is on, and one's own place in it."""

from typing import Literal

from contract.base import Shape


class Activity(Shape):
    """One activity as a citizen reads it. ``mine`` is the own sign-up, ``number`` what one says at the entrance."""

    id: str
    kind: str
    title: str
    when: str
    place: str
    near: str
    """How near it is, in words: 您所在街道, 您所在区县, 本市; empty where the home is not known."""
    state: Literal["open", "full", "over", "called_off"]
    """``full`` still takes names for the waiting list."""
    seats_left: int | None
    """None where nobody counts seats."""
    employers: tuple[str, ...]
    posts: int
    """How many posts of a fair there are to look at."""
    description: str
    tags: tuple[str, ...]
    office: str
    telephone: str
    mine: Literal["", "signed", "waiting", "attended", "absent"]
    number: int
    quiz: int = 0
    """How many questions of a quiz can be answered now."""


class ActivityList(Shape):
    """What is coming, the nearest first; ``own`` are those the person has a place or a waiting number for."""

    activities: tuple[Activity, ...]
    own: tuple[Activity, ...]


class FairPost(Shape):
    """One post of a fair, on offer now."""

    id: str
    title: str
    employer: str
    pay: str
    hours: str
    place: str
    about: str
    places: int
    until: str


class FairPosts(Shape):
    """Three posts of a fair; ``page`` counts from 0."""

    id: str
    title: str
    posts: tuple[FairPost, ...]
    page: int
    more: bool


class QuizQuestion(Shape):
    """One question with its choices, A to D; the place of a choice travels back."""

    id: int
    text: str
    choices: tuple[str, ...]


class QuizTold(Shape):
    """Whether the last answer was right, what is, and in which article it stands."""

    right: bool
    answer: str
    article: str


class Quiz(Shape):
    """A quiz as it goes on: what was told of the last answer, and the next question, None at the end.

    ``number`` is that of the next question, from 1; ``right`` how many were right so far.
    """

    activity: str
    title: str
    question: QuizQuestion | None
    told: QuizTold | None
    number: int
    count: int
    right: int


class AnswerQuiz(Shape):
    """``choice`` counts from 0."""

    question: int
    choice: int
