"""The survey of work and training wishes (第五条第三款第2目), answered in the chat with two taps."""

from typing import Literal

from contract.base import Shape


class SurveyChoice(Shape):
    """``value`` travels back."""

    value: str
    label: str


class SurveyQuestion(Shape):
    """One question, answered with one tap."""

    id: Literal["work", "training"]
    text: str
    choices: tuple[SurveyChoice, ...]


class Survey(Shape):
    """What is asked. ``open`` is false for who stands on no register; ``last`` tells the last answer and its day."""

    open: bool
    questions: tuple[SurveyQuestion, ...] = ()
    last: str = ""


class AnswerSurvey(Shape):
    """The answers, by the values of the choices."""

    work: str
    training: str
