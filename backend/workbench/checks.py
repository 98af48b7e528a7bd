"""The checks of a version, computed outside any transaction: they take longer than a database should wait."""

from dataclasses import dataclass, replace
from datetime import date

from backend.policies.catalogue import PackError, PackProblem, Policies
from backend.policies.documents import parse_document
from backend.rules import Pack
from backend.rules.differences import Difference, differences
from backend.workbench.cases import CASES, read_cases
from backend.workbench.findings import ERROR, WARNING, Finding
from backend.workbench.lint import lint_text
from backend.workbench.trials import Trials, run
from backend.workbench.views import VersionView
from locales import Translate

OTHER_THAN_SOURCE = "citation_not_in_source"
FORMULAS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""What a spreadsheet would take for a formula at the beginning of a cell."""


@dataclass(frozen=True)
class Read:
    """A text as read: the pack, or why there is none."""

    pack: Pack | None
    problems: tuple[PackProblem, ...]


def read(policies: Policies, pack_id: str, content: str) -> Read:
    """What stands in a text, or every mistake that makes it unusable, with its line."""
    try:
        return Read(policies.read(pack_id, content), ())
    except PackError as error:
        return Read(None, error.problems)


def look_through(
    policies: Policies, view: VersionView, content: str, cases: str, today: date, older: Pack
) -> tuple[Finding, ...]:
    """Everything lint has to say about two texts of a version, errors before warnings."""
    starts = view.line.effective_from
    found = lint_text(policies, view.pack, content, cases, today, starts, ((None, older),))
    return tuple(sorted(map(_of_newer_document, found), key=lambda one: one.severity != ERROR))


def _of_newer_document(found: Finding) -> Finding:
    """`source.md` holds the document of the files; that of a newer version is compared by the second person."""
    return replace(found, severity=WARNING) if found.name == OTHER_THAN_SOURCE else found


@dataclass(frozen=True)
class Tried:
    """A version tried out. ``trials`` is None, and ``mistakes`` say why, where its cases cannot be read."""

    trials: Trials | None
    mistakes: tuple[PackProblem, ...] = ()

    @property
    def green(self) -> bool:
        """Everybody comes out as written, on the edges of every limit in time, too."""
        return self.trials is not None and not self.trials.failures


def try_out(policies: Policies, read: Read, cases: str, today: date, older: Pack) -> Tried:
    """The golden cases and the people on the edges of a version, compared with an older one."""
    if read.pack is None:
        return Tried(None)
    document = parse_document(cases, policies.folder / read.pack.id / CASES)
    try:
        golden = read_cases(document, read.pack, policies.folder)
    except PackError as error:
        return Tried(None, error.problems)
    return Tried(run(read.pack, golden, today, older))


def changes(old: Pack, read: Read) -> tuple[Difference, ...]:
    """How a version became another, in sentences."""
    return differences(old, read.pack) if read.pack else ()


def cell(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULAS) else text


def verdict_words(word: str, say: Translate) -> str:
    """A verdict as an officer reads it."""
    return {"yes": say("符合"), "confirm": say("需核实"), "unknown": say("不清楚"), "no": say("不符合")}[word]
