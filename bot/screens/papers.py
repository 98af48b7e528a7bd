"""Papers: a list with the state of each, one at a time to hand in, in any order."""

from collections.abc import Sequence
from typing import Final

from bot.callbacks import Case, Draw, Drop, Go, Paper, Place, Print, Take
from bot.markup import Html, blocks, bold, code, filled, safe, text
from bot.screen import Row, Screen, button, choice, in_rows
from bot.screens.common import in_marks, shortened
from contract.application import ApplicationTurn, PaperFile
from contract.application import Paper as PaperShape
from contract.policy import Alternative, Sample
from locales import Translate

PHOTO: Final = "photo.jpg"
"""Pictures come without a name of their own; they are told apart by their order."""


def papers(_: Translate, turn: ApplicationTurn) -> Screen:
    """The task list: what is needed, what is in, what is not needed."""
    needed = needed_papers(turn)
    spared = [paper.item.title for paper in turn.papers if not paper.item.needed]
    got = sum(1 for paper in needed if is_in(paper))
    words = blocks(
        filled(_("{title}（已传{got}项，共{all}项）"), title=bold(_("材料清单")), got=got, all=len(needed)),
        text(*(_task(_, n, paper) for n, paper in enumerate(needed, 1))),
        filled(_("不用准备：{titles}"), titles=_("、").join(spared)) if spared else "",
        _("点一项开始传，先后不限。照片、PDF都可以，每个不超过20MB。") if needed else _("您不用传材料。"),
    )
    return Screen(words, _task_rows(_, turn, needed))


def needed_papers(turn: ApplicationTurn) -> list[PaperShape]:
    return [paper for paper in turn.papers if paper.item.needed]


def is_in(paper: PaperShape) -> bool:
    """Whether it is handed in, and nothing of it is wanted again."""
    return bool(paper.files) and paper.state not in ("missing", "rejected")


def missing_papers(turn: ApplicationTurn) -> list[PaperShape]:
    """What sending waits for: papers not in yet, and those found wanting; an optional one only if it was in."""
    return [
        paper
        for paper in needed_papers(turn)
        if paper.state == "rejected" or (paper.state == "missing" and not paper.item.optional)
    ]


def papers_to_mend(turn: ApplicationTurn) -> list[PaperShape]:
    """What the office sent back, in its order; whatever is needed where nothing was sent back."""
    named = [each.target for each in turn.defects if each.kind == "paper"]
    known = {paper.item.id: paper for paper in turn.papers}
    return [known[each] for each in named if each in known] or needed_papers(turn)


def is_unclear(turn: ApplicationTurn, requirement: str) -> bool:
    """Whether another file may be meant for this paper or for the next: it is mended, and another one is not yet."""
    open_still = {each.target for each in turn.defects if each.kind == "paper" and not each.mended}
    return turn.state == "awaiting_correction" and bool(open_still) and requirement not in open_still


def _task(_: Translate, number: int, paper: PaperShape) -> Html:
    states = {
        "missing": _("未提交"),
        "checking": _("检查中"),
        "received": _("已收到"),
        "rejected": _("需重传"),
        "verified": _("已核对"),
    }
    count = _("，{count}个文件").format(count=len(paper.files)) if paper.files else ""
    line = filled(
        _("{n}. {title}：{state}{count}"),
        n=number,
        title=paper.item.title,
        state=bold(states[paper.state]),
        count=count,
    )
    return text(line, f"   {paper.comment}") if paper.comment else line


def _task_rows(_: Translate, turn: ApplicationTurn, needed: list[PaperShape]) -> tuple[Row, ...]:
    tasks = in_rows(
        choice(f"{n}. {shortened(paper.item.title, 8)}", Paper(requirement=paper.item.id))
        for n, paper in enumerate(needed, 1)
    )
    ready = all(is_in(paper) or (paper.item.optional and not paper.files) for paper in needed)
    on = button(_("下一步：核对") if ready else _("先看看填的内容"), Case(act="papers_done", id=turn.id))
    back = (button(_("返回"), Case(act="back", id=turn.id)), button(_("取消"), Go(to="cancel")))
    return (*tasks, (on,), back)


# --- one requirement


