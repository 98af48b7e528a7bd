"""A complaint step by step: the question, the page before it is sent, and what was taken down."""

from bot.callbacks import Complain, ComplaintPage, Go
from bot.markup import Html, blocks, bold, code, filled, safe, text
from bot.screen import Row, Screen, button, choice, in_rows
from bot.screens.common import home_row, paged
from contract.complaint import Complaint, ComplaintBrief, ComplaintReceipt
from locales import Translate


def step(_: Translate, asked: Complaint, page: int = 0) -> Screen:
    """What is asked now; everything said so far where nothing is asked any more."""
    words = blocks(
        bold(asked.question),
        text(*(filled(_("{label}：{shown}"), label=one.label, shown=one.shown) for one in asked.lines)),
        asked.hint,
        text(*(_brief(_, one) for one in asked.sent)),
    )
    if asked.step == "check":
        return Screen(words, _check_rows(_, asked))
    choices = [choice(one.label, Complain(step=asked.step, value=one.value)) for one in asked.choices]
    rows = paged(_, choices, ComplaintPage, asked.step, page)
    return Screen(words, (*rows, (button(_("先不提"), Go(to="cancel")),)))


def _check_rows(_: Translate, asked: Complaint) -> tuple[Row, ...]:
    change = (button(_("改{label}").format(label=one.label), Complain(step=one.step)) for one in asked.lines)
    send = button(_("提交"), Complain(step="check", value="send"))
    drop = button(_("不提了，删掉"), Complain(step="check", value="drop"))
    return ((send,), *in_rows(change), (drop, button(_("先不提"), Go(to="cancel"))))


def _brief(_: Translate, one: ComplaintBrief) -> Html:
    line = filled(_("您提过的：{kind} {number}，{state}。"), kind=one.kind, number=code(one.number), state=one.state)
    return text(line, filled(_("答复：{answer}"), answer=one.answer) if one.answer else "")


def taken(_: Translate, got: ComplaintReceipt) -> Screen:
    """A number, who answers and by when, and what happens next."""
    words = blocks(
        text(
            bold(_("已经收到，谢谢您说出来。")),
            filled(_("编号：{number}"), number=code(got.number)),
            filled(_("{office}会在{due}前答复。"), office=got.office, due=bold(got.due)),
        ),
        text(*got.next),
    )
    return Screen(words, (home_row(_),), keep=True)


def dropped(_: Translate) -> Screen:
    return Screen(safe(_("删掉了，没有提交。想说的时候，随时发“投诉”。")), (home_row(_),))
