"""Letters about an exit, in the words the person gets. Plain text, short, one thing a line.

A letter travels through a messenger: no ID number, and of what tells of health or of a sentence only the article.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from backend.core import outbox
from backend.core.clock import spoken_day
from backend.core.numbers import CROCKFORD
from backend.core.outbox import Kind
from backend.core.unit import Unit
from backend.people import stepping_in
from backend.people.models import Account
from backend.policies.privacy import private_categories
from backend.policies.reminders import daytime
from backend.policies.spoken import pack_of
from backend.registry.exit_guards import deciding_office, procedure_of
from backend.registry.models import Entry, ExitProposal
from backend.registry.standing import subject_of
from backend.rules import ExitGround, ExitTerms, Pack, add_months
from backend.staff.models import OfficeRow
from contract.base import DEFAULT_LANGUAGE
from contract.channel import NoticeButton
from locales import translator

NUMBER_LETTERS = 10


@dataclass(frozen=True)
class Letter:
    """A letter about an entry, ready to post."""

    number: str
    kind: Kind
    text: str


@dataclass(frozen=True)
class LetterDesk:
    """What every letter needs: the entry, whose chat it goes to, and the policy in the person's language."""

    unit: Unit
    entry: Entry
    version: str

    @cached_property
    def account(self) -> Account:
        return stepping_in.addressee(self.unit, self.unit.session.get_one(Account, self.entry.account_id))

    @cached_property
    def for_whom(self) -> str:
        """Whom it concerns, where it goes to a helper."""
        return stepping_in.named_to_helper(self.unit, self.entry.account_id, self.account)

    @cached_property
    def pack(self) -> Pack:
        return pack_of(replace(self.unit, language=self.account.language), self.entry.pack, self.version)

    @property
    def _(self) -> Callable[[str], str]:
        return translator("notices", self.account.language)

    def day(self, day: date) -> str:
        return Speech(self.account.language).day(day)

    @cached_property
    def station(self) -> OfficeRow:
        return self.unit.session.get_one(OfficeRow, self.entry.office_id)

    def letter(self, what: str, kind: Kind, lines: list[str], office: OfficeRow) -> Letter:
        mark = int(self.unit.vault.index(f"{self.entry.id}|{what}", "exit-notice"), 16)
        letters = "".join(CROCKFORD[(mark >> 5 * place) & 31] for place in range(NUMBER_LETTERS))
        number = f"TZ{self.unit.today:%Y%m%d}-{letters}"
        telephone = office.telephone or self.pack.telephone
        if self.for_whom:
            lines = [self._("您代办的事项，本人：{name}").format(name=self.for_whom), "", *lines]
        foot = [
            "",
            self._("咨询电话：{telephone}").format(telephone=telephone),
            self._("通知编号：{number}").format(number=number),
        ]
        return Letter(number, kind, "\n".join([*lines, *foot]))


@dataclass(frozen=True)
class Speech:
    """In which words a person is told something: the language of her chat, Chinese where she has none."""

    language: str

    def __call__(self, text: str) -> str:
        return translator("notices", self.language)(text)

    def day(self, day: date) -> str:
        return spoken_day(day) if self.language.startswith("zh") else day.isoformat()


def speech_to(unit: Unit, entry: Entry) -> Speech:
    """How the person of an entry is spoken to."""
    account = unit.session.get(Account, entry.account_id) if entry.account_id else None
    account = stepping_in.addressee(unit, account) if account else None
    return Speech(account.language if account else DEFAULT_LANGUAGE)


