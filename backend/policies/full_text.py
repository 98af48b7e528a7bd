"""Reading the full text of a document: chapters, articles, items （一）, sub-items 1.

A scan breaks lines in the middle of a sentence and strews spaces and half-width signs; both are mended, no word is
changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from backend.policies.numerals import NUMERAL, number
from backend.rules.full_text import Chapter, FullText, Provision
from backend.rules.said import N_

SECTION: Final = "## 全文"
PREAMBLE, CLOSING = "序言", "文末"

_FENCE: Final = "```"
_ANNEX: Final = re.compile(r"^附件")
_CHAPTER: Final = re.compile(rf"^第{NUMERAL}章")
_MARKS: Final = (
    re.compile(rf"^(第{NUMERAL}条)(?:\s+(.*))?$"),
    re.compile(rf"^([（(]{NUMERAL}[）)])\s*(.*)$"),
    re.compile(r"^(\d{1,2}[.．、])\s*(.*)$"),
)
"""Article, item, sub-item: the mark and what follows it on its line."""
_BASIS: Final = re.compile(r"根据.*[》）定施]")
_LAST_WORDS: Final = re.compile(r"^本\w{0,4}办法自")
_FINISHED: Final = tuple("。；：;:！？")
_PUNCTUATION: Final = re.compile(r"[，。；：、,.;:！？]")
_LONGEST_TITLE: Final = 20
_WIDE: Final = str.maketrans("(),:;?!", "（），：；？！")
_SCATTERED: Final = re.compile(r"(?<![A-Za-z0-9])\s+|\s+(?![A-Za-z0-9])")


class NoArticles(ValueError):
    """A full text that cannot be used; `advice` says what to do."""

    def __init__(self, message: str, advice: str) -> None:
        super().__init__(message)
        self.advice = advice


def read_full_text(page: str) -> FullText:
    """The document on a page of `source.md`: what follows the heading 全文, without annexes. Raises NoArticles."""
    _, heading, printed = page.partition(SECTION)
    if not heading:
        raise NoArticles(
            N_("没有“{section}”这一节", section=SECTION), N_("请在“{section}”下面附上文件全文", section=SECTION)
        )
    reading = _Reading()
    for line in _lines(printed):
        if _ANNEX.match(line) and reading.articles:
            break
        reading.take(line)
    text = reading.text()
    _check_numbers(text)
    return text


def _lines(printed: str) -> Iterator[str]:
    for raw in printed.splitlines():
        line = raw.replace("**", "").strip().removeprefix("- ").strip()
        if line and not line.startswith(_FENCE):
            yield line


@dataclass
class _Draft:
    """A provision being read; its paragraphs are joined and tidied when it is finished."""

    place: str
    mark: str
    title: str = ""
    paragraphs: list[str] = field(default_factory=list)
    parts: list[_Draft] = field(default_factory=list)

    def add(self, line: str) -> None:
        """A new paragraph, or the rest of one that a page break cut in the middle of a sentence."""
        before = self.paragraphs[-1] if self.paragraphs else ""
        if _PUNCTUATION.search(before) and not before.endswith(_FINISHED):
            self.paragraphs[-1] += line
        else:
            self.paragraphs.append(line)

    def finished(self) -> Provision:
        paragraphs = "\n".join(map(_tidy, self.paragraphs))
        parts = tuple(part.finished() for part in self.parts)
        return Provision(self.place, self.mark, _tidy(self.title), paragraphs, parts)


class _Reading:
    """One document being read from top to bottom."""

    def __init__(self) -> None:
        self.chapters: list[tuple[str, list[_Draft]]] = [("", [])]
        self.open: list[_Draft] = []
        self.before: _Draft = _Draft(PREAMBLE, PREAMBLE)

    @property
    def articles(self) -> list[_Draft]:
        return [article for _, articles in self.chapters for article in articles]

    def take(self, line: str) -> None:
        if _CHAPTER.match(line):
            self.chapters.append((line, []))
            self.open = []
            return
        for level, pattern in enumerate(_MARKS):
            found = pattern.match(line)
            if found and (level == 0 or self.open):
                self._begin(level, found.group(1), found.group(2) or "")
                return
        self._go_on(line)

    def _begin(self, level: int, mark: str, rest: str) -> None:
        self.open = self.open[:level]
        above = self.open[-1] if self.open else None
        draft = _Draft((above.place if above else "") + _named(mark, level), _shown(mark, level))
        if rest and len(rest) <= _LONGEST_TITLE and not _PUNCTUATION.search(rest):
            draft.title = rest
        elif rest:
            draft.paragraphs.append(rest)
        (above.parts if above else self.chapters[-1][1]).append(draft)
        self.open.append(draft)

    def _go_on(self, line: str) -> None:
        if not self.open:
            self.before.add(line)
        elif _LAST_WORDS.match(line):
            self.open = [_Draft(CLOSING, CLOSING, paragraphs=[line])]
            self.chapters.append(("", self.open[:]))
        else:
            self.open[-1].add(line)

    def text(self) -> FullText:
        if not self.articles:
            raise NoArticles(N_("全文里没有条文"), N_("请让每一条以“第一条”这样的字样另起一行"))
        chapters = [
            Chapter(_spaced(title), tuple(draft.finished() for draft in drafts))
            for title, drafts in self.chapters
            if drafts
        ]
        self.before.paragraphs = [line for line in self.before.paragraphs if _BASIS.search(line)]
        opening = [Chapter("", (self.before.finished(),))] if self.before.paragraphs else []
        return FullText((*opening, *chapters))


def _named(mark: str, level: int) -> str:
    """How a citation calls it: 第三条, 第（一）项, 第1目."""
    inner = mark.strip("（）().．、")
    return (mark, f"第（{inner}）项", f"第{inner}目")[level]


def _shown(mark: str, level: int) -> str:
    return mark.translate(_WIDE) if level == 1 else mark


def _spaced(title: str) -> str:
    """第一章　总则, whatever stands between in print."""
    return re.sub(r"^(第\w+?章)\s*", r"\1　", title)


def _tidy(paragraph: str) -> str:
    """Without the spaces and half-width signs of a scan; straight quotes become pairs."""
    joined = _SCATTERED.sub("", paragraph).translate(_WIDE)
    pieces = joined.split('"')
    return "".join(piece + ("" if n == len(pieces) - 1 else "“”"[n % 2]) for n, piece in enumerate(pieces))


def _check_numbers(text: FullText) -> None:
    """A gap in the numbers is an article that was not recognised."""
    numbered = [article for article in text.articles if article.place not in (PREAMBLE, CLOSING)]
    for expected, article in enumerate(numbered, 1):
        if number(article.mark[1:-1]) != expected:
            raise NoArticles(
                N_("{mark}的位置应当是第{expected}条", mark=article.mark, expected=expected),
                N_("请核对条文的编号，每条另起一行"),
            )
