"""Where an application stands, what the office asked for, and taking it back."""

from bot.callbacks import Case, Edit, Go, Paper, Register, Remind, Start
from bot.markup import Html, blocks, bold, code, filled, safe, text, with_numbers
from bot.screen import Button, Row, Screen, button, in_rows
from bot.screens.common import home_row, progress, shortened
from bot.screens.register import notice_row
from contract.application import ApplicationTurn, CaseBrief, Defect
from contract.screening import Reminder
from locales import Translate


def status(
    _: Translate, cases: tuple[CaseBrief, ...], reminders: tuple[Reminder, ...] = (), *, noticed: bool = False
) -> Screen:
    """Every case with its four steps, newest first as the backend gives them; then the reminders asked for.

    ``noticed``: whoever has no case may have been recognised without one, and told on paper.
    """
    cancel = tuple((_cancel(_, each),) for each in reminders)
    if not cases:
        words = blocks(_("您还没有申请。可以先做自测，看看是否符合条件。"), _reminders(_, reminders))
        return Screen(words, (*cancel, (button(_("开始自测"), Go(to="check")),), *notice_row(_, noticed), home_row(_)))
    rows = in_rows(opener(_, case) for case in cases)
    briefs = (_brief(_, case) for case in cases)
    words = blocks(bold(_("我的进度")), *briefs, _reminders(_, reminders))
    return Screen(words, (*rows, *cancel, home_row(_)))


def _reminders(_: Translate, reminders: tuple[Reminder, ...]) -> Html:
    if not reminders:
        return Html("")
    lines = (
        filled(_("{n}. {day}：{about}（{city}）"), n=n, day=each.day, about=each.about, city=each.city)
        for n, each in enumerate(reminders, 1)
    )
    return text(bold(_("我的提醒")), *lines)


def _cancel(_: Translate, each: Reminder) -> Button:
    return button(_("取消提醒：{day}").format(day=each.day), Remind(id=each.id))


def _brief(_: Translate, case: CaseBrief) -> Html:
    return text(
        filled(_("为{name}代办"), name=bold(case.for_whom)) if case.for_whom else "",
        filled(_("{title}：{state}"), title=bold(case.title), state=case.state_label),
        _numbered(_, case.receipt),
        filled(_("受理机构：{office}"), office=case.office) if case.office and case.receipt else "",
        progress(_, case.steps),
        case.next_step,
    )


def _numbered(_: Translate, receipt: str) -> str:
    return Html(f"{safe(_('受理编号：'))}{code(receipt)}") if receipt else ""


def opener(_: Translate, case: CaseBrief) -> Button:
    """The one button that leads into a case, named by what is to be done there."""
    label = _("详情：{tail}").format(tail=case.receipt[-4:])
    if case.state == "draft":
        label = _("继续填写")
    elif case.state == "awaiting_correction":
        label = _("去补正")
    if case.for_whom:
        label = _("{label}（{name}）").format(label=label, name=case.for_whom)
    return button(label, Case(act="open", id=case.id))


def case(_: Translate, turn: ApplicationTurn) -> Screen:
    """One case that is with an office or closed."""
    words = blocks(
        text(bold(_("申请进度")), _numbered(_, turn.receipt), _office(_, turn)),
        progress(_, turn.steps),
        turn.next_step,
    )
    rows: list[Row] = [(button(_("表格PDF"), Case(act="form", id=turn.id)),)]
    if turn.receipt:
        rows = [(button(_("受理回执"), Case(act="receipt", id=turn.id)), *rows[0])]
    if turn.can_withdraw:
        rows.append((button(_("撤回申请"), Case(act="ask_withdraw", id=turn.id)),))
    if turn.state == "recognised":
        rows.append((button(_("我的认定"), Register(act="open", policy=turn.pack)),))
    if turn.can_take_back:
        rows.insert(0, (button(_("收回来改"), Case(act="take_back", id=turn.id)),))
    if turn.state in ("declined", "withdrawn"):
        rows.append((button(_("重新自测"), Start(policy=turn.pack)),))
    if turn.state == "declined":
        rows.insert(0, (button(_("不服怎么办"), Go(to="disagree")),))
    return Screen(words, (*rows, home_row(_)))


def _office(_: Translate, turn: ApplicationTurn) -> str:
    return filled(_("受理机构：{office}"), office=turn.office) if turn.office else ""


def corrections(_: Translate, turn: ApplicationTurn) -> Screen:
    """Everything the office asked for, at once, each with its own button."""
    left = [defect for defect in turn.defects if not defect.mended]
    words = blocks(
        text(bold(_("需要您补正")), _numbered(_, turn.receipt)),
        text(*(_defect(_, n, each) for n, each in enumerate(turn.defects, 1))),
        turn.next_step,
        filled(_("还有{left}项要改。点下面的按钮，一项一项来。"), left=len(left))
        if left
        else _("都改好了。请点“提交补正”，我们转给受理机构。"),
    )
    return Screen(words, _correction_rows(_, turn, left))


def _defect(_: Translate, number: int, each: Defect) -> Html:
    state = _("已改") if each.mended else _("待改")
    return filled(
        _("{n}. {label}（{state}）：{comment}"),
        n=number,
        label=bold(each.label),
        state=state,
        comment=each.comment,
    )


def _correction_rows(_: Translate, turn: ApplicationTurn, left: list[Defect]) -> tuple[Row, ...]:
    mend = []
    for number, each in enumerate(turn.defects, 1):
        label = f"{number}. {shortened(each.label, 8)}"
        target = Edit(field=each.target) if each.kind == "field" else Paper(requirement=each.target)
        mend.append(button(label, target))
    send = () if left else (button(_("提交补正"), Case(act="supply", id=turn.id)),)
    more = (
        button(_("表格PDF"), Case(act="form", id=turn.id)),
        button(_("撤回申请"), Case(act="ask_withdraw", id=turn.id)),
    )
    rows: tuple[Row, ...] = (*in_rows(mend), send, more, home_row(_))
    return tuple(row for row in rows if row)


def confirm_withdraw(_: Translate, turn: ApplicationTurn) -> Screen:
    """What taking back means, before it is done."""
    if turn.state == "draft":
        words = _("要删除这份草稿吗？填的内容和传的材料都会删除。")
        yes = _("确认删除")
    else:
        words = _("要撤回申请 {receipt} 吗？撤回后不再审核，以后可以重新申请。").format(receipt=turn.receipt)
        yes = _("确认撤回")
    stay = button(_("不，先留着"), Case(act="open", id=turn.id))
    return Screen(safe(words), ((button(yes, Case(act="withdraw", id=turn.id)), stay),))


def withdrawn(_: Translate, turn: ApplicationTurn) -> Screen:
    """A draft is gone without a letter; what was sent is told of by the letter that follows."""
    if turn.receipt:
        return Screen(safe(_("申请 {receipt} 已撤回。").format(receipt=turn.receipt)), keep=True)
    return Screen(safe(_("草稿已删除。以后可以重新申请。")), (home_row(_),), keep=True)


def supplied(_: Translate, turn: ApplicationTurn) -> Screen:
    """The letter that confirms it, word for word; to a helper whose principal gets it, one line and the number."""
    if turn.letter:
        see = (button(_("查看进度"), Case(act="open", id=turn.id)),)
        return Screen(with_numbers(safe(turn.letter)), (see,), keep=True)
    return Screen(text(bold(_("补正已提交")), _numbered(_, turn.receipt)), keep=True)
