"""The application: form, papers, check, submit, and what follows."""

from typing import Literal

from contract.base import Shape
from contract.policy import ChecklistItem, Choice, PolicyBrief

CaseState = Literal[
    "draft", "submitted", "in_review", "awaiting_correction", "recognised", "declined", "withdrawn"
]
Phase = Literal["form", "papers", "check", "sent"]
PaperState = Literal["missing", "checking", "received", "rejected", "verified"]


class ConsentText(Shape):
    """The text a person agrees to before anything personal is kept. Recorded with version, hash and time."""

    purpose: Literal["application", "jobs", "place", "topics"]
    version: str
    title: str
    text: str
    agree: str
    decline: str


class StartApplication(Shape):
    """Turns a finished self-check into a draft; ``consent_version`` is the text that was shown."""

    screening: str
    consent_version: str


class FieldPrompt(Shape):
    """One field of the annex form, asked by itself."""

    field: str
    label: str
    text: str
    why: str
    input: Literal["text", "choice", "multi", "date", "phone", "id_number", "photo", "search"]
    """``search``: choices, and whatever is typed looks among them."""
    choices: tuple[Choice, ...]
    always: tuple[str, ...] = ()
    """Values of choices that stand below every page of a long list."""
    chosen: tuple[str, ...] = ()
    """Values ticked so far, for ``multi``."""
    optional: bool
    example: str
    unsure_allowed: bool = False
    """A day may be told by its month or year alone, or with the value ``unsure``."""
    earlier: str = ""
    """What was told for the last recognition; the value ``same`` confirms it."""
    current: str = ""
    """The value held now, masked where sensitive; empty when none."""
    step: int
    steps: int


class FieldLine(Shape):
    """A line of the check-answers page. ``derived`` lines say where they come from and cannot be edited."""

    field: str
    label: str
    shown: str
    editable: bool
    derived_from: str = ""
    problem: str = ""
    missing: bool = False
    """Left for later; sending waits for it."""


class PaperFile(Shape):
    id: str
    name: str
    media_type: str
    size: int
    advice: str = ""
    """Blurred, dark, too small: what would help, in words. Empty when fine."""
    state: Literal["ok", "checking", "again"] = "ok"
    """``checking``: it is in, and still being checked. ``again``: it could not be taken and is wanted once more."""


class Paper(Shape):
    """One requirement of the checklist with what has been handed in for it."""

    item: ChecklistItem
    state: PaperState
    chosen: str
    """Id of the chosen alternative; empty when there is none to choose or none was chosen."""
    files: tuple[PaperFile, ...]
    comment: str = ""
    """What the office found wrong, for ``rejected``."""
    until: str = ""
    """The last day printed on it, as the person told it; empty while untold."""
    until_note: str = ""
    """What to do where that day is over; nothing is lost by it."""


class Defect(Shape):
    """One thing to mend, named by the office. ``kind`` tells where the citizen mends it."""

    kind: Literal["field", "paper"]
    target: str
    label: str
    comment: str
    mended: bool


class CaseStep(Shape):
    """One of the steps shown on the progress line."""

    name: str
    state: Literal["done", "now", "ahead", "stopped"]
    on: str
    """Date as 2026年11月21日, or empty."""
    note: str = ""


class Stop(Shape):
    """Something written has changed how categories stand: told before anything else is asked."""

    field: str
    """What changed it; asked again where the person wants to mend it."""
    label: str
    changes: tuple[str, ...]
    can_apply: bool
    """False where nothing is left to apply for."""
    telephone: str


class ApplicationTurn(Shape):
    """The whole application as the person may see it, and what to do next."""

    id: str
    pack: str
    state: CaseState
    phase: Phase
    prompt: FieldPrompt | None
    """Set in phase ``form`` and when a line is being changed."""
    lines: tuple[FieldLine, ...]
    papers: tuple[Paper, ...]
    defects: tuple[Defect, ...]
    declaration: str
    declaration_version: str
    receipt: str
    office: str
    steps: tuple[CaseStep, ...]
    next_step: str
    """One sentence: what happens now and by when, or what the person should do."""
    can_withdraw: bool
    can_take_back: bool = False
    """Sent a moment ago: one tap makes it a draft again, with everything in it."""
    can_submit: bool
    kept_until: str
    stop: Stop | None = None
    for_whom: str = ""
    """By whose mandate the reader acts (代办), by name; empty in one's own affairs."""
    just_saved: FieldLine | None = None
    letter: str = ""
    """The letter that confirms what was just sent, where it goes to this very chat: shown now, it is not sent again."""


class PutField(Shape):
    """``text`` as typed (messy is welcome) or the value of a button; ``skip`` leaves an optional field empty."""

    text: str = ""
    skip: bool = False


class ToggleChoice(Shape):
    """Ticks or unticks one value of a ``multi`` field."""

    value: str


class ChooseAlternative(Shape):
    alternative: str


class SayUntil(Shape):
    """The last day printed on a paper, as typed; an empty text takes it back."""

    text: str


class LetterShown(Shape):
    """The turn has shown the letter it was given."""

    message_id: int


class Submit(Shape):
    declaration_version: str


class CaseBrief(Shape):
    """One line of /status."""

    id: str
    pack: str
    title: str
    state: CaseState
    state_label: str
    receipt: str
    office: str
    updated_on: str
    steps: tuple[CaseStep, ...]
    next_step: str
    for_whom: str = ""


class Home(Shape):
    """What the start page needs: nothing here is asked twice."""

    language: str
    policies: tuple[PolicyBrief, ...]
    draft: CaseBrief | None
    cases: tuple[CaseBrief, ...]
    screening: str | None
    """Id of an unfinished self-check, offered again."""
    screening_policy: str = ""
    """The policy it is about."""
    operator: str
    """Who runs this service."""
    telephone: str
    demo: bool


class Held(Shape):
    """Something kept about the person: what, why and until when, and whether it can go now."""

    kind: Literal[
        "screening",
        "draft",
        "case",
        "register",
        "help",
        "subsidy",
        "referral",
        "reminder",
        "jobs",
        "place",
        "topics",
        "proof",
        "activity",
        "course",
        "voucher",
        "complaint",
        "story",
    ]
    title: str
    why: str
    erasable: bool


class OwnData(Shape):
    """All that is held about the person within this channel."""

    items: tuple[Held, ...]
    telephone: str


class SetLanguage(Shape):
    language: str
