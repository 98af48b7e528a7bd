"""The self-check: no name, no ID number; each answer kept at once, each answer changeable."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import delete, select
from uuid_utils.compat import uuid7

from backend.core.problems import Problem, not_found
from backend.core.unit import Unit
from backend.people import stepping_in
from backend.people.service import account_of, ensure_account
from backend.policies import shapes
from backend.policies.answers import Given, Kept, open_facts, read_answers, write_answers
from backend.policies.carried import carried
from backend.policies.models import Screening
from backend.policies.outcome import eligible, outcome, within_reach
from backend.policies.spoken import pack_of, spoken
from backend.policies.typed import read_answer
from backend.rules import FactValue, Pack, assess, checklist, next_question
from backend.staff.service import offices as all_offices
from contract.base import DEFAULT_LANGUAGE
from contract.policy import Checklist, Citation, Office, PolicyBrief
from contract.screening import AnsweredLine, GiveAnswer, Question, ReopenAnswer, ScreeningTurn, StartScreening
from locales import translator


def policies(unit: Unit) -> tuple[PolicyBrief, ...]:
    """What a citizen may check, in the caller's language."""
    return tuple(shapes.brief(unit, pack) for pack in spoken(unit).packs.values())


def articles(unit: Unit, pack_id: str) -> tuple[Citation, ...]:
    """The articles a policy quotes. Raises 404 ``policy.not_found``."""
    return shapes.articles(pack_of(unit, pack_id))


def sample_of(unit: Unit, pack_id: str, sample_id: str) -> tuple[str, str, str, str]:
    """A statement to sign as it is printed: title, words, document and article.

    Raises 404 ``policy.not_found`` and ``sample.not_found``.
    """
    pack = pack_of(replace(unit, language=DEFAULT_LANGUAGE), pack_id)
    found = pack.samples.get(sample_id)
    if found is None:
        raise not_found("sample")
    return found.title, found.text, pack.number, pack.citations[found.citation_id].article


def offices(unit: Unit, pack_id: str = "") -> tuple[Office, ...]:
    """Where one can go or call, for one policy's city or for all. Raises 404 ``policy.not_found``."""
    city = pack_of(unit, pack_id).region if pack_id else ""
    divisions = spoken(unit).divisions
    return tuple(
        Office(
            id=str(office.id),
            name=office.name,
            above=office.parent,
            address=office.address,
            telephone=office.telephone,
            hours=office.hours,
        )
        for office in all_offices(unit)
        if not city or (office.area in divisions and divisions.city_of(office.area) == city)
    )


def start_screening(unit: Unit, start: StartScreening, told: Given | None = None) -> ScreeningTurn:
    """Begins a self-check with its first question; ``told`` is known already. Raises 404 ``policy.not_found``."""
    pack = pack_of(unit, start.pack)
    row = Screening(
        id=uuid7().hex,
        account_id=ensure_account(unit).id,
        pack=pack.id,
        pack_version=pack.version,
        created_at=unit.now,
        updated_at=unit.now,
        reopened="",
    )
    kept = Kept({}, [], set(told or ()))
    for fact, value in (told or {}).items():
        kept.put(pack, fact, value, unit.today)
    write_answers(unit, row, kept)
    unit.session.add(row)
    return _Turn(unit, row).shape()


def screening(unit: Unit, screening_id: str) -> ScreeningTurn:
    """Where a self-check stands. Raises 404 ``screening.not_found``."""
    return _Turn(unit, own_screening(unit, screening_id)).shape()


def answer(unit: Unit, screening_id: str, given: GiveAnswer) -> ScreeningTurn:
    """Keeps one answer and gives the next question or the outcome.

    Raises 409 ``screening.other_question`` (fact, label) for a button of a question that is not being asked,
    unless it says again what is known; 422 with words when the text cannot be read.
    """
    turn = _Turn(unit, own_screening(unit, screening_id))
    return turn.take(given)


