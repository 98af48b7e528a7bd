"""The self-check: one question a message, then what came of it, with reasons. Never a promise."""

from bot.callbacks import Answer, Consent, Go, Page, Print, Reopen, Screening, Unsure, Why
from bot.markup import Html, blocks, bold, filled, fold, italic, safe, text
from bot.screen import Attachment, Row, Screen, button, choice, in_rows
from bot.screens.common import home_row, paged, shortened, why_button
from contract.application import ConsentText
from contract.policy import CategoryOutcome, Checklist, ChecklistItem, Citation, Finding, Outcome
from contract.screening import Question, Reminder, ScreeningTurn
from locales import Translate


def question(_: Translate, id: str, asked: Question, *, why: bool = False, page: int = 0) -> Screen:
    """One question with everything around it: where we are, why it is asked, an example, ways out."""
    words = blocks(
        italic(_step(_, asked)),
        text(bold(asked.text), asked.help),
        _how(_, asked),
        filled(_("您上次的回答：{answer}"), answer=asked.answered_before) if asked.answered_before else "",
        filled(_("为什么问：{why}"), why=asked.why) if why else "",
    )
    return Screen(words, _question_rows(_, id, asked, why, page))


def _step(_: Translate, asked: Question) -> str:
    """How far one is; and of which city, where there are several."""
    step = _("第{number}步，最多{at_most}步").format(number=asked.number, at_most=asked.at_most)
    return f"{asked.city} · {step}" if asked.city else step


def _question_rows(_: Translate, id: str, asked: Question, why: bool, page: int) -> tuple[Row, ...]:
    choices = [choice(each.label, Answer(fact=asked.fact, value=each.value)) for each in asked.choices]
    if asked.unsure_allowed:
        choices.append(choice(_("不清楚"), Unsure(fact=asked.fact)))
    rows = list(paged(_, choices, Page, asked.fact, page))
    if asked.why:
        rows.append((why_button(_, Why, asked.fact, why),))
    rows.append((button(_("返回"), Screening(act="back", id=id)), button(_("取消"), Go(to="cancel"))))
    return tuple(rows)


def _how(_: Translate, asked: Question) -> str:
    if asked.input == "choice":
        return ""
    if not asked.example or asked.example in asked.help:
        return _("请直接打字。")
    return _("请直接打字，例如：{example}").format(example=asked.example)


# --- the outcome


def outcome(_: Translate, turn: ScreeningTurn, result: Outcome) -> Screen:
    """The verdict and the day to wait for first, then what fits with its reason; all else unfolds on a tap."""
    words = blocks(
        text(bold(_("自测结果")), bold(_headline(_, result)), *_days(result)),
        bold(result.validity_note) if result.validity_note else "",
        _preconditions(_, result),
        *(_alike(_, group, first_days=not _days(result)) for group in _grouped(result)),
        _the_others(_, result),
        text(bold(_("接下来可以这样做")), *_numbered(result.next_steps)),
        text(
            filled(_("按{day}的情况和您的回答判断。"), day=result.as_of),
            filled(_("依据：{document}。"), document=result.document),
            bold(result.disclaimer),
        ),
    )
    return Screen(words, _outcome_rows(_, turn.id, result))


def _headline(_: Translate, result: Outcome) -> str:
    return {
        "yes": _("您可能符合认定条件。"),
        "confirm": _("您可能符合，有的情况需要工作人员核实。"),
        "unknown": _("有的情况还不清楚，需要核实后才能判断。"),
        "no": _("现在还不符合，办好下面这件事就可能符合。")
        if _to_come(result)
        else _("按您的回答，暂不符合认定条件。"),
    }[result.verdict]


def _days(result: Outcome) -> tuple[str, ...]:
    """The days to wait for, where nothing fits sooner. Beside what fits sooner each category names its own."""
    if result.verdict != "no" or _to_come(result):
        return ()
    return tuple(dict.fromkeys(each.first_day for each in result.categories if each.first_day))


def _to_come(result: Outcome) -> bool:
    """Whether something would fit once the person has put right what can be put right."""
    return any(each.once_mended in ("yes", "confirm") for each in result.categories)


def _worth_telling(each: CategoryOutcome) -> bool:
    """Whether a category fits now, once something is put right, or once time has passed."""
    return (each.once_mended or each.verdict) != "no" or bool(each.first_day)


def _verdict(_: Translate, verdict: str) -> str:
    return {
        "yes": _("可能符合"),
        "confirm": _("需要核实"),
        "unknown": _("需要核实"),
        "no": _("暂不符合"),
    }[verdict]


