"""How one version of a policy became another, in sentences an officer understands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, is_dataclass, replace
from typing import Any

from backend.rules.citations import Contact
from backend.rules.expression import Rule, facts_in
from backend.rules.pack import Pack
from backend.rules.pack_parts import PARTS
from backend.rules.part import Part
from backend.rules.parts_of_values import VALUES
from backend.rules.rule_differences import became, rule_differences
from backend.rules.rule_words import Speech
from backend.rules.said import N_, listed
from backend.rules.showing import Showing
from backend.rules.vocabulary import Option

ADDED, REMOVED, CHANGED = "added", "removed", "changed"


@dataclass(frozen=True, slots=True)
class Difference:
    """One change. `kind` is the kind of part (`Part.kind`), `change` is added, removed or changed.

    `path` is where in the pack, with ids for names (`categories.X1.conditions.age_4050.rule`); `article` is
    the article the part rests on, empty where it rests on none; `sentence` says it all, article included.
    """

    kind: str
    change: str
    path: str
    article: str
    sentence: str


def differences(old: Pack, new: Pack) -> tuple[Difference, ...]:
    """Everything that differs between two packs, in the order of the pack; nothing for the same content."""
    return tuple(dict.fromkeys(_Comparison(old, new).all()))


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the comparison stands: the path, and the names of the parts around, as a sentence begins."""

    path: str = ""
    names: tuple[str, ...] = ()
    article: str = ""

    def into(self, step: str, name: str = "", article: str = "") -> _Place:
        path = ".".join(filter(None, (self.path, step)))
        return _Place(path, (*self.names, name) if name else self.names, article or self.article)

    def outermost(self) -> _Place:
        """The same place, named by the outermost part alone: a rule's change says itself what it is about."""
        return replace(self, names=self.names[:1])


