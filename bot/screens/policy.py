"""The policy to read: contents, articles, answers, grounds. Words of a document stand as they are printed."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Final

from bot.callbacks import Browse, Go, Read
from bot.markup import Html, blocks, bold, filled, fold, italic, quote, safe, text, utf16
from bot.screen import Button, Row, Screen, button, in_rows
from bot.screens.common import home_row
from contract.policy import (
    Article,
    ArticleLine,
    Citation,
    Contents,
    Durations,
    Grounds,
    Passage,
    PolicyAnswer,
    PolicyAnswers,
    PolicyDocument,
)
from locales import Translate

ARTICLES_A_PAGE: Final = 10
LONGEST_SHEET: Final = 1500
"""UTF-16 units of an article that are shown at once: about two screens of a phone."""
LONGEST_FIRST: Final = 900
LONGEST_OTHER: Final = 240
"""What is shown of the best passage, and of the others; all of it is one tap away."""
MOST_BUTTONS: Final = 4
SENTENCE: Final = re.compile(r"[^。；！？\n]*[。；！？\n]|[^。；！？\n]+$")


def policy(_: Translate, documents: Sequence[PolicyDocument], *, waits: bool = False) -> Screen:
    """Which documents there are, and the two ways into them."""
    words = blocks(
        bold(_("查政策")),
        *(text(bold(each.title), safe(each.number), *_standing(each)) for each in documents),
        _("可以按条看原文。也可以直接打字问，例如：残疾证过期了怎么办？"),
    )
    several = len(documents) > 1
    label = _("看条文：{city}") if several else _("浏览条文")
    browse = in_rows(
        button(label.format(city=each.city), Browse(policy=each.id, page=0)) for each in documents
    )
    return Screen(words, (*browse, (button(_("直接问"), Go(to="ask")),), _way_on(_, waits)))


def invitation(_: Translate, *, waits: bool = False) -> Screen:
    words = text(
        bold(_("您想问什么？")),
        _("请用一句话打出来，例如：要带什么材料？"),
        _("我从文件里找最接近的条文给您看，不会自己编。"),
    )
    return Screen(words, ((button(_("查政策"), Go(to="policy")),), _way_on(_, waits)))


def _standing(document: PolicyDocument) -> tuple[Html, Html]:
    """Its term, which is said aloud once it has ended, and when it was last checked."""
    term = bold(document.term) if document.expired else italic(document.term)
    return term, italic(document.verified)


def _way_on(_: Translate, waits: bool) -> Row:
    return (button(_("继续填写"), Go(to="here")),) if waits else home_row(_)


# --- browsing


def contents(_: Translate, found: Contents, page: int, *, waits: bool = False) -> Screen:
    """A page of the contents, chapter by chapter; the buttons name the articles."""
    last = max(0, len(found.articles) - 1) // ARTICLES_A_PAGE
    page = min(max(page, 0), last)
    shown = found.articles[page * ARTICLES_A_PAGE : (page + 1) * ARTICLES_A_PAGE]
    words = blocks(
        text(bold(found.document.title), safe(found.document.number)),
        text(*_listed(shown)),
        text(*_standing(found.document)),
    )
    pack = found.document.id
    rows = in_rows(button(each.place, Read(policy=pack, article=each.number, page=0)) for each in shown)
    turns = []
    if page:
        turns.append(button(_("上一页"), Browse(policy=pack, page=page - 1)))
    if page < last:
        turns.append(button(_("下一页"), Browse(policy=pack, page=page + 1)))
    return Screen(words, rows).with_rows(tuple(turns), _way_on(_, waits))


def _listed(articles: Iterable[ArticleLine]) -> Iterator[str]:
    chapter = ""
    for each in articles:
        if each.chapter != chapter:
            chapter = each.chapter
            yield bold(chapter)
        yield f"{each.place}　{each.beginning}"


def article(_: Translate, found: Article, page: int, *, waits: bool = False) -> Screen:
    """One article word for word; a long one in pages that end with a sentence."""
    sheets = _sheets(found.passages)
    page = min(max(page, 0), len(sheets) - 1)
    words = blocks(
        text(bold(f"{found.line.place}　{found.line.title}".rstrip("　")), safe(found.line.chapter)),
        italic(_("第{page}页，共{pages}页").format(page=page + 1, pages=len(sheets))) if len(sheets) > 1 else "",
        sheets[page],
        text(safe(found.document.number), safe(found.document.title), *_standing(found.document)),
        italic(_original(_)),
    )
    return Screen(words, _article_rows(_, found, page, len(sheets), waits))


def item(_: Translate, found: Article, passages: Sequence[Passage], *, waits: bool = False) -> Screen:
    """One item of an article and what is listed under it; the whole article where it has no such item."""
    if not passages:
        instead = article(_, found, 0, waits=waits)
        lead = filled(_("{place}没有这一项，下面是全文。"), place=found.line.place)
        return Screen(blocks(lead, instead.text), instead.rows)
    words = blocks(
        text(bold(passages[0].place), safe(found.line.title)),
        *_sheets(passages),
        text(safe(found.document.number), safe(found.document.title), *_standing(found.document)),
        italic(_original(_)),
    )
    whole = Read(policy=found.document.id, article=found.line.number, page=0)
    return Screen(words, ((button(_("{place}全文").format(place=found.line.place), whole),), _way_on(_, waits)))


def validity(_: Translate, documents: Sequence[PolicyDocument], *, waits: bool = False) -> Screen:
    """Whether the documents still apply: since when, or that their term has ended, and when that was last verified."""
    words = blocks(
        bold(_("文件还有效吗")),
        *(text(bold(f"{each.number} {each.title}"), *_standing(each)) for each in documents),
        filled(_("想核实，可以打{telephone}。"), telephone=bold(documents[0].telephone)),
    )
    return Screen(words, ((button(_("查政策"), Go(to="policy")),), _way_on(_, waits)))


def no_such_article(_: Translate, pack: str, last: str, *, waits: bool = False) -> Screen:
    words = filled(_("文件里没有这一条，最后一条是{last}。请从目录里选。"), last=last)
    return Screen(words, ((button(_("看条文目录"), Browse(policy=pack, page=0)),), _way_on(_, waits)))


def durations(_: Translate, found: Durations, *, waits: bool = False) -> Screen:
    """The whole first, then each step; what stands in the document apart from what an office promises."""
    article = _("（{article}）").format(article=found.article) if found.article else ""
    total = filled(_("审核合起来最多{total}，等您补正的时间不算。"), total=bold(found.total)) if found.total else ""
    words = blocks(
        text(bold(_("要多久")), total),
        text(
            filled(_("文件没有写天数，由机构承诺办理期限{article}。市里的机构承诺："), article=article),
            *(filled(_("· {label}：{length}"), label=one.label, length=one.length) for one in found.promised),
        ),
        text(
            _("文件里写明的："),
            *(
                filled(_("· {label}：{length}（{article}）"), label=one.label, length=one.length, article=one.article)
                for one in found.written
            ),
        )
        if found.written
        else "",
        _("区、县可能另有承诺。您的申请到哪一天，发“进度”就能看到。"),
        text(safe(found.document.number), *_standing(found.document)),
    )
    return Screen(words, (_way_on(_, waits),))


def _original(_: Translate) -> str:
    return _("以上是文件原文，最终以经办机构答复为准。")


def _article_rows(_: Translate, found: Article, page: int, pages: int, waits: bool) -> tuple[Row, ...]:
    pack, number = found.document.id, found.line.number

    def to(label: str, article: int, page: int = 0) -> Button:
        return button(label, Read(policy=pack, article=article, page=page))

    turns, others = list[Button](), list[Button]()
    if page:
        turns.append(to(_("上一页"), number, page - 1))
    if page + 1 < pages:
        turns.append(to(_("下一页"), number, page + 1))
    if number > 1:
        others.append(to(_("上一条"), number - 1))
    if number < found.last:
        others.append(to(_("下一条"), number + 1))
    listing = button(_("目录"), Browse(policy=pack, page=(number - 1) // ARTICLES_A_PAGE))
    return tuple(row for row in (tuple(turns), tuple(others), (listing,), _way_on(_, waits)) if row)


def _sheets(passages: Iterable[Passage]) -> list[Html]:
    sheets, sheet = list[Html](), Html("")
    for piece in chain.from_iterable(map(_pieces, passages)):
        if sheet and utf16(sheet + piece) > LONGEST_SHEET:
            sheets.append(text(sheet))
            sheet = Html("")
        sheet += piece
    return [*sheets, text(sheet)]


def _pieces(passage: Passage) -> Iterator[Html]:
    """A passage by sentences, its translation below it, and a line break at the end; items stand apart."""
    if passage.place.endswith("项"):
        yield Html("\n")
    yield from map(safe, SENTENCE.findall(passage.text))
    yield Html("\n")
    if passage.translation:
        yield italic(passage.translation) + "\n"


# --- answers


def answers(_: Translate, found: PolicyAnswers, *, waits: bool = False) -> Screen:
    """What the documents say, one after the other: the best passage open, the others folded."""
    words = blocks(
        bold(_("最接近的条文")),
        *(block for each in found.answers for block in _answer(_, each)),
        italic(_original(_)),
    )
    several = len(found.answers) > 1
    whole = dict(chain.from_iterable(_wholes(_, each, several) for each in found.answers))
    buttons = [Button(label, data) for data, label in whole.items()][:MOST_BUTTONS]
    # A step that waits is asked again right below; else the way on is to see where one stands oneself.
    on = () if waits else ((button(_("做自测"), Go(to="check")),), home_row(_))
    return Screen(words, (*in_rows(buttons), *on))


def _answer(_: Translate, found: PolicyAnswer) -> Iterator[str]:
    document = found.document
    yield text(bold(f"{document.city}　{document.number}"), *_standing(document))
    if not found.passages:
        yield _("这份文件里没有找到合适的条文。")
        return
    first, *others = found.passages
    yield _shown(first, LONGEST_FIRST)
    yield safe(found.note)
    yield text(*(filled(_("· {label}：{help}"), label=bold(one.label), help=one.help) for one in found.platforms), found.ask)
    if others:
        yield fold(*(line for each in others for line in (_shown(each, LONGEST_OTHER), "")))


def _wholes(_: Translate, found: PolicyAnswer, several: bool) -> Iterator[tuple[str, str]]:
    """Buttons to the whole articles, by their data: two passages of one article need one button."""
    for each in found.passages[:2] if several else found.passages:
        whole = Read(policy=found.document.id, article=each.article, page=0)
        place = each.place.partition("条")[0] + "条" if "条" in each.place else each.place
        label = _("{city}：{place}") if several else _("{place}全文")
        yield whole.pack(), label.format(city=found.document.city, place=place)


def _shown(passage: Passage, longest: int) -> Html:
    kept = _cut(passage.text, longest)
    more = "……" if len(kept) < len(passage.text) else ""
    return text(
        bold(passage.place),
        highlighted(kept, passage.marks) + more,
        italic(passage.translation),
    )


def _cut(words: str, longest: int) -> str:
    """The sentences that fit; at least the first."""
    kept = ""
    for sentence in SENTENCE.findall(words):
        if kept and utf16(kept + sentence) > longest:
            return kept.rstrip("\n")
        kept += sentence
    return words


def highlighted(words: str, marks: Iterable[tuple[int, int]]) -> Html:
    """The words with the marked parts bold; marks beyond the end are left out."""
    shown, at = Html(""), 0
    for start, end in marks:
        if end <= len(words):
            shown += safe(words[at:start]) + bold(words[start:end])
            at = end
    return shown + safe(words[at:])


def nothing(_: Translate) -> Screen:
    """No article fits: says so, and where the answer may be found."""
    words = text(
        _("文件里没有找到合适的条文，我不猜。"),
        _("可以换个说法再问，例如：要带什么材料？"),
        _("也可以拨打12333，或找工作人员问。"),
    )
    return Screen(words, ((button(_("查政策"), Go(to="policy")),), home_row(_)))


# --- 依据


def grounds(_: Translate, found: Grounds, *, waits: bool = False) -> Screen:
    """On which articles the present step rests, and on what the document rests itself."""
    words = blocks(
        text(bold(_("依据：{about}").format(about=found.about)), safe(found.why)),
        *(_cited(_, each) for each in found.citations),
        _document(_, found.document),
    )
    row = (button(_("看条文目录"), Browse(policy=found.document.id, page=0)),)
    return Screen(words, (row,) if waits else (row, home_row(_)))


def all_grounds(
    _: Translate, documents: Sequence[PolicyDocument], *, silent: bool = False, waits: bool = False
) -> Screen:
    """On what this whole service rests; ``silent`` where no article is about what was spoken of."""
    none = _("刚才说的，文件里没有条文写到：那是办事的安排，不是政策规定。") if silent else ""
    words = blocks(bold(_("政策依据")), none, *(_document(_, each) for each in documents))
    return Screen(words, ((button(_("查政策"), Go(to="policy")),), _way_on(_, waits)))


def _cited(_: Translate, cited: Citation) -> Html:
    return text(bold(cited.where), quote(cited.text))


def _document(_: Translate, document: PolicyDocument) -> Html:
    basis = _("、").join(document.basis)
    return text(
        filled(_("文件：{number} {title}"), number=bold(document.number), title=document.title),
        filled(_("上位依据：{basis}"), basis=basis) if basis else "",
        *_standing(document),
    )