def back(unit: Unit, screening_id: str) -> ScreeningTurn:
    """Asks the last answered question again, with its old answer; again and again up to the first."""
    turn = _Turn(unit, own_screening(unit, screening_id))
    shown = turn.shown
    before = shown[: shown.index(turn.row.reopened)] if turn.row.reopened in shown else shown
    if before:
        turn.row.reopened = before[-1]
        turn.save()
    return turn.shape()


def reopen(unit: Unit, screening_id: str, wish: ReopenAnswer) -> ScreeningTurn:
    """Asks one answered question again. Raises 404 ``answer.not_found``."""
    turn = _Turn(unit, own_screening(unit, screening_id))
    if wish.fact not in turn.shown:
        raise not_found("answer")
    turn.row.reopened = wish.fact
    turn.save()
    return turn.shape()


def drop(unit: Unit, screening_id: str) -> None:
    """Throws a self-check away. Doing it twice is no mistake."""
    account = account_of(unit)
    if account is not None:
        unit.session.execute(
            delete(Screening).where(Screening.id == screening_id, Screening.account_id == account.id)
        )


def papers_of(unit: Unit, screening_id: str) -> Checklist:
    """The papers this person needs, or will need once what can be put right is. Raises 409
    ``screening.nothing_to_apply_for``."""
    turn = _Turn(unit, own_screening(unit, screening_id))
    now = assess(turn.pack, turn.given, unit.today)
    chosen = within_reach(turn.pack, turn.given, unit.today)
    if not chosen:
        raise Problem("screening.nothing_to_apply_for", 409)
    listed = shapes.checklist(unit, turn.pack, chosen, checklist(turn.pack, chosen, turn.given))
    return listed.model_copy(update={"can_apply": bool(eligible(turn.pack, now))})


def finished_answers(unit: Unit, screening_id: str) -> tuple[str, Given]:
    """The policy and the answers that still matter of a self-check, for the application that grows out of it.

    Raises 404 ``screening.not_found`` and 409 ``screening.unfinished`` (label of the open question).
    """
    turn = _Turn(unit, own_screening(unit, screening_id))
    if turn.asking:
        raise Problem("screening.unfinished", 409, label=str(turn.pack.vocabulary[turn.asking].label))
    return turn.pack.id, {fact: turn.given[fact] for fact in turn.shown}


def standing(unit: Unit, row: Screening) -> tuple[Pack, Given, str]:
    """The policy in the caller's language, the answers, and the fact being asked; empty when the outcome stands."""
    turn = _Turn(unit, row)
    return turn.pack, turn.given, turn.asking


def forget_before(unit: Unit, moment: datetime) -> int:
    """Deletes self-checks nobody has touched since; says how many."""
    gone = unit.session.execute(
        delete(Screening).where(Screening.updated_at < moment).returning(Screening.id)
    )
    return len(gone.all())


def unfinished(unit: Unit) -> Screening | None:
    """The newest self-check of this account that still has a question open."""
    account = account_of(unit)
    if account is None:
        return None
    newest = (
        select(Screening).where(Screening.account_id == account.id).order_by(Screening.id.desc()).limit(1)
    )
    row = unit.session.scalar(newest)
    if row is None or row.pack not in spoken(unit).packs:
        return None
    turn = _Turn(unit, row)
    return row if turn.given and turn.asking else None


def begun_already(unit: Unit, pack: str) -> ScreeningTurn | None:
    """The newest self-check of this account under a policy, if a question of it was answered, done or not."""
    account = account_of(unit)
    mine = select(Screening).where(Screening.account_id == (account.id if account else 0), Screening.pack == pack)
    row = unit.session.scalar(mine.order_by(Screening.id.desc()).limit(1))
    turn = _Turn(unit, row) if row else None
    return turn.shape() if turn and turn.shown else None


def own_screening(unit: Unit, screening_id: str) -> Screening:
    """A self-check of the calling account, or of whom it may act for; another's is answered like one that does not exist."""
    row = unit.session.get(Screening, screening_id)
    if not stepping_in.may_open(unit, row.account_id if row else stepping_in.NOBODY) or row is None:
        raise not_found("screening")
    return row