def upload(_: Translate, turn: ApplicationTurn, paper: PaperShape) -> Screen:
    """How to hand in one paper: which kinds count, how to take the picture, what is in already."""
    if len(paper.item.alternatives) > 1 and not paper.chosen and not paper.files:
        return _alternatives(_, turn, paper)
    chosen = next((each.title for each in paper.item.alternatives if each.id == paper.chosen), "")
    words = blocks(
        _remark(_, paper),
        text(
            filled(_("请发{title}"), title=bold(in_marks(_, chosen or paper.item.title))),
            safe(paper.item.note),
        ),
        text(
            _("拍照时：放平，四个角都拍进来，不反光，字看得清。"),
            _("可以一次发几张照片，也可以发PDF，每个不超过20MB。"),
        ),
        _sample(_, paper),
        _file_list(_, paper),
        how_long(_, paper),
    )
    return Screen(words, _upload_rows(_, turn, paper))


def one_of(paper: PaperShape) -> Alternative | None:
    """The paper it is to be: the one chosen, or the only one that would do."""
    several = paper.item.alternatives
    return several[0] if len(several) == 1 else next((each for each in several if each.id == paper.chosen), None)


def may_expire(paper: PaperShape) -> bool:
    """Whether a last day is printed on it."""
    known = one_of(paper)
    return known.expires if known else any(each.expires for each in paper.item.alternatives)


def how_long(_: Translate, paper: PaperShape) -> Html:
    """The last day as it was told; else, once a picture is in, that it may be told."""
    if paper.until:
        return text(filled(_("有效期到（您说的）：{day}"), day=bold(paper.until)), paper.until_note)
    if not paper.files or paper.state == "verified" or not may_expire(paper):
        return Html("")
    return safe(_("证上印有有效期的，可以打字告诉我们到哪天，例如：2028年6月30日。不写也可以。"))


def sample_of(paper: PaperShape) -> Sample | None:
    """What to write, where the chosen paper is one's own statement."""
    return next((each.sample for each in paper.item.alternatives if each.id == paper.chosen), None)


def _sample(_: Translate, paper: PaperShape) -> Html:
    """The words of a statement, copied with one tap."""
    found = sample_of(paper)
    return text(_("可以照这个样本写，写好签名再拍照。点一下就能复制："), code(found.text)) if found else Html("")


def _remark(_: Translate, paper: PaperShape) -> str:
    """What the office found wrong."""
    return filled(_("受理机构的意见：{comment}"), comment=bold(paper.comment)) if paper.comment else ""


def _alternatives(_: Translate, turn: ApplicationTurn, paper: PaperShape) -> Screen:
    requirement = paper.item.id
    lines = [
        f"{n}. {each.title}" + (_("（{issuer}）").format(issuer=each.issuer) if each.issuer else "")
        for n, each in enumerate(paper.item.alternatives, 1)
    ]
    words = blocks(
        _remark(_, paper),
        bold(paper.item.title),
        text(_("下面有其中一种就可以，您有哪一种？"), *lines),
        paper.item.note,
    )
    kinds = in_rows(
        choice(shortened(f"{n}. {each.title}", 12), Take(requirement=requirement, alternative=each.id))
        for n, each in enumerate(paper.item.alternatives, 1)
    )
    return Screen(words, (*kinds, _back_to_list(_, turn)))


def _upload_rows(_: Translate, turn: ApplicationTurn, paper: PaperShape) -> tuple[Row, ...]:
    removals = in_rows(
        button(_("删除第{n}个").format(n=n), Drop(file=file.id)) for n, file in enumerate(paper.files, 1)
    )
    rows = [*removals[:4]]
    known = one_of(paper)
    if known and known.drawing:
        rows.append((button(_("怎么拍"), Draw(requirement=paper.item.id)),))
    if found := sample_of(paper):
        rows.append((button(_("打印样本"), Print(policy=found.policy, sample=found.id)),))
    if len(paper.item.alternatives) > 1 and not paper.files:
        rows.append((button(_("换一种材料"), Take(requirement=paper.item.id, alternative="-")),))
    return (*rows, _back_to_list(_, turn))


def _back_to_list(_: Translate, turn: ApplicationTurn) -> Row:
    label = _("回材料清单") if turn.state == "draft" else _("回补正清单")
    return (button(label, Case(act="papers", id=turn.id)), button(_("取消"), Go(to="cancel")))


