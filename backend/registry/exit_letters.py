"""Letters about an exit and before it, in the words the person gets. Plain text, short, one thing a line."""

from dataclasses import replace
from datetime import date

from backend.core.clock import day_in_china
from backend.core.unit import Unit
from backend.policies.privacy import private_categories
from backend.registry import reply_time
from backend.registry.exit_guards import deciding_office, procedure_of
from backend.registry.letter_desk import Letter, LetterDesk
from backend.registry.models import Entry, ExitProposal
from backend.registry.standing import standing_bases
from backend.rules import ExitGround, ExitTerms, add_months
from backend.staff.models import OfficeRow


def proposed(unit: Unit, entry: Entry, proposal: ExitProposal, told: str) -> Letter:
    """That an exit is proposed: why, by which article, until when to answer, and what stays meanwhile."""
    desk, ground, terms = _read(unit, entry, proposal)
    _ = desk._
    office = deciding_office(unit, entry, procedure_of(desk.pack))
    own = proposal.origin == "person"
    left = set(standing_bases(unit, entry)) - set(proposal.bases)
    ending = _ending_bases(desk, proposal) if left else [_("拟退出您的就业困难人员身份。")]
    lines = [
        _("您的退出申请已收到") if own else _("拟退出告知"),
        _("登记编号：{number}").format(number=entry.number),
        "",
        *([] if own else [*ending, *_why(desk, ground, terms, told)]),
        *(_article(desk, ground)),
        _("拟退出日期：{day}").format(day=desk.day(proposal.effective_on)),
        _("审定机构：{office}").format(office=office.name),
        "",
        _("决定之前，您的身份不变。"),
        *_hearing(desk, proposal),
        *([] if left else _way_back(desk, proposal.effective_on)),
    ]
    if own:
        lines.append(
            _("改变主意的，请在决定之前点“说明情况”，或告诉{office}。").format(office=desk.station.name)
            if desk.in_own_chat
            else _("改变主意的，请在决定之前告诉{office}。").format(office=desk.station.name)
        )
    what = f"proposed|{proposal.ground}|{proposal.reason}|{entry.version - (proposal.id is not None)}"
    return replace(desk.letter(what, "request", lines, office), answered_in=entry.pack if desk.in_own_chat else "")


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
        *_decision(desk, office),
        "",
        *(_kept_bases(desk, proposal) if lapsed else []),
        *_effect(desk, ground, effective_on, lapsed=lapsed),
        *([] if lapsed else _way_back(desk, effective_on)),
        *_remedy(desk),
    ]
    return desk.letter(f"decided|{proposal.id}", "decision", lines, office)


def kept(unit: Unit, entry: Entry, proposal: ExitProposal) -> Letter:
    """That a proposed exit was refused: what had been proposed by which article, what stays, whom to ask, remedy."""
    desk, ground, terms = _read(unit, entry, proposal)
    _ = desk._
    office = unit.session.get_one(OfficeRow, unit.officer.office_id)
    own = proposal.origin == "person"
    lines = [
        _("不退出，身份保留"),
        _("登记编号：{number}").format(number=entry.number),
        "",
        _("经审定，您的就业困难人员身份和认定类别都不变。"),
        _("审定的是您的退出申请。") if own else _("审定的是之前告知您的拟退出。"),
        *_why(desk, ground, terms, ""),
        *_article(desk, ground),
        *_decision(desk, office),
        "",
        _("您不用办手续，就业援助照常享受。"),
        _("仍然想退出的，可以问{office}。").format(office=desk.station.name)
        if own
        else _("情况有变化的，请告诉{office}。").format(office=desk.station.name),
        *_remedy(desk),
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


def _decision(desk: LetterDesk, office: OfficeRow) -> list[str]:
    _ = desk._
    return [
        _("审定日期：{day}").format(day=desk.day(desk.unit.today)),
        _("审定机构：{office}").format(office=office.name),
    ]


def _remedy(desk: LetterDesk) -> list[str]:
    """What can be done against a decision (行政复议法第二十条)."""
    _ = desk._
    return [
        _("如有异议，可向作出决定的机构申请复核。"),
        _("也可以在收到通知之日起60日内，依法申请行政复议。"),
        _("怎样申请，可以问作出决定的机构，或拨打{telephone}。").format(telephone=desk.pack.telephone),
    ]


def _hearing(desk: LetterDesk, proposal: ExitProposal) -> list[str]:
    _ = desk._
    if proposal.reply_by is None:
        return []
    office, telephone = desk.station.name, desk.station.telephone or desk.pack.telephone
    return [
        *_until(desk, proposal, proposal.reply_by),
        (
            _("可以点“说明情况”写给我们，也可以打{telephone}，或到{office}。")
            if desk.in_own_chat
            else _("可以打{telephone}，或到{office}说明。")
        ).format(telephone=telephone, office=office),
    ]


def _until(desk: LetterDesk, proposal: ExitProposal, reply_by: date) -> list[str]:
    """The last day to answer; on paper the days from its arrival, which nobody knows yet."""
    _ = desk._
    if desk.in_chat:
        return [_("不同意、或情况不对，请在{day}前（含当天）说明。").format(day=desk.day(reply_by))]
    days = reply_time.days(desk.unit, desk.entry, desk.pack, day_in_china(proposal.proposed_at))
    return [
        _("不同意、或情况不对，请在收到本通知之日起{days}天内说明。").format(days=days),
        _("最后一天不上班的，顺延到下一个工作日。"),
    ]


def _effect(desk: LetterDesk, ground: ExitGround, effective_on: date, *, lapsed: bool) -> list[str]:
    """What she may still have; whoever stands on other categories keeps the rest as before."""
    _ = desk._
    entitled = []
    if ground.entitles:
        article = desk.pack.citations[ground.entitles].article
        entitled = [
            _("您已实现就业：按{article}，可以按规定享受有关补贴，以{day}的身份为准。").format(
                article=article, day=desk.day(effective_on)
            )
        ]
    if lapsed:
        return entitled
    return [
        *(entitled or [_("从退出日期起，不再享受就业援助。")]),
        _("找工作、参加培训等公共就业服务，您仍然可以使用。"),
    ]


def _ending_bases(desk: LetterDesk, proposal: ExitProposal) -> list[str]:
    """Which categories are to end while others stay (reading X22)."""
    _ = desk._
    named = _named(desk, proposal)
    ending = [_("拟不再保留的类别：{names}").format(names=named)] if named else [_("其中一项类别拟不再保留。")]
    return [*ending, _("其他类别仍然有效，您的就业困难人员身份不变。")]


def _kept_bases(desk: LetterDesk, proposal: ExitProposal) -> list[str]:
    """Which categories ended, and that the others stay."""
    _ = desk._
    named = _named(desk, proposal)
    ended = [_("不再保留的类别：{names}").format(names=named)] if named else [_("其中一项类别不再保留。")]
    return [*ended, _("其他类别仍然有效，您的就业困难人员身份不变。")]


def _named(desk: LetterDesk, proposal: ExitProposal) -> str:
    """The categories of an exit by name, where the name tells nothing private."""
    private = private_categories(desk.pack)
    joint = desk.pack.vocabulary.words.joint
    return joint.join(desk.pack.category(one).name for one in proposal.bases if one not in private)


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