def proposed(unit: Unit, entry: Entry, proposal: ExitProposal, told: str) -> Letter:
    """That an exit is proposed: why, by which article, until when to answer, and what stays meanwhile."""
    desk, ground, terms = _read(unit, entry, proposal)
    _ = desk._
    office = deciding_office(unit, entry, procedure_of(desk.pack))
    own = proposal.origin == "person"
    lines = [
        _("您的退出申请已收到") if own else _("拟退出告知"),
        _("登记编号：{number}").format(number=entry.number),
        "",
        *([] if own else [_("拟退出您的就业困难人员身份。"), *_why(desk, ground, terms, told)]),
        *(_article(desk, ground)),
        _("拟退出日期：{day}").format(day=desk.day(proposal.effective_on)),
        _("审定机构：{office}").format(office=office.name),
        "",
        _("决定之前，您的身份不变。"),
        *_hearing(desk, proposal),
        *_way_back(desk, proposal.effective_on),
    ]
    if own:
        lines.append(_("改变主意的，请在决定之前告诉{office}。").format(office=desk.station.name))
    what = f"proposed|{proposal.ground}|{proposal.reason}|{entry.version - (proposal.id is not None)}"
    return desk.letter(what, "request", lines, office)


def decided(
    unit: Unit, entry: Entry, proposal: ExitProposal, effective_on: date, told: str, *, lapsed: bool
) -> Letter:
    """The exit itself, or that one basis ended: ground, article, day, effect, way back, remedy."""
    desk, ground, terms = _read(unit, entry, proposal)
    _ = desk._
    office = unit.session.get_one(OfficeRow, unit.officer.office_id)
    head = _("认定类别有变化") if lapsed else _("退出就业困难人员身份")
    lines = [
        head,
        _("登记编号：{number}").format(number=entry.number),
        "",
        *_why(desk, ground, terms, told),
        *_article(desk, ground),
        _("退出日期：{day}").format(day=desk.day(effective_on)),
        _("审定机构：{office}").format(office=office.name),
        "",
        *(_kept_bases(desk, proposal) if lapsed else _effect(desk, ground, effective_on)),
        *([] if lapsed else _way_back(desk, effective_on)),
        _("如有异议，可向作出决定的机构申请复核。"),
        _("也可以在收到通知之日起60日内，依法申请行政复议。"),
        _("怎样申请，可以问作出决定的机构，或拨打{telephone}。").format(telephone=desk.pack.telephone),
    ]
    return desk.letter(f"decided|{proposal.id}", "decision", lines, office)


def kept(unit: Unit, entry: Entry, proposal: ExitProposal) -> Letter:
    """That a proposed exit was refused."""
    desk, _ground, _terms = _read(unit, entry, proposal)
    _ = desk._
    office = unit.session.get_one(OfficeRow, unit.officer.office_id)
    lines = [
        _("不退出，身份保留"),
        _("登记编号：{number}").format(number=entry.number),
        "",
        _("经审定，您的就业困难人员身份不变。"),
        _("审定机构：{office}").format(office=office.name),
    ]
    return desk.letter(f"kept|{proposal.id}", "decision", lines, office)


def expiring(unit: Unit, entry: Entry, until: date, days: int) -> Letter:
    """A warning before a certificate ends; which one it is stays out of the letter."""
    desk = LetterDesk(unit, entry, "")
    _ = desk._
    lines = [
        _("证件快到期了"),
        _("登记编号：{number}").format(number=entry.number),
        "",
        _("您认定时用的证件，有效期到{day}。").format(day=desk.day(until)),
        _("请在到期前换证，并把新证件给{office}看一下。").format(office=desk.station.name),
        _("超过有效期的，依据该证件的认定可能会退出；退出前会先告知您。"),
    ]
    return desk.letter(f"expiring|{until}|{days}", "request", lines, desk.station)


def turned(unit: Unit, entry: Entry, category: str) -> Letter:
    """That another category may fit from today on, by age alone (reading G13)."""
    desk = LetterDesk(unit, entry, "")
    _ = desk._
    lines = [
        _("您可能符合新的类别"),
        _("登记编号：{number}").format(number=entry.number),
        "",
        _("从今天起，您可能也符合{name}的条件。").format(name=desk.pack.category(category).name),
        _("更新由经办机构办理，请问{office}。").format(office=desk.station.name),
    ]
    return desk.letter(f"turned|{category}", "request", lines, desk.station)


