"""Shapes of policy content: already in the reader's language, always with a citation."""

from typing import Literal

from pydantic import Field

from contract.base import Shape

VerdictName = Literal["no", "unknown", "confirm", "yes"]


class Citation(Shape):
    """An article of the policy document: ``where`` is 第一条第（一）项, ``text`` its words."""

    id: str
    where: str
    text: str
    document: str


class PolicyDocument(Shape):
    """A document as it is named beside every article quoted from it: number, term, and when it was last checked."""

    id: str
    """Of the policy pack."""
    title: str
    number: str
    city: str
    basis: tuple[str, ...]
    """The documents it rests on itself."""
    term: str
    """Since when it applies, or that its term has ended."""
    expired: bool
    verified: str
    """``核对于2026年11月21日。``"""
    telephone: str


class ArticleLine(Shape):
    """A line of the contents. ``number`` counts from 1 in the order of printing; 序言 and 文末 count too."""

    number: int
    place: str
    title: str
    """The heading; empty where the document gives none."""
    beginning: str
    """The heading, or the first words."""
    chapter: str


class Contents(Shape):
    document: PolicyDocument
    articles: tuple[ArticleLine, ...]


class Passage(Shape):
    """An article, item or sub-item, word for word in Chinese.

    ``marks`` are the parts (from, to, in characters) that a question names; ``translation`` is ours, or empty.
    """

    place: str
    article: int
    """Number of the article it belongs to, in the contents."""
    text: str
    marks: tuple[tuple[int, int], ...] = ()
    translation: str = ""


class Article(Shape):
    """One article with all that is listed under it. ``last`` is the number of the document's last article."""

    document: PolicyDocument
    line: ArticleLine
    passages: tuple[Passage, ...]
    last: int


class AskPolicy(Shape):
    """A question in everyday words; ``pack`` limits it to one city's document."""

    text: str
    pack: str = ""


class Platform(Shape):
    """A platform the document names, and what one can ask there."""

    label: str
    help: str


class PolicyAnswer(Shape):
    """What one document says to a question, the best passage first; none where it is silent and others are not.

    ``platforms`` are those a passage names, with whom to ask for them in ``ask``.

    ``note`` says what was asked for and does not stand in the best passage, or is empty.
    """

    document: PolicyDocument
    passages: tuple[Passage, ...]
    note: str = ""
    platforms: tuple[Platform, ...] = ()
    ask: str = ""


class PolicyAnswers(Shape):
    """Empty where no document says anything that fits."""

    answers: tuple[PolicyAnswer, ...]


class Duration(Shape):
    """How long one step takes: 初审 — 10个工作日. ``article`` is empty where an office promises it."""

    label: str
    length: str
    article: str = ""


class Durations(Shape):
    """What the document writes and what the office promises. ``total``: all reviews, one after the other.

    ``article`` is the provision that makes offices promise a time limit, empty where there is none.
    """

    document: PolicyDocument
    written: tuple[Duration, ...]
    promised: tuple[Duration, ...]
    total: str
    article: str


class Grounds(Shape):
    """What a step of the conversation rests on. ``about`` names the step: a question, a paper, a review."""

    about: str
    why: str = ""
    """Why it is asked, in our words; empty where nothing is asked."""
    document: PolicyDocument
    citations: tuple[Citation, ...]


class AskGrounds(Shape):
    """On what does rest what the chat last said? ``about`` is its matter: ``register:<policy>``, ``case:<id>``, ``jobs``,
    ``letter:<number>``; ``cited`` the articles and document numbers it named; ``pack`` the policy of this chat."""

    about: str = Field(default="", max_length=80)
    turn: int = 0
    """The update with which it was shown; a letter that came later was said last."""
    pack: str = Field(default="", max_length=80)
    cited: tuple[str, ...] = Field(default=(), max_length=20)
    exactly: bool = False
    """That very letter, whatever came after it."""


class LastSaid(Shape):
    """``about`` is the matter that was found. Without ``grounds`` the documents say nothing about it."""

    about: str
    grounds: Grounds | None = None


