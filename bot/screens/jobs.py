"""Looking for work: six questions, posts three at a time, and what comes of an answer."""

from typing import Final

from bot.callbacks import SHARE, Go, Here, Post, Seek
from bot.markup import Html, blocks, bold, filled, safe, text
from bot.screen import Button, Row, Screen, button, choice, in_rows
from bot.screens.common import home_row
from contract.application import ConsentText
from contract.jobs import Job, JobAnswered, JobForm, Jobs
from locales import Translate

PLACES: Final = "0123456789abcdefghijklmnopqrstuvwxyz"


def question(_: Translate, form: JobForm, said: str) -> Screen:
    """The next question. With the last one stands what will be kept, and each choice agrees to it."""
    asked = form.questions[len(said)]
    last = len(said) == len(form.questions) - 1
    consent = form.consent
    start = _letters(form)
    words = blocks(
        safe(form.suggested) if said in ("", start) else "",
        safe(_("说说想找什么样的工作，点6下就好。不用姓名和身份证号。")) if not said else "",
        bold(_("{number}/{all} {question}").format(
            number=len(said) + 1, all=len(form.questions), question=asked.text
        )),
        text(bold(consent.title), *consent.text.split("\n")) if last else "",
    )  # fmt: skip
    labels = [f"{consent.agree} · {one.label}" if last else one.label for one in asked.choices]
    choices = in_rows(choice(label, Seek(said=said + place)) for label, place in zip(labels, PLACES, strict=False))
    begin: tuple[Row, ...] = ((button(_("按申请表这样找"), Seek(said=start)),),) if start and not said else ()
    back: tuple[Row, ...] = ((button(_("上一题"), Seek(said=said[:-1])),),) if said else ()
    refuse: tuple[Row, ...] = ((button(consent.decline, Go(to="home")),),) if last else ()
    return Screen(words, (*begin, *choices, *back, *refuse, home_row(_)))


def _letters(form: JobForm) -> str:
    """The answers to begin with, as taps write them; empty where there are none."""
    values = ([one.value for one in question.choices] for question in form.questions)
    return "".join(PLACES[known.index(value)] for known, value in zip(values, form.start, strict=False))


def posts(_: Translate, found: Jobs) -> Screen:
    """At most three posts, each with three answers."""
    if not found.jobs:
        words = blocks(
            bold(_("眼下没有别的合适岗位。")),
            safe(_("过几天再来看看，或者放宽一两项意愿。")),
            text(*found.told),
        )
        return Screen(words, (*_elsewhere(_, found), *_narrower(_, found), _again(_, found), home_row(_)))
    more = safe(_("答完这几个，还有别的。")) if found.more else ""
    title = _("合您意愿的岗位") if found.told else _("经办机构推荐给您的岗位")
    if found.family:
        title = _("合您意愿的家庭服务岗位")
    words = blocks(text(bold(title), safe(found.place)), *(_post(_, n, one) for n, one in enumerate(found.jobs, 1)), more)
    rows = [_answers(_, n, one) for n, one in enumerate(found.jobs, 1)]
    return Screen(words, (*rows, *_elsewhere(_, found), *_narrower(_, found), _again(_, found), home_row(_)))


def place(_: Translate, consent: ConsentText, at: str = "") -> Screen:
    """What is kept of her place, before it is; ``at`` is one that she has sent already, and that is not kept yet."""
    words = blocks(text(bold(consent.title), *consent.text.split("\n")))
    agree = button(consent.agree, Here(act="keep", at=at)) if at else Button(consent.agree, SHARE)
    return Screen(words, ((agree,), (button(consent.decline, Go(to="jobs")),)))


def send_place(_: Translate, consent: ConsentText) -> Screen:
    """How a place is sent where the messenger does not ask for it by itself."""
    words = text(
        bold(_("请把您的位置发到这里。")),
        _("点输入框旁边的回形针📎，选“位置”，再点“发送我的当前位置”。"),
        _("手机会问能不能用位置，请选允许。只记大概位置，误差约100米。"),
    )
    return Screen(words, ((button(consent.decline, Go(to="jobs")),),))


def answered(_: Translate, id: str, after: JobAnswered) -> Screen:
    """What comes of it; after 不合适 the reason is asked."""
    words = blocks(
        bold(after.title),
        text(*after.words),
        filled(_("单位联系人：{contact}"), contact=bold(after.contact)) if after.contact else "",
        safe(_("为什么不合适？说了才能找得更准，不说也可以。")) if after.reasons else "",
    )
    why = in_rows(
        button(one.label, Post(act=after.answer, id=id, reason=one.value)) for one in after.reasons
    )
    on = (button(_("看别的岗位"), Go(to="jobs")),)
    return Screen(words, (*why, on, home_row(_)), keep=bool(after.contact))


def _post(_: Translate, number: int, one: Job) -> Html:
    offered = _("经办机构推荐给您") if one.offered else ""
    beside = _("和您的意愿不同：{what}").format(what=_("、").join(one.beside)) if one.beside else ""
    return text(
        bold(f"{number}. {one.title}"),
        " · ".join(filter(None, (offered, one.employer))),
        f"{one.pay} · {one.hours}",
        one.place,
        " · ".join(one.reasons),
        beside,
    )


def _answers(_: Translate, number: int, one: Job) -> Row:
    ways = (("interested", _("{n} 感兴趣")), ("unfit", _("{n} 不合适")), ("later", _("{n} 以后再说")))
    return tuple(button(label.format(n=number), Post(act=act, id=one.id)) for act, label in ways)


def _again(_: Translate, found: Jobs) -> Row:
    return (button(_("重选求职意愿") if found.told else _("说说想找什么工作"), Seek(said="")),)


def _elsewhere(_: Translate, found: Jobs) -> tuple[Row, ...]:
    return ((button(_("看所有城市的岗位"), Go(to="jobs_everywhere")),),) if found.elsewhere else ()


def _narrower(_: Translate, found: Jobs) -> tuple[Row, ...]:
    """Only home services, or all again; and the place she looks from, told or taken back. Both serve her wishes."""
    if not found.told:
        return ()
    family = button(_("看全部岗位"), Go(to="jobs")) if found.family else button(_("只看家庭服务"), Go(to="jobs_family"))
    placed = button(_("删除我的位置"), Here(act="off")) if found.placed else button(_("告诉我离多远"), Here(act="ask"))
    return ((family, placed),)