def post(unit: Unit, entry: Entry, letter: Letter) -> str:
    """Puts the letter into the outbox and on record; what a night writes waits for the morning."""
    desk = LetterDesk(unit, entry, "")
    outbox.post(
        unit,
        channel=desk.account.channel,
        chat_id=desk.account.chat_id,
        number=letter.number,
        kind=letter.kind,
        subject=subject_of(entry),
        text=letter.text,
        buttons=(_button(desk),),
        language=desk.account.language,
        not_before=daytime(unit.now),
    )
    unit.audit("letter.written", subject_of(entry), number=letter.number)
    return letter.number


def _button(desk: LetterDesk) -> NoticeButton:
    """To the application; where nobody had to apply, to the standing."""
    if desk.entry.application_id is None:
        return NoticeButton(label=desk._("我的认定"), action="register")
    return NoticeButton(label=desk._("查看申请"), action="case", argument=desk.entry.application_id)


def _read(unit: Unit, entry: Entry, proposal: ExitProposal) -> tuple[LetterDesk, ExitGround, ExitTerms]:
    desk = LetterDesk(unit, entry, proposal.pack_version)
    ground = desk.pack.exit_ground(proposal.ground)
    return desk, ground, ground.terms(proposal.reason)


def _why(desk: LetterDesk, ground: ExitGround, terms: ExitTerms, told: str) -> list[str]:
    """The ground in the document's words; of what is private nothing but the article."""
    _ = desk._
    if terms.private:
        return [_("原因：属于下面条款所列的一种情形，详情请问工作人员。")]
    named = getattr(terms, "label", ground.label)
    return [_("情形：{ground}").format(ground=named), *([_("情况：{told}").format(told=told)] if told else [])]


def _article(desk: LetterDesk, ground: ExitGround) -> list[str]:
    article = f"{desk.pack.number} {desk.pack.citations[ground.citation_id].article}"
    return [desk._("依据：{article}").format(article=article)]


def _hearing(desk: LetterDesk, proposal: ExitProposal) -> list[str]:
    _ = desk._
    if proposal.reply_by is None:
        return []
    office, telephone = desk.station.name, desk.station.telephone or desk.pack.telephone
    return [
        _("不同意、或情况不对，请在{day}前说明。").format(day=desk.day(proposal.reply_by)),
        _("可以打{telephone}，或到{office}说明。").format(telephone=telephone, office=office),
    ]


def _effect(desk: LetterDesk, ground: ExitGround, effective_on: date) -> list[str]:
    _ = desk._
    lines = [_("从退出日期起，不再享受就业援助。")]
    if ground.entitles:
        article = desk.pack.citations[ground.entitles].article
        lines = [
            _("您已实现就业：按{article}，可以按规定享受有关补贴，以{day}的身份为准。").format(
                article=article, day=desk.day(effective_on)
            )
        ]
    return [*lines, _("找工作、参加培训等公共就业服务，您仍然可以使用。")]


def _kept_bases(desk: LetterDesk, proposal: ExitProposal) -> list[str]:
    """Which categories ended, by name where the name tells nothing private, and that the others stay."""
    _ = desk._
    joint = desk.pack.vocabulary.words.joint
    private = private_categories(desk.pack)
    named = joint.join(desk.pack.category(one).name for one in proposal.bases if one not in private)
    ended = [_("不再保留的类别：{names}").format(names=named)] if named else [_("其中一项类别不再保留。")]
    return [*ended, _("其他类别仍然有效，您的就业困难人员身份不变。")]


def _way_back(desk: LetterDesk, effective_on: date) -> list[str]:
    _ = desk._
    months = desk.pack.waiting_months
    if not months:
        return [_("情况发生变化、符合条件时，可以再次申请。")]
    return [
        _("退出满{months}个月、情况发生变化、符合条件的，可以再次申请：最早{day}。").format(
            months=months, day=desk.day(add_months(effective_on, months))
        )
    ]
