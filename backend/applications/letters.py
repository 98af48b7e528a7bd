"""Letters about an application, in the words the citizen gets. Plain text, short, one thing a line.

They stand here, not in ``outreach``, because the console previews them word for word. A letter carries no ID
number and nothing about health: it travels through a messenger. So articles are cited by number, and a paper
that would tell of a disability is called by its place in the list only.
"""

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select

from backend.applications import correction_letters, events
from backend.applications.letter_frame import (
    Letter,
    LetterDesk,
    button,
    desk_of,
    letter,
    private_categories,
    private_citations,
)
from backend.applications.models import Application, Decision, DefectRow, PaperRow
from backend.applications.originals import still_to_see
from backend.applications.targets import paper_of
from backend.core.unit import Unit
from backend.deadlines.queries import published
from backend.rules import Requirement
from backend.staff.models import OfficeRow

HOME_VISIT = "home_visit"


@dataclass(frozen=True)
class DefectLine:
    """One thing to mend as the letter names it."""

    label: str
    comment: str


def letter_of(unit: Unit, event: events.News) -> Letter:
    """The letter that tells the news, written from what this transaction holds."""
    row = unit.session.get_one(Application, event.application_id)
    desk = desk_of(unit, row)
    match event:
        case events.Submitted():
            return _received(desk)
        case events.Endorsed():
            return _endorsed(desk)
        case events.SentBack():
            return _sent_back(desk)
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
        case events.CorrectionDue():
            return correction_letters.reminded(desk, event.time)
        case events.CorrectionExtended():
            return correction_letters.extended(desk)
        case events.ReviewResumed():
            return correction_letters.resumed(desk)


def returned(
    unit: Unit,
    row: Application,
    defects: tuple[DefectLine, ...],
    note: str,
    round_: int,
    correct_by: date | None = None,
) -> Letter:
    """The letter that asks for corrections: all of them, numbered, with the deadline and how."""
    desk = desk_of(unit, row)
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
    return letter(desk, "returned", "request", lines, button(desk, "correct", _("去补正")), round_=round_)


def declined(unit: Unit, row: Application, citation: str, reason: str, office_id: int) -> Letter:
    """The letter of a refusal: article, reason, remedy, and that a new application is possible."""
    desk = replace(desk_of(unit, row), office=unit.session.get_one(OfficeRow, office_id))
    _ = desk._
    text = "" if citation in private_citations(desk.pack) else desk.pack.citations[citation].text
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
        *_remedies(desk),
        _("情况发生变化、符合条件时，可以再次申请。"),
        _("找工作、参加培训等公共就业服务，您仍然可以使用。"),
    ]
    return letter(desk, "declined", "decision", lines, button(desk, "case", _("查看申请")), checked=True)


def label_of(unit: Unit, row: Application, kind: str, target: str) -> str:
    """How a letter calls a field or a paper, this one by the alternative that was chosen; a paper that tells of health
    is called in general words.
    """
    desk = desk_of(unit, row)
    if kind == "field":
        return desk.pack.form[target].label
    item = paper_of(replace(desk.unit, language=desk.account.language), desk.row, target)
    if item is None or _is_private(desk, item):
        return desk._("所选类别的证明材料")
    paper = unit.session.get(PaperRow, (row.id, target))
    chosen = next((one.title for one in item.alternatives if paper and one.id == paper.chosen), "")
    return desk._("{paper}（您交的是{chosen}）").format(paper=item.title, chosen=chosen) if chosen else item.title


def _is_private(desk: LetterDesk, item: Requirement) -> bool:
    """Whether the name of a paper would tell of what a letter keeps silent about."""
    return bool(private_categories(desk.pack) & set(item.category_ids))


def _discreet(desk: LetterDesk, item: Requirement) -> str:
    return desk._("所选类别的证明材料") if _is_private(desk, item) else str(item.title)


def _received(desk: LetterDesk) -> Letter:
    _ = desk._
    lines = [
        _("申请已提交"),
        _("受理编号：{receipt}").format(receipt=desk.row.receipt),
        "",
        _next_office(desk),
        *([_("工作人员会比对信息，并上门核实，请保持电话畅通。")] if _visits(desk) else []),
        *_originals(desk),
        *_expected(desk),
        published(replace(desk.unit, language=desk.account.language), desk.office.id, desk.pack),
        _("发送“进度”，可以随时查看。"),
    ]
    return letter(desk, "received", "decision", lines, button(desk, "case", _("查看进度")))


def _endorsed(desk: LetterDesk) -> Letter:
    _ = desk._
    lines = [
        _("{stage}已通过").format(stage=desk.pack.stages[desk.row.stage - 1].name),
        _("受理编号：{receipt}").format(receipt=desk.row.receipt),
        "",
        _next_office(desk),
        *_expected(desk),
        _("您暂时不用做什么，有结果会通知您。"),
    ]
    return letter(desk, "endorsed", "decision", lines, button(desk, "case", _("查看进度")))


