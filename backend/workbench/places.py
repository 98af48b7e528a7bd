"""Which pack a path or a name means, and against which facts it is read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from backend.core.settings import Settings
from backend.policies.catalogue import FACTS, PACK, Policies, load_policies
from backend.policies.documents import parse_document, read_document
from backend.rules import Pack
from backend.rules.said import N_, Said, listed
from backend.workbench.cases import CASES, Case, read_cases
from backend.workbench.lint import Finding, lint, lint_text
from backend.workbench.lint_sources import SOURCE


class Unusable(ValueError):
    """Something the command line was given to work on and cannot: one sentence for people, in their language."""

    def __init__(self, sentence: Said) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class NoSuchPack(Unusable):
    """Nothing there to work on."""


@dataclass(frozen=True, slots=True)
class Place:
    """A folder of policies, of which `pack_id` limits the work to one pack; or a pack `alone` in its own folder,
    which is read against the installed facts."""

    folder: Path
    pack_id: str = ""
    alone: Path | None = None

    def lint(self, today: date) -> tuple[Finding, ...]:
        """The findings about what is meant here."""
        if self.alone is None:
            return tuple(one for one in lint(self.folder, today) if self._concerns(one.file))
        policies = load_policies(self.folder)
        content, pack_id = _written(self.alone / PACK)
        cases, source = _cases_beside(policies, self.alone, pack_id), self.alone / SOURCE
        own = _text_of(source) if source.is_file() else None
        return lint_text(policies, pack_id, content, cases, today, source=own)

    def _concerns(self, file: str) -> bool:
        """The files of the pack, and those all packs are read against."""
        return self.pack_id in ("", Path(file).parts[0]) or "/" not in file

    def packs(self) -> Iterator[tuple[Pack, tuple[Case, ...]]]:
        """Each pack meant here with its golden cases. Raises PackError."""
        policies = load_policies(self.folder)
        if self.alone is not None:
            content, pack_id = _written(self.alone / PACK)
            pack = policies.read(pack_id, content)
            cases = parse_document(
                _cases_beside(policies, self.alone, pack_id), policies.folder / pack_id / CASES
            )
            yield pack, read_cases(cases, pack, policies.folder)
            return
        for pack in policies.catalogue.packs.values():
            if self.pack_id in ("", pack.id):
                document = read_document(policies.folder / pack.id / CASES)
                yield pack, read_cases(document, pack, policies.folder)


def place_of(path: Path | None) -> Place:
    """What a path means: nothing is everything installed. Raises NoSuchPack."""
    installed = Settings().policies
    if path is None:
        return Place(installed)
    folder = path.parent if path.is_file() else path
    if (folder / FACTS).is_file():
        return Place(folder)
    if not (folder / PACK).is_file():
        raise NoSuchPack(N_("“{path}”里没有政策包。请写政策文件夹，或有 {file} 的文件夹", path=str(path), file=PACK))
    beside = folder.absolute().parent
    return (
        Place(beside, folder.absolute().name) if (beside / FACTS).is_file() else Place(installed, "", folder)
    )


def pack_of(policies: Policies, wanted: str) -> Pack:
    """A pack by its id among the installed ones, or from a file. Raises NoSuchPack and PackError."""
    if wanted in policies.catalogue.packs:
        return policies.catalogue.packs[wanted]
    file = Path(wanted) / PACK if Path(wanted).is_dir() else Path(wanted)
    if not file.is_file():
        raise NoSuchPack(
            N_(
                "找不到政策包“{wanted}”。请写文件夹、{file}，或已安装的编号：{known}",
                wanted=wanted,
                file=PACK,
                known=listed(policies.catalogue.packs),
            )
        )
    content, pack_id = _written(file)
    return policies.read(pack_id, content)


def _written(file: Path) -> tuple[str, str]:
    """The text of a pack, and the id it gives itself."""
    text = _text_of(file)
    data = parse_document(text, file).data
    return text, str(data.get("id", "")) if isinstance(data, dict) else file.parent.name


def _cases_beside(policies: Policies, folder: Path, pack_id: str) -> str:
    """The golden cases beside a pack; those of the installed one where there are none."""
    own, installed = folder / CASES, policies.folder / pack_id / CASES
    found = next((path for path in (own, installed) if path.is_file()), None)
    return _text_of(found) if found else ""


def _text_of(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise NoSuchPack(N_("“{file}”不是 UTF-8 编码，请另存为 UTF-8", file=str(file))) from None
