"""A policy as data: what one official document demands, in one immutable value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from backend.rules.derivations import Day, complete
from backend.rules.exits import ExitGround, ExitProcedure
from backend.rules.expression import AllOf, Rule, facts_in
from backend.rules.inquiry import Inquiry
from backend.rules.interview import Interview, soon
from backend.rules.priors import NO_PRIORS, Priors
from backend.rules.reasons import verdict_of
from backend.rules.retirement import LabourAge
from backend.rules.services import USUAL_RHYTHM, Platform, Rhythm, ServiceKind, ServicePackage, Subsidy
from backend.rules.verdict import Verdict
from backend.rules.vocabulary import Answers, Change, FactValue, Option, Vocabulary
from backend.rules.words import NO_TEXT, Text

CORRECTION_DAYS = 30
OBJECTION_DAYS = 10
"""Where a pack says nothing of it (domain G.2)."""

APPLY, AUTO = "apply", "auto"


@dataclass(frozen=True, slots=True)
class Citation:
    """A place in the document: `article` 第一条第（一）项, its exact `text`, and `where` it stands."""

    id: str
    article: Text
    text: Text
    where: Text = NO_TEXT


@dataclass(frozen=True, slots=True)
class Reading:
    """How a sentence that leaves something open is read here: a choice of ours, never words of the document."""

    id: str
    about: Text
    text: Text
    citation_id: str


@dataclass(frozen=True, slots=True)
class Contact:
    """A telephone the document names besides the pack's own; `note` says how far it can be relied on."""

    name: Text
    telephone: str
    note: Text
    citation_id: str


@dataclass(frozen=True, slots=True)
class Cure:
    """What a person can do about a condition: once `done` (“办好失业登记”), `fact` is `value`.

    `before` are the answers it is a cure for; empty: whatever does not meet the condition.
    `since` is the fact that then holds the day on which it was done.
    """

    fact: str
    value: str | bool
    done: Text
    before: tuple[str | bool, ...] = ()
    since: str = ""

    def helps(self, value: FactValue | None) -> bool:
        """Whether it is a cure for this answer."""
        return not self.before or value in self.before

    def done_on(self, today: date) -> Answers:
        """What is then known that was not before."""
        return {self.fact: self.value, self.since: today} if self.since else {self.fact: self.value}


@dataclass(frozen=True, slots=True)
class Condition:
    """One line a citizen understands: what is demanded (`required`), by which sentence, and what helps.

    `shows` are the facts printed as the person's answer; `notes` hold an advice for a verdict.
    With a `cure` the condition stops nobody's self-check: it goes on as if it were met, and says so.
    `readings` are the ids of the readings it rests on, here and below. With `sexes_differ` women and men are
    meant to be treated differently though the article does not say so in these words.
    """

    id: str
    label: Text
    required: Text
    rule: Rule
    citation_id: str
    shows: tuple[str, ...]
    notes: Mapping[Verdict, Text]
    cure: Cure | None = None
    readings: tuple[str, ...] = ()
    sexes_differ: bool = False


@dataclass(frozen=True, slots=True)
class Category:
    """A ground of recognition. `printed` is its label on the official form.

    `mode`: `apply`, or `auto` where the office recognises without being asked (穗人社发〔2014〕4号 art. 4).
    """

    id: str
    name: Text
    short: Text
    printed: Text
    citation_id: str
    conditions: tuple[Condition, ...]
    mode: str = APPLY

    @property
    def rule(self) -> Rule:
        """All its conditions, without the common preconditions."""
        return AllOf(tuple(condition.rule for condition in self.conditions))


@dataclass(frozen=True, slots=True)
class Alternative:
    """One paper that meets a requirement; any of its fellows would do as well.

    `remind` is asked of who sends a single picture of a paper that needs more than one; `sample` is the id of a
    text to copy, where one writes it oneself. With `ask_issuer` the officer who verifies it names who issued it: the
    document leaves open who may (“等部门”).
    """

    id: str
    title: Text
    issuer: Text = NO_TEXT
    remind: Text = NO_TEXT
    sample: str = ""
    ask_issuer: bool = False


@dataclass(frozen=True, slots=True)
class Sample:
    """A statement one writes and signs oneself: words to copy or to print; the document prescribes none.

    One that is named as an exit ground is what that ground wants signed.
    """

    id: str
    title: Text
    text: Text
    citation_id: str


@dataclass(frozen=True, slots=True)
class ForEach:
    """A paper wanted once for each of so many persons: `fact` counts them, `title` has a hole for the number."""

    fact: str
    title: Text


@dataclass(frozen=True, slots=True)
class Hint:
    """What to tell the person whose answer to `fact` is `value`."""

    fact: str
    value: str | bool
    text: Text


