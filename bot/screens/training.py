"""Courses and training vouchers as a person is shown them."""

from bot.callbacks import Course as CourseTap
from bot.callbacks import Go
from bot.callbacks import Voucher as VoucherTap
from bot.markup import Html, blocks, bold, code, filled, safe, text
from bot.screen import Row, Screen, button
from bot.screens.common import home_row, shortened, undoable
from contract.training import Course, CourseList, Voucher, VoucherCourse
from locales import Translate


def courses(_: Translate, found: CourseList) -> Screen:
    """The own ones first, then those that fit the wish on the form, then the others."""
    own = {one.id for one in found.own}
    coming = [one for one in found.courses if one.id not in own]
    if not own and not coming:
        return Screen(text(bold(_("培训课程")), _("现在没有可以报名的课程。")), (_others(_), home_row(_)))
    words = blocks(
        text(bold(_("我报名的课程")), *(_line(_, one) for one in found.own)) if found.own else "",
        text(bold(_("培训课程")), *(_line(_, one) for one in coming)) if coming else "",
    )
    rows = tuple((button(shortened(one.title, 18), CourseTap(act="open", id=one.id)),) for one in (*found.own, *coming))
    return Screen(words, (*rows, _others(_), home_row(_)))


def course(_: Translate, one: Course, *lead: str) -> Screen:
    """One course; what can be done with it now stands below."""
    words = blocks(
        text(*map(bold, lead)) if lead else "",
        text(
            bold(one.title),
            filled(_("符合您表上写的意愿：{wish}"), wish=one.fits) if one.fits else "",
            filled(_("机构：{school}，电话{telephone}"), school=one.school, telephone=one.telephone),
            filled(_("时间：{when}"), when=one.when),
            filled(_("地点：{place}"), place=one.place),
            safe(_seats(_, one)),
            _("可以用职业技能培训券。") if one.takes_vouchers else "",
        ),
        safe(one.description),
        safe(_standing(_, one)),
    )
    return Screen(words, (*_rows(_, one), (button(_("看其他课程"), Go(to="courses")),), home_row(_)))


def enrolled(_: Translate, one: Course) -> Screen:
    screen = course(_, one, _("报名成功。请按时去上课。"))
    return Screen(screen.text, screen.rows, keep=True)


def withdrawn(_: Translate, one: Course) -> Screen:
    """With the way back in one tap."""
    return undoable(_, course(_, one, _("已取消报名。")))


def vouchers(_: Translate, found: tuple[Voucher, ...]) -> Screen:
    """Every voucher with its code, the schools, and how it stands."""
    if not found:
        words = text(
            bold(_("职业技能培训券")),
            _("您还没有培训券。"),
            _("认定后做一次职业指导，工作人员可以给您发券，免费上课。文件没有规定培训券的城市，可以直接报名课程。"),
        )
        return Screen(words, ((button(_("培训课程"), Go(to="courses")),), home_row(_)))
    rows = tuple(
        (button(_("二维码 {code}").format(code=one.code[:4]), VoucherTap(act="picture", id=one.id)),)
        for one in found
        if one.state == "issued"
    )
    return Screen(blocks(*(_voucher(_, one) for one in found)), (*rows, home_row(_)))


def caption(_: Translate) -> str:
    return _("到培训机构时出示这个二维码，只能用一次。")


def _voucher(_: Translate, one: Voucher) -> Html:
    usable = one.state == "issued"
    return text(
        filled(_("职业技能培训券：{state}"), state=bold(one.state_label)),
        filled(_("券号：{code}"), code=code(one.code)) if usable else "",
        filled(_("有效期到{day}，只能用一次。"), day=one.valid_until) if usable else "",
        filled(_("用于：{used}"), used=one.used) if one.used else "",
        *(_where(_, each) for each in one.courses if usable),
        filled(_("依据{article}。"), article=one.article) if one.article else "",
        filled(_("有疑问请找{office}，电话{telephone}。"), office=one.office, telephone=one.telephone),
    )


def _where(_: Translate, one: VoucherCourse) -> Html:
    return filled(
        _("· {title}（{when}）：{school}，{address}，{telephone}"),
        title=one.title,
        when=one.when,
        school=one.school,
        address=one.address,
        telephone=one.telephone,
    )


def _line(_: Translate, one: Course) -> Html:
    fits = _("（符合您的意愿）") if one.fits else ""
    return filled(_("· {title}{fits}：{when}，{school}"), title=bold(one.title), fits=fits, when=one.when, school=one.school)


def _seats(_: Translate, one: Course) -> str:
    if one.state == "full":
        return _("已经报满。")
    return _("还有{count}个名额。").format(count=one.seats_left) if one.state == "open" else ""


def _standing(_: Translate, one: Course) -> str:
    if one.state == "called_off":
        return _("这门课已经停办。")
    stands = {"enrolled": _("您已报名。"), "completed": _("您已结业。"), "left": _("登记为未结业。")}.get(one.mine, "")
    if not stands and one.state == "begun":
        return _("这门课已经开班，不能再报名。")
    return stands


def _rows(_: Translate, one: Course) -> tuple[Row, ...]:
    if one.mine == "enrolled" and one.state in ("open", "full"):
        return ((button(_("取消报名"), CourseTap(act="cancel", id=one.id)),),)
    if not one.mine and one.state == "open":
        return ((button(_("报名"), CourseTap(act="enrol", id=one.id)),),)
    return ()


def _others(_: Translate) -> Row:
    return (
        button(_("近期活动"), Go(to="activities")),
        button(_("培训券"), Go(to="vouchers")),
        button(_("我参加的"), Go(to="places")),
    )
