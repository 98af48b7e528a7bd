"""What is held about a person: told, copied, erased."""

from bot.callbacks import Go
from bot.markup import Html, blocks, bold, filled, text
from bot.screen import Row, Screen, button
from bot.screens.common import home_row
from contract.application import OwnData
from locales import Translate


def held(_: Translate, own: OwnData) -> Screen:
    """Each thing with why and until when, then what can be done."""
    rows: list[Row] = []
    if any(item.erasable for item in own.items):
        rows.append((button(_("全部删除"), Go(to="erase")),))
    if own.items:
        rows.append((button(_("要一份副本"), Go(to="copy")),))
    words = blocks(
        bold(_("删除我的记录")),
        _lines(_, own),
        filled(_("要更正或删除其他信息，请打{telephone}。15天内会答复您。"), telephone=own.telephone),
    )
    return Screen(words, (*rows, home_row(_)))


def confirm(_: Translate, own: OwnData) -> Screen:
    """What goes and what stays, before it is done."""
    words = blocks(
        bold(_("确定要删除吗？删了找不回来。")),
        text(bold(_("会删除")), *(f"· {item.title}" for item in own.items if item.erasable)),
        _staying(_, own),
    )
    rows = ((button(_("确认删除"), Go(to="erased")), button(_("不，先留着"), Go(to="home"))),)
    return Screen(words, rows)


def erased(_: Translate, own: OwnData) -> Screen:
    return Screen(blocks(bold(_("已删除。")), _staying(_, own)), (home_row(_),), keep=True)


def about_copy(_: Translate) -> Screen:
    words = text(
        bold(_("给您一份副本（ZIP文件）")),
        _("里面有您的回答、申请表、材料照片和同意书，没有遮盖。"),
        _("文件会留在这个聊天里。别人能看到您手机的，请先想好。"),
    )
    return Screen(words, ((button(_("发给我"), Go(to="copied")), button(_("先不要"), Go(to="home"))),))


def _staying(_: Translate, own: OwnData) -> Html:
    staying = [f"· {item.title}：{item.why}" for item in own.items if not item.erasable]
    return text(bold(_("要留下的")), *staying) if staying else Html("")


def _lines(_: Translate, own: OwnData) -> Html:
    if not own.items:
        return text(_("这里没有保存您的资料。"))
    return text(*(f"{n}. {item.title}：{item.why}" for n, item in enumerate(own.items, 1)))
