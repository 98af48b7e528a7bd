"""Letters about an application, in the words the citizen gets. Plain text, short, one thing a line.

They stand here, not in ``outreach``, because the console previews them word for word. A letter carries no ID
number and nothing about health: it travels through a messenger. So articles are cited by number, and a paper
that would tell of a disability is called by its place in the list only.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from sqlalchemy import select

from backend.applications import events
from backend.applications.models import Application, Decision, DefectRow
from backend.core.clock import spoken_day
from backend.core.outbox import Kind
from backend.core.unit import Unit
from backend.people.models import Account
from backend.policies.spoken import pack_of
from backend.rules import Pack
from backend.rules.expression import leaves
from backend.staff.models import OfficeRow
from contract.channel import NoticeButton
from locales import translator

NUMBER_LETTERS = 10
HOME_VISIT = "home_visit"
CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


@dataclass(frozen=True)
class Letter:
    """One letter, ready to post: to whom, under which number, and its whole text."""

    channel: str
    chat_id: int
    language: str
    number: str
    kind: Kind
    text: str
    buttons: tuple[NoticeButton, ...]


@dataclass(frozen=True)
class DefectLine:
    """One thing to mend as the letter names it."""

    label: str
    comment: str


@dataclass(frozen=True)
class _Desk:
    """What every letter needs: the case, its pack in the citizen's language, and the office it speaks for."""

    unit: Unit
    row: Application
    account: Account
    pack: Pack
    office: OfficeRow

    @property
    def _(self) -> Callable[[str], str]:
        return translator("notices", self.account.language)

    def day(self, day: date) -> str:
        return spoken_day(day) if self.account.language.startswith("zh") else day.isoformat()

    def article(self, citation_id: str) -> str:
        return f"{self.pack.number} {self.pack.citations[citation_id].article}"


def letter_of(unit: Unit, event: events.News) -> Letter:
    """The letter that tells the news, written from what this transaction holds."""
    row = unit.session.get_one(Application, event.application_id)
    desk = _desk(unit, row)
    match event:
        case events.Submitted():
            return _received(desk)
        case events.Endorsed():
            return _endorsed(desk)
        case events.ReturnedForCorrection():
            decision = _last_decision(unit, row)
            return returned(unit, row, _defects_of(desk), str(decision.details.get("note", "")), row.round)
        case events.Supplied():
            return _supplied(desk)
        case events.Recognised():
            return _recognised(desk, event.register_number)
        case events.Declined():
            decision = _last_decision(unit, row)
            return declined(unit, row, decision.citation, decision.opinion, decision.office_id)
        case events.Withdrawn():
            return _withdrawn(desk)


def returned(
    unit: Unit,
    row: Application,
    defects: tuple[DefectLine, ...],
    note: str,
    round_: int,
    correct_by: date | None = None,
) -> Letter:
    """The letter that asks for corrections: all of them, numbered, with the deadline and how."""
    desk = _desk(unit, row)
    _, day = desk._, correct_by or row.correct_by
    lines = [
        _("您的申请需要补正"),
        _("受理编号：{receipt}").format(receipt=row.receipt),
        "",
        _("请补正以下{count}处：").format(count=len(defects)),
        *(
            f"{place}. " + _("{label}：{comment}").format(label=defect.label, comment=defect.comment)
            for place, defect in enumerate(defects, 1)
        ),
    ]
    if note:
        lines += ["", note]
    lines += [
        "",
        _("请在{day}前补正。").format(day=desk.day(day)) if day else "",
        _("点下面的“去补正”，按提示一项一项改。"),
        _("补正期间不计入办理时限。"),
    ]
    return _letter(desk, "returned", "request", lines, _button(desk, "correct", _("去补正")), round_=round_)


