"""The catalogue in the language of the turn."""

from collections import OrderedDict
from typing import Any, TypeVar

from backend.core.problems import Problem
from backend.core.unit import Unit
from backend.rules import Pack, translated
from backend.rules.catalogue import Catalogue
from contract.base import DEFAULT_LANGUAGE
from locales import translator

T = TypeVar("T")
_KEPT = 64
_translated: OrderedDict[tuple[int, str], tuple[Any, Any]] = OrderedDict()
"""By identity and language. The original is kept beside its translation, so that its id stays its own."""


def spoken(unit: Unit) -> Catalogue:
    """The packs of the day, the facts and the places as this caller reads them."""
    catalogue = unit.services.catalogue
    if unit.language == DEFAULT_LANGUAGE:
        return catalogue
    return Catalogue(
        packs={pack_id: _spoken(unit, pack) for pack_id, pack in catalogue.packs.items()},
        vocabulary=_spoken(unit, catalogue.vocabulary),
        divisions=_spoken(unit, catalogue.divisions),
        texts={pack_id: _spoken(unit, text) for pack_id, text in catalogue.texts.items()},
        synonyms=_spoken(unit, catalogue.synonyms),
    )


def packs_of_area(unit: Unit, area: str) -> tuple[Pack, ...]:
    """The policies in force in the city of an office, in the caller's language.

    ``area``: the code an office answers for; those of communities and of offices beside the county's go on behind a
    division's.
    """
    catalogue = spoken(unit)
    known = next((code for code in (area, area[:9], area[:6]) if code in catalogue.divisions), "")
    city = catalogue.divisions.city_of(known) if known else ""
    return tuple(pack for pack in catalogue.packs.values() if pack.region == city)


def pack_of(unit: Unit, pack_id: str, version: str = "") -> Pack:
    """A pack in the caller's language: the one of the day, or the ``version`` somebody's case stands under.

    A version that cannot be read any more gives way to that of the day. Raises 404 ``policy.not_found``.
    """
    catalogue = unit.services.catalogue
    pack = (catalogue.version(pack_id, version) if version else None) or catalogue.packs.get(pack_id)
    if pack is None:
        raise Problem("policy.not_found", 404)
    return _spoken(unit, pack)


def _spoken(unit: Unit, part: T) -> T:
    """Translating takes long: each version once a language."""
    if unit.language == DEFAULT_LANGUAGE:
        return part
    key = (id(part), unit.language)
    if key not in _translated:
        _translated[key] = part, translated(part, translator("policies", unit.language))
    while len(_translated) > _KEPT:
        _translated.popitem(last=False)
    return _translated[key][1]  # type: ignore[no-any-return]
