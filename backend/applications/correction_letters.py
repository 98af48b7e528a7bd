"""Letters while corrections are awaited: two reminders, more time, and that the review goes on without them."""

from backend.applications.letter_frame import Letter, LetterDesk, button, letter


def reminded(desk: LetterDesk, time: int) -> Letter:
    """The day is near. Nothing is closed on it, so nothing is threatened."""
    _, row = desk._, desk.row
    assert row.correct_by is not None  # who is reminded has a day
    lines = [
        _("请记得补正"),
        _("受理编号：{receipt}").format(receipt=row.receipt),
        "",
        _("补正截止日期：{day}。").format(day=desk.day(row.correct_by)),
        _("点下面的“去补正”，按提示一项一项改。"),
        _("来不及的，请打电话告诉我们，可以申请延长。"),
    ]
    return letter(desk, f"reminded{time}|{row.correct_by}", "request", lines, button(desk, "correct", _("去补正")))


def extended(desk: LetterDesk) -> Letter:
    _, row = desk._, desk.row
    assert row.correct_by is not None  # it was just set
    lines = [
        _("补正时间延长了"),
        _("受理编号：{receipt}").format(receipt=row.receipt),
        "",
        _("请在{day}前补正。").format(day=desk.day(row.correct_by)),
        _("补正期间不计入办理时限。"),
    ]
    # A second extension is another letter.
    return letter(desk, f"extended|{row.version}", "request", lines, button(desk, "correct", _("去补正")))


def resumed(desk: LetterDesk) -> Letter:
    _, row = desk._, desk.row
    lines = [
        _("补正日期已过，继续审核"),
        _("受理编号：{receipt}").format(receipt=row.receipt),
        "",
        _("{office}会按现有的内容和材料继续审核。").format(office=desk.office.name),
        _("这不是决定。有新的材料，请尽快联系{office}。").format(office=desk.office.name),
    ]
    return letter(desk, f"resumed|{row.version}", "decision", lines, button(desk, "case", _("查看申请")))
