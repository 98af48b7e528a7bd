"""The full text of a document: what can be read and cited, word for word, in the order of printing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Provision:
    """A place that can be cited: an article 第三条, an item 第三条第（一）项, a sub-item 第三条第（一）项第1目.

    `mark` is its number as printed (第三条, （一）, 1.), `title` its heading where it has one, `text` its own
    words, paragraphs separated by line breaks; `parts` are the items or sub-items listed under it.
    """

    place: str
    mark: str
    title: str = ""
    text: str = ""
    parts: tuple[Provision, ...] = ()

    @property
    def introduces(self) -> bool:
        """Whether its words end in a colon and mean nothing without the list that follows."""
        return bool(self.parts) and self.text.endswith("：")

    def walk(self) -> Iterator[Provision]:
        """Itself and everything below, in order."""
        yield self
        for part in self.parts:
            yield from part.walk()


@dataclass(frozen=True, slots=True)
class Chapter:
    """Articles under one heading; `title` is empty in a document without chapters."""

    title: str
    articles: tuple[Provision, ...]


@dataclass(frozen=True, slots=True)
class FullText:
    """A whole document. What stands before the first article and gives the legal basis is 序言; what follows the
    last article and is none is 文末."""

    chapters: tuple[Chapter, ...]

    @property
    def articles(self) -> tuple[Provision, ...]:
        return tuple(article for chapter in self.chapters for article in chapter.articles)

    def chapter_of(self, article: Provision) -> str:
        """The heading an article stands under; empty if none."""
        return next((chapter.title for chapter in self.chapters if article in chapter.articles), "")


@dataclass(frozen=True, slots=True)
class Synonyms:
    """How people say it and how the documents write it: `written[n]` are the words for `said[n]`.

    `asking` are those of `said` that tell how something is asked (在哪里, 要带什么) and for whom, not what about;
    `deciding` are those that weigh more than others; `ignored` tell nothing at all; `elsewhere` are matters no
    document regulates; `cities` are the names of the cities that have a document, which writes 本市 of itself.
    … in what is said stands for up to three characters.
    """

    said: tuple[str, ...] = ()
    written: tuple[tuple[str, ...], ...] = ()
    asking: tuple[str, ...] = ()
    deciding: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()
    cities: tuple[str, ...] = ()
