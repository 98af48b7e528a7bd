"""The application: the form field by field, the papers, the page to check, the receipt."""

from bot.callbacks import Case, Done, Edit, FieldPage, FieldWhy, Fill, Go, Send, Skip, Tick
from bot.markup import Html, blocks, bold, code, filled, italic, safe, text, with_numbers
from bot.screen import Button, Row, Screen, button, choice, in_rows
from bot.screens.common import paged, shortened, why_button
from bot.screens.papers import missing_papers
from contract.application import ApplicationTurn, FieldLine, FieldPrompt, Stop
from contract.policy import Choice
from locales import Translate


def field(
    _: Translate, turn: ApplicationTurn, asked: FieldPrompt, *, why: bool = False, page: int = 0
) -> Screen:
    """One field of the annex form; while a correction is awaited, under the office's remark on it."""
    question, _line, hint = asked.text.partition("\n")
    words = blocks(
        _where(_, turn, asked),
        text(bold(question), hint, safe(_how(_, asked, hint)), *_explained(_, asked.choices)),
        filled(_("上次填的是：{earlier}"), earlier=asked.earlier) if asked.earlier else "",
        filled(_("现在填的是：{current}"), current=asked.current) if asked.current else "",
        filled(_("为什么问：{why}"), why=asked.why) if why else "",
    )
    return Screen(words, _field_rows(_, turn, asked, why, page))


def stop(_: Translate, turn: ApplicationTurn, changed: Stop) -> Screen:
    """What a field has changed, before anything else is asked: go on with it, or mend the field."""
    on = choice(_("按新的信息继续"), Case(act="go_on", id=turn.id))
    mend = choice(_("改{label}").format(label=shortened(changed.label)), Edit(field=changed.field))
    words = blocks(
        bold(_("情况有变化，请看一下")),
        text(_("按您刚才填的“{label}”：").format(label=changed.label), *(f"· {each}" for each in changed.changes)),
        _("要按新的信息继续吗？写错了可以改。")
        if changed.can_apply
        else _("这样各类都暂不符合，填完也不能提交。写错了可以改，有疑问请打{telephone}。").format(
            telephone=changed.telephone
        ),
    )
    return Screen(words, ((on,), (mend,), (button(_("人工服务"), Go(to="human")), button(_("取消"), Go(to="cancel")))))


def _where(_: Translate, turn: ApplicationTurn, asked: FieldPrompt) -> str:
    if turn.state != "awaiting_correction":
        return italic(_("第{step}步，共{steps}步").format(step=asked.step, steps=asked.steps))
    remarks = [
        each.comment
        for each in turn.defects
        # A part of an address is mended under the name of the whole.
        if each.kind == "field" and f"{asked.field}_".startswith(f"{each.target}_")
    ]
    return filled(_("受理机构的意见：{comment}"), comment=bold(remarks[0])) if remarks else ""


def _how(_: Translate, asked: FieldPrompt, hint: str) -> str:
    if asked.input == "multi":
        several = "" if _("可以选几项。") in hint else _("可以选几项。")
        return (several + (_("选完请点“选好了”。") if asked.chosen else "")).strip()
    if asked.input == "photo":
        return _("拍照或选文件都行。")
    if asked.input in ("choice", "search"):
        return ""
    rough = _("记不清哪天，写到年月就行。") if asked.unsure_allowed else ""
    if not asked.example or asked.example in hint:
        return _("请直接打字。") + rough
    return _("请直接打字，例如：{example}").format(example=asked.example) + (f"\n{rough}" if rough else "")


def _explained(_: Translate, choices: tuple[Choice, ...]) -> list[str]:
    return [f"· {each.label}：{each.help}" for each in choices if each.help]


def _field_rows(
    _: Translate, turn: ApplicationTurn, asked: FieldPrompt, why: bool, page: int
) -> tuple[Row, ...]:
    mending = turn.state == "awaiting_correction"
    if asked.input == "multi":
        rows = [*in_rows(_tick(asked, each) for each in asked.choices)]
        if asked.chosen:
            rows.append((button(_("选好了"), Done(field=asked.field)),))
    else:
        below = [each for each in asked.choices if each.value in asked.always]
        listed = [each for each in asked.choices if each not in below]
        choices = [_fill(asked, each) for each in listed]
        if asked.unsure_allowed:
            choices.append(choice(_("记不清"), Fill(field=asked.field, value="unsure")))
        rows = [*paged(_, choices, FieldPage, asked.field, page), *in_rows(_fill(asked, each) for each in below)]
    if asked.optional and not mending:
        rows.append((button(_("先不填"), Skip(field=asked.field)),))
    if asked.why:
        rows.append((why_button(_, FieldWhy, asked.field, why),))
    back = button(_("回补正清单") if mending else _("返回"), Case(act="back", id=turn.id))
    rows.append((back, button(_("取消"), Go(to="cancel"))))
    return tuple(rows)


def _fill(asked: FieldPrompt, each: Choice) -> Button:
    return choice(each.label, Fill(field=asked.field, value=each.value))


def _tick(asked: FieldPrompt, each: Choice) -> Button:
    chosen = each.value in asked.chosen
    label = f"✔ {each.label}" if chosen else each.label
    return choice(label, Tick(field=asked.field, value=each.value, on=not chosen))


