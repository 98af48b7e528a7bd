"""我的报名: every place in an activity or a course, with how it stands, and each given back with one tap."""

from bot.callbacks import Course as CourseTap
from bot.callbacks import Event, Go
from bot.markup import Html, blocks, bold, filled, text
from bot.screen import Row, Screen, button
from bot.screens.common import home_row, shortened
from contract.activities import Activity
from contract.training import Course
from locales import Translate

TITLE = 12


def places(_: Translate, activities: tuple[Activity, ...], courses: tuple[Course, ...]) -> Screen:
    """State, date and place of each; below, a way into it and, while it may be given back, a way out."""
    others = (button(_("近期活动"), Go(to="activities")), button(_("培训课程"), Go(to="courses")))
    if not activities and not courses:
        return Screen(text(bold(_("我的报名")), _("您还没有报名活动或课程。")), (others, home_row(_)))
    words = blocks(
        bold(_("我的报名")),
        text(bold(_("活动")), *(_activity(_, one) for one in activities)) if activities else "",
        text(bold(_("培训课程")), *(_course(_, one) for one in courses)) if courses else "",
    )
    rows = [
        _row(_, one.title, Event(act="open", id=one.id), Event(act="cancel", id=one.id) if may_leave(one) else None)
        for one in activities
    ]
    rows += [
        _row(
            _, one.title, CourseTap(act="open", id=one.id), CourseTap(act="cancel", id=one.id) if may_leave(one) else None
        )
        for one in courses
    ]
    return Screen(words, (*rows, others, home_row(_)))


def may_leave(one: Activity | Course) -> bool:
    """Whether the place is still the person's to give back."""
    return one.mine in ("signed", "waiting", "enrolled") and one.state in ("open", "full")


def _row(_: Translate, title: str, see: Event | CourseTap, leave: Event | CourseTap | None) -> Row:
    opens = button(shortened(title, TITLE), see)
    return (opens, button(_("取消：{title}").format(title=shortened(title, TITLE)), leave)) if leave else (opens,)


def _activity(_: Translate, one: Activity) -> Html:
    stands = {"signed": _("已报名，报名号{number}"), "waiting": _("候补，报名号{number}")}.get(one.mine, "")
    return _line(_, one.title, stands.format(number=one.number), one.when, one.place)


def _course(_: Translate, one: Course) -> Html:
    if one.state == "called_off":
        stands = _("已停办")
    else:
        begun = _("已开班") if one.state == "begun" else _("已报名")
        stands = {"enrolled": begun, "completed": _("已结业"), "left": _("登记为未结业")}.get(one.mine, "")
    return _line(_, one.title, stands, one.when, f"{one.school} {one.place}")


def _line(_: Translate, title: str, stands: str, when: str, place: str) -> Html:
    told = _("· {title}（{stands}）：{when}，{place}")
    return filled(told, title=bold(title), stands=stands, when=when, place=place)