class _Comparison:
    def __init__(self, old: Pack, new: Pack) -> None:
        self.old = Showing(old)
        self.new = Showing(new)
        self.before = Speech(old.vocabulary, old.labour_age)
        self.after = Speech(new.vocabulary, new.labour_age)

    def all(self) -> Iterator[Difference]:
        yield from self._one(self.old.pack, self.new.pack, _Place())
        facts = {name: fact for name, fact in self.old.pack.vocabulary.facts.items() if name in self._read()}
        new_facts = {name: fact for name, fact in self.new.pack.vocabulary.facts.items() if name in facts}
        yield from self._each(facts, new_facts, _Place("facts"))

    def _read(self) -> set[str]:
        """The facts both packs have to do with; what only one has shows in its questions and rules."""
        return _facts_of(self.old.pack) & _facts_of(self.new.pack)

    def _one(self, old: Any, new: Any, place: _Place) -> Iterator[Difference]:
        """The same part in both."""
        part = PARTS[type(new)]
        for name, word in part.words.items():
            yield from self._plain(part, name, word, old, new, place)
        for name in part.rules:
            yield from self._rule(part, getattr(old, name), getattr(new, name), place.into(name))
        for name in part.inner:
            yield from self._inner(getattr(old, name), getattr(new, name), place.into(name))

    def _plain(
        self, part: Part, name: str, word: str, old: Any, new: Any, place: _Place
    ) -> Iterator[Difference]:
        before, after = getattr(old, name), getattr(new, name)
        if before == after:
            return
        if type(before) is type(after) and type(after) in VALUES:
            yield from self._each_value(part, word, before, after, place.into(name))
        else:
            yield self._difference(part, CHANGED, place.into(name), self._said(name, word, before, after))

    def _each_value(self, part: Part, word: str, old: Any, new: Any, place: _Place) -> Iterator[Difference]:
        """What differs in a value of several parts, each by its word."""
        for name, inner in VALUES[type(new)].items():
            before, after = getattr(old, name), getattr(new, name)
            if before != after:
                said = N_("{said}：{content}", said=word, content=self._said(name, inner, before, after))
                yield self._difference(part, CHANGED, place.into(name), said)

    def _said(self, name: str, word: str, before: Any, after: Any) -> str:
        if isinstance(before, tuple) and isinstance(after, tuple):
            return self._listed(name, word, before, after)
        if isinstance(before, Mapping) and isinstance(after, Mapping):
            before, after = _otherwise(before, after), _otherwise(after, before)
        return _changed(word, self.old.value(name, before), self.new.value(name, after))

    def _listed(self, name: str, word: str, before: tuple[Any, ...], after: tuple[Any, ...]) -> str:
        """A list by what came and what went; the whole of it where only the order is another."""
        come = self.new.value(name, tuple(item for item in after if item not in before))
        gone = self.old.value(name, tuple(item for item in before if item not in after))
        said = [
            N_("增加{word}：{come}", word=word, come=come) if come else "",
            N_("删去{word}：{gone}", word=word, gone=gone) if gone else "",
        ]
        if not any(said):
            return N_("{word}的顺序改为：{order}", word=word, order=self.new.value(name, after))
        return listed(filter(None, said), N_("；"))

    def _rule(self, part: Part, old: Rule | None, new: Rule | None, place: _Place) -> Iterator[Difference]:
        if old is not None and new is not None:
            for said in rule_differences(old, new, self.before, self.after):
                yield self._difference(part, CHANGED, place.outermost(), said)
        elif new is not None:
            yield self._difference(part, CHANGED, place, N_("增加限制：{rule}", rule=self.after.of(new)))
        elif old is not None:
            yield self._difference(part, CHANGED, place, N_("不再限制：{rule}", rule=self.before.of(old)))

    def _inner(self, old: Any, new: Any, place: _Place) -> Iterator[Difference]:
        if is_dataclass(new):
            name = PARTS[type(new)].called(new)
            yield from self._one(old, new, place.into("", name, self.new.article(new)))
        else:
            yield from self._each(_by_id(old), _by_id(new), place)

    def _each(self, old: Mapping[str, Any], new: Mapping[str, Any], place: _Place) -> Iterator[Difference]:
        """Parts matched by their ids."""
        for key, one in old.items():
            if key not in new:
                yield self._whole(REMOVED, one, self.old, place.into(key))
        for key, other in new.items():
            if key not in old:
                yield self._whole(ADDED, other, self.new, place.into(key))
                continue
            name = PARTS[type(other)].called(other)
            yield from self._one(old[key], other, place.into(key, name, self.new.article(other)))
        kept_before, kept_now = ([key for key in keys if key in old and key in new] for keys in (old, new))
        if kept_before != kept_now:
            order = listed(PARTS[type(new[key])].called(new[key]) for key in kept_now)
            said = N_("顺序改为：{order}", order=order)
            yield self._difference(PARTS[type(new[kept_now[0]])], CHANGED, place, said)

    def _whole(self, change: str, item: Any, showing: Showing, place: _Place) -> Difference:
        part = PARTS[type(item)]
        speech = self.after if change == ADDED else self.before
        rules = [getattr(item, name) for name in part.rules]
        content = listed([speech.of(rule) for rule in rules if rule is not None], N_("；"))
        called = part.called(item)
        said = N_("增加{part}", part=called) if change == ADDED else N_("删去{part}", part=called)
        if content:
            said = N_("{said}：{content}", said=said, content=content)
        return self._difference(part, change, place.into("", "", showing.article(item)), said)

    def _difference(self, part: Part, change: str, place: _Place, said: str) -> Difference:
        before = listed(dict.fromkeys(place.names), N_("，"))
        sentence = N_("{said}：{content}", said=before, content=said) if before else said
        if place.article:
            sentence = N_("{said}（{article}）", said=sentence, article=place.article)
        return Difference(part.kind, change, place.path, place.article, sentence)


def _otherwise(one: Mapping[Any, Any], other: Mapping[Any, Any]) -> dict[Any, Any]:
    """What of one the other has not, or has otherwise."""
    return {key: value for key, value in one.items() if other.get(key) != value}


def _changed(word: str, was: str, now: str) -> str:
    if was and now:
        return N_("{subject}{change}", subject=word, change=became(was, now))
    if now:
        return N_("增加{word}：{come}", word=word, come=now)
    return N_("不再有{word}，原为{was}", word=word, was=was)


def _by_id(items: Iterable[Any] | Mapping[str, Any]) -> Mapping[str, Any]:
    if isinstance(items, Mapping):
        return items
    return {_id(item): item for item in items}


def _id(item: Any) -> str:
    if isinstance(item, Option):
        return str(item.value)
    return str(item.name if isinstance(item, Contact) else item.id)


def _facts_of(pack: Pack) -> set[str]:
    read = {fact for rule in pack.rules.values() for fact in facts_in(rule)}
    noticed = {fact for notice in pack.notices if notice.when for fact in facts_in(notice.when)}
    return read | noticed | set(pack.questions) | set(pack.inquiry.read)
