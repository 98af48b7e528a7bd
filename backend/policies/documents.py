"""YAML with line numbers: plain values, and for each path the line it stands on."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from backend.rules.node import Mistake, Mistakes
from backend.rules.node import Path as Place
from backend.rules.said import N_

FIRST_LINE = 1
_DEEPEST = 40
_TOO_DEEP = N_("层次太深"), N_("最多 {deepest} 层，请检查括号和缩进", deepest=_DEEPEST)
_INDENTED_BY_TAB = re.compile(r" *\t")
_BOOL = "tag:yaml.org,2002:bool"


class _Loader(yaml.CSafeLoader):  # libyaml reads ten times as fast, and a start waits for it
    """YAML in which only true and false are truth values, as in version 1.2: `no` is a word."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != _BOOL]
    for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver(_BOOL, re.compile(r"^(?:true|false)$"), list("tf"))


@dataclass(slots=True)
class Document:
    """A file as read. `mistakes` are those of the writing itself: syntax, doubled keys."""

    path: Path
    data: Any = None
    lines: dict[Place, int] = field(default_factory=dict)
    mistakes: Mistakes = field(default_factory=Mistakes)

    def line(self, place: Place) -> int:
        """The line of a place, or of the nearest place around it."""
        while place not in self.lines and place:
            place = place[:-1]
        return self.lines.get(place, FIRST_LINE)


def read_document(path: Path) -> Document:
    """Read one YAML file; a file that cannot be read is a document with a mistake."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        return _refused(path, FIRST_LINE, *_unopened(error))
    return parse_document(text, path)


def parse_document(text: str, path: Path) -> Document:
    """The same of a text that stands nowhere on disk; `path` names it in its mistakes."""
    document = Document(path)
    try:
        loader = _Loader(text)
        root = loader.get_single_node()
    except yaml.reader.ReaderError as error:
        line = text.encode()[: error.position].count(b"\n") + 1
        return _refused(path, line, N_("这一行有看不见的控制字符"), N_("请删去这些字符，重新输入"))
    except yaml.MarkedYAMLError as error:
        return _refused(path, *_badly_written(text, error))
    except RecursionError:
        return _refused(path, FIRST_LINE, *_TOO_DEEP)
    if root is None:
        return _refused(path, FIRST_LINE, N_("文件是空的"), N_("请写上内容"))
    document.data = _Builder(document, loader).value(root, ())
    return document


def _refused(path: Path, line: int, message: str, advice: str) -> Document:
    document = Document(path)
    _note(document, (), line, message, advice)
    return document


def _unopened(error: Exception) -> tuple[str, str]:
    match error:
        case FileNotFoundError():
            return N_("没有这个文件"), N_("请补上这个文件")
        case OSError():
            return N_("文件打不开：{reason}", reason=error.strerror), N_("请检查文件和权限")
        case _:
            return N_("文件不是 UTF-8 编码"), N_("请另存为 UTF-8")


def _badly_written(text: str, error: yaml.MarkedYAMLError) -> tuple[int, str, str]:
    mark = error.problem_mark or error.context_mark
    line = mark.line + 1 if mark else FIRST_LINE
    written = text.split("\n")[line - 1 : line]
    if written and _INDENTED_BY_TAB.match(written[0]):
        return line, N_("这一行用制表符（Tab）缩进"), N_("请改用空格")
    return line, N_("YAML 写法有误：{reason}", reason=error.problem), N_("请检查这一行和上一行的缩进、冒号与引号")


def _note(document: Document, place: Place, line: int, message: str, advice: str) -> None:
    document.lines.setdefault(place, line)
    document.mistakes.found.append(Mistake(place, message, advice))


class _Builder:
    """Builds values from nodes, remembering lines. Each node is built once: an alias is refused, not unfolded."""

    def __init__(self, document: Document, loader: _Loader) -> None:
        self.document = document
        self.loader = loader
        self.built: set[int] = set()

    def value(self, node: yaml.Node, place: Place) -> Any:
        if id(node) in self.built:  # its mark is where it was first written
            return self._refuse(place, N_("用了引用（& 和 *）"), N_("请把内容直接写在用到的地方"))
        if len(place) > _DEEPEST:
            return self._refuse(place[:1], *_TOO_DEEP)
        self.document.lines[place] = node.start_mark.line + 1
        self.built.add(id(node))
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, place)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(item, (*place, index)) for index, item in enumerate(node.value)]
        return self._scalar(node, place)

    def _mapping(self, node: yaml.MappingNode, place: Place) -> dict[Any, Any]:
        read: dict[Any, Any] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            key = self._key(key_node)
            if key is None:
                _note(
                    self.document,
                    (*place, f"?{line}"),
                    line,
                    N_("这里的名称看不懂"),
                    N_("请写成“名称: 值”，不能用 << 和 ?"),
                )
                continue
            if key in read:
                _note(self.document, (*place, f"{key}#2"), line, N_("{key} 写了两次", key=key), N_("请删去其中一个"))
            self.document.lines[(*place, key)] = line
            read[key] = self.value(value_node, (*place, key))
            self.document.lines[(*place, key)] = line
        return read

    def _key(self, node: yaml.Node) -> Any:
        """A name; None where there is a list, a mapping, a merge or nothing."""
        if not isinstance(node, yaml.ScalarNode):
            return None
        try:
            return self.loader.construct_object(node)
        except (yaml.YAMLError, ValueError):
            return None

    def _refuse(self, place: Place, message: str, advice: str) -> None:
        _note(self.document, place, self.document.line(place), message, advice)

    def _scalar(self, node: yaml.Node, place: Place) -> Any:
        try:
            return self.loader.construct_object(node)
        except (yaml.YAMLError, ValueError):
            _note(self.document, place, node.start_mark.line + 1, N_("看不懂这个值"), N_("请加引号，或改正日期"))
            return None