def declined(unit: Unit, row: Application, citation: str, reason: str, office_id: int) -> Letter:
    """The letter of a refusal: article, reason, remedy, and that a new application is possible."""
    desk = replace(_desk(unit, row), office=unit.session.get_one(OfficeRow, office_id))
    _ = desk._
    text = "" if citation in _private_citations(desk.pack) else desk.pack.citations[citation].text
    lines = [
        _("认定结果：不予认定"),
        _("受理编号：{receipt}").format(receipt=row.receipt),
        "",
        _("原因：{reason}").format(reason=reason),
        _("依据：{article}").format(article=desk.article(citation)),
        *([_("条文：{text}").format(text=text)] if text else []),
        _("决定机构：{office}").format(office=desk.office.name),
        _("决定日期：{day}").format(day=desk.day(unit.today)),
        "",
        _("如有异议，可向作出决定的机构申请复核，或依法申请行政复议。"),
        _("情况发生变化、符合条件时，可以再次申请。"),
        _("找工作、参加培训等公共就业服务，您仍然可以使用。"),
    ]
    return _letter(desk, "declined", "decision", lines, _button(desk, "case", _("查看申请")))


def label_of(unit: Unit, row: Application, kind: str, target: str) -> str:
    """How a letter calls a field or a paper; a paper that tells of health is called in general words."""
    desk = _desk(unit, row)
    if kind == "field":
        return desk.pack.form[target].label
    item = next(item for item in desk.pack.requirements if item.id == target)
    if private_categories(desk.pack) & set(item.category_ids):
        return desk._("所选类别的证明材料")
    return item.title


def private_categories(pack: Pack) -> frozenset[str]:
    """Categories that rest on facts about health: their names stay out of letters."""
    return frozenset(
        category.id
        for category in pack.categories
        if any(pack.vocabulary[leaf.fact].sensitivity == "special" for leaf in leaves(category.rule))
    )


def _private_citations(pack: Pack) -> frozenset[str]:
    private = private_categories(pack)
    of_categories = {
        citation
        for category in pack.categories
        if category.id in private
        for citation in (category.citation_id, *(condition.citation_id for condition in category.conditions))
    }
    of_papers = {item.citation_id for item in pack.requirements if private & set(item.category_ids)}
    return frozenset(of_categories | of_papers)


def _received(desk: _Desk) -> Letter:
    _ = desk._
    lines = [
        _("申请已收到"),
        _("受理编号：{receipt}").format(receipt=desk.row.receipt),
        "",
        _next_office(desk),
        *([_("工作人员会比对信息，并上门核实，请保持电话畅通。")] if _visits(desk) else []),
        *_expected(desk),
        _("发送“进度”，可以随时查看。"),
    ]
    return _letter(desk, "received", "decision", lines, _button(desk, "case", _("查看进度")))


def _endorsed(desk: _Desk) -> Letter:
    _ = desk._
    lines = [
        _("{stage}已通过").format(stage=desk.pack.stages[desk.row.stage - 1].name),
        _("受理编号：{receipt}").format(receipt=desk.row.receipt),
        "",
        _next_office(desk),
        *_expected(desk),
        _("您暂时不用做什么，有结果会通知您。"),
    ]
    return _letter(desk, "endorsed", "decision", lines, _button(desk, "case", _("查看进度")))


def _supplied(desk: _Desk) -> Letter:
    _ = desk._
    lines = [
        _("补正已收到"),
        _("受理编号：{receipt}").format(receipt=desk.row.receipt),
        "",
        _("{office}会继续审核。").format(office=desk.office.name),
        *_expected(desk),
    ]
    return _letter(desk, "supplied", "decision", lines, _button(desk, "case", _("查看进度")))


