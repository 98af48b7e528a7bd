"""The golden cases of a version run: example people written by policy staff, with what must come out."""

from dataclasses import dataclass

from backend.policies.catalogue import PackError, PackProblem, Policies
from backend.policies.documents import parse_document
from backend.rules import Pack
from backend.workbench.cases import CASES, Case, read_cases
from locales import Translate


@dataclass(frozen=True)
class Example:
    """One example person, and what comes out differently than written; nothing when all is well."""

    case: Case
    complaints: tuple[str, ...]


@dataclass(frozen=True)
class Examples:
    """All cases of a version. ``mistakes`` are places of the text that could not be read as a case."""

    cases: tuple[Example, ...]
    mistakes: tuple[PackProblem, ...] = ()

    @property
    def failed(self) -> tuple[Example, ...]:
        return tuple(example for example in self.cases if example.complaints)

    @property
    def green(self) -> bool:
        """There are cases, all can be read, and all come out as written."""
        return bool(self.cases) and not self.mistakes and not self.failed


def run_examples(policies: Policies, pack: Pack, text: str) -> Examples:
    """Every case of a text asked of a pack."""
    document = parse_document(text, policies.folder / pack.id / CASES)
    try:
        cases = read_cases(document, pack, policies.folder)
    except PackError as error:
        return Examples((), error.problems)
    return Examples(tuple(Example(case, tuple(case.complaints(pack))) for case in cases))


def verdict_words(word: str, say: Translate) -> str:
    """A verdict as an officer reads it."""
    return {"yes": say("符合"), "confirm": say("需核实"), "unknown": say("不清楚"), "no": say("不符合")}[word]
