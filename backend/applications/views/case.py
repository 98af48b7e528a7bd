"""One case as the console shows it: plain values, in the officer's language, masked by default."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from backend.applications.lifecycle import Action, State
from backend.applications.newer_rules import NewerRules
from backend.applications.views.around import ActedFor, ContactNote, Duplicate, Offer, ProvinceStep
from backend.applications.views.queue import Option, Urgency
from backend.applications.views.sent import StepFindings
from backend.registry.risk import Risk
from backend.rules import Reading

NoticeState = Literal["queued", "leased", "sent", "blocked", "failed", "unknown", "cancelled"]


@dataclass(frozen=True)
class FieldView:
    """A line of the form. ``shown`` is masked where ``masked``; ``before`` the value before a correction."""

    field: str
    label: str
    shown: str
    masked: bool
    derived: bool
    before: str = ""


@dataclass(frozen=True)
class FileView:
    """A file of a paper; ``new`` since the last return for correction."""

    id: str
    name: str
    media_type: str
    size: int
    advice: str
    """A code of what makes it hard to read (see :class:`backend.applications.intake_files.CleanFile`); empty for nothing."""
    at: datetime
    new: bool
    scan: Literal["pending", "clean", "infected", "failed"] = "clean"
    """What the scanner says; only a clean file can be opened."""


@dataclass(frozen=True)
class PaperView:
    """One requirement with its files and what the office said of it."""

    requirement: str
    title: str
    chosen: str
    state: Literal["missing", "received", "rejected", "verified"]
    comment: str
    original_seen_by: str
    original_seen_on: date | None
    valid_until: date | None
    said_until: date | None
    """As the applicant told it; None once an officer has read the paper, or where nothing was told."""
    said_over: bool
    said_otherwise: date | None
    """The last day the applicant told, where the officer has read another one."""
    citation: str
    files: tuple[FileView, ...]
    takes_number: bool = False
    number_says: str = ""
    """What was read off it, such as 肢体、三级; empty where nothing was entered."""
    number_kinds: tuple[tuple[str, str], ...] = ()
    number_grades: tuple[tuple[str, str], ...] = ()
    """Types and grades to choose from, as (digit, word)."""
    defects: tuple[str, ...] = ()
    """What is often wrong with it, ready to be told."""
    issuer: str = ""
    asks_issuer: bool = False
    """Whether the officer who verifies it names who issued it."""


@dataclass(frozen=True)
class RuleRow:
    """One condition as assessed: condition → answer → paper → verdict → article."""

    group: str
    """Empty for the common conditions, else the name of the category."""
    condition: str
    required: str
    answer: str
    papers: tuple[str, ...]
    """Titles of the papers that prove the category; empty for the common conditions."""
    verdict: Literal["no", "unknown", "confirm", "yes"]
    article: str
    text: str
    note: str
    readings: tuple[Reading, ...] = ()
    """How we read what the article leaves open, each with its number."""
    contradicted: tuple[str, ...] = ()
    """What the records say otherwise about this very condition."""
    borne_out: tuple[str, ...] = ()
    """What the number of a certificate says of it, where nothing told differs."""
    looked_up: tuple[str, ...] = ()
    """The records that tell of it, each with what the record match found in it, or that nobody has looked yet."""


@dataclass(frozen=True)
class RulePanel:
    """The assessment stored with the application, read with the pack's articles.

    ``validity_note`` says that the document's own term has ended; empty while it is in force.
    """

    as_of: date
    pack_title: str
    pack_number: str
    pack_version: str
    rows: tuple[RuleRow, ...]
    validity_note: str = ""
    doubts: tuple[str, ...] = ()
    """Checks that do not bear out the answers and belong to no one condition."""


@dataclass(frozen=True)
class StepView:
    """A step the stage demands, with its last record. ``findings`` is None until it was recorded."""

    step: str
    label: str
    required: bool
    article: str
    officer: str
    at: datetime | None
    result_label: str
    positive: bool
    """Whether the last record speaks for the applicant."""
    findings: StepFindings | None
    photos: tuple[FileView, ...] = ()
    system: str = ""
    """Into which the ID number is entered first, as the document calls it."""


@dataclass(frozen=True)
class DecisionView:
    stage_label: str
    action: Literal["endorse", "recognise", "return", "send_back", "decline"]
    action_label: str
    officer: str
    office: str
    at: datetime
    opinion: str
    article: str


@dataclass(frozen=True)
class DefectView:
    """One thing that was asked for. ``before`` and ``after`` are of a field, the files of a paper."""

    round: int
    kind: Literal["field", "paper"]
    target: str
    label: str
    comment: str
    mended_at: datetime | None
    before: str = ""
    after: str = ""
    changed: bool = False
    """Of a field, judged by its whole values: what is covered may differ where what is shown does not."""
    files_before: tuple[FileView, ...] = ()
    files_after: tuple[FileView, ...] = ()


@dataclass(frozen=True)
class TimelineLine:
    """One act as a sentence; a letter has the state of its delivery and its whole text."""

    at: datetime
    actor: str
    sentence: str
    notice: NoticeState | None = None
    notice_label: str = ""
    number: str = ""
    text: str = ""


@dataclass(frozen=True)
class ActionView:
    """One thing an officer could do. ``why_not`` says in words what stands against it; empty when allowed."""

    action: Action | Literal["record_match", "home_visit", "mark_paper", "hand_over", "accept", "reassign", "entrust"]
    label: str
    allowed: bool
    why_not: str = ""


@dataclass(frozen=True)
class Article:
    """An article of the pack that a refusal may cite."""

    id: str
    article: str
    text: str


@dataclass(frozen=True)
class CaseView:
    """Everything of one case on one page. ``version`` goes back with every decision."""

    id: str
    version: int
    receipt: str
    name: str
    state: State
    state_label: str
    stage: str
    stage_label: str
    last_stage: bool
    suggested_opinion: str
    """What an officer would write when all is in order, to be used or changed; empty while something is not."""
    against: tuple[str, ...]
    """What stands against passing and wants an explanation in the opinion."""
    form_title: str
    stages: tuple[Option, ...]
    round: int
    office: str
    passed_by: str
    """The office that passed the review before; empty in the first."""
    next_review: str
    """The office and the review a case goes on to when it passes now; empty at the last stage."""
    holder: str
    """Who answers for it; empty where the office as such does."""
    held_by_me: bool
    offer: Offer | None
    colleagues: tuple[Option, ...]
    """Who could take it over."""
    community: str
    """The community that helps; empty without one."""
    communities: tuple[Option, ...]
    communities_review: bool
    contacts: tuple[ContactNote, ...]
    submitted_at: datetime
    due_on: date | None
    days_left: int | None
    urgency: Urgency
    correct_by: date | None
    stopped_since: date | None
    """Since when the clock stands, waiting for the citizen; None while it runs."""
    days_kept: int
    """The working days the office gets back when the citizen has corrected."""
    decided_at: datetime | None
    categories: tuple[Option, ...]
    fields: tuple[FieldView, ...]
    photo: str
    """File id of the person's photo; empty without one."""
    papers: tuple[PaperView, ...]
    rules: RulePanel
    newer: NewerRules | None
    steps: tuple[StepView, ...]
    record_sources: tuple[Option, ...]
    decisions: tuple[DecisionView, ...]
    defects: tuple[DefectView, ...]
    timeline: tuple[TimelineLine, ...]
    actions: tuple[ActionView, ...]
    defect_targets: tuple[tuple[Literal["field", "paper"], Option], ...]
    """Everything a return for correction may name."""
    articles: tuple[Article, ...]
    """What a refusal may cite, the grounds applied for first."""
    duplicates: tuple[Duplicate, ...]
    risks: tuple[Risk, ...] = ()
    """Earlier exits for deceit; shown to reviewers alone."""
    assisted: bool = False
    """Whether the person stands on a register."""
    province: ProvinceStep | None = None
    acted_for: ActedFor | None = None
    register_number: str = ""
    unmasked: bool = False

    def action(self, name: str) -> ActionView | None:
        """The action of a name, None where the stage has no such action."""
        return next((item for item in self.actions if item.action == name), None)


@dataclass(frozen=True)
class CaseFile:
    """The content of one file of a case, already checked against the officer's area."""

    name: str
    media_type: str
    content: bytes = field(repr=False)


@dataclass(frozen=True)
class Done:
    """What an officer's act led to, for the result page. ``next_case``: the next to do; empty when none."""

    case_id: str
    receipt: str
    action: str
    state: State
    state_label: str
    notice_number: str
    register_number: str
    next_case: str
