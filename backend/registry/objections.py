"""Objections to an automatic recognition: raised by the person, answered by a human (个人信息保护法 第二十四条)."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import select

from backend.core.clock import day_in_china
from backend.core.problems import Problem
from backend.core.todos import HomeTodo
from backend.core.unit import Unit
from backend.core.wording import worded
from backend.core.working_days import add_working_days
from backend.deadlines.limits import promised
from backend.policies.days import day_words
from backend.policies.spoken import pack_of
from backend.registry import letter_desk, lifecycle, recognition_letters, service, watches
from backend.registry.models import Entry, Objection
from backend.registry.proposal_views import officer_name
from backend.registry.serving import demand_judge, demand_server, may_judge
from backend.registry.standing import own_entry, seen, standing_bases, subject_of, unchanged
from backend.rules import Pack
from backend.rules.conditions import AUTO, OBJECTION_DAYS
from backend.staff import access
from locales import translator

LONGEST: Final = 500


@dataclass(frozen=True)
class ObjectionView:
    """An open objection as officers read it. ``answer`` and ``proposed_by`` where annulling is proposed."""

    words: str
    raised_on: date
    due_on: date
    late: bool
    answer: str
    proposed_by: str
    may_annul: bool


@dataclass(frozen=True)
class AutomaticView:
    """What an automatic recognition has beside others. ``categories``: id, name, whether it rests on it now."""

    objection: ObjectionView | None
    may_object: bool
    categories: tuple[tuple[str, str, bool], ...]


def object_myself(unit: Unit, pack_id: str, words: str) -> None:
    """The person objects in the own chat. Raises 404 ``register.not_found``, and as :func:`_raise`."""
    entry = own_entry(unit, pack_id)
    if entry is None:
        raise Problem("register.not_found", 404)
    _raise(unit, entry, words, None)


def take_down(unit: Unit, number: str, words: str) -> None:
    """An officer takes down what the person says at the desk.

    Raises 403 ``review.read_only``, ``register.level_inspects``, else as above.
    """
    entry = seen(unit, number, lock=True)
    _raise(unit, entry, words, demand_server(unit, entry).id)


def keep(unit: Unit, number: str, version: int, words: str) -> None:
    """The recognition was right: it stays, with a reason. Raises as :func:`correct`."""
    entry, objection = _undecided(unit, number, version)
    _answer(unit, entry, objection, "kept", words)


def correct(unit: Unit, number: str, version: int, bases: tuple[str, ...], words: str) -> None:
    """It was wrong: it rests on these categories from now on. With none it is proposed to annul it, for :func:`annul`.

    Raises 404 ``register.not_found``; 403 ``review.read_only``, ``register.level_inspects``; 409
    ``objection.not_open``, ``register.changed_meanwhile``, ``register.illegal_move``; 422
    ``objection.answer_missing``, ``objection.nothing_changed``, ``objection.basis_unknown``.
    """
    entry, objection = _undecided(unit, number, version)
    pack = pack_of(unit, entry.pack)
    if not set(bases) <= set(_automatic(pack)):
        raise Problem("objection.basis_unknown", 422)
    if set(bases) == set(standing_bases(unit, entry)):
        raise Problem("objection.nothing_changed", 422)
    words = worded(words, "objection.answer_missing", longest=LONGEST)
    if bases:
        _rest_on(unit, entry, pack, bases)
        _answer(unit, entry, objection, "corrected", words)
    else:
        _propose_annulment(unit, entry, objection, words)


def annul(unit: Unit, number: str, version: int) -> None:
    """Another officer agrees that it should never have been: no recognition ends by one person's word.

    Raises 404 ``register.not_found``; 403 ``review.read_only``, ``register.level_inspects``,
    ``objection.same_person``; 409 ``objection.not_proposed``, ``register.changed_meanwhile``.
    """
    entry = unchanged(unit, number, version)
    officer, objection = demand_judge(unit, entry), _open(unit, entry)
    if objection is None or objection.annul_by is None or objection.answer is None:
        raise Problem("objection.not_proposed", 409)
    if objection.annul_by == officer.id:
        raise Problem("objection.same_person", 403)
    words = str(unit.vault.open(objection.answer, _place(objection, "answer")))
    _annul(unit, entry)
    _answer(unit, entry, objection, "corrected", words)


def todo(unit: Unit) -> HomeTodo | None:
    """The objections the officer's office has to answer; the address is that of the one due first."""
    officer = access.current(unit)
    if officer.role != "reviewer":
        return None
    waiting = (
        select(Entry.number)
        .join(Objection, Objection.entry_id == Entry.id)
        .where(Objection.state == "open", Entry.office_id == officer.office_id)
        .order_by(Objection.due_on, Objection.id)
    )
    numbers = unit.session.scalars(waiting).all()
    if not numbers:
        return None
    say = translator("console", unit.language)
    hint = say("先看最先到期的一件")
    return HomeTodo(say("异议待答复"), hint, len(numbers), f"/staff/register/{numbers[0]}", "question", "some")


def own_lines(unit: Unit, entry: Entry) -> tuple[str, ...]:
    """What the person is told of the last objection; nothing where there was none."""
    last = _last(unit, entry)
    if last is None:
        return ()
    _ = translator("citizen", unit.language)
    if last.state == "open":
        due = day_words(unit.language, last.due_on)
        return (_("您的异议已收到，工作人员会在{day}前答复。").format(day=due),)
    answer = unit.vault.open(last.answer, _place(last, "answer")) if last.answer else ""
    return (_("您的异议已答复：{answer}").format(answer=answer),)


