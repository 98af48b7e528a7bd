"""Which articles a message names: 第三条第（一）项第3目, in whatever words stand around it."""

import re
from collections.abc import Iterator

from backend.core.unit import Unit
from backend.policies.library import printed
from backend.policies.spoken import spoken
from backend.rules import Pack
from contract.policy import Citation


def pack_named(unit: Unit, text: str) -> Pack | None:
    """The policy whose document number stands in a text; None where none does."""
    return next((pack for pack in spoken(unit).packs.values() if pack.number in text), None)


def citations_in(unit: Unit, pack: Pack, text: str) -> tuple[Citation, ...]:
    """Each place of the document that a text names, in its order; of 第三条第（一）项 never 第三条 as well.

    A place without a citation of its own is quoted from the full text. ``pack`` speaks the language of the text.
    """
    known = dict(_places(unit, pack))
    if not known:
        return ()
    longest_first = sorted(filter(None, known), key=len, reverse=True)
    named = re.findall("|".join(map(re.escape, longest_first)), text)
    return tuple(cited for place in dict.fromkeys(named) for cited in known[place])


def _places(unit: Unit, pack: Pack) -> Iterator[tuple[str, tuple[Citation, ...]]]:
    text = unit.services.catalogue.texts.get(pack.id)
    for provision in (each for article in text.articles for each in article.walk()) if text else ():
        words = printed(provision) or "\n".join(map(printed, provision.parts))
        yield provision.place, (Citation(id="", where=provision.place, text=words, document=pack.number),)
    by_place: dict[str, list[Citation]] = {}
    for cited in pack.citations.values():
        shape = Citation(id=cited.id, where=cited.article, text=cited.text, document=pack.number)
        by_place.setdefault(str(cited.article), []).append(shape)
    yield from ((place, tuple(found)) for place, found in by_place.items())
