"""A policy as data: what one official document demands, in one immutable value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from backend.rules.citations import Citation, Contact, Reading
from backend.rules.conditions import APPLY, Automatic, Category, Condition, Notice
from backend.rules.derivations import Day, complete, put_right
from backend.rules.exits import ExitGround, ExitProcedure
from backend.rules.expression import AllOf, Rule, facts_in
from backend.rules.form import Form
from backend.rules.inquiry import Inquiry
from backend.rules.interview import Interview, soon
from backend.rules.priors import NO_PRIORS, Priors
from backend.rules.procedure import Requirement, Route, Sample, Stage
from backend.rules.question_plan import QuestionPlan
from backend.rules.reasons import verdict_of
from backend.rules.retirement import LabourAge
from backend.rules.services import (
    USUAL_RHYTHM,
    Platform,
    Relief,
    Rhythm,
    ServiceKind,
    ServicePackage,
    Subsidy,
    WishTask,
)
from backend.rules.verdict import Verdict
from backend.rules.vocabulary import Answers, Change, FactValue, Vocabulary
from backend.rules.words import NO_TEXT, Text

CHAT_TOPICS = ("jobs", "refusal", "courses", "vouchers", "activities", "survey", "news", "invitation", "complaint")
"""Matters of the chat that no condition, paper, review or exit of a pack is about."""
CORRECTION_DAYS = 30
"""Where a pack says nothing of it (domain G.2)."""


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
    reliefs: tuple[Relief, ...] = ()
    tasks: tuple[WishTask, ...] = ()
    chat: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """What the chat says by itself (`CHAT_TOPICS`), each with the citations it rests on."""
    plan: QuestionPlan | None = None
    """In which order people of a sample were best asked; made for this very version, and no part of it."""

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
        since = {one.cure.since: one.cure.fact for one in self.curable if one.cure}
        return Interview(
            self.vocabulary, self.rules.values(), self.questions, self.together,
            self.priors, self.mended, since, self.plan,
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
        return put_right(self.vocabulary, answers, done) if done else answers

    def expired(self, today: date) -> bool:
        """Whether the document's own term has ended."""
        return self.valid_until is not None and today > self.valid_until

    def validity_notice(self, today: date) -> Text:
        """What stands beside every answer once the term has ended; empty before."""
        return self.expired_notice if self.expired(today) else NO_TEXT
