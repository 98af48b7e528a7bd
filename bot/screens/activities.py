"""Activities near home: a short list, one activity with everything about it, and the own place."""

from bot.callbacks import Event, Go
from bot.markup import Html, blocks, bold, filled, safe, text
from bot.screen import Row, Screen, button
from bot.screens.common import home_row, shortened
from contract.activities import Activity, ActivityList
from locales import Translate


def near(_: Translate, found: ActivityList) -> Screen:
    """The own places first, then what is coming, the nearest first."""
    own = {one.id for one in found.own}
    coming = [one for one in found.activities if one.id not in own]
    if not own and not coming:
        return Screen(text(bold(_("近期活动")), _("附近还没有活动。有了会在这里看到。")), (_courses(_), home_row(_)))
    words = blocks(
        text(bold(_("我报名的活动")), *(_line(_, one) for one in found.own)) if found.own else "",
        text(bold(_("近期活动")), *(_line(_, one) for one in coming)) if coming else "",
    )
    rows = tuple((button(shortened(one.title, 18), Event(act="open", id=one.id)),) for one in (*found.own, *coming))
    return Screen(words, (*rows, _courses(_), home_row(_)))


def activity(_: Translate, one: Activity, *lead: str) -> Screen:
    """One activity; what can be done with it now stands below."""
    words = blocks(
        text(*map(bold, lead)) if lead else "",
        text(
            bold(one.title),
            filled(_("类型：{kind}"), kind=one.kind),
            filled(_("时间：{when}"), when=one.when),
            filled(_("地点：{place}"), place=one.place),
            safe(_seats(_, one)),
            safe(_("、").join(one.tags)),
        ),
        filled(_("参加单位：{names}"), names=_("、").join(one.employers)) if one.employers else "",
        safe(one.description),
        _standing(_, one),
        filled(_("主办：{office}，电话{telephone}。免费参加。"), office=one.office, telephone=one.telephone),
    )
    return Screen(words, (*_rows(_, one), (button(_("看其他活动"), Go(to="activities")),), home_row(_)))


def signed(_: Translate, one: Activity) -> Screen:
    """Right after signing up: a fact worth keeping."""
    if one.mine == "waiting":
        lead = _("名额已满，已为您候补。有空位会马上通知您。")
    else:
        lead = _("报名成功。前一天会提醒您。")
    screen = activity(_, one, lead)
    return Screen(screen.text, screen.rows, keep=True)


def cancelled(_: Translate, one: Activity) -> Screen:
    return activity(_, one, _("已取消报名。"))


def _line(_: Translate, one: Activity) -> Html:
    near = _("（{near}）").format(near=one.near) if one.near else ""
    return filled(_("· {title}{near}：{when}，{place}"), title=bold(one.title), near=near, when=one.when, place=one.place)


def _seats(_: Translate, one: Activity) -> str:
    if one.state == "full":
        return _("名额已满，可以候补。")
    if one.state != "open" or one.seats_left is None:
        return ""
    return _("还有{count}个名额。").format(count=one.seats_left)


def _standing(_: Translate, one: Activity) -> Html:
    """How the person stands, or why nothing can be done any more."""
    if one.state == "called_off":
        return bold(_("这个活动已经取消。"))
    stands = {
        "signed": _("您已报名，报名号：{number}。到场时报这个号。"),
        "waiting": _("您在候补，报名号：{number}。有空位会通知您。"),
        "attended": _("您参加了这个活动。"),
        "absent": _("登记为未到场。"),
    }.get(one.mine, "")
    over = bold(_("这个活动已经结束，不能再报名。")) if one.state == "over" else ""
    return text(over, filled(stands, number=bold(str(one.number))) if stands else "")


def _rows(_: Translate, one: Activity) -> tuple[Row, ...]:
    if one.state in ("over", "called_off"):
        return ()
    if one.mine in ("signed", "waiting"):
        return ((button(_("取消报名"), Event(act="cancel", id=one.id)),),)
    if one.mine:
        return ()
    label = _("候补") if one.state == "full" else _("报名")
    return ((button(label, Event(act="sign", id=one.id)),),)


def _courses(_: Translate) -> Row:
    return (button(_("培训课程"), Go(to="courses")), button(_("培训券"), Go(to="vouchers")))