def may_object(unit: Unit, entry: Entry) -> bool:
    """Whether an objection can be raised now."""
    return entry.mode == AUTO and entry.state == "active" and _open(unit, entry) is None


def view_of(unit: Unit, entry: Entry) -> AutomaticView | None:
    """The open objection of an automatic recognition and what it could be corrected to; None for any other."""
    if entry.mode != AUTO:
        return None
    pack, held, row = pack_of(unit, entry.pack), standing_bases(unit, entry), _open(unit, entry)
    categories = tuple((one, str(pack.category(one).name), one in held) for one in _automatic(pack))
    return AutomaticView(_shown(unit, entry, row) if row else None, may_object(unit, entry), categories)


def _shown(unit: Unit, entry: Entry, row: Objection) -> ObjectionView:
    return ObjectionView(
        words=str(unit.vault.open(row.words, _place(row, "words"))),
        raised_on=day_in_china(row.raised_at),
        due_on=row.due_on,
        late=row.due_on < unit.today,
        answer=str(unit.vault.open(row.answer, _place(row, "answer"))) if row.answer else "",
        proposed_by=officer_name(unit, row.annul_by) if row.annul_by else "",
        may_annul=row.annul_by not in (None, access.current(unit).id) and may_judge(unit, entry),
    )


def _raise(unit: Unit, entry: Entry, words: str, officer_id: int | None) -> None:
    """Puts it on record, with the day of the answer.

    Raises 409 ``objection.not_automatic``, ``objection.open_already``; 422 ``objection.words_missing``.
    """
    if entry.mode != AUTO or entry.state != "active":
        raise Problem("objection.not_automatic", 409)
    if _open(unit, entry) is not None:
        raise Problem("objection.open_already", 409)
    words = worded(words, "objection.words_missing", longest=LONGEST)
    pack = pack_of(unit, entry.pack)
    days = promised(unit, entry.office_id, pack, "objection") if pack.automatic else OBJECTION_DAYS
    row = Objection(
        entry_id=entry.id,
        words=b"",
        raised_by=officer_id,
        raised_at=unit.now,
        due_on=add_working_days(unit.today, days, unit.services.settings.policies),
    )
    unit.session.add(row)
    unit.session.flush()
    row.words = unit.vault.seal(words, _place(row, "words"))
    unit.audit("register.objected", subject_of(entry), day=row.due_on.isoformat())


def _undecided(unit: Unit, number: str, version: int) -> tuple[Entry, Objection]:
    entry = unchanged(unit, number, version)
    demand_server(unit, entry)
    row = _open(unit, entry)
    if row is None:
        raise Problem("objection.not_open", 409)
    return entry, row


def _answer(unit: Unit, entry: Entry, row: Objection, state: str, words: str) -> None:
    words = worded(words, "objection.answer_missing", longest=LONGEST)
    row.state, row.answered_by, row.answered_at = state, unit.officer.id, unit.now
    if entry.state != "exited":
        row.annul_by = None  # whatever was proposed, it was answered otherwise
    row.answer = unit.vault.seal(words, _place(row, "answer"))
    entry.version += 1
    unit.audit("register.objection_kept" if state == "kept" else "register.objection_corrected", subject_of(entry))
    letter_desk.post(unit, entry, recognition_letters.answered(unit, entry, row, words))


def _rest_on(unit: Unit, entry: Entry, pack: Pack, bases: tuple[str, ...]) -> None:
    lifecycle.target_of(entry.state, "propose", "officer")  # type: ignore[arg-type]  # not while an exit is undecided
    before = "、".join(entry.bases)
    entry.bases = list(bases)
    watches.plan(unit, entry, pack)
    service.tell_province(unit, entry, "correction", corrected_on=unit.today)
    unit.audit("register.bases_corrected", subject_of(entry), before=before, after="、".join(bases))


def _propose_annulment(unit: Unit, entry: Entry, row: Objection, words: str) -> None:
    lifecycle.target_of(entry.state, "annul", "officer")  # type: ignore[arg-type]
    row.annul_by, row.answer = unit.officer.id, unit.vault.seal(words, _place(row, "answer"))
    entry.version += 1
    unit.audit("register.annul_proposed", subject_of(entry))


def _annul(unit: Unit, entry: Entry) -> None:
    entry.state = lifecycle.target_of(entry.state, "annul", "officer")  # type: ignore[arg-type]
    entry.exited_on, entry.exited_at = unit.today, unit.now
    watches.close_all(unit, entry)
    service.tell_province(unit, entry, "correction", annulled_on=unit.today)
    unit.audit("register.annulled", subject_of(entry))


def _automatic(pack: Pack) -> tuple[str, ...]:
    return tuple(one.id for one in pack.categories if one.mode == AUTO)


def _open(unit: Unit, entry: Entry) -> Objection | None:
    return unit.session.scalar(select(Objection).where(Objection.entry_id == entry.id, Objection.state == "open"))


def _last(unit: Unit, entry: Entry) -> Objection | None:
    mine = select(Objection).where(Objection.entry_id == entry.id).order_by(Objection.id.desc()).limit(1)
    return unit.session.scalar(mine)


def _place(row: Objection, what: str) -> str:
    return f"recognition_objections.{what}|{row.id}"
