"""After recognition: one's standing, what will end it, and the way out."""

from typing import Final

from bot.callbacks import Go, Print, Register, Start
from bot.markup import blocks, bold, code, filled, safe, text
from bot.screen import Row, Screen, button
from bot.screens.common import home_row
from contract.register import Standing
from locales import Translate

EXAMPLE: Final = "7F3K-2M9Q-XT4B-WC08 11010519491231002X"
"""Of nobody: the number is the example of GB 11643."""


def none(_: Translate, *, noticed: bool) -> Screen:
    """Nobody stands on the register through this chat; where notices go on paper (``noticed``), one brings it here."""
    on_paper = _("收到过自动认定通知的，凭通知上的核验码，可以在这里看到。")
    words = text(_("您还没有认定记录。"), on_paper if noticed else "")
    rows = (*notice_row(_, noticed), (button(_("开始自测"), Go(to="check")), button(_("看办理进度"), Go(to="status"))))
    return Screen(words, (*rows, home_row(_)))


def notice_row(_: Translate, noticed: bool) -> tuple[Row, ...]:
    """For whoever was recognised without applying and told on paper."""
    return ((button(_("我收到了认定通知"), Go(to="notice")),),) if noticed else ()


def notice(_: Translate) -> Screen:
    """Two things in one line."""
    words = text(
        bold(_("请用一行写：核验码、身份证号码。")),
        safe(_("核验码印在自动认定的通知上。例如：")),
        safe(EXAMPLE),
        safe(_("身份证号码只用来核对是不是您本人。")),
    )
    return Screen(words, ((button(_("不，先不看"), Go(to="cancel")),),))


def standing(_: Translate, one: Standing) -> Screen:
    """Where one stands, since when, on what, who is there for one, and what will end it."""
    words = blocks(
        text(
            bold(_("我的认定")),
            filled(_("{city}：{state}"), city=one.city, state=bold(_state(_, one))),
            filled(_("登记编号：{number}"), number=code(one.number)),
            filled(_("认定日期：{day}"), day=one.since),
        ),
        text(
            bold(_("认定的类别")),
            *(filled(_("· {name}（{article}）"), name=each.name, article=each.citation.where) for each in one.bases),
        ),
        text(*one.exit),
        text(bold(_("什么时候会结束")), *(_end(_, one, n) for n in range(len(one.ends)))) if one.ends else "",
        text(*one.objection),
        text(*one.again),
        filled(_("联系人：{officer}，{office}，电话{telephone}。"), officer=one.officer, office=one.office,
               telephone=bold(one.telephone)),
    )
    return Screen(words, (*_rows(_, one), home_row(_)))


def _end(_: Translate, one: Standing, place: int) -> str:
    line = one.ends[place]
    return filled(_("· {label}：{day}（{article}）"), label=line.label, day=line.shown, article=line.article)


def _state(_: Translate, one: Standing) -> str:
    return {"active": _("在册"), "leaving": _("在册，退出审定中"), "exited": _("已退出")}[one.state]


def _rows(_: Translate, one: Standing) -> tuple[Row, ...]:
    rows: list[Row] = []
    if one.may_reply:
        rows.append((button(_("说明情况"), Register(act="reply", policy=one.pack)),))
    if one.may_object:
        rows.append((button(_("提出异议"), Register(act="object", policy=one.pack)),))
    if one.state != "exited":
        rows.append((button(_("说说近况"), Go(to="survey")),))
    rows.append((button(_("依据是什么"), Go(to="grounds")),))
    if one.leave:
        rows.append((button(_("申请退出"), Register(act="ask", policy=one.pack)),))
    if one.state == "exited":
        rows.append((button(_("重新自测"), Start(policy=one.pack)),))
    return tuple(rows)


def confirm(_: Translate, one: Standing) -> Screen:
    """What leaving means, before it is asked for (XY-34)."""
    words = blocks(
        bold(_("真的要申请退出吗？")),
        text(
            _("退出后，不再享受就业困难人员的援助和补贴。"),
            _("找工作、参加培训等公共服务，仍然可以用。"),
            filled(_("由经办机构审定以后才退出，联系人{officer}会通知您。"), officer=one.officer),
        ),
        safe(_("只是找到了工作的，先问问{telephone}：有的补贴要在册才能领。").format(telephone=one.telephone)),
    )
    yes = button(_("确认申请退出"), Register(act="leave", policy=one.pack))
    return Screen(words, ((yes,), (button(_("不，先留着"), Register(act="open", policy=one.pack)),)))


def to_sign(_: Translate, one: Standing) -> Screen:
    """Where the document wants it written and signed, a tap is not enough (GZ-20)."""
    assert one.statement is not None  # the contract: with a form comes the form
    words = blocks(
        bold(_("退出要有您签名的书面声明")),
        _("退出后，不再享受相应的援助。由经办机构审定以后才退出。"),
        text(_("可以打印，也可以照着手写：点一下就能复制。"), code(one.statement.text)),
        bold(_("签好名，拍照发到这里。")),
    )
    print_it = button(_("打印样本"), Print(policy=one.statement.policy, sample=one.statement.id))
    return Screen(words, ((print_it,), (button(_("不，先留着"), Go(to="cancel")),)))


def asked(_: Translate, one: Standing) -> Screen:
    return Screen(text(bold(_("退出申请已收到。")), *one.exit), (home_row(_),), keep=True)


def reply_to(_: Translate, one: Standing) -> Screen:
    """What she says to a proposed exit is written in her own words (第三条第一款)."""
    words = blocks(
        bold(_("请把情况写在这里，审定的工作人员会看到。")),
        text(
            _("例如：我还没有找到工作；我换了新证，过几天交来；我改变主意，不退出了。"),
            *one.exit[:1],
            _("请不要写身份证号码。"),
        ),
    )
    return Screen(words, ((button(_("不，先不说"), Go(to="cancel")),),))


def replied(_: Translate, one: Standing) -> Screen:
    words = text(bold(_("您的说明已经记下。")), *one.exit, _("还想补充的，在“我的认定”里再点“说明情况”。"))
    return Screen(words, (home_row(_),), keep=True)


def object_to(_: Translate, one: Standing) -> Screen:
    """What is wrong with an automatic recognition is written; nobody has to know an article."""
    words = blocks(
        bold(_("哪里不对？请写在这里。")),
        text(
            _("例如：我已经上班了；我不愿意列入；类别不对。"),
            filled(_("由{office}的工作人员核实、答复，答复以前您的身份不变。"), office=one.office),
            _("请不要写身份证号码。"),
        ),
    )
    return Screen(words, ((button(_("不，先不提"), Go(to="cancel")),),))


def objected(_: Translate, one: Standing) -> Screen:
    return Screen(text(bold(_("异议已经提交。")), *one.objection), (home_row(_),), keep=True)
