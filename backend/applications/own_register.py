"""After recognition: how one stands on the register, what will end it, and the way out (第三条第一款, GZ-20)."""

from collections.abc import Iterator
from datetime import date
from typing import Literal, cast

from sqlalchemy import select

from backend.applications.intake_files import CleanFile
from backend.applications.paper_files import shown_name
from backend.applications.scanning import must_be_clean
from backend.core.clock import day_in_china
from backend.core.problems import Problem
from backend.core.unit import Unit
from backend.people import stepping_in
from backend.policies.days import day_words
from backend.policies.shapes import citation, sample
from backend.policies.spoken import pack_of, spoken
from backend.registry import exit_notices, exits, lifecycle, objections, own_wish
from backend.registry.exit_guards import EvidenceFile, Wish, deciding_office, procedure_of, ruled
from backend.registry.facts import facts_of, retirement_day, retirement_is_open
from backend.registry.models import Entry
from backend.registry.standing import own_entry, standing_bases
from backend.rules import ExitGround, Pack, add_months
from backend.staff.models import OfficeRow, OfficerRow
from contract.policy import Sample
from contract.register import AskToLeave, Basis, Object, Reply, Standing, StandingLine
from locales import Translate, translator


def standings(unit: Unit) -> tuple[Standing, ...]:
    """Every standing of this chat, and the last one that has ended, policy by policy."""
    found = (entry_of(unit, pack_id) for pack_id in spoken(unit).packs)
    return tuple(_Told(unit, entry).standing() for entry in found if entry)


def standing(unit: Unit, pack_id: str) -> Standing:
    """One of them. Raises 404 ``register.not_found``."""
    entry = entry_of(unit, pack_id)
    if entry is None:
        raise Problem("register.not_found", 404)
    return _Told(unit, entry).standing()


def leave(unit: Unit, pack_id: str, wish: AskToLeave) -> Standing:
    """Asks to leave (XY-34): a task for those who decide, and nothing ends before they have confirmed it.

    Raises 404 ``register.not_found``; 409 ``exit.form_needed`` where it has to be written and signed (GZ-20),
    ``register.illegal_move`` where an exit is proposed already.
    """
    entry = own_entry(unit, pack_id)
    if entry is not None:
        lifecycle.target_of(_state(entry), "propose", "person")
    own_wish.ask_to_leave(unit, pack_id, wish.words)
    return standing(unit, pack_id)


def reply(unit: Unit, pack_id: str, said: Reply) -> Standing:
    """Says something to an exit that is proposed; whoever decides reads it.

    Raises as :func:`own_wish.own_reply`.
    """
    own_wish.own_reply(unit, pack_id, said.words)
    return standing(unit, pack_id)


def object_to(unit: Unit, pack_id: str, wish: Object) -> Standing:
    """Objects to an automatic recognition; a human answers it.

    Raises 404 ``register.not_found``; 409 ``objection.not_automatic``, ``objection.open_already``; 422
    ``objection.words_missing``, ``review.text_too_long`` (longest), ``review.id_number_in_text``.
    """
    objections.object_myself(unit, pack_id, wish.words)
    return standing(unit, pack_id)


def leave_signed(unit: Unit, pack_id: str, name: str, file: CleanFile) -> Standing:
    """Asks to leave with the picture of a signed statement, where the policy wants one (GZ-20).

    Raises 404 ``register.not_found``, 409 ``exit.not_provided`` and ``register.illegal_move``, and as
    :func:`must_be_clean`.
    """
    entry = own_entry(unit, pack_id)
    if entry is None:
        raise Problem("register.not_found", 404)
    lifecycle.target_of(_state(entry), "propose", "person")
    ground, reason = _signed_wish(pack_of(unit, entry.pack))
    evidence = EvidenceFile(shown_name(name, file.media_type), file.media_type, must_be_clean(file).content)
    words = "本人书面声明。"
    wish = Wish(ground.id, reason, unit.today, words, words, (evidence,))
    exits.put_forward(unit, entry, ruled(unit, entry, wish), "person")
    return standing(unit, pack_id)


def _state(entry: Entry) -> lifecycle.State:
    return cast(lifecycle.State, entry.state)


def _signed_wish(pack: Pack) -> tuple[ExitGround, str]:
    for ground, reason in wishes_of(pack):
        if ground.terms(reason).signed:
            return ground, reason
    raise Problem("exit.not_provided", 409)


def wishes_of(pack: Pack) -> Iterator[tuple[ExitGround, str]]:
    """The grounds, with their reasons, on which one leaves by own wish."""
    for ground in pack.exits:
        for reason in [one.id for one in ground.reasons] or [""]:
            if ground.terms(reason).wish:
                yield ground, reason


def entry_of(unit: Unit, pack_id: str) -> Entry | None:
    """The standing entry of this chat, else the one that ended last."""
    ended = (
        select(Entry)
        .where(Entry.account_id.in_(stepping_in.own_accounts(unit)))
        .where(Entry.pack == pack_id, Entry.state == "exited")
        .order_by(Entry.exited_on.desc(), Entry.id.desc())
        .limit(1)
    )
    return own_entry(unit, pack_id) or unit.session.scalar(ended)


