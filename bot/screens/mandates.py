"""代办: for whom one acts, who acts for oneself, and the few words it takes."""

from typing import Final

from bot.callbacks import Acting, Go, Related
from bot.markup import Html, blocks, bold, code, filled, safe, text
from bot.screen import Row, Screen, button, choice, in_rows
from bot.screens.common import home_row
from contract.mandate import Mandate
from contract.policy import PolicyBrief
from locales import Translate

LINE_SHOWN: Final = 100


def for_whom(_: Translate, name: str, screen: Screen) -> Screen:
    """The screen under the line that says for whom; one's own stays as it is."""
    if not name:
        return screen
    line = filled(_("您现在在为{name}办理。下面的“您”都指本人。"), name=bold(name))
    return Screen(blocks(line, screen.text), screen.rows, screen.attachment, screen.keep)


def overview(_: Translate, found: tuple[Mandate, ...]) -> Screen:
    """Everybody one acts for with what is open, who acts for oneself, and the way to begin."""
    acting = [one for one in found if one.part == "helper" and one.active]
    helpers = [one for one in found if one.part == "principal" and one.active]
    words = blocks(
        bold(_("代办")),
        safe(_("家人、邻居自己办不了的，您可以替他填、替他交。撤回、退出这些决定，要由本人来做。")),
        *(filled(_("您为{name}代办，到{until}。委托码：{code}"), name=bold(one.other), until=one.until, code=code(one.code))
          for one in acting),
        *(filled(_("{name}为您代办，到{until}。"), name=bold(one.other), until=one.until) for one in helpers),
    )  # fmt: skip
    rows: list[Row] = []
    for one in acting:
        check = button(_("为{name}自测").format(name=one.other), Acting(act="check", id=one.id))
        rows.append((check, button(_("结束代办"), Acting(act="ask_end", id=one.id))))
    rows += [(button(_("不再让{name}代办").format(name=one.other), Acting(act="end", id=one.id)),) for one in helpers]
    if acting:
        rows.append((button(_("看办理进度"), Go(to="status")),))
    return Screen(words, (*rows, (button(_("为另一个人代办"), Acting(act="new", id="")),), home_row(_)))


def cities(_: Translate, policies: tuple[PolicyBrief, ...]) -> Screen:
    """Where the person is registered: her city's policy counts, not the one of the helper's chat."""
    words = text(bold(_("要帮的人，户口在哪个城市？")), safe(_("按本人户口所在城市的政策办。")))
    rows = in_rows(choice(policy.city, Acting(act="city", id=policy.id)) for policy in policies)
    return Screen(words, (*rows, home_row(_)))


def relations(_: Translate, pack: str) -> Screen:
    """What the helper is to the person."""
    labels = _relations(_)
    words = text(bold(_("您是本人的什么人？")), safe(_("本人就是您要帮的人。例如帮妈妈办，请选“子女”。")))
    rows = in_rows(choice(label, Related(to=to, policy=pack)) for to, label in labels.items())
    return Screen(words, (*rows, home_row(_)))


def _relations(_: Translate) -> dict[str, str]:
    return {
        "spouse": _("配偶"),
        "child": _("子女"),
        "parent": _("父母"),
        "relative": _("其他亲属"),
        "community": _("社区工作人员"),
        "village": _("村干部"),
        "other": _("其他"),
    }


def names(_: Translate) -> Screen:
    """Three things in one line."""
    words = text(
        bold(_("请用一行写：本人姓名、您的姓名、您的电话。")),
        safe(_("例如：王秀英 王小燕 13900000000")),
        safe(_("委托书和通知要用。姓名和电话会加密保存，只有经办人看得到。")),
    )
    return Screen(words, (home_row(_),))


