"""The catalogue in the language of the turn."""

from collections import OrderedDict

from backend.core.problems import Problem
from backend.core.unit import Unit
from backend.policies.texts import in_language
from backend.rules import Pack
from backend.rules.catalogue import Catalogue
from contract.base import DEFAULT_LANGUAGE
from locales import translator

_KEPT = 8
_translated: OrderedDict[tuple[int, str], tuple[Catalogue, Catalogue]] = OrderedDict()
"""By identity and language. The original is kept beside its translation, so that its id stays its own."""


def spoken(unit: Unit) -> Catalogue:
    """All packs, facts and places as this caller reads them. Translating takes long: once a language."""
    catalogue, language = unit.services.catalogue, unit.language
    if language == DEFAULT_LANGUAGE:
        return catalogue
    key = (id(catalogue), language)
    if key not in _translated:
        _translated[key] = catalogue, in_language(catalogue, translator("policies", language))
    while len(_translated) > _KEPT:
        _translated.popitem(last=False)
    return _translated[key][1]


def pack_of(unit: Unit, pack_id: str) -> Pack:
    """A pack in the caller's language. Raises 404 ``policy.not_found``."""
    pack = spoken(unit).packs.get(pack_id)
    if pack is None:
        raise Problem("policy.not_found", 404)
    return pack
