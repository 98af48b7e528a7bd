"""The survey of work and training wishes: two questions, and what was kept."""

from bot.callbacks import Go, Tell
from bot.markup import blocks, bold, filled, safe
from bot.screen import Screen, button, in_rows
from bot.screens.common import home_row, note
from contract.survey import Survey
from locales import Translate


def question(_: Translate, found: Survey, work: str) -> Screen:
    """One of the two; the first says who sees the answer."""
    place = 1 if work else 0
    asked = found.questions[place]
    words = blocks(
        safe(_("负责您的工作人员看得到回答和日期。回答不会直接改变认定，如实说就好。")) if not work else "",
        bold(_("{number}/{all} {question}").format(number=place + 1, all=len(found.questions), question=asked.text)),
        filled(_("上次：{last}"), last=found.last) if found.last and not work else "",
    )
    told = ((one.label, Tell(work=work, training=one.value) if work else Tell(work=one.value)) for one in asked.choices)
    back = ((button(_("上一题"), Go(to="survey")),),) if work else ()
    return Screen(words, (*in_rows(button(label, data) for label, data in told), *back, home_row(_)))


def kept(_: Translate, found: Survey) -> Screen:
    """What was kept, with the ways on that fit."""
    words = blocks(bold(_("记下了，谢谢您。")), safe(found.last))
    on = (button(_("找工作"), Go(to="jobs")), button(_("培训课程"), Go(to="courses")))
    return Screen(words, (on, home_row(_)))


def nobody(_: Translate) -> Screen:
    ways = (button(_("开始自测"), Go(to="check")), button(_("找工作"), Go(to="jobs")))
    return note(_, _("这项调查只问已经认定的人。您可以先自测，或者找工作。"), ways, home_row(_))
