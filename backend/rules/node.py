"""A place in a document that is being read: it knows its path, and it notes mistakes instead of stopping."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from typing import Any, TypeVar

from backend.rules.said import N_, listed
from backend.rules.words import Text

T = TypeVar("T")
Path = tuple[str | int, ...]
_MISSING = object()


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong at a path, and what to do; `cite` is the citation id nearest to it."""

    path: Path
    message: str
    advice: str
    cite: str = ""

    @property
    def place(self) -> str:
        """The path as people write it: `categories[0].conditions[1].rule.fact`."""
        parts = (f"[{part}]" if isinstance(part, int) else f".{part}" for part in self.path)
        return "".join(parts).lstrip(".")


@dataclass(slots=True)
class Mistakes:
    """All mistakes of one reading."""

    found: list[Mistake] = field(default_factory=list)


class Node:
    """A value in the document. Reading methods return an empty value after noting a mistake."""

    def __init__(self, data: Any, mistakes: Mistakes, path: Path = (), cite: str = "") -> None:
        self.data = data
        self.mistakes = mistakes
        self.path = path
        own = data.get("cite") if isinstance(data, Mapping) else None
        self.cite = own if isinstance(own, str) else cite

    def wrong(self, message: str, advice: str) -> None:
        """Note a mistake here."""
        self.mistakes.found.append(Mistake(self.path, message, advice, self.cite))

    def __contains__(self, key: str) -> bool:
        return isinstance(self.data, Mapping) and self.data.get(key) is not None

    def at(self, key: str | int) -> Node:
        """The child at a key; it may be missing."""
        data = self.data.get(key, _MISSING) if isinstance(self.data, Mapping) else _MISSING
        return Node(data, self.mistakes, (*self.path, key), self.cite)

    def only(self, required: str, optional: str = "") -> Node:
        """Check the keys of a mapping: all required ones, none unknown. Names stand separated by spaces."""
        if not isinstance(self.data, Mapping):
            self.wrong(N_("这里应当是一组“名称: 值”"), N_("请检查缩进"))
            return self
        allowed = list(dict.fromkeys([*required.split(), *optional.split()]))
        for key in required.split():
            if key not in self:
                self.wrong(N_("缺少 {key}", key=key), N_("请补上 {key}: …", key=key))
        for key in self.data:
            if key not in allowed:
                self.at(key).wrong(N_("没有 {key} 这一项", key=key), _nearest(str(key), allowed))
        return self

    def items(self) -> Iterator[Node]:
        """The elements of a list."""
        if self.data is _MISSING:
            return
        if not isinstance(self.data, Sequence) or isinstance(self.data, str):
            self.wrong(N_("这里应当是列表"), N_("请每行以“- ”开头"))
            return
        for index, data in enumerate(self.data):
            yield Node(data, self.mistakes, (*self.path, index), self.cite)

    def entries(self) -> Iterator[tuple[str, Node]]:
        """The entries of a mapping."""
        if isinstance(self.data, Mapping):
            for key in self.data:
                yield str(key), self.at(key)
        elif self.data is not _MISSING:
            self.wrong(N_("这里应当是一组“名称: 值”"), N_("请检查缩进"))

    def text(self, key: str) -> Text:
        """A sentence for people; empty if absent, and never if it stands there."""
        words = self.string(key)
        if key in self and self.at(key).data == "":
            self.at(key).wrong(N_("这里是空的"), N_("请写内容，或删去这一项"))
        return Text(words)

    def string(self, key: str) -> str:
        """A name or code; empty if absent."""
        return self._of(key, str, "", N_("文字"), N_("请写文字；数字和日期请加引号"))

    def texts(self, key: str) -> tuple[Text, ...]:
        """A list of sentences."""
        return tuple(map(Text, self.strings(key)))

    def strings(self, key: str) -> tuple[str, ...]:
        """A list of names."""
        return tuple(item.scalar(str, "", N_("文字"), N_("请加引号")) for item in self.at(key).items())

    def number(self, key: str, default: int = 0) -> int:
        """A whole number, not negative."""
        value = self._of(key, int, default, N_("整数"), N_("请写整数，不加引号"))
        if isinstance(value, bool) or value < 0:
            self.at(key).wrong(N_("这里应当是不小于 0 的整数"), N_("请改成整数"))
            return default
        return value

    def count(self, key: str) -> int:
        """A whole number from one on; 0 if absent."""
        value = self.number(key)
        if key in self and self.at(key).data == 0:
            self.at(key).wrong(N_("这里应当是不小于 1 的整数"), N_("请改成整数"))
        return value

    def counts(self, key: str) -> tuple[int, ...]:
        """A list of days, each from one on."""
        found = []
        for item in self.at(key).items():
            days = item.scalar(int, 0, N_("整数"), N_("请写天数"))
            if isinstance(item.data, int) and days < 1:
                item.wrong(N_("这里应当是不小于 1 的整数"), N_("请写天数"))
            found.append(days)
        return tuple(found)

    def flag(self, key: str, default: bool = False) -> bool:
        """true or false."""
        return self._of(key, bool, default, N_("true 或 false"), N_("请写 true 或 false"))

    def day(self, key: str) -> date:
        """A date."""
        return self._of(key, date, date.min, N_("日期"), N_("请写成 2026-11-21，不加引号"))

    def choice(self, key: str, allowed: Sequence[str], default: str = "") -> str:
        """One of a few words."""
        value = self.string(key) or default
        if value and value not in allowed:
            self.at(key).wrong(N_("不能是 {value}", value=value), N_("只能是：{choices}", choices=listed(allowed)))
            return default
        return value

    def known(self, key: str, names: Sequence[str] | Mapping[str, Any], what: str) -> str:
        """A name that must be among those declared."""
        return self.at(key).known_itself(names, what) if key in self else ""

    def known_itself(self, names: Sequence[str] | Mapping[str, Any], what: str) -> str:
        """The value here, which must be among those declared."""
        value = self.scalar(str, "", N_("名称"), N_("请写名称"))
        if self.data == "":
            self.wrong(N_("这里是空的"), N_("请写{what}的名称", what=what))
        elif value and value not in names:
            self.wrong(N_("没有{what} {value}", what=what, value=value), _nearest(value, list(names)))
            return ""
        return value

    def known_key(self, names: Sequence[str] | Mapping[str, Any], what: str) -> bool:
        """Whether the name this stands under is among those declared."""
        name = str(self.path[-1]).lower() if isinstance(self.path[-1], bool) else str(self.path[-1])
        if name not in names:
            self.wrong(N_("没有{what} {name}", what=what, name=name), _nearest(name, list(names)))
        return name in names

    def scalar(self, kind: type[T], default: T, what: str, advice: str) -> T:
        """The value here, of a kind."""
        if isinstance(self.data, kind):
            return self.data
        self.wrong(N_("这里应当是{what}", what=what), advice)
        return default

    def _of(self, key: str, kind: type[T], default: T, what: str, advice: str) -> T:
        return self.at(key).scalar(kind, default, what, advice) if key in self else default


def unique(nodes: Sequence[Node], name: Callable[[Node], str]) -> None:
    """Note each name that stands twice."""
    seen: set[str] = set()
    for node in nodes:
        own = name(node)
        if own in seen:
            node.wrong(N_("编号 {own} 用了两次", own=own), N_("请改成不同的编号"))
        seen.add(own)


def _nearest(name: str, names: Sequence[str]) -> str:
    close = get_close_matches(name, names, n=1)
    return N_("是不是 {name}？", name=close[0]) if close else N_("可以是：{choices}", choices=listed(names[:12]))
