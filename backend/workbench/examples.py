"""The golden cases of a version: example people written by policy staff, each on a day, with what must come out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from backend.policies.catalogue import PackProblem
from backend.policies.documents import parse_document
from backend.rules import Assessment, Pack, Verdict, assess
from locales import Translate


@dataclass(frozen=True)
class Example:
    """One example person and what comes out differently than written; nothing when all is well."""

    id: str
    title: str
    as_of: date
    complaints: tuple[str, ...]


@dataclass(frozen=True)
class Examples:
    """All cases of a version. ``mistakes`` are places of the text that could not be read as a case."""

    cases: tuple[Example, ...]
    mistakes: tuple[PackProblem, ...]

    @property
    def failed(self) -> tuple[Example, ...]:
        return tuple(case for case in self.cases if case.complaints)

    @property
    def green(self) -> bool:
        """There are cases, all can be read, and all come out as written."""
        return bool(self.cases) and not self.mistakes and not self.failed


def run_examples(pack: Pack, text: str, file: str, say: Translate) -> Examples:
    """Every case of ``text`` asked of ``pack``. Complaints are sentences in the words of ``say``."""
    document = parse_document(text, Path(file))
    mistakes = [
        PackProblem(file, document.line(one.path), one.place, "", one.message, one.advice)
        for one in document.mistakes.found
    ]
    cases = []
    data = document.data if isinstance(document.data, dict) else {}
    for place, written in enumerate(_listed(data.get("cases"))):
        try:
            cases.append(_run(pack, data.get("defaults") or {}, written, say))
        except (KeyError, TypeError, ValueError, AttributeError):
            line = document.line(("cases", place))
            message, advice = say("这个用例看不懂"), say("请对照别的用例，检查 id、title、as_of、answers 和 expect")
            mistakes.append(PackProblem(file, line, f"cases[{place}]", "", message, advice))
    return Examples(tuple(cases), tuple(mistakes))


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _run(pack: Pack, defaults: Mapping[str, Any], written: Mapping[str, Any], say: Translate) -> Example:
    answers = {**defaults, **written["answers"]}
    answers |= {fact: tuple(value) for fact, value in answers.items() if isinstance(value, list)}
    for fact in answers:
        pack.vocabulary[fact]
    if not isinstance(written["as_of"], date):
        raise TypeError("as_of is no day")
    found = assess(pack, answers, written["as_of"])
    complaints = tuple(_complaints(pack, found, written, say))
    return Example(str(written["id"]), str(written["title"]), written["as_of"], complaints)


def _complaints(
    pack: Pack, found: Assessment, written: Mapping[str, Any], say: Translate
) -> Iterator[str]:
    ids = [category.id for category in pack.categories]
    expected = dict(zip(ids, written["expect"], strict=True))
    for category in found.categories:
        if category.verdict.word != expected[category.id]:
            yield say("%(name)s：应为%(expected)s，实为%(found)s") % {
                "name": category.name,
                "expected": verdict_words(expected[category.id], say),
                "found": verdict_words(category.verdict.word, say),
            }
    fails = {one.id: one.verdict.word for one in found.preconditions if one.verdict is not Verdict.YES}
    if fails != written.get("fails", {}):
        yield say("基本条件与用例写的不同：%(found)s") % {"found": _listing(fails, say)}
    days = {one.id: one.first_day for one in found.categories if one.first_day}
    if days != written.get("first_day", days):
        yield say("满足条件的日期与用例写的不同：%(found)s") % {"found": _listing(days, say)}


def _listing(found: Mapping[str, Any], say: Translate) -> str:
    return say("、").join(f"{name} {value}" for name, value in found.items()) or "--"


def verdict_words(word: str, say: Translate) -> str:
    """A verdict as an officer reads it; anything else unchanged."""
    words = {"yes": say("符合"), "confirm": say("需核实"), "unknown": say("不清楚"), "no": say("不符合")}
    return words.get(str(word), str(word))
