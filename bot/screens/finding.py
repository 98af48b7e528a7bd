"""An invitation as a person is shown it: it promises nothing, and saying no is one tap."""

from bot.callbacks import Go, Invited
from bot.markup import bold, safe, text
from bot.screen import Screen, button
from bot.screens.common import home_row, note
from contract.invitation import Invitation
from locales import Translate


def invitation(_: Translate, found: Invitation) -> Screen:
    """Its words; whoever has applied is led to the progress instead."""
    first, *rest = found.lines
    words = text(bold(first), *map(safe, rest))
    if found.answered:
        ways = (button(_("看办理进度"), Go(to="status")),)
        return Screen(words, (ways, home_row(_)))
    check = (button(_("开始自测"), Invited(act="check", code=found.code)),)
    no = () if found.declined else (button(_("不需要"), Invited(act="decline", code=found.code)),)
    return Screen(words, (check, *((no,) if no else ()), home_row(_)))


def declined(_: Translate) -> Screen:
    return note(_, _("好的，不再为这份邀请打扰您。以后想了解，随时可以自测。"))