@dataclass(frozen=True, slots=True)
class Requirement:
    """One line of the checklist; `needed` False is an explicit “不需要”.

    `category_ids` are the grounds that demand it (empty: everyone), `reason` says so in words.
    `hints` go before the `note` where an answer calls for them; `printed` is the paper's box on the form.
    With an answer in `spared` it is not needed; `each` asks it of several persons.
    What is `optional` helps but is missed by nobody; of some papers `original_and_copy` are both to be brought.
    `defects` are what is often wrong with it, in words to the applicant that say how to mend it.
    """

    id: str
    title: Text
    alternatives: tuple[Alternative, ...]
    reason: Text
    citation_id: str
    category_ids: tuple[str, ...] = ()
    note: Text = NO_TEXT
    needed: bool = True
    printed: Text = NO_TEXT
    hints: tuple[Hint, ...] = ()
    optional: bool = False
    original_and_copy: bool = False
    readings: tuple[str, ...] = ()
    spared: tuple[Hint, ...] = ()
    each: ForEach | None = None
    defects: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Route:
    """Where one may apply: `hukou`, `residence` or both; a residence counts only inside `inside`."""

    places: tuple[str, ...]
    inside: str
    note: Text
    citation_id: str
    readings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """One record that is looked up in a record match; `tells` are the facts it bears out or contradicts."""

    id: str
    label: Text
    tells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """A piece of work a review cannot pass without: `record_match` with its `sources`, or `home_visit`."""

    id: str
    label: Text
    required: bool
    citation_id: str
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class Stage:
    """A review: `level` of the office (`station`, `county`, `city`), its steps, and its promised `working_days`."""

    id: str
    name: Text
    level: str
    office: Text
    steps: tuple[Step, ...]
    opinion_label: Text
    citation_id: str
    working_days: int
    readings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the official form, in printed order.

    `kind`: date, text, choice, choices, image, id_number, phone, address (asked in parts), place (in one), number,
    opinion, seal.
    `filled_by`: citizen, derived, or the id of a stage. `derived_from` names a field or a fact; `fact` the fact it shares.
    `spoken` is what a person calls it, where the print has another word. With `unsure` a day may be told roughly.
    """

    id: str
    number: int
    label: Text
    kind: str
    filled_by: str
    required: bool
    options: tuple[Option, ...] = ()
    derived_from: str = ""
    fact: str = ""
    hint: Text = NO_TEXT
    example: Text = NO_TEXT
    longest: int = 0
    exactly: int = 0
    spoken: Text = NO_TEXT
    unsure: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """The annex: title as printed and its fields; in how many `copies` it is handed in.

    `example`: the document does not show its form, so ours is marked as an example.
    """

    title: Text
    fields: tuple[Field, ...]
    copies: int = 1
    example: bool = False

    def __getitem__(self, field_id: str) -> Field:
        return next(field for field in self.fields if field.id == field_id)


@dataclass(frozen=True, slots=True)
class Automatic:
    """How categories of the mode `auto` come about: by which article, and what to `bring`."""

    note: Text
    citation_id: str
    bring: Text = NO_TEXT
    objection_days: int = OBJECTION_DAYS
    """Working days until an objection is answered: our promise, the document has no number."""
    later: bool = True
    """Whether who registered is looked at again when an age is reached later (reading G13)."""


@dataclass(frozen=True, slots=True)
class Notice:
    """A sentence shown beside categories (`beside`; empty: beside the whole result). Never a rule.

    It is shown for these `verdicts`; `when` limits it further to people for whom it is not ruled out,
    or with `certain` to those of whom it is known. `since` is the day from which there is something to tell.
    """

    id: str
    text: Text
    source: Text
    beside: tuple[str, ...] = ()
    verdicts: tuple[Verdict, ...] = tuple(Verdict)
    when: Rule | None = None
    certain: bool = False
    since: date | None = None


@dataclass(frozen=True)
class Pack:
    """One document, complete. `version` changes with its content and is stored with each assessment.

    `together` are groups of questions that people see as one subject; `priors` are our estimate, not the document's.
    """

    id: str
    version: str
    title: Text
    number: Text
    issuer: Text
    region: str
    region_name: Text
    legal_basis: tuple[Text, ...]
    valid_from: Text
    valid_until: date | None
    expired_notice: Text
    verified_on: date
    telephone: str
    contacts: tuple[Contact, ...]
    waiting_months: int
    waiting_citation: str
    vocabulary: Vocabulary
    labour_age: LabourAge
    questions: tuple[str, ...]
    citations: Mapping[str, Citation]
    readings: Mapping[str, Reading]
    preconditions: tuple[Condition, ...]
    categories: tuple[Category, ...]
    requirements: tuple[Requirement, ...]
    route: Route
    stages: tuple[Stage, ...]
    form: Form
    notices: tuple[Notice, ...]
    progress: tuple[Text, ...]
    exits: tuple[ExitGround, ...] = ()
    exit_procedure: ExitProcedure | None = None
    samples: Mapping[str, Sample] = field(default_factory=dict)
    together: tuple[tuple[str, ...], ...] = ()
    priors: Priors = NO_PRIORS
    automatic: Automatic | None = None
    declaration: Text = NO_TEXT
    """What a person declares beside the general words when sending; empty where the document demands nothing."""
    operator: Text = NO_TEXT
    """Who offers this service in the city, and so collects what people write."""
    offices: Mapping[str, Text] = field(default_factory=dict)
    """What the offices of a level are called behind the name of their place."""
    correction_days: int = CORRECTION_DAYS
    """Calendar days a person has to correct what was asked for (限时办结 of the citizen's own part)."""
    services: tuple[ServiceKind, ...] = ()
    packages: tuple[ServicePackage, ...] = ()
    platforms: tuple[Platform, ...] = ()
    subsidies: tuple[Subsidy, ...] = ()
    rhythm: Rhythm = USUAL_RHYTHM

    @property
    def applicable(self) -> tuple[str, ...]:
        """The categories one can apply for; the others are recognised without being asked."""
        return tuple(category.id for category in self.categories if category.mode == APPLY)

    def exit_ground(self, ground_id: str) -> ExitGround:
        """The exit ground of an id; KeyError if there is none."""
        return {ground.id: ground for ground in self.exits}[ground_id]

    def category(self, category_id: str) -> Category:
        """The category of an id; KeyError if there is none."""
        for category in self.categories:
            if category.id == category_id:
                return category
        raise KeyError(category_id)

    @cached_property
    def rules(self) -> Mapping[str, Rule]:
        """Each category's whole rule, preconditions included."""
        common = tuple(condition.rule for condition in self.preconditions)
        return {category.id: AllOf((*common, category.rule)) for category in self.categories}

    @cached_property
    def curable(self) -> tuple[Condition, ...]:
        """The conditions a person can put right at once."""
        own = (condition for category in self.categories for condition in category.conditions)
        return tuple(condition for condition in (*self.preconditions, *own) if condition.cure)

    @cached_property
    def changes(self) -> tuple[tuple[str, Change], ...]:
        """What people can change, each with its fact: cures first, then what the facts that are read allow."""
        cures = [condition.cure for condition in self.curable if condition.cure]
        found: dict[tuple[str, FactValue], Change] = {
            (cure.fact, cure.value): Change(cure.before, cure.value, cure.done, cure.since)
            for cure in cures
        }
        read = dict.fromkeys(fact for rule in self.rules.values() for fact in facts_in(rule))
        for fact in read:
            for change in self.vocabulary[fact].changes:
                found.setdefault((fact, change.to), change)
        return tuple((fact, change) for (fact, _), change in found.items())

    @cached_property
    def inquiry(self) -> Inquiry:
        """What may be asked about these rules."""
        return Inquiry(self.vocabulary, self.rules.values(), self.questions)

    @cached_property
    def interview(self) -> Interview:
        """In which order it is asked."""
        return self.interview_with(self.priors)

    def interview_with(self, priors: Priors) -> Interview:
        """The order of asking under other expectations, such as those of a register."""
        return Interview(
            self.vocabulary, self.rules.values(), self.questions, self.together, priors, self.mended
        )

    def open_facts(self, answers: Answers, day: Day) -> tuple[str, ...]:
        """The questions that can still change a verdict, in the pack's order.

        What can be cured counts as cured; where a category is NO, what it will be soon (`WORTH_WAITING`) counts too.
        """
        mended = self.mended(answers, day)
        known = complete(self.vocabulary, mended, day)
        found = set(self.inquiry.open_facts(mended, day))
        lost = tuple(
            number
            for number, rule in enumerate(self.rules.values())
            if verdict_of(rule, known, day) is Verdict.NO
        )
        if lost:
            found.update(self.inquiry.open_facts(mended, soon(day), lost))
        return tuple(fact for fact in self.questions if fact in found)

    def to_mend(self, answers: Answers, day: Day) -> tuple[Condition, ...]:
        """The conditions that are NO for these answers and for which there is a cure."""
        if not self.curable:
            return ()
        known = complete(self.vocabulary, answers, day)
        return tuple(
            one
            for one in self.curable
            if one.cure
            and one.cure.helps(known.get(one.cure.fact))
            and verdict_of(one.rule, known, day) is Verdict.NO
        )

    def mended(self, answers: Answers, day: Day) -> Answers:
        """The answers as they would be after every cure, done today; the very same where there is nothing to cure."""
        cures = [condition.cure for condition in self.to_mend(answers, day) if condition.cure]
        done = {fact: value for cure in cures for fact, value in cure.done_on(day.today).items()}
        return {**answers, **done} if done else answers

    def expired(self, today: date) -> bool:
        """Whether the document's own term has ended."""
        return self.valid_until is not None and today > self.valid_until

    def validity_notice(self, today: date) -> Text:
        """What stands beside every answer once the term has ended; empty before."""
        return self.expired_notice if self.expired(today) else NO_TEXT
