"""Somebody does not agree with what was decided, or does not trust the service."""

from collections.abc import Sequence

from bot.callbacks import Case, Go, Register
from bot.markup import blocks, bold, filled, safe, text
from bot.screen import Row, Screen, button
from bot.screens.common import home_row
from contract.application import CaseBrief, Home
from contract.register import Standing
from locales import Translate


def disagree(
    _: Translate, home: Home, decided: Sequence[CaseBrief], standings: Sequence[Standing], *, waits: bool = False
) -> Screen:
    """The ways there are: an objection here where one may be raised, else a review by who decided."""
    may = [one for one in standings if one.may_object]
    words = blocks(
        bold(_("对结果有异议，您可以提出来。")),
        *(filled(_("{city}的自动认定：点“提出异议”，写明哪里不对，工作人员会核实、答复。"), city=one.city) for one in may),
        *(filled(_("申请 {receipt}（{state}）：可向作出决定的机构申请复核，受理机构是{office}。"),
                 receipt=one.receipt, state=one.state_label, office=one.office) for one in decided),
        _("也可以在收到通知之日起60日内，依法申请行政复议。") if decided else "",
        "" if may or decided else _("收到决定以后有异议的，可向作出决定的机构申请复核。决定的依据写在通知里。"),
        _("对办事的态度、办法不满意，点“投诉或提意见”。"),
        filled(_("怎么申请、要带什么，请打{telephone}，或到街道（乡镇）人社站所问。"), telephone=bold(home.telephone)),
    )  # fmt: skip
    rows: list[Row] = [(button(_("提出异议"), Register(act="object", policy=one.pack)),) for one in may]
    rows += [(button(_("详情：{tail}").format(tail=one.receipt[-4:]), Case(act="open", id=one.id)),) for one in decided]
    rows.append((button(_("投诉或提意见"), Go(to="complain")),))
    return Screen(words, (*rows, _way_on(_, waits)))


def trust(_: Translate, home: Home, operator: str, *, waits: bool = False) -> Screen:
    """What it costs, who runs it, and how that is checked without believing us."""
    words = blocks(
        text(bold(_("全程免费，不收任何费用。")), filled(_("本服务由{operator}提供。"), operator=operator)),
        text(
            _("这里不会让您转账，也不会问密码。有人借这件事收钱的，请不要给。"),
            filled(_("不放心，可以打{telephone}（人力资源社会保障热线）核实。"), telephone=bold(home.telephone)),
        ),
        bold(_("这是演示，请不要填写真实信息。")) if home.demo else safe(""),
    )
    return Screen(words, (_way_on(_, waits),))


def _way_on(_: Translate, waits: bool) -> Row:
    return (button(_("继续填写"), Go(to="here")),) if waits else home_row(_)
