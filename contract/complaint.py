"""Complaints, reports and opinions in the chat (第七条第（三）项): a few questions, a number, a day for the answer."""

from typing import Literal

from contract.base import Shape

Step = Literal["kind", "about", "office", "words", "phone", "check"]


class ComplaintChoice(Shape):
    """``value`` travels back."""

    value: str
    label: str


class ComplaintLine(Shape):
    """What was said so far, for the page before it is sent."""

    step: Step
    label: str
    shown: str


class ComplaintBrief(Shape):
    """One that was sent: its number, how far it is, and the answer, if there is one."""

    number: str
    kind: str
    state: str
    answer: str


class Complaint(Shape):
    """Where a complaint that is being written stands. ``typed``: the answer may be written in one's own words."""

    step: Step
    question: str
    hint: str
    choices: tuple[ComplaintChoice, ...] = ()
    typed: bool = False
    lines: tuple[ComplaintLine, ...] = ()
    sent: tuple[ComplaintBrief, ...] = ()


class AnswerComplaint(Shape):
    """The answer to one step: the value of a choice, or what was typed. ``pack`` names the city."""

    pack: str
    step: Step
    value: str


class ComplaintReceipt(Shape):
    """What was taken down: its number, who answers, by which day, and what happens next."""

    number: str
    office: str
    due: str
    next: tuple[str, ...]
