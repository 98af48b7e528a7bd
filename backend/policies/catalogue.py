"""The folder of policies: every pack, the vocabulary and the divisions, read once and checked together."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Any

from backend.policies.divisions import read_divisions
from backend.policies.documents import Document, parse_document, read_document
from backend.policies.full_text import NoArticles, read_full_text
from backend.policies.question_plans import PLAN, UnusablePlan, read_plan
from backend.policies.search import index_of
from backend.policies.synonyms import read_synonyms
from backend.rules.catalogue import Catalogue, Division, Divisions
from backend.rules.full_text import FullText, Synonyms
from backend.rules.node import Mistake, Mistakes
from backend.rules.pack import Pack
from backend.rules.reader import PackMistakes, Surroundings, read_pack
from backend.rules.reading_facts import read_labour_age, read_vocabulary
from backend.rules.said import N_

FACTS = "facts.yaml"
RETIREMENT = "retirement.yaml"
DIVISIONS = "divisions.yaml"
SYNONYMS = "synonyms.yaml"
PACK = "pack.yaml"
SOURCE = "source.md"
PRINTED = ("form.typ", "form.yaml")
"""What a policy may bring along for its printed form."""
_FINGERPRINT = 8
NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class PackProblem:
    """One mistake: file, line, place in the file, the article it belongs to, what is wrong and what to do."""

    file: str
    line: int
    path: str
    article: str
    message: str
    advice: str

    @property
    def sentence(self) -> str:
        """All of it in one line."""
        place = f"{self.file}:{self.line} {self.path}".rstrip()
        where = N_("{said}（{article}）", said=place, article=self.article) if self.article else place
        return N_("{where}：{message}。{advice}", where=where, message=self.message, advice=self.advice)

    def __str__(self) -> str:
        return self.sentence


class PackError(ValueError):
    """Policies that cannot be used, with all their mistakes; its text has one line for each."""

    def __init__(self, problems: Sequence[PackProblem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = tuple(problems)


@dataclass(frozen=True)
class Policies:
    """The folder, read: its catalogue, and what every other version of its packs is read against."""

    folder: Path
    catalogue: Catalogue
    around: Surroundings
    common: tuple[Any, ...]

    def read(self, pack_id: str, text: str, beside: Mapping[str, str] = NOTHING) -> Pack:
        """A version of a pack that stands in no file, with what stood ``beside`` it then, else with what stands there now.

        Raises PackError with all its mistakes.
        """
        document, loading = parse_document(text, self.folder / pack_id / PACK), _Loading(self.folder)
        if not beside:
            return loading.alone(document, pack_id, self.around, self.common)
        around, common = loading.around(
            parse_document(beside[RETIREMENT], self.folder / RETIREMENT),
            parse_document(beside[FACTS], self.folder / FACTS),
            self.around.places,
        )
        return loading.alone(document, pack_id, around, common, beside)

    def beside(self, pack_id: str) -> dict[str, str]:
        """What stands beside a pack: facts, law of retirement, the document, and what its form looks like when printed."""
        return _texts(self.folder, FACTS, RETIREMENT) | _texts(self.folder / pack_id, SOURCE, *PRINTED)


def load_catalogue(folder: Path) -> Catalogue:
    """Read and check every pack below the folder. Raises PackError with all mistakes at once."""
    return load_policies(folder).catalogue


def load_policies(folder: Path) -> Policies:
    """The same, with what is needed to read other versions of the packs."""
    return _Loading(folder).policies()


class _Loading:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.problems: list[PackProblem] = []

    def policies(self) -> Policies:
        retirement, facts = (self._document(name) for name in (RETIREMENT, FACTS))
        divisions = self._divisions()
        around, common = self.around(retirement, facts, divisions.names)
        read = [
            self._pack(self._document(str(path.relative_to(self.folder))), path.parent.name, around, common)
            for path in sorted(self.folder.glob(f"*/{PACK}"))
        ]
        packs = {pack.id: pack for pack in read if pack}
        texts, synonyms = self._to_read(packs)
        self._refuse()
        catalogue = Catalogue(packs, around.vocabulary, divisions, texts=texts, synonyms=synonyms)
        return Policies(self.folder, catalogue, around, common)

    def around(
        self, retirement: Document, facts: Document, names: Mapping[str, Any]
    ) -> tuple[Surroundings, tuple[Any, ...]]:
        """What every pack is read against. Raises PackError."""
        labour_age = self._checked(retirement, lambda mistakes: read_labour_age(retirement.data, mistakes))
        vocabulary = self._checked(facts, lambda mistakes: read_vocabulary(facts.data, names, mistakes))
        self._refuse()
        return Surroundings(vocabulary, labour_age, names), (retirement.data, facts.data)

    def alone(
        self,
        document: Document,
        pack_id: str,
        around: Surroundings,
        common: tuple[Any, ...],
        beside: Mapping[str, str] = NOTHING,
    ) -> Pack:
        self._note(document, document.mistakes.found)
        pack = self._pack(document, pack_id, around, common, beside)
        if pack is None and not self.problems:
            self._note(document, [Mistake((), N_("没有内容"), N_("请写上政策的内容"))])
        self._refuse()
        assert pack is not None
        return pack

    def _divisions(self) -> Divisions:
        """The places known to all, and those a policy brings along in its own folder."""
        by_code: dict[str, Division] = {}
        own = (str(path.relative_to(self.folder)) for path in sorted(self.folder.glob(f"*/{DIVISIONS}")))
        for document in map(self._document, (DIVISIONS, *own)):
            read = partial(read_divisions, document.data, known=by_code)
            by_code |= self._checked(document, read).by_code
        return Divisions(by_code)

    def _document(self, name: str) -> Document:
        document = read_document(self.folder / name)
        self._note(document, document.mistakes.found)
        return document

    def _checked(self, document: Document, read: Any) -> Any:
        """What the reader makes of a document; an unreadable file is reported once, not for each missing key."""
        mistakes = Mistakes()
        value = read(mistakes)
        if document.data is not None:
            self._note(document, mistakes.found)
        return value

    def _pack(
        self,
        document: Document,
        pack_id: str,
        around: Surroundings,
        common: tuple[Any, ...],
        beside: Mapping[str, str] = NOTHING,
    ) -> Pack | None:
        if document.data is None:
            return None
        printed = beside or _texts(self.folder / pack_id, *PRINTED)
        looks = [printed[name] for name in PRINTED if name in printed]
        try:
            pack = read_pack(document.data, around, _fingerprint([document.data, *common, *looks]))
        except PackMistakes as problem:
            self._note(document, problem.mistakes)
            return None
        if pack.id != pack_id:
            advice = N_("请改成 id: {pack_id}", pack_id=pack_id)
            self._note(document, [Mistake(("id",), N_("编号与文件夹名不同"), advice)])
        return self._planned(pack)

    def _planned(self, pack: Pack) -> Pack:
        """With the plan of its questions; one made for another version is none."""
        try:
            plan = read_plan(self.folder / pack.id)
        except UnusablePlan:
            advice = N_("请用 bangban packs plan 重新计算，或删掉这个文件")
            self.problems.append(PackProblem(f"{pack.id}/{PLAN}", 1, "", "", N_("不是提问次序的文件"), advice))
            return pack
        return replace(pack, plan=plan) if plan and plan.made_for == pack.version else pack

    def _to_read(self, packs: Mapping[str, Pack]) -> tuple[dict[str, FullText], Synonyms]:
        """The full documents, indexed so that nobody's first question waits, and how people say it."""
        synonyms = Synonyms()
        if (self.folder / SYNONYMS).exists():
            said = self._document(SYNONYMS)
            synonyms = self._checked(said, lambda mistakes: read_synonyms(said.data, mistakes))
        synonyms = replace(synonyms, cities=tuple(sorted({str(pack.region_name) for pack in packs.values()})))
        texts = {pack: text for pack in packs if (text := self._full_text(pack))}
        for text in texts.values():
            index_of(text, synonyms)
        return texts, synonyms

    def _full_text(self, pack: str) -> FullText | None:
        """The document of a pack; one that cannot be taken apart is reported, one that is not there is not."""
        path = self.folder / pack / SOURCE
        if not path.exists():
            return None
        try:
            return read_full_text(path.read_text(encoding="utf-8"))
        except UnicodeDecodeError:
            problem = NoArticles(N_("文件不是 UTF-8 编码"), N_("请另存为 UTF-8"))
        except NoArticles as found:
            problem = found
        file = str(path.relative_to(self.folder))
        self.problems.append(PackProblem(file, 1, "", "", problem.args[0], problem.advice))
        return None

    def _note(self, document: Document, mistakes: Sequence[Mistake]) -> None:
        file = str(document.path.relative_to(self.folder))
        for mistake in mistakes:
            article = article_of(document.data, mistake.cite)
            line = document.line(mistake.path)
            self.problems.append(
                PackProblem(file, line, mistake.place, article, mistake.message, mistake.advice)
            )

    def _refuse(self) -> None:
        if self.problems:
            raise PackError(self.problems)


def _texts(folder: Path, *names: str) -> dict[str, str]:
    """Those of these files that there are."""
    return {name: (folder / name).read_text(encoding="utf-8") for name in names if (folder / name).exists()}


def article_of(data: Any, cite: str) -> str:
    """The article a citation of the document quotes; empty where there is none."""
    try:
        return str(data["citations"][cite]["article"])
    except (KeyError, TypeError):
        return ""


def _fingerprint(content: Sequence[Any]) -> str:
    """A short mark that changes with every word the verdict or its explanation depends on."""
    written = json.dumps(_named(content), ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(written.encode()).hexdigest()[:_FINGERPRINT]


def _named(content: Any) -> Any:
    """The content with text for every key, as JSON wants it: `true: 45` is a key too."""
    if isinstance(content, dict):
        return {str(key): _named(value) for key, value in content.items()}
    return [_named(value) for value in content] if isinstance(content, list) else content