def _preconditions(_: Translate, result: Outcome) -> str:
    """What everyone needs. Said openly where it is not met, folded where all is well."""
    findings = result.preconditions
    if all(each.verdict == "yes" for each in findings):
        reasons = [_finding(_, each) for each in findings]
        return fold(_("共同条件：都符合"), *reasons) if reasons else ""
    open_points = _telling(findings, result.verdict)
    articles = dict.fromkeys(_article(_, each.citation) for each in open_points)
    return text(bold(_("先看共同条件")), *(_finding(_, each) for each in open_points), fold(*articles))


def _telling(findings: tuple[Finding, ...], verdict: str) -> list[Finding]:
    """The findings that say something: where it is settled as «no», what was never asked does not matter."""
    settled = verdict == "no"
    return [each for each in findings if each.verdict != "yes" and not (settled and not each.answer)] or list(
        findings
    )


def _grouped(result: Outcome) -> list[list[CategoryOutcome]]:
    """Best first; categories of which the very same is to be said stand together."""
    order = {"yes": 0, "confirm": 1, "unknown": 2, "no": 3}
    groups: dict[tuple[str, ...], list[CategoryOutcome]] = {}
    telling = [each for each in result.categories if _worth_telling(each)]
    for each in sorted(telling, key=lambda each: order[each.once_mended or each.verdict]):
        groups.setdefault((each.verdict, each.summary, each.first_day, each.automatic), []).append(each)
    return list(groups.values())


def _the_others(_: Translate, result: Outcome) -> Html:
    """What does not fit, in one line that unfolds."""
    others = [each for each in result.categories if not _worth_telling(each)]
    if not others:
        return Html("")
    every = len(others) == len(result.categories)
    title = _("{count}类都暂不符合") if every else _("其他{count}类：暂不符合")
    reasons = (line for each in others for line in _reasons(_, each, named=True))
    return fold(bold(title.format(count=len(others))), *reasons)


def _alike(_: Translate, group: list[CategoryOutcome], *, first_days: bool) -> Html:
    """One or several categories: name and verdict, the reason in a sentence, all conditions folded.

    With ``first_days`` the day to wait for stands here, as it does not stand above.
    """
    first = group[0]
    verdict = _verdict(_, first.verdict)
    names = _("、").join(each.name for each in group)
    notices = dict.fromkeys(notice for each in group for notice in each.notices)
    return text(
        filled(_("{name}：{verdict}"), name=bold(names), verdict=bold(verdict)),
        _without(first.summary, verdict),
        first.first_day if first_days else "",
        first.automatic,
        fold(*(line for each in group for line in _reasons(_, each, named=len(group) > 1))),
        *(italic(notice) for notice in notices),
    )


def _without(summary: str, verdict: str) -> str:
    """The summary without the verdict as a sentence of its own, which stands right above."""
    return summary.removeprefix(f"{verdict}。").removeprefix(f"{verdict}. ")


def _reasons(_: Translate, each: CategoryOutcome, *, named: bool) -> list[str]:
    settled = each.verdict == "no"
    findings = [_finding(_, finding) for finding in each.findings if finding.answer or not settled]
    name = [bold(each.name)] if named else []
    return [*name, *findings, _article(_, each.citation)]


def _finding(_: Translate, each: Finding) -> Html:
    verdict = {"yes": _("符合"), "confirm": _("需核实"), "unknown": _("待核实"), "no": _("不符合")}
    said = each.answer or _("还没有回答")
    return text(
        filled(_("· {label}：{verdict}"), label=each.label, verdict=verdict[each.verdict]),
        filled(_("　您的情况：{answer}"), answer=said),
        *([filled(_("　要求：{required}"), required=each.required)] if each.required else []),
        *([f"　{each.note}"] if each.note else []),
    )


def _article(_: Translate, cited: Citation) -> Html:
    return filled(_("{where}：{text}"), where=cited.where, text=cited.text)


def _numbered(lines: tuple[str, ...]) -> list[str]:
    return [f"{number}. {line}" for number, line in enumerate(lines, 1)] if len(lines) > 1 else list(lines)


def _outcome_rows(_: Translate, id: str, result: Outcome) -> tuple[Row, ...]:
    rows: list[Row] = []
    if result.can_apply:
        rows.append((button(_("现在申请"), Screening(act="apply", id=id)),))
    if has_list(result):
        rows.append((button(_("看材料清单"), Screening(act="list", id=id)),))
    if result.can_remind:
        rows.append((button(_("到那天提醒我"), Screening(act="remind", id=id)),))
    rows.append((button(_("修改答案"), Screening(act="answers", id=id)),))
    return (*rows, home_row(_))


