"""What a pack says against the document it rests on, and whether everybody can read it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Any

from backend.rules import texts_in
from backend.rules.node import Path
from backend.rules.said import N_
from backend.workbench.findings import ERROR, WARNING, Draft, Remark
from locales import sentences

SOURCE = "source.md"
_WHOLE_TEXT = "## 全文"
_CHINESE = re.compile(r"[\u4e00-\u9fff]")


def letters(text: str) -> str:
    """The text without spaces, widths and punctuation, which scans do not keep."""
    return re.sub(r"\W", "", unicodedata.normalize("NFKC", text))


def citation_not_in_source(draft: Draft) -> Iterator[Remark]:
    """Quoted articles that are empty, or do not stand word for word in `source.md`."""
    _, found, whole = draft.source.partition(_WHOLE_TEXT)
    if not found:
        advice = N_("请在 {source} 的“{whole_text}”之后附上文件全文", source=SOURCE, whole_text=_WHOLE_TEXT)
        yield Remark(ERROR, "no_source", ("citations",), N_("没有文件全文，引文无法核对"), advice)
        return
    document = letters(whole)
    for id, citation in draft.pack.citations.items():
        path = ("citations", id, "text")
        if not letters(citation.text) or not citation.article:
            yield Remark(ERROR, "empty_citation", path[:2], N_("引文是空的"), N_("请照抄条文"), id)
        elif letters(citation.text) not in document:
            message = N_("引文与文件原文不一致")
            yield Remark(ERROR, "citation_not_in_source", path, message, _where(citation.text, document), id)


def _where(text: str, document: str) -> str:
    """Up to which word the quotation is right."""
    wanted = letters(text)
    right = next((at for at in range(len(wanted), 0, -1) if wanted[:at] in document), 0)
    return N_(
        "从“{place}”处起不同，请照抄 {source} 中的原文",
        place=wanted[max(0, right - 6) : right + 4],
        source=SOURCE,
    )


def untranslated(draft: Draft) -> Iterator[Remark]:
    """Sentences of the pack that people who read English would see in Chinese."""
    said = {str(text) for text in texts_in(draft.pack) if _CHINESE.search(text)}
    missing = said - sentences("policies", "en")
    seen: set[str] = set()
    for path, value in _strings(draft.document.data, ()):
        if value in missing and value not in seen:
            seen.add(value)
            message = N_("“{text}”没有英文", text=_short(value))
            yield Remark(
                WARNING, "untranslated", path, message, N_("请在 policies.po 中补上英文，否则英文用户看到中文")
            )


def _short(text: str) -> str:
    return text if len(text) <= 20 else f"{text[:20]}……"


def _strings(data: Any, path: Path) -> Iterator[tuple[Path, str]]:
    """Every string of a document with its place."""
    if isinstance(data, str):
        yield path, data
    elif isinstance(data, dict):
        for key, value in data.items():
            yield from _strings(value, (*path, key))
    elif isinstance(data, list):
        for at, value in enumerate(data):
            yield from _strings(value, (*path, at))
