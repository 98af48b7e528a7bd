"""What the form of a broadcast offers."""

from collections.abc import Mapping
from dataclasses import dataclass

from backend.core.unit import Unit
from backend.outreach import audience, quoting
from backend.outreach.broadcasts import broadcaster
from backend.outreach.emergency_queries import places


@dataclass(frozen=True)
class Choices:
    """What the form offers: places of the own area, categories, articles to link."""

    places: tuple[tuple[str, str], ...]
    categories: tuple[tuple[str, str], ...]
    articles: tuple[tuple[str, str], ...]
    quotes: Mapping[str, tuple[tuple[str, str], ...]]
    """What a message can quote, by kind."""


def choices(unit: Unit) -> Choices:
    """What somebody of this area can choose from."""
    officer, catalogue = broadcaster(unit), unit.services.catalogue
    city = catalogue.divisions.city_of(officer.area) if officer.area in catalogue.divisions else ""
    packs = [pack for pack in catalogue.packs.values() if pack.region == city]
    articles = [
        (f"{pack.id}:{number}", f"{pack.number} {article.place}")
        for pack in packs
        if pack.id in catalogue.texts
        for number, article in enumerate(catalogue.texts[pack.id].articles, 1)
    ]
    categories = [(f"{pack.id}:{one.id}", str(one.name)) for pack in packs for one in pack.categories]
    quotable = quoting.choices(unit, city, audience.places_under(unit, officer.area))
    return Choices(places(unit, officer.area), tuple(categories), tuple(articles), quotable)
