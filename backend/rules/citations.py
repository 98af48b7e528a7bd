"""Where a document says something, how it is read here, and whom it names to ask."""

from __future__ import annotations

from dataclasses import dataclass

from backend.rules.words import NO_TEXT, Text


@dataclass(frozen=True, slots=True)
class Citation:
    """A place in the document: `article` 第一条第（一）项, its exact `text`, and `where` it stands."""

    id: str
    article: Text
    text: Text
    where: Text = NO_TEXT


@dataclass(frozen=True, slots=True)
class Reading:
    """How a sentence that leaves something open is read here: a choice of ours, never words of the document."""

    id: str
    about: Text
    text: Text
    citation_id: str


@dataclass(frozen=True, slots=True)
class Contact:
    """A telephone the document names besides the pack's own; `note` says how far it can be relied on."""

    name: Text
    telephone: str
    note: Text
    citation_id: str
