"""Activities near home: a short list, one activity with everything about it, and the own place."""

from typing import Final

from bot.callbacks import Event, Go, Post
from bot.callbacks import Quiz as Choice
from bot.markup import Html, blocks, bold, filled, safe, text
from bot.screen import Button, Row, Screen, button, in_rows
from bot.screens.common import home_row, shortened, undoable
from contract.activities import Activity, ActivityList, FairPost, FairPosts, Quiz, QuizTold
from locales import Translate

A_MESSAGE: Final = 3
"""Posts of one message."""


def near(_: Translate, found: ActivityList) -> Screen:
    """The own places first, then what is coming, the nearest first."""
    own = {one.id for one in found.own}
    coming = [one for one in found.activities if one.id not in own]
    if not own and not coming:
        return Screen(text(bold(_("近期活动")), _("附近还没有活动。有了会在这里看到。")), (*_beside(_), home_row(_)))
    words = blocks(
        text(bold(_("我报名的活动")), *(_line(_, one) for one in found.own)) if found.own else "",
        text(bold(_("近期活动")), *(_line(_, one) for one in coming)) if coming else "",
    )
    rows = tuple((button(shortened(one.title, 18), Event(act="open", id=one.id)),) for one in (*found.own, *coming))
    return Screen(words, (*rows, *_beside(_), home_row(_)))


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
    posts: tuple[Row, ...] = ()
    if one.posts and one.state in ("open", "full"):
        posts = ((button(_("看岗位（{count}个）").format(count=one.posts), Event(act="posts", id=one.id)),),)
    if one.quiz:
        posts = (*posts, (button(_("答题（{count}道）").format(count=one.quiz), Event(act="quiz", id=one.id)),))
    return Screen(words, (*posts, *_rows(_, one), (button(_("看其他活动"), Go(to="activities")),), home_row(_)))


def posts(_: Translate, found: FairPosts) -> Screen:
    """Three posts of a fair with everything about them; interest is told as to any post."""
    first = found.page * A_MESSAGE + 1
    told = [_post(_, number, one) for number, one in enumerate(found.posts, first)]
    empty = safe(_("这里没有正在招聘的岗位了。")) if not found.posts else ""
    rows = in_rows(
        button(_("{n} 感兴趣").format(n=number), Post(act="interested", id=one.id))
        for number, one in enumerate(found.posts, first)
    )
    turns: list[Button] = []
    if found.page:
        turns.append(button(_("上一页"), Event(act="posts", id=found.id, page=found.page - 1)))
    if found.more:
        turns.append(button(_("下一页"), Event(act="posts", id=found.id, page=found.page + 1)))
    back = (button(_("回到这个活动，报名"), Event(act="open", id=found.id)),)
    title = filled(_("{title}：招聘岗位"), title=found.title)
    return Screen(blocks(bold(title), *told, empty), (*rows, *((tuple(turns),) if turns else ()), back, home_row(_)))


def _post(_: Translate, number: int, one: FairPost) -> Html:
    return text(
        bold(f"{number}. {one.title}"),
        one.employer,
        f"{one.pay} · {one.hours}",
        one.place,
        filled(_("还招{count}人，{day}截止"), count=one.places, day=one.until),
        one.about,
    )


def quiz(_: Translate, one: Quiz) -> Screen:
    """What was told of the last answer, then the next question; at the end how many were right."""
    told = _told(_, one.told) if one.told else ""
    back = (button(_("回到这个活动"), Event(act="open", id=one.activity)),)
    if one.question is None:
        end = filled(_("答完了，{count}道题答对{right}道。"), count=one.count, right=one.right)
        prize = _("奖品怎么发，以主办机构现场公布的为准。报了名的，请记好报名号。")
        return Screen(blocks(bold(one.title), told, end, prize), (back, home_row(_)))
    asked = filled(_("第{number}题，共{count}题：{text}"), number=one.number, count=one.count, text=one.question.text)
    rows = tuple(
        (button(shortened(choice, 24), Choice(id=one.activity, question=one.question.id, choice=place)),)
        for place, choice in enumerate(one.question.choices)
    )
    return Screen(blocks(bold(one.title), told, text(asked, *one.question.choices)), (*rows, back, home_row(_)))


def _told(_: Translate, told: QuizTold) -> Html:
    said = _("答对了。") if told.right else _("没有答对。")
    return text(bold(said), filled(_("正确的是{answer}（{article}）。"), answer=told.answer, article=told.article))


def signed(_: Translate, one: Activity) -> Screen:
    """Right after signing up: a fact worth keeping."""
    if one.mine == "waiting":
        lead = _("名额已满，已为您候补。有空位会马上通知您。")
    else:
        lead = _("报名成功。前一天会提醒您。")
    screen = activity(_, one, lead)
    return Screen(screen.text, screen.rows, keep=True)


def cancelled(_: Translate, one: Activity) -> Screen:
    """With the way back in one tap, while there is a seat; else the waiting list says what it is."""
    return undoable(_, activity(_, one, _("已取消报名。")))


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


def _beside(_: Translate) -> tuple[Row, ...]:
    """What else somebody may look for here."""
    return (
        (
            button(_("培训课程"), Go(to="courses")),
            button(_("培训券"), Go(to="vouchers")),
            button(_("我参加的"), Go(to="places")),
        ),
        (button(_("典型案例"), Go(to="stories")),),
    )
