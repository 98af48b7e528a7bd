"""YAML with line numbers: plain values, and for each path the line it stands on."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from backend.rules.node import Mistake, Mistakes
from backend.rules.node import Path as Place

FIRST_LINE = 1
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
    document = Document(path)
    try:
        loader = _Loader(path.read_text(encoding="utf-8"))
        root = loader.get_single_node()
    except FileNotFoundError:
        _note(document, (), FIRST_LINE, "没有这个文件", "请补上这个文件")
    except UnicodeDecodeError:
        _note(document, (), FIRST_LINE, "文件不是 UTF-8 编码", "请另存为 UTF-8")
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else FIRST_LINE
        _note(document, (), line, f"YAML 写法有误：{error.problem}", "请检查这一行和上一行的缩进、冒号与引号")
    else:
        if root is not None:
            document.data = _Builder(document, loader).value(root, ())
    return document


def _note(document: Document, place: Place, line: int, message: str, advice: str) -> None:
    document.lines.setdefault(place, line)
    document.mistakes.found.append(Mistake(place, message, advice))


class _Builder:
    """Builds values from nodes, remembering lines."""

    def __init__(self, document: Document, loader: _Loader) -> None:
        self.document = document
        self.loader = loader

    def value(self, node: yaml.Node, place: Place) -> Any:
        self.document.lines[place] = node.start_mark.line + 1
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, place)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(item, (*place, index)) for index, item in enumerate(node.value)]
        return self._scalar(node, place)

    def _mapping(self, node: yaml.MappingNode, place: Place) -> dict[Any, Any]:
        read: dict[Any, Any] = {}
        for key_node, value_node in node.value:
            key = self._scalar(key_node, place)
            if key in read:
                line = key_node.start_mark.line + 1
                _note(self.document, (*place, f"{key}#2"), line, f"{key} 写了两次", "请删去其中一个")
            read[key] = self.value(value_node, (*place, key))
            self.document.lines[(*place, key)] = key_node.start_mark.line + 1
        return read

    def _scalar(self, node: yaml.Node, place: Place) -> Any:
        try:
            return self.loader.construct_object(node)
        except (yaml.YAMLError, ValueError):
            _note(self.document, place, node.start_mark.line + 1, "看不懂这个值", "请加引号，或改正日期")
            return None