# --- check answers


def check(_: Translate, turn: ApplicationTurn, *, editing: bool = False) -> Screen:
    """Everything before it is sent, sensitive values masked, with 修改 for every line."""
    numbered = list(enumerate(turn.lines, 1))
    words = blocks(
        bold(_("请核对")),
        text(*(_line(_, n, line) for n, line in numbered)),
        text(bold(_("材料")), *(_paper_line(_, turn))) if turn.papers else "",
        blocks(bold(_("声明")), turn.declaration),
        "" if turn.can_submit else _not_yet(_, turn),
    )
    return Screen(words, _editing_rows(_, turn) if editing else _check_rows(_, turn))


def _not_yet(_: Translate, turn: ApplicationTurn) -> Html:
    """Why it cannot be sent now, and what opens the way."""
    missing = missing_papers(turn)
    if missing:
        return bold(_("还差{count}项材料，传齐后才能提交。").format(count=len(missing)))
    return bold(_("现在还不能提交。")) + safe(turn.next_step)


def _line(_: Translate, number: int, line: FieldLine) -> Html:
    origin = _("（{source}）").format(source=line.derived_from) if line.derived_from else ""
    shown = filled(
        _("{n}. {label}：{shown}{origin}"),
        n=number,
        label=line.label,
        shown=line.shown or (_("没有填，提交前要填") if line.missing else _("没有填")),
        origin=origin,
    )
    return text(shown, filled(_("   要改：{problem}"), problem=line.problem)) if line.problem else shown


def _paper_line(_: Translate, turn: ApplicationTurn) -> list[str]:
    lines = []
    for paper in turn.papers:
        if not paper.item.needed:
            lines.append(_("· {title}：不用准备").format(title=paper.item.title))
        elif paper.files:
            count = len(paper.files)
            line = _("· {title}：{count}个文件").format(title=paper.item.title, count=count)
            told = _("，有效期到{day}（您说的）").format(day=paper.until) if paper.until else ""
            over = _("，已经过了") if paper.until_note else ""
            lines.append(line + told + over)
        elif paper.item.optional:
            lines.append(_("· {title}：没有传，不影响提交").format(title=paper.item.title))
        else:
            lines.append(_("· {title}：还没有传").format(title=paper.item.title))
    return lines


def _check_rows(_: Translate, turn: ApplicationTurn) -> tuple[Row, ...]:
    rows: list[Row] = []
    if turn.can_submit:
        rows.append((button(_("确认并提交"), Send(version=turn.declaration_version, id=turn.id)),))
    elif missing_papers(turn):
        rows.append((button(_("去传材料"), Case(act="papers", id=turn.id)),))
    rows += [(button(_to_fill(_, line), Edit(field=line.field)),) for line in turn.lines if line.missing]
    edit = button(_("修改表格"), Case(act="edit", id=turn.id))
    rows.append((edit, button(_("修改材料"), Case(act="papers", id=turn.id))))
    rows.append((button(_("表格PDF"), Case(act="form", id=turn.id)), button(_("以后再说"), Go(to="cancel"))))
    return tuple(rows)


def _to_fill(_: Translate, line: FieldLine) -> str:
    return _("去填{label}").format(label=shortened(line.label))


def _editing_rows(_: Translate, turn: ApplicationTurn) -> tuple[Row, ...]:
    lines = in_rows(
        choice(f"{n}. {shortened(line.label, 8)}", Edit(field=line.field))
        for n, line in enumerate(turn.lines, 1)
        if line.editable
    )
    return (*lines, (button(_("不改了"), Case(act="lines", id=turn.id)),))


# --- after it was sent


def receipt(_: Translate, turn: ApplicationTurn) -> Screen:
    """The letter that confirms it, word for word, with what can be had of it; to a helper whose principal gets the
    letter, and to a second tap, only the number.
    """
    words = blocks(
        with_numbers(safe(turn.letter))
        if turn.letter
        else text(
            bold(_("申请已提交")),
            Html(f"{safe(_('受理编号：'))}{code(turn.receipt)}"),
            _("有疑问可拨打12333。"),
        ),
        _("填错了？10分钟内可以收回来改，内容都在。") if turn.can_take_back else "",
    )
    kept = (
        button(_("受理回执"), Case(act="receipt", id=turn.id)),
        button(_("表格PDF"), Case(act="form", id=turn.id)),
    )
    see: Row = (button(_("查看进度"), Case(act="open", id=turn.id)),)
    if turn.can_take_back:
        see = (button(_("收回来改"), Case(act="take_back", id=turn.id)), *see)
    return Screen(words, (kept, see), keep=True)


def echo(_: Translate, turn: ApplicationTurn) -> str:
    """What was saved, as the person will find it on the page to check, and what there is to say about it."""
    line = turn.just_saved
    if line is None:
        return ""
    saved = _echo_line(_, line)
    return text(saved, line.problem) if line.problem else saved


def _echo_line(_: Translate, line: FieldLine) -> Html:
    shown = line.shown or _("没有填")
    return bold(_("✔ {label}：{shown}").format(label=line.label, shown=shown))
