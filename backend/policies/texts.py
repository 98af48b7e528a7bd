"""Packs in the reader's language: the same rules, every sentence translated."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from backend.rules.catalogue import Catalogue
from backend.rules.words import Text, texts_in, translated


def in_language(catalogue: Catalogue, gettext: Callable[[str], str]) -> Catalogue:
    """The catalogue with every sentence passed through `gettext` (domain `policies`); verdicts stay the same."""
    return translated(catalogue, gettext)


def messages(catalogue: Catalogue) -> Iterator[Text]:
    """Every sentence of the catalogue once, in reading order: the msgids of the domain `policies`."""
    yield from dict.fromkeys(texts_in(catalogue))