def _sent_back(desk: LetterDesk) -> Letter:
    """What concerns the applicant, and no more: the reason is between the offices."""
    _ = desk._
    lines = [
        _("您的申请正在再次核实"),
        _("受理编号：{receipt}").format(receipt=desk.row.receipt),
        "",
        _("{office}会再核实一次，然后继续办理。").format(office=desk.office.name),
        *_expected(desk),
        _("您暂时不用做什么。需要您配合时，工作人员会联系您，请保持电话畅通。"),
    ]
    return letter(desk, "sent_back", "decision", lines, button(desk, "case", _("查看进度")))


def _supplied(desk: LetterDesk) -> Letter:
    _ = desk._
    lines = [
        _("补正已提交"),
        _("受理编号：{receipt}").format(receipt=desk.row.receipt),
        "",
        _("{office}会继续审核。").format(office=desk.office.name),
        *_originals(desk),
        *_expected(desk),
    ]
    return letter(desk, "supplied", "decision", lines, button(desk, "case", _("查看进度")))


def _recognised(desk: LetterDesk, register_number: str) -> Letter:
    _, row, pack = desk._, desk.row, desk.pack
    station = desk.unit.session.get_one(OfficeRow, row.station_id or desk.office.id)
    articles = [pack.category(category).citation_id for category in row.categories]
    articles.append(pack.stages[row.stage].citation_id)
    named = pack.vocabulary.words.joint.join(pack.citations[citation].article for citation in dict.fromkeys(articles))
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
        _("就业援助的事，可以问{office}。").format(office=station.name),
        _("认定没有固定期限；出现文件规定的退出情形时会退出，并告知您。"),
        _("找到工作或情况有变化，请打{telephone}，或到该站所说明。").format(
            telephone=station.telephone or pack.telephone
        ),
        *_remedies(desk),
    ]
    return letter(desk, "recognised", "decision", lines, button(desk, "case", _("查看申请")), checked=True)


def _withdrawn(desk: LetterDesk) -> Letter:
    _ = desk._
    lines = [
        _("申请已撤回"),
        _("受理编号：{receipt}").format(receipt=desk.row.receipt),
        "",
        _("这次申请不再办理。以后需要时，可以重新申请。"),
    ]
    return letter(desk, "withdrawn", "decision", lines, button(desk, "home", _("返回首页")))


def _remedies(desk: LetterDesk) -> list[str]:
    """Sixty days: 行政复议法第二十条. Which authority it is depends on who decided, so one is told where to ask."""
    return [
        desk._("如有异议，可向作出决定的机构申请复核。"),
        desk._("也可以在收到通知之日起60日内，依法申请行政复议。"),
        desk._("怎样申请，可以问作出决定的机构，或拨打{telephone}。").format(telephone=desk.pack.telephone),
    ]


def _next_office(desk: LetterDesk) -> str:
    stage = desk.pack.stages[desk.row.stage]
    return desk._("下一步：{office}{stage}。").format(office=desk.office.name, stage=stage.name)


def _visits(desk: LetterDesk) -> bool:
    return any(step.id == HOME_VISIT for step in desk.pack.stages[desk.row.stage].steps)


def _expected(desk: LetterDesk) -> list[str]:
    due = desk.row.due_on
    return [desk._("按服务承诺，预计{day}前办完这一步。").format(day=desk.day(due))] if due else []


def _originals(desk: LetterDesk) -> list[str]:
    """What she has to bring although the pictures are in: nobody is recognised before an officer saw it."""
    papers = still_to_see(replace(desk.unit, language=desk.account.language), desk.row)
    if not papers:
        return []
    _ = desk._
    titles = _("、").join(dict.fromkeys(_discreet(desk, item) for item in papers))
    article = desk.article(papers[0].citation_id)
    bring = _("请把原件带到{office}核验：{papers}。").format(office=desk.office.name, papers=titles)
    return [bring + _("看过原件才能认定（{article}）。").format(article=article)]


def _last_decision(unit: Unit, row: Application) -> Decision:
    unit.session.flush()
    return unit.session.scalars(
        select(Decision).where(Decision.application_id == row.id).order_by(Decision.id.desc()).limit(1)
    ).one()


def _defects_of(desk: LetterDesk) -> tuple[DefectLine, ...]:
    row = desk.row
    rows = desk.unit.session.scalars(
        select(DefectRow)
        .where(DefectRow.application_id == row.id, DefectRow.round == row.round)
        .order_by(DefectRow.id)
    )
    return tuple(
        DefectLine(label_of(desk.unit, row, defect.kind, defect.target), defect.comment) for defect in rows
    )
