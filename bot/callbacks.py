"""What a button carries: typed, at most 64 bytes, told apart by the prefix.

Data never says more than which place and which choice; the truth is looked up on every tap.
"""

from typing import Final

from aiogram.filters.callback_data import CallbackData


class Go(CallbackData, prefix="go"):
    """To one of the places that are always there: home, check, status, human, help, language, privacy …"""

    to: str


class Speak(CallbackData, prefix="lang"):
    language: str


class City(CallbackData, prefix="city"):
    """Chooses a city by its policy, and goes on to a place: check, papers, human, home …"""

    policy: str
    to: str


class District(CallbackData, prefix="dist"):
    """The offices of one district, by the id of the office above them."""

    office: str


class Start(CallbackData, prefix="start"):
    """Begins the self-check of a policy pack."""

    policy: str


class Invited(CallbackData, prefix="inv"):
    """An act on an invitation: open, check, decline."""

    act: str
    code: str


class Acting(CallbackData, prefix="md"):
    """An act of 代办: new, city (by the policy), check, ask_end, end (by the id), agree, refuse (by the code)."""

    act: str
    id: str


class Related(CallbackData, prefix="mdr"):
    """What a helper is to the person she helps, under the policy of that person's city."""

    to: str
    policy: str


class Topic(CallbackData, prefix="tp"):
    """One topic of news: on and off in the settings, leave and undo from a message."""

    act: str
    name: str


class Agree(CallbackData, prefix="tpok"):
    """Agrees to being sent news, under the consent text of this version, and chooses a topic with it."""

    topic: str
    version: str


class Area(CallbackData, prefix="ar"):
    """A place for news: open (look into it) or set; no code is no place."""

    act: str
    code: str


class Quiet(CallbackData, prefix="qh"):
    """No news between these hours."""

    begin: int
    end: int


class Answer(CallbackData, prefix="a"):
    """A choice of the self-check's present question."""

    fact: str
    value: str


class Unsure(CallbackData, prefix="u"):
    """不清楚."""

    fact: str


class Why(CallbackData, prefix="why"):
    """Shows (or hides) why the present question is asked."""

    name: str
    open: bool


class Page(CallbackData, prefix="page"):
    """Another page of a long list of choices."""

    name: str
    page: int


class FieldWhy(Why, prefix="fwhy"):
    """The same for a field of the form."""


class FieldPage(Page, prefix="fpage"):
    """The same for a field of the form."""


class Screening(CallbackData, prefix="s"):
    """An act on a self-check: back, resume, result, answers, list, pdf, remind, apply, stop, drop."""

    act: str
    id: str


class Remind(CallbackData, prefix="rm"):
    """Takes one reminder back."""

    id: str


class Reopen(CallbackData, prefix="re"):
    """Changes an earlier answer of the chat's self-check."""

    fact: str


class Browse(CallbackData, prefix="b"):
    """A page of the contents of a policy's document."""

    policy: str
    page: int


class Read(CallbackData, prefix="r"):
    """A page of one article, by its number in the contents."""

    policy: str
    article: int
    page: int


class Rests(CallbackData, prefix="gr"):
    """On what a letter rests, by its number."""

    letter: str


class Consent(CallbackData, prefix="ok"):
    """Agrees to the consent text of this version for this self-check."""

    version: str
    screening: str


class Fill(CallbackData, prefix="f"):
    """A choice of the form's present field."""

    field: str
    value: str


class Tick(CallbackData, prefix="t"):
    """Ticks (``on``) or unticks one value; the wish is in the data, so a double tap is one tap."""

    field: str
    value: str
    on: bool


class Done(CallbackData, prefix="d"):
    """The ticks of a field are complete."""

    field: str


class Skip(CallbackData, prefix="skip"):
    """An optional field stays empty."""

    field: str


class Edit(CallbackData, prefix="e"):
    """Changes one line of the check-answers page."""

    field: str


class Case(CallbackData, prefix="c"):
    """An act on an application: open, back, lines, papers, papers_done, go_on, stop, form, withdraw …"""

    act: str
    id: str


class Register(CallbackData, prefix="reg"):
    """An act on one's standing under a policy: open, ask, leave, reply, object."""

    act: str
    policy: str


class Paper(CallbackData, prefix="p"):
    """Opens one requirement for uploading, in the chat's present application."""

    requirement: str


class Take(CallbackData, prefix="alt"):
    """Chooses one of several papers of which any is enough."""

    requirement: str
    alternative: str


class Draw(CallbackData, prefix="dw"):
    """Shows once more how the paper one stands at is photographed."""

    requirement: str


class Print(CallbackData, prefix="pr"):
    """A sample of a policy, to print and sign."""

    policy: str
    sample: str


class Place(CallbackData, prefix="put"):
    """The files that wait belong to this requirement."""

    requirement: str


class Drop(CallbackData, prefix="x"):
    """Removes one uploaded file."""

    file: str


class Send(CallbackData, prefix="send"):
    """确认并提交, under the declaration text of this version."""

    version: str
    id: str


class Event(CallbackData, prefix="ev"):
    """An act on an activity: open, sign, cancel, quiz, posts (with the page of its posts)."""

    act: str
    id: str
    page: int = 0


class Quiz(CallbackData, prefix="qz"):
    """A choice, by its place, of a question of a quiz."""

    id: str
    question: int
    choice: int


class Story(CallbackData, prefix="st"):
    """An act on a story: open, ask, revoke; page has the number of a page for its id."""

    act: str
    id: int


class Course(CallbackData, prefix="co"):
    """An act on a course: open, enrol, cancel."""

    act: str
    id: str


class Voucher(CallbackData, prefix="vo"):
    """An act on a training voucher: open, picture."""

    act: str
    id: str


class Seek(CallbackData, prefix="jw"):
    """What was answered so far of the wishes for work: the places of the choices, one letter each; e.g. 0210."""

    said: str


class Here(CallbackData, prefix="here"):
    """An act on the place she looks for work from: ask, share, keep (with the place, 27.817,114.931), off."""

    act: str
    at: str = ""


SHARE: Final = Here(act="share").pack()
"""The tap at which a messenger that can asks the device where it is."""


class Tell(CallbackData, prefix="sv"):
    """Answers of the survey so far: the value of the first choice, then that of the second."""

    work: str
    training: str = ""


class Complain(CallbackData, prefix="cp"):
    """A complaint: the answer to a step; no value asks that step again; send and drop are values of ``check``."""

    step: str
    value: str = ""


class ComplaintPage(Page, prefix="cppage"):
    """Another page of the choices of a step."""


class Post(CallbackData, prefix="job"):
    """An act on a post: open (from news of it); interested, unfit, later; with the reason after unfit."""

    act: str
    id: str
    reason: str = ""