def _recognised(desk: _Desk, register_number: str) -> Letter:
    _, row, pack = desk._, desk.row, desk.pack
    station = desk.unit.session.get_one(OfficeRow, row.station_id or desk.office.id)
    articles = [pack.category(category).citation_id for category in row.categories]
    articles.append(pack.stages[row.stage].citation_id)
    named = "、".join(pack.citations[citation].article for citation in dict.fromkeys(articles))
    lines = [
        _("认定结果：通过"),
        _("受理编号：{receipt}").format(receipt=row.receipt),
        "",
        _("您已被认定为就业困难人员。"),
        _("依据：{article}").format(article=f"{pack.number} {named}"),
        _("认定机构：{office}").format(office=desk.office.name),
        _("认定日期：{day}").format(day=desk.day(desk.unit.today)),
        _("登记编号：{number}").format(number=register_number),
        "",
        _("从认定之日起，您可以享受就业援助。"),
        _("{office}会安排专人与您联系。").format(office=station.name),
        _("认定没有固定期限；出现文件规定的退出情形时会退出，并告知您。"),
        _("找到工作或情况有变化，请及时告诉我们。"),
        _("如有异议，可向作出决定的机构申请复核，或依法申请行政复议。"),
    ]
    return _letter(desk, "recognised", "decision", lines, _button(desk, "case", _("查看申请")))


def _withdrawn(desk: _Desk) -> Letter:
    _ = desk._
    lines = [
        _("申请已撤回"),
        _("受理编号：{receipt}").format(receipt=desk.row.receipt),
        "",
        _("这次申请不再办理。以后需要时，可以重新申请。"),
    ]
    return _letter(desk, "withdrawn", "decision", lines, _button(desk, "home", _("返回首页")))


def _next_office(desk: _Desk) -> str:
    stage = desk.pack.stages[desk.row.stage]
    return desk._("下一步：{office}{stage}。").format(office=desk.office.name, stage=stage.name)


def _visits(desk: _Desk) -> bool:
    return any(step.id == HOME_VISIT for step in desk.pack.stages[desk.row.stage].steps)


def _expected(desk: _Desk) -> list[str]:
    due = desk.row.due_on
    return [desk._("预计{day}前办完这一步。").format(day=desk.day(due))] if due else []


def _letter(
    desk: _Desk,
    what: str,
    kind: Kind,
    lines: list[str],
    button: NoticeButton,
    *,
    round_: int | None = None,
) -> Letter:
    number = _number(desk, what, desk.row.round if round_ is None else round_)
    foot = [
        "",
        desk._("咨询电话：{telephone}").format(telephone=desk.office.telephone or desk.pack.telephone),
        desk._("通知编号：{number}").format(number=number),
    ]
    return Letter(
        channel=desk.account.channel,
        chat_id=desk.account.chat_id,
        language=desk.account.language,
        number=number,
        kind=kind,
        text="\n".join([*lines, *foot]),
        buttons=(button,),
    )


def _number(desk: _Desk, what: str, round_: int) -> str:
    """The 通知编号: the same for a preview and its letter, and not to be guessed without the key."""
    row = desk.row
    mark = int(desk.unit.vault.index(f"{row.id}|{what}|{row.stage}|{round_}", "notice"), 16)
    letters = "".join(CROCKFORD[(mark >> 5 * place) & 31] for place in range(NUMBER_LETTERS))
    return f"TZ{desk.unit.today:%Y%m%d}-{letters}"


def _button(desk: _Desk, action: Literal["case", "correct", "home"], label: str) -> NoticeButton:
    return NoticeButton(label=label, action=action, argument="" if action == "home" else desk.row.id)


def _desk(unit: Unit, row: Application) -> _Desk:
    account = unit.session.get_one(Account, row.account_id)
    office = unit.session.get_one(OfficeRow, row.office_id or row.station_id)
    return _Desk(unit, row, account, pack_of(replace(unit, language=account.language), row.pack), office)


def _last_decision(unit: Unit, row: Application) -> Decision:
    unit.session.flush()
    return unit.session.scalars(
        select(Decision).where(Decision.application_id == row.id).order_by(Decision.id.desc()).limit(1)
    ).one()


def _defects_of(desk: _Desk) -> tuple[DefectLine, ...]:
    row = desk.row
    rows = desk.unit.session.scalars(
        select(DefectRow)
        .where(DefectRow.application_id == row.id, DefectRow.round == row.round)
        .order_by(DefectRow.id)
    )
    return tuple(
        DefectLine(label_of(desk.unit, row, defect.kind, defect.target), defect.comment) for defect in rows
    )
