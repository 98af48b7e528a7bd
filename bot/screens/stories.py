"""典型案例: a list, one of them, and taking the own consent back."""

from bot.callbacks import Go, Story
from bot.markup import blocks, bold, filled, safe, text
from bot.screen import Button, Row, Screen, button
from bot.screens.common import home_row, shortened
from contract import story as shape
from locales import Translate


def stories(_: Translate, found: shape.StoryList, *lead: str) -> Screen:
    """A page of them, the newest first."""
    told = text(*(filled(_("· {title}（{office}）"), title=bold(one.title), office=one.office) for one in found.stories))
    words = blocks(
        *(bold(each) for each in lead),
        bold(_("典型案例")),
        told or safe(_("现在还没有案例。有了会在这里看到。")),
        _("每一篇都经本人同意才发布。每个人情况不同，能不能享受，以经办机构审核为准。") if found.stories else "",
    )
    rows: list[Row] = [(button(shortened(one.title, 18), Story(act="open", id=one.id)),) for one in found.stories]
    turns: list[Button] = []
    if found.page:
        turns.append(button(_("上一页"), Story(act="page", id=found.page - 1)))
    if found.more:
        turns.append(button(_("下一页"), Story(act="page", id=found.page + 1)))
    return Screen(words, (*rows, *((tuple(turns),) if turns else ()), home_row(_)))


def story(_: Translate, one: shape.Story) -> Screen:
    """One of them; whoever it is about can end it here."""
    words = blocks(
        bold(one.title),
        safe(one.text),
        filled(_("{office}，{day}发布。经本人同意公开。"), office=one.office, day=one.on),
        bold(_("这一篇讲的是您。您随时可以撤回同意，不影响任何待遇。")) if one.mine else "",
    )
    own = ((button(_("撤回同意"), Story(act="ask", id=one.id)),),) if one.mine else ()
    return Screen(words, (*own, (button(_("看其他案例"), Go(to="stories")),), home_row(_)))


def ask(_: Translate, one: shape.Story) -> Screen:
    """What taking the consent back does, before it is done."""
    words = blocks(
        filled(_("要撤回对《{title}》的同意吗？"), title=one.title),
        _("撤回后，这一篇马上不再显示，文字也会删除。不影响您的任何待遇。"),
    )
    yes, no = button(_("撤回，马上删除"), Story(act="revoke", id=one.id)), button(_("先不撤"), Story(act="open", id=one.id))
    return Screen(words, ((yes, no), home_row(_)))