class _Told:
    """One entry as its owner reads it."""

    def __init__(self, unit: Unit, entry: Entry) -> None:
        self.unit = unit
        self.entry = entry
        self.pack = pack_of(unit, entry.pack, entry.pack_version)
        self.today = pack_of(unit, entry.pack)
        self._: Translate = translator("citizen", unit.language)

    def standing(self) -> Standing:
        unit, entry = self.unit, self.entry
        office = unit.session.get_one(OfficeRow, entry.office_id)
        return Standing(
            pack=entry.pack,
            city=self.pack.region_name,
            state="exited" if entry.state == "exited" else "leaving" if entry.state == "leaving" else "active",
            number=entry.number,
            since=self.day(entry.recognised_on),
            bases=tuple(map(self.basis, standing_bases(unit, entry) or tuple(entry.bases))),
            officer=unit.session.get_one(OfficerRow, entry.owner_id).name,
            office=office.name,
            telephone=office.telephone or self.pack.telephone,
            ends=tuple(self.ends()) if entry.state != "exited" else (),
            exit=tuple(self.exit()),
            leave=self.leave(),
            statement=self.statement(),
            may_reply=own_wish.may_reply(unit, entry),
            may_object=objections.may_object(unit, entry),
            objection=objections.own_lines(unit, entry),
            again=tuple(self.again()),
        )

    def day(self, day: date) -> str:
        return day_words(self.unit.language, day)

    def basis(self, category_id: str) -> Basis:
        category = self.pack.category(category_id)
        return Basis(name=category.name, citation=citation(self.pack, category.citation_id))

    def ends(self) -> Iterator[StandingLine]:
        """The days that are known on which something ends, each with its article."""
        facts, standing = facts_of(self.unit, self.entry), standing_bases(self.unit, self.entry)
        for ground in self.today.exits:
            if not ground.ends(standing):
                continue
            article = self.today.citations[ground.citation_id].article
            for _item, check in ground.checks:
                if check.kind == "retirement" and (day := retirement_day(self.today, facts)):
                    label = self._("法定退休日，最晚") if retirement_is_open(self.today, facts) else self._("法定退休日")
                    yield StandingLine(label=label, shown=self.day(day), article=article)
                elif check.kind == "validity" and isinstance(until := facts.get(check.fact), date):
                    label = self.today.vocabulary[check.fact].label
                    yield StandingLine(label=label, shown=self.day(until), article=article)

    def exit(self) -> Iterator[str]:
        """What happens to the standing now, or has happened."""
        if self.entry.state == "leaving":
            office = deciding_office(self.unit, self.entry, procedure_of(self.today))
            yield self._("退出正在由{office}审定。审定以前，您仍然在册，待遇不变。").format(office=office.name)
            yield from self.hearing()
        elif self.entry.state == "exited" and self.entry.exited_on:
            yield self._("已于{day}退出。").format(day=self.day(self.entry.exited_on))

    def hearing(self) -> Iterator[str]:
        """That her answer is on record, or until when she may give it, as the letter told her."""
        unit, proposal = self.unit, exits.open_proposal(self.unit, self.entry)
        if proposal.replied_at is not None:
            said = self._("您{day}的说明已经记下，审定的工作人员会看到。")
            yield said.format(day=self.day(day_in_china(proposal.replied_at)))
            return
        last = exit_notices.reply_until(unit, self.entry, proposal)
        if last is None or unit.today > last:
            return
        if exit_notices.untold(unit, proposal, "proposed"):
            return
        office = unit.session.get_one(OfficeRow, self.entry.office_id)
        words = self._("不同意、或情况不对，请在{day}前（含当天）说明：点“说明情况”，打{telephone}，或到{office}。")
        telephone = office.telephone or self.pack.telephone
        yield words.format(day=self.day(last), telephone=telephone, office=office.name)

    def leave(self) -> Literal["", "ask", "form"]:
        """How one leaves by own wish: by saying so, by a signed form, or not at all now."""
        if self.entry.state != "active" or self.today.exit_procedure is None:
            return ""
        bases = standing_bases(self.unit, self.entry)
        wishes = [(ground, reason) for ground, reason in wishes_of(self.today) if ground.ends(bases)]
        if not wishes:
            return ""
        ground, reason = wishes[0]
        return "form" if ground.terms(reason).signed else "ask"

    def statement(self) -> Sample | None:
        """What has to be signed: the sample named as the exit ground."""
        if self.leave() != "form":
            return None
        return sample(self.unit, self.today, _signed_wish(self.today)[0].id)

    def again(self) -> Iterator[str]:
        """From which day one may apply again, and what is asked then (XY-39, XY-40, XY-42)."""
        if self.entry.state != "exited" or self.entry.exited_on is None:
            return
        months = self.today.waiting_months
        first = add_months(self.entry.exited_on, months)
        if self.unit.today < first:
            words = self._("退出满{months}个月才能再次申请，最早是{day}。")
            yield words.format(months=months, day=self.day(first))
        else:
            yield self._("现在可以再次申请。")
        yield self._("再次申请要说明情况有什么变化，材料和第一次一样。")