class PolicyBrief(Shape):
    """A policy pack as offered to a citizen."""

    id: str
    title: str
    number: str
    issuer: str
    operator: str
    """Who offers this service in the city."""
    city: str
    telephone: str
    validity_note: str
    minutes: int
    """How many minutes the self-check takes, rounded up."""
    expired: bool = False
    """Whether the document's own term has ended; ``validity_note`` says so."""
    automatic: bool = False
    """Whether somebody may be recognised under it without having applied."""


class Choice(Shape):
    """One possible answer: ``value`` travels back, ``label`` is read (at most about ten characters).

    ``also``: what people call it otherwise, for who types a whole sentence around it.
    """

    value: str
    label: str
    help: str = ""
    also: tuple[str, ...] = ()


class Finding(Shape):
    """One condition and how the person stands to it."""

    id: str
    label: str
    verdict: VerdictName
    answer: str
    """The person's own answer as text; empty when never asked."""
    required: str
    citation: Citation
    note: str = ""


class CategoryOutcome(Shape):
    """The verdict on one category of difficulty."""

    id: str
    name: str
    verdict: VerdictName
    summary: str
    """One short sentence: why, with the article."""
    findings: tuple[Finding, ...]
    citation: Citation
    first_day: str = ""
    """``满40周岁的日期是2027年3月5日`` where only time is missing, else empty."""
    notices: tuple[str, ...] = ()
    """Overlay notices (province), with source and date. Never part of the verdict."""
    once_mended: VerdictName | None = None
    """The verdict once the person has put right what can be put right (办好失业登记); None where nothing can."""
    automatic: str = ""
    """How the office recognises it without an application, with the article; empty where one applies for it."""


class Outcome(Shape):
    """The result of a self-check. Never a promise: only an office can decide."""

    verdict: VerdictName
    as_of: str
    """The day, as people write it: 2026年11月21日."""
    preconditions: tuple[Finding, ...]
    categories: tuple[CategoryOutcome, ...]
    next_steps: tuple[str, ...]
    """What helps now: what to do first, other ways, when to look again. Never empty."""
    can_apply: bool
    can_remind: bool = False
    """Whether time alone may bring a category: then one can ask to be told on the day."""
    document: str
    """Title and number of the policy document."""
    disclaimer: str
    validity_note: str = ""
    """That the document's own term has ended; empty while it is in force."""


class Sample(Shape):
    """A statement one writes and signs oneself, to copy or to print; in Chinese, as it is handed in."""

    policy: str
    id: str
    title: str
    text: str


class Alternative(Shape):
    """One of several papers of which any is enough (身份证 or 户口本)."""

    id: str
    title: str
    issuer: str = ""
    where: str = ""
    sample: Sample | None = None
    """What to write, where one writes it oneself."""
    expires: bool = False
    """A last day is printed on it; who likes may tell it."""
    drawing: str = ""
    """The kind of drawing that shows how to photograph it; empty where there is none."""


class ChecklistItem(Shape):
    """One required paper. ``needed`` is False for lines that say what is *not* needed.

    An ``optional`` one helps, but nobody waits for it; its title says so.
    """

    id: str
    title: str
    needed: bool
    alternatives: tuple[Alternative, ...]
    note: str
    citation: Citation
    optional: bool = False


class Checklist(Shape):
    """The papers this person needs, as one list before leaving home."""

    title: str
    categories: tuple[str, ...]
    items: tuple[ChecklistItem, ...]
    where_to_apply: str
    telephone: str
    document: str = ""
    """Title and number of the policy document, which the citations of the items belong to."""
    can_apply: bool = True
    """False where something must be put right first: the list is to prepare with."""
    validity_note: str = ""
    """That the document's own term has ended; empty while it is in force."""


class Office(Shape):
    """Where a person can go or call. ``above`` is the name of the office it belongs to, empty for the highest."""

    id: str
    name: str
    above: str = ""
    address: str
    telephone: str
    hours: str


class Document(Shape):
    """A file made for the citizen, to be sent into the chat."""

    filename: str
    media_type: str
    content_base64: str = Field(repr=False)