def lacks(_: Translate, names: int, phones: int) -> str:
    """What a line of three things lacks, or has too much of; empty when it has all three."""
    if (names, phones) == (2, 1):
        return ""
    if (names, phones) == (1, 1):
        return _("还差一个姓名：要帮的人写在前面，您自己写在后面。")
    if (names, phones) == (2, 0):
        return _("还差您的电话。")
    if (names, phones) == (1, 0):
        return _("还差您自己的姓名和电话。")
    if (names, phones) == (0, 1):
        return _("还差两个姓名：要帮的人写在前面，您自己写在后面。")
    if phones > 1:
        return _("电话只写一个：您自己的。")
    return _("请只写三样：本人姓名、您的姓名、您的电话，中间空一格。")


def typed(_: Translate, lack: str, line: str) -> Html:
    """Why a line was not taken, with the line itself: one tap copies it, so nothing is typed twice."""
    return text(lack, filled(_("您写的是：{line}。点一下就能复制，补好再发。"), line=code(line[:LINE_SHOWN])))


def begun(_: Translate, one: Mandate) -> Screen:
    """What the principal has to do, in either of two ways, and the way on."""
    words = blocks(
        filled(_("好的，您为{name}代办，到{until}。"), name=bold(one.other), until=one.until),
        text(
            safe(_("提交前要有本人的委托，两种办法选一种：")),
            safe(_("1. 本人在纸上写委托书、签名，您拍照上传。写明：您的姓名，代填、代交、补正、收通知，到哪天。")),
            filled(_("2. 本人在自己的聊天里发：{code}"), code=code(_("委托码 {code}").format(code=one.code))),
        ),
        safe(_("先把政策用途和要填的内容说给本人听，本人同意再填。")),
    )
    ways = (button(_("为{name}自测").format(name=one.other), Acting(act="check", id=one.id)),)
    return Screen(words, (ways, home_row(_)))


def asked(_: Translate, one: Mandate, given: str) -> Screen:
    """What a code says to the principal: she agrees or not; what she agreed to can be ended."""
    relation = _relations(_).get(one.relation, "")
    words = blocks(
        text(
            filled(_("您（{own}）授权{name}代您办理："), own=bold(one.own), name=bold(one.other)),
            filled(_("{matter}，到{until}。"), matter=bold(one.matter), until=one.until),
            filled(_("{name}说自己是您的{relation}。"), name=one.other, relation=relation)
            if relation and one.relation != "other"
            else "",
        ),
        safe(_("可以做：代填、代交、补正、收通知。不能替您撤回或退出。您随时可以取消。")),
        bold(_("您已经同意。以后的通知直接发给您。")) if one.state == "given" and one.how == "chat" else "",
    )
    if one.state == "requested":
        words = blocks(words, safe(_("您不是{own}，或者没有委托过，请点“没有这回事”。").format(own=one.own)))
    if not one.active:
        return Screen(blocks(words, safe(_("这份委托已经结束。"))), (home_row(_),))
    agree = button(_("同意，是我委托的"), Acting(act="agree", id=given))
    refuse = button(_("没有这回事"), Acting(act="refuse", id=given))
    return Screen(words, ((agree,), (refuse,), home_row(_)))


def agreed(_: Translate, one: Mandate) -> Screen:
    words = filled(_("好的，由{name}为您代办。进度和通知您都能看到，随时可以取消。"), name=bold(one.other))
    ways = (button(_("看办理进度"), Go(to="status")), button(_("代办"), Go(to="mandates")))
    return Screen(words, (ways, home_row(_)))


def confirm_end(_: Translate, one: Mandate) -> Screen:
    """Before the helper ends it: what becomes of what she filled in."""
    words = text(
        filled(bold(_("要结束为{name}代办吗？")), name=one.other),
        safe(_("结束后，您不能再看、再填；没交的草稿也接不上了。已经交的，由本人接着办。")),
    )
    ways = (button(_("确定结束"), Acting(act="end", id=one.id)), button(_("不结束"), Go(to="mandates")))
    return Screen(words, (ways, home_row(_)))


def over(_: Translate) -> Screen:
    words = safe(_("好的，代办已经结束。从现在起代办人不能再看、再办，也收不到通知。"))
    return Screen(words, ((button(_("代办"), Go(to="mandates")),), home_row(_)))