class _Turn:
    """One self-check, read once."""

    def __init__(self, unit: Unit, row: Screening) -> None:
        self.unit = unit
        self.row = row
        self.pack = pack_of(unit, row.pack)
        self.kept = read_answers(unit, row)
        self.news = self._carry_on() if row.pack_version != self.pack.version else ""

    def _carry_on(self) -> str:
        """The policy got a new version since: the answers go on under it. Says what that changes, if anything."""
        old = self.unit.services.catalogue.version(self.row.pack, self.row.pack_version)
        found = carried(self.kept, old, self.pack, self.unit.today)
        self.kept = found.kept
        return found.news(self.pack, translator("citizen", self.unit.language))

    def save(self) -> None:
        self.row.pack_version = self.pack.version
        write_answers(self.unit, self.row, self.kept)
        self.row.verdict = "" if self.asking else self._verdict()

    def _verdict(self) -> str:
        """The best category of a finished self-check, as a word of the chain."""
        return assess(self.pack, self.given, self.unit.today).verdict.word

    @property
    def given(self) -> Given:
        return self.kept.given

    @property
    def shown(self) -> list[str]:
        return self.kept.shown

    @property
    def asking(self) -> str:
        """The fact being asked; empty when the outcome stands."""
        if self.row.reopened in self.shown:
            return self.row.reopened
        return next_question(self.pack, self.given, self.unit.today) or ""

    def take(self, given: GiveAnswer) -> ScreeningTurn:
        asking = self.asking
        if given.fact != asking:
            return self._repeated(given, asking)
        self.kept.put(self.pack, asking, self._read(given), self.unit.today)
        self.row.reopened = ""
        self.save()
        return self.shape(just_answered=self._line(asking))

    def _repeated(self, given: GiveAnswer, asking: str) -> ScreeningTurn:
        """A second tap that says what is known is answered like the first; anything else is explained."""
        if given.fact in self.given and self._read(given) == self.given[given.fact]:
            return self.shape(just_answered=self._line(given.fact))
        label = str(self.pack.vocabulary[asking].label) if asking else ""
        raise Problem("screening.other_question", 409, fact=asking, label=label)

    def _read(self, given: GiveAnswer) -> FactValue | None:
        """The answer as typed; who reads English may still type the Chinese word."""
        original = self.unit.services.catalogue.packs[self.pack.id]
        try:
            return self._read_as(self.pack, given)
        except Problem as problem:
            try:
                return self._read_as(original, given)
            except Problem:
                raise problem from None

    def _read_as(self, pack: Pack, given: GiveAnswer) -> FactValue | None:
        return read_answer(pack.vocabulary[given.fact], given.text, given.unsure, self.unit.today)

    def shape(self, just_answered: AnsweredLine | None = None) -> ScreeningTurn:
        asking = self.asking
        return ScreeningTurn(
            id=self.row.id,
            pack=self.pack.id,
            question=self._question(asking) if asking else None,
            outcome=outcome(self.unit, self.pack, self.given) if not asking else None,
            answered=tuple(self._line(fact) for fact in self.shown),
            just_answered=just_answered,
            news=self.news,
            for_whom=stepping_in.acted_for(self.unit, mandate) if (mandate := stepping_in.of_actor(self.unit)) else "",
        )

    def _question(self, asking: str) -> Question:
        fact = self.pack.vocabulary[asking]
        before = fact.show(self.given[asking]) if asking in self.shown else ""
        # What was known beforehand was no question to this person, unless it is being asked now.
        asked_of_her = [one for one in self.shown if one == asking or one not in self.kept.told]
        number = asked_of_her.index(asking) + 1 if before else len(asked_of_her) + 1
        still_open = open_facts(self.pack, self.given, self.unit.today)
        at_most = len(asked_of_her) + len(still_open)
        asked = shapes.question(self.pack, fact, before, number, at_most=at_most)
        several = len(spoken(self.unit).packs) > 1
        return asked.model_copy(update={"city": str(self.pack.region_name)}) if several else asked

    def _line(self, fact_id: str) -> AnsweredLine:
        return shapes.answered(self.pack.vocabulary[fact_id], self.given[fact_id])
