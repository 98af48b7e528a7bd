"""What somebody wants to be told: the page of settings, the agreement, the place, the quiet hours, and leaving."""

from typing import Final

from bot.callbacks import Agree, Area, Go, Quiet, Topic
from bot.markup import Html, blocks, bold, filled, safe, text
from bot.screen import Button, Row, Screen, button, choice, in_rows
from bot.screens.common import home_row, led_by
from contract.application import ConsentText
from contract.topics import AreaChoices, TopicLine, TopicSettings
from locales import Translate

QUIET_HOURS: Final = ((20, 9), (22, 7), (18, 10), (0, 0))
"""Offered for a tap; equal hours are none."""
NOON: Final = 12


def settings(_: Translate, found: TopicSettings, lead: str = "") -> Screen:
    """Every topic with how it stands, then the place and the hours."""
    words = blocks(
        text(bold(_("消息设置")), _("您选的，我们才发。每条消息下面都能退订。")),
        text(*(_line(_, each) for each in found.topics)),
        text(
            filled(_("地区：{area}"), area=found.area or _("没有选")),
            _("已经认定的，办理机构当地的消息也发给您。")
            if found.area
            else _("已经认定的，发办理机构当地的消息；还没有认定的，请选地区，不选收不到当地的消息。"),
            filled(_("免打扰：{hours}"), hours=_hours(_, found.quiet_from, found.quiet_until)),
        ),
    )
    toggles = tuple((_toggle(_, each),) for each in found.topics if not each.fixed)
    if found.paused:
        lead = "\n".join(filter(None, (lead, _("您屏蔽过我们，现在消息是停的。要收请点“继续收消息”。"))))
        toggles = ((button(_("继续收消息"), Go(to="again")),), *toggles)
    wishes = (button(_("选地区"), Area(act="open", code="")), button(_("免打扰时间"), Go(to="quiet")))
    return led_by(lead and str(safe(lead)), Screen(words, (*toggles, wishes, home_row(_))))


def consent(_: Translate, asked: ConsentText, topic: str) -> Screen:
    """Whatever is sent is agreed to first; the text says what is used and how to stop it."""
    yes = button(asked.agree, Agree(topic=topic, version=asked.version))
    words = blocks(bold(asked.title), safe(asked.text))
    return Screen(words, ((yes,), (button(asked.decline, Go(to="topics")),)))


def left(_: Translate, topic: TopicLine) -> Screen:
    """One topic fewer, and the way back in one tap."""
    words = text(
        bold(_("好的，不再给您发“{topic}”消息。").format(topic=topic.label)),
        _("您自己申请的进度和决定照常通知。"),
    )
    undo = button(_("撤销，继续收"), Topic(act="undo", name=topic.id))
    return Screen(words, ((undo, button(_("消息设置"), Go(to="topics"))), home_row(_)))


def areas(_: Translate, found: AreaChoices) -> Screen:
    """From where: a city, a county, a street, as small as somebody wants to say."""
    words = text(
        bold(_("您想收哪里的消息？")),
        filled(_("现在看的是{area}。"), area=found.name) if found.name else "",
        _("只用来挑消息，可以随时改。"),
    )
    whole: tuple[Row, ...] = ()
    if found.code:
        whole = ((button(_("就选{area}").format(area=found.name), Area(act="set", code=found.code)),),)
    listed = in_rows(
        button(each.name, Area(act="open" if each.more else "set", code=each.code)) for each in found.lines
    )
    return Screen(words, (*whole, *listed, (_no_area(_), button(_("消息设置"), Go(to="topics")))))


def quiet(_: Translate) -> Screen:
    """When not to be disturbed. Letters of the own case keep to the day by themselves."""
    words = text(bold(_("什么时候别打扰您？")), _("这段时间里不发消息，过后再发。"))
    offered = tuple((choice(_hours(_, a, b), Quiet(begin=a, end=b)),) for a, b in QUIET_HOURS)
    return Screen(words, (*offered, (button(_("消息设置"), Go(to="topics")),)))


def _no_area(_: Translate) -> Button:
    return button(_("不说地区"), Area(act="set", code=""))


def _line(_: Translate, topic: TopicLine) -> Html:
    """``✔ 政策（在收）：…``: a sign for the eye, words for everyone."""
    sign, state = ("✔", _("在收")) if topic.chosen else ("○", _("没有收"))
    return filled(
        _("{sign} {topic}（{state}）：{about}。"),
        sign=sign,
        topic=bold(topic.label),
        state=state,
        about=topic.about,
    )


def _toggle(_: Translate, topic: TopicLine) -> Button:
    if topic.chosen:
        label = _("不再收到“{topic}”").format(topic=topic.label)
        return button(label, Topic(act="off", name=topic.id))
    return button(_("想收“{topic}”").format(topic=topic.label), Topic(act="on", name=topic.id))


def _hours(_: Translate, begin: int, end: int) -> str:
    if begin == end:
        return _("不用，随时可以发")
    return _("{begin}到{end}").format(begin=_clock(_, begin), end=_clock(_, end))


def _clock(_: Translate, hour: int) -> str:
    """As people say it: 晚上10点, never 晚上22点."""
    if hour in (0, NOON):
        return _("中午12点") if hour else _("半夜12点")
    said = (_("凌晨{hour}点"), _("早上{hour}点"), _("下午{hour}点"), _("晚上{hour}点"))[hour // 6]
    return said.format(hour=hour % NOON)