def _file_list(_: Translate, paper: PaperShape) -> str:
    if not paper.files:
        return ""
    photos = [file.id for file in paper.files if file.name == PHOTO]
    names = {id: _("照片{n}").format(n=n) for n, id in enumerate(photos, 1)}
    lines = [
        f"{n}. {names.get(file.id, file.name)}"
        + (f"（{file.advice}）" if file.advice else _("（检查中）") * (file.state == "checking"))
        for n, file in enumerate(paper.files, 1)
    ]
    return text(bold(_("已收到")), *lines)


def received(_: Translate, turn: ApplicationTurn, paper: PaperShape, count: int, refused: str = "") -> Screen:
    """The one answer to a photo or to a whole album: how many are in, what would be better, what is next."""
    newest = paper.files[-count:] if count else ()
    good = [file for file in newest if file.state != "again"]
    words = blocks(
        filled(
            _("收到了。{title}现在有{all}个文件。"), title=in_marks(_, paper.item.title), all=len(paper.files)
        )
        if good
        else "",
        _said_of(_, newest),
        how_long(_, paper) if good else "",
        refused,
        _on_from(_, turn, paper),
    )
    return Screen(words, _received_rows(_, turn, paper))


def _said_of(_: Translate, newest: Sequence[PaperFile]) -> Html:
    """What would be better, what has to come again, and whether something is still being checked."""
    again = dict.fromkeys(file.advice for file in newest if file.state == "again")
    advice = dict.fromkeys(file.advice for file in newest if file.advice and file.state != "again")
    checking = any(file.state == "checking" for file in newest)
    return text(
        *again,
        *((*advice, _("不清楚的可以重拍一张再发。")) if advice else ()),
        _("文件正在检查，不用等，您接着往下做。有问题会请您重传。") if checking else "",
    )


def _on_from(_: Translate, turn: ApplicationTurn, paper: PaperShape) -> str:
    if turn.state == "awaiting_correction":
        left = sum(1 for defect in turn.defects if not defect.mended)
        return _("还有{left}项要补正。").format(left=left) if left else _("都改好了，请回补正清单提交。")
    rest = len(missing_papers(turn))
    if rest:
        return _("还有{rest}项没传。这一项可以接着发。").format(rest=rest)
    if not paper.files:
        return ""
    if over := [each for each in needed_papers(turn) if each.until_note and is_in(each)]:
        names = _("、").join(in_marks(_, each.item.title) for each in over)
        return _("{titles}的有效期已经过了：可以换新的再传，也可以照这样提交，由受理机构决定。").format(titles=names)
    open_still = any(not each.files for each in needed_papers(turn))
    return _("必交的材料都齐了。") if open_still else _("材料都齐了。")


def _received_rows(_: Translate, turn: ApplicationTurn, paper: PaperShape) -> tuple[Row, ...]:
    see = button(_("查看或删除"), Paper(requirement=paper.item.id))
    if turn.state != "draft":
        return ((button(_("回补正清单"), Case(act="papers", id=turn.id)),), (see,))
    following = next((each for each in missing_papers(turn) if each.item.id != paper.item.id), None)
    if following:
        label = _("下一项：{title}").format(title=shortened(following.item.title, 7))
        on = button(label, Paper(requirement=following.item.id))
    else:
        on = button(_("下一步：核对"), Case(act="papers_done", id=turn.id))
    return ((on,), (see, button(_("回材料清单"), Case(act="papers", id=turn.id))))


def told(_: Translate, turn: ApplicationTurn, paper: PaperShape) -> Screen:
    """The last day is noted, or taken back; what is next stays the same."""
    noted = how_long(_, paper) if paper.until else _("记下了：没有截止日期。")
    return Screen(blocks(noted, _on_from(_, turn, paper)), _received_rows(_, turn, paper))


def which(_: Translate, turn: ApplicationTurn, count: int) -> Screen:
    """Files came before it was said what they are."""
    kinds = in_rows(
        choice(f"{n}. {shortened(paper.item.title, 8)}", Place(requirement=paper.item.id))
        for n, paper in enumerate(papers_to_mend(turn), 1)
    )
    words = text(_("收到{count}个文件，先替您留着。").format(count=count), bold(_("这是哪一项材料？")))
    return Screen(words, (*kinds, _back_to_list(_, turn)))