def reminded(_: Translate, kept: tuple[Reminder, ...]) -> Screen:
    """What will come on which day, and how to take it back."""
    lines = (filled(_("· {day}：{about}"), day=bold(each.day), about=each.about) for each in kept)
    words = blocks(
        text(bold(_("记下了，到那天上午提醒您：")), *lines),
        _("只记下日期和类别，不保存您的回答。想取消，请看“我的进度”。"),
    )
    return Screen(words, ((button(_("我的进度"), Go(to="status")),), home_row(_)), keep=True)
def has_list(result: Outcome) -> bool:
    """Whether there is a list of papers: something to apply for, at least once all is put right."""
    return any(
        not each.automatic and (each.once_mended or each.verdict) != "no" for each in result.categories
    )


def answers(_: Translate, turn: ScreeningTurn) -> Screen:
    """Every answer with a button that asks its question again."""
    lines = [
        filled(_("{n}. {label}：{shown}"), n=n, label=each.label, shown=each.shown)
        for n, each in enumerate(turn.answered, 1)
    ]
    rows = in_rows(
        choice(f"{n}. {shortened(each.label, 8)}", Reopen(fact=each.fact))
        for n, each in enumerate(turn.answered, 1)
    )
    words = blocks(bold(_("您的回答")), text(*lines), _("想改哪一项，就点哪一项。"))
    return Screen(words, rows).with_rows((button(_("不改了"), Screening(act="resume", id=turn.id)),))


# --- the checklist


def checklist(_: Translate, id: str, papers: Checklist) -> Screen:
    needed = [item for item in papers.items if item.needed]
    spared = [item for item in papers.items if not item.needed]
    words = blocks(
        text(bold(papers.title), safe(_("、").join(papers.categories))),
        bold(papers.validity_note) if papers.validity_note else "",
        text(*(_item(_, n, item) for n, item in enumerate(needed, 1))),
        text(bold(_("不用准备")), *(f"· {item.title}" + _noted(item.note) for item in spared))
        if spared
        else "",
        text(
            filled(_("到哪里办：{place}"), place=papers.where_to_apply) if papers.where_to_apply else "",
            filled(_("咨询电话：{telephone}"), telephone=papers.telephone),
        ),
        _("具体材料以经办机构要求为准。"),
    )
    return Screen(words, _checklist_rows(_, id, papers))


def _checklist_rows(_: Translate, id: str, papers: Checklist) -> tuple[Row, ...]:
    apply = (button(_("现在申请"), Screening(act="apply", id=id)),)
    samples = (each.sample for item in papers.items for each in item.alternatives if each.sample)
    prints = (
        (button(_("打印样本：{title}").format(title=each.title), Print(policy=each.policy, sample=each.id)),)
        for each in samples
    )
    return (
        *((apply,) if papers.can_apply else ()),
        *prints,
        (
            button(_("发给我PDF"), Screening(act="pdf", id=id)),
            button(_("返回结果"), Screening(act="resume", id=id)),
        ),
    )


def _item(_: Translate, number: int, item: ChecklistItem) -> str:
    lines: list[str] = [filled("{n}. {title}", n=number, title=bold(item.title)) + _noted(item.note)]
    if len(item.alternatives) > 1:
        lines.append(_("   有其中一种就可以："))
    for each in item.alternatives:
        issued = _("（{issuer}）").format(issuer=each.issuer) if each.issuer else ""
        if each.title != item.title or issued:
            lines.append(f"   · {each.title}{issued}")
    return Html("\n".join(safe(line) for line in lines))


def _noted(note: str) -> Html:
    return safe(f"（{note}）") if note else Html("")


def document(caption: str, filename: str, content: bytes, *rows: Row) -> Screen:
    return Screen(safe(caption), rows, Attachment(filename, content), keep=True)


def consent(_: Translate, id: str, asked: ConsentText) -> Screen:
    """The consent, word for word as it will be recorded."""
    agree = button(asked.agree, Consent(version=asked.version, screening=id))
    return Screen(
        blocks(bold(asked.title), asked.text),
        ((agree,), (button(asked.decline, Screening(act="resume", id=id)),)),
    )


def echo(_: Translate, turn: ScreeningTurn) -> str:
    """What the last answer was understood as."""
    line = turn.just_answered
    return bold(_("✔ {label}：{shown}").format(label=line.label, shown=line.shown)) if line else ""
